#include "adapters/http/reader.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace adapters::http {

namespace beast = boost::beast;
using beast::error_code;

namespace {

/// Room taken for a body before any of it has arrived.
constexpr std::uint64_t body_reserve_max = 64 << 10;
/// Of answers: enough for a generous set of cookies.
constexpr std::uint32_t answer_header_bytes_max = 64 << 10;

std::string to_string(beast::string_view text)
{
    return {text.data(), text.size()};
}

/// Fills our own messages directly: no second copy of headers and body in Beast's containers.
template <bool IsRequest>
class parser : public beast::http::basic_parser<IsRequest> {
public:
    headers fields{};
    std::string body{};
    std::string method{};
    std::string target{};
    unsigned status = 0;
    bool continue_expected = false;
    bool odd_coding = false;
    std::function<bool(std::string_view)>* sink = nullptr;
    bool sink_refused = false;

private:
    void on_request_impl(beast::http::verb, beast::string_view name, beast::string_view where, int,
                         error_code&) override
    {
        method.assign(name.data(), name.size());
        target.assign(where.data(), where.size());
    }
    void on_response_impl(int code, beast::string_view, int, error_code&) override
    {
        status = static_cast<unsigned>(code);
    }
    void on_field_impl(beast::http::field id, beast::string_view name, beast::string_view value, error_code&) override
    {
        if (this->is_header_done())
            return; // a trailer: nothing that decides may come after the body
        if (id == beast::http::field::transfer_encoding && !beast::iequals(value, "chunked"))
            odd_coding = true;
        if (id == beast::http::field::expect && beast::iequals(value, "100-continue"))
            continue_expected = true;
        if (fields.empty())
            fields.reserve(12);
        fields.push_back({to_string(name), to_string(value)});
    }
    void on_header_impl(error_code& failure) override
    {
        if (odd_coding) // Beast would take the body for the next request
            failure = beast::http::error::bad_transfer_encoding;
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override
    {
        if (length && sink == nullptr)
            body.reserve(static_cast<std::size_t>(std::min(*length, body_reserve_max)));
    }
    std::size_t on_body_impl(beast::string_view piece, error_code& failure) override
    {
        if (sink == nullptr || status < 200 || status > 299) {
            body.append(piece.data(), piece.size());
        } else if (!(*sink)({piece.data(), piece.size()})) {
            sink_refused = true;
            failure = beast::http::error::body_limit;
        }
        return piece.size();
    }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view piece, error_code& failure) override
    {
        return on_body_impl(piece, failure);
    }
    void on_finish_impl(error_code&) override {}
};

unsigned refusal_for(const error_code& failure, bool odd_coding)
{
    if (odd_coding)
        return 501;
    if (failure == beast::http::error::header_limit)
        return 431;
    if (failure == beast::http::error::body_limit)
        return 413;
    return 400;
}

} // namespace

struct request_reader::impl {
    std::size_t header_bytes_max;
    std::size_t body_bytes_max;
    std::optional<parser<true>> current{};
    unsigned refusal = 0;

    void renew()
    {
        current.emplace();
        current->eager(true);
        current->header_limit(static_cast<std::uint32_t>(header_bytes_max));
        current->body_limit(body_bytes_max);
    }
};

request_reader::request_reader(std::size_t header_bytes_max, std::size_t body_bytes_max)
    : impl_(new impl{.header_bytes_max = header_bytes_max, .body_bytes_max = body_bytes_max})
{
    impl_->renew();
}
request_reader::~request_reader() = default;

std::size_t request_reader::put(std::string_view bytes)
{
    error_code failure;
    const auto used = impl_->current->put({bytes.data(), bytes.size()}, failure);
    if (failure && failure != beast::http::error::need_more)
        impl_->refusal = refusal_for(failure, impl_->current->odd_coding);
    return used;
}

read_state request_reader::state() const
{
    if (impl_->refusal != 0)
        return read_state::failed;
    if (impl_->current->is_done())
        return read_state::done;
    return impl_->current->is_header_done() ? read_state::body : read_state::header;
}

unsigned request_reader::refusal() const
{
    return impl_->refusal;
}

bool request_reader::keep_alive() const
{
    return impl_->current->is_header_done() && impl_->current->keep_alive();
}

bool request_reader::expects_continue() const
{
    return state() == read_state::body && impl_->current->continue_expected;
}

request request_reader::take()
{
    auto& from = *impl_->current;
    request whole{.method = std::move(from.method),
                  .target = std::move(from.target),
                  .fields = std::move(from.fields),
                  .body = std::move(from.body)};
    impl_->renew();
    return whole;
}

struct response_reader::impl {
    std::size_t body_bytes_max;
    bool to_head_request;
    std::function<bool(std::string_view)> sink;
    std::optional<parser<false>> current{};
    bool failed = false;
    bool limit_broken = false;
    bool ended = false; ///< by the peer's closing

    void renew()
    {
        current.emplace();
        current->eager(true);
        current->skip(to_head_request);
        current->header_limit(answer_header_bytes_max);
        current->body_limit(body_bytes_max);
        current->sink = sink ? &sink : nullptr;
    }
    void note(const error_code& failure)
    {
        failed = true;
        limit_broken = failure == beast::http::error::body_limit || failure == beast::http::error::header_limit;
    }
};

response_reader::response_reader(std::size_t body_bytes_max, bool to_head_request,
                                 std::function<bool(std::string_view)> sink)
    : impl_(new impl{.body_bytes_max = body_bytes_max, .to_head_request = to_head_request, .sink = std::move(sink)})
{
    impl_->renew();
}
response_reader::~response_reader() = default;

std::size_t response_reader::put(std::string_view bytes)
{
    std::size_t used = 0;
    while (used < bytes.size() && state() != read_state::done && !impl_->failed) {
        error_code failure;
        used += impl_->current->put({bytes.data() + used, bytes.size() - used}, failure);
        const bool interim = impl_->current->is_done() && impl_->current->status / 100 == 1;
        if (failure == beast::http::error::need_more)
            break;
        if (failure)
            impl_->note(failure);
        else if (interim && impl_->current->status == 101) // never asked for
            impl_->failed = true;
        else if (interim)
            impl_->renew();
    }
    return used;
}

void response_reader::put_end()
{
    error_code failure;
    if (!impl_->current->got_some())
        impl_->failed = true;
    else
        impl_->current->put_eof(failure);
    if (failure)
        impl_->note(failure);
    impl_->ended = true;
}

read_state response_reader::state() const
{
    if (impl_->failed)
        return read_state::failed;
    if (impl_->current->is_done())
        return read_state::done;
    return impl_->current->is_header_done() ? read_state::body : read_state::header;
}

bool response_reader::limit_broken() const
{
    return impl_->limit_broken;
}

bool response_reader::keep_alive() const
{
    return !impl_->ended && impl_->current->is_done() && impl_->current->keep_alive();
}

response response_reader::take()
{
    auto& from = *impl_->current;
    response whole{.status = from.status,
                   .content_type = std::string(find(from.fields, "Content-Type")),
                   .body = std::move(from.body),
                   .fields = std::move(from.fields)};
    return whole;
}

} // namespace adapters::http
