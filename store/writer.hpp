#pragma once

#include "store/database.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace store {

/// A unit of work: all of it is kept, or nothing.
using job = std::function<void(transaction&)>;
/// What became of it: null = durable; else the job's own exception or the failure of the commit.
/// Must not throw. Called after the commit on the committing thread; post to your executor from there.
using completion = std::function<void(std::exception_ptr)>;

enum class urgency {
    at_once,
    may_wait, ///< up to 10 ms, to share somebody else's flush
};

/// A job on its way through a queue.
struct queued_job {
    job work;
    completion done;
    std::exception_ptr error{};
};

/// Points at which a test may stop the world: "group:begin", "job:before", "job:after", "commit:before",
/// "commit:after". The hook kills the process, or throws: what is not committed is then rolled back and no
/// completion is called (inline_writer lets the exception out, as if the process had died there).
using fault_hook = std::function<void(std::string_view point)>;

/// Where writes are handed in. Jobs run one after another, in the order of submission, many to a transaction,
/// each in its own savepoint: one that throws is undone alone and is the only one to hear of it.
class commit_queue {
public:
    virtual ~commit_queue() = default;
    /// From any thread.
    virtual void submit(job work, completion done, urgency when = urgency::at_once) = 0;
};

struct writer_figures {
    std::uint64_t groups = 0; ///< committed: flushes of the log
    std::uint64_t jobs = 0;   ///< in them
    std::uint64_t failed_groups = 0;
    std::string fault{}; ///< of the last group, "" = it was committed: the store is writable
};

struct writer_options {
    std::size_t group_limit = 256; ///< jobs to a transaction
    std::chrono::milliseconds patience{10};
    fault_hook at_point{};
};

/// The one thread that writes. It owns `db` from here on: nobody else touches it while the writer lives.
/// When a commit fails, every job of the group hears of it and the next group starts afresh.
class writer : public commit_queue {
public:
    explicit writer(database& db, writer_options options = {});
    ~writer() override; ///< stop()

    void submit(job work, completion done, urgency when = urgency::at_once) override;

    /// Commits what was submitted, then ends the thread. Jobs submitted later are refused with an exception.
    void stop();

    writer_figures figures() const;

private:
    using clock = std::chrono::steady_clock;

    void loop();
    bool next_group(std::vector<queued_job>& group);
    void commit(std::vector<queued_job>& group);

    database& db_;
    writer_options options_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<queued_job> waiting_;
    std::size_t urgent_ = 0;            ///< of `waiting_`
    clock::time_point patient_until_{}; ///< of the oldest in `waiting_`
    bool stopping_ = false;
    writer_figures figures_;
    std::thread thread_;
};

/// The same without a thread: submit() runs the job, commits and calls `done` before it returns. Jobs
/// submitted from inside a job or a completion wait their turn. For the simulation, tests and command-line
/// tools.
class inline_writer : public commit_queue {
public:
    explicit inline_writer(database& db, fault_hook at_point = {});

    void submit(job work, completion done, urgency when = urgency::at_once) override;

    writer_figures figures() const { return figures_; }

private:
    void run_one(queued_job& one);

    database& db_;
    fault_hook at_point_;
    std::deque<queued_job> waiting_;
    bool running_ = false;
    writer_figures figures_;
};

/// Does one job in a transaction of its own and waits; throws what went wrong. For start-up and tools.
void write_now(database& db, const job& work);

} // namespace store
