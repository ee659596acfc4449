#pragma once

#include "adapters/engine.hpp"
#include "adapters/zalo/attachment_fetcher.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <memory>

namespace adapters {

/// Fetches what people attached, one after another, as soon as the message that named it is committed: links die.
class file_loop {
public:
    file_loop(boost::asio::any_io_executor executor, engine& core, zalo::attachment_fetcher& fetcher, std::filesystem::path folder, clock time);
    ~file_loop();

    /// Something waits; also called at the start, for what an earlier run left.
    void wake();
    void stop();

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace adapters
