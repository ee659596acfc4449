#include "store/writer.hpp"

#include <span>
#include <stdexcept>
#include <utility>

namespace store {

namespace {

void at(const fault_hook& hook, std::string_view point)
{
    if (hook)
        hook(point);
}

/// One transaction, each job in its own savepoint. Throws when the group as a whole is lost.
void apply(database& db, std::span<queued_job> group, const fault_hook& hook)
{
    if (!db.is_open())
        db.reopen();
    at(hook, "group:begin");
    transaction tx(db);
    for (auto& one : group) {
        at(hook, "job:before");
        try {
            savepoint part(tx);
            one.work(tx);
            part.release();
        } catch (const failure& error) {
            // A full disk meets everybody: better all are told to come again than some with half a chance.
            if (error.concerns_everybody() || !tx.active())
                throw;
            one.error = std::current_exception();
        } catch (...) {
            if (!tx.active())
                throw;
            one.error = std::current_exception();
        }
        at(hook, "job:after");
    }
    at(hook, "commit:before");
    tx.commit();
    at(hook, "commit:after");
}

std::string text_of(const std::exception_ptr& error)
{
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& known) {
        return known.what();
    } catch (...) {
        return "unknown failure";
    }
}

/// After a lost group the connection may hold errors of its own (a failed flush, a damaged cache).
void renew(database& db)
{
    try {
        db.reopen();
    } catch (const std::exception&) {
        // It stays closed; the next group tries again and its jobs hear why.
    }
}

void count(writer_figures& figures, std::size_t jobs, const std::exception_ptr& lost)
{
    if (lost) {
        ++figures.failed_groups;
        figures.fault = text_of(lost);
        return;
    }
    ++figures.groups;
    figures.jobs += jobs;
    figures.fault.clear();
}

} // namespace

// ---------------------------------------------------------------------------------------------- writer

writer::writer(database& db, writer_options options)
    : db_(db), options_(std::move(options)), thread_([this] { loop(); })
{
}

writer::~writer()
{
    stop();
}

void writer::submit(job work, completion done, urgency when)
{
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_) {
            if (waiting_.empty())
                patient_until_ = clock::now() + options_.patience;
            waiting_.push_back({std::move(work), std::move(done)});
            urgent_ += when == urgency::at_once ? 1U : 0U;
            // The thread sleeps only while nothing is urgent and the group is not full.
            const bool first_urgent = when == urgency::at_once && urgent_ == 1;
            if (waiting_.size() == 1 || first_urgent || waiting_.size() == options_.group_limit)
                wake_.notify_one();
            return;
        }
    }
    done(std::make_exception_ptr(std::runtime_error("the writer has stopped")));
}

void writer::stop()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable())
        thread_.join();
}

writer_figures writer::figures() const
{
    const std::lock_guard lock(mutex_);
    return figures_;
}

void writer::loop()
{
    std::vector<queued_job> group;
    while (next_group(group)) {
        commit(group);
        group.clear();
    }
}

bool writer::next_group(std::vector<queued_job>& group)
{
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    wake_.wait_until(lock, patient_until_,
                     [this] { return stopping_ || urgent_ > 0 || waiting_.size() >= options_.group_limit; });
    const auto taken = std::min(waiting_.size(), options_.group_limit);
    for (std::size_t i = 0; i < taken; ++i) {
        group.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    // What is left over did not come after the oldest of this group: it goes next, without waiting again.
    urgent_ = waiting_.size();
    return !group.empty();
}

void writer::commit(std::vector<queued_job>& group)
{
    std::exception_ptr lost;
    try {
        apply(db_, group, options_.at_point);
    } catch (...) {
        lost = std::current_exception();
        renew(db_);
    }
    {
        const std::lock_guard lock(mutex_);
        count(figures_, group.size(), lost);
    }
    for (auto& one : group)
        one.done(lost ? lost : one.error);
}

// ----------------------------------------------------------------------------------------------
// inline_writer

inline_writer::inline_writer(database& db, fault_hook at_point) : db_(db), at_point_(std::move(at_point)) {}

void inline_writer::submit(job work, completion done, urgency /*when*/)
{
    waiting_.push_back({std::move(work), std::move(done)});
    if (running_)
        return;
    running_ = true;
    try {
        while (!waiting_.empty()) {
            auto next = std::move(waiting_.front());
            waiting_.pop_front();
            run_one(next);
        }
    } catch (...) {
        // The hook stopped the world: what waited dies with it.
        waiting_.clear();
        running_ = false;
        throw;
    }
    running_ = false;
}

void inline_writer::run_one(queued_job& one)
{
    bool stopped_by_hook = false;
    const fault_hook watched = [&](std::string_view point) {
        if (!at_point_)
            return;
        stopped_by_hook = true;
        at_point_(point);
        stopped_by_hook = false;
    };
    std::exception_ptr lost;
    try {
        apply(db_, {&one, 1}, watched);
    } catch (...) {
        if (stopped_by_hook)
            throw;
        lost = std::current_exception();
        renew(db_);
    }
    count(figures_, 1, lost);
    one.done(lost ? lost : one.error);
}

// ---------------------------------------------------------------------------------------------- write_now

void write_now(database& db, const job& work)
{
    transaction tx(db);
    work(tx);
    tx.commit();
}

} // namespace store
