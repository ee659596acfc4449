#include "adapters/zalo/webhook.hpp"

#include "bot/log.hpp"

#include <utility>

namespace adapters::zalo {

namespace asio = boost::asio;

namespace {

http::response taken()
{
    return {.status = 200, .content_type = "application/json", .body = R"({"ok":true})", .fields = {}};
}

http::response not_durable()
{
    http::response answer{.status = 503, .content_type = "application/json", .body = R"({"ok":false})", .fields = {}};
    answer.fields.push_back({"Retry-After", "30"}); // the platform's first repeat (contract §1.3)
    return answer;
}

bool plain_code(std::string_view code)
{
    return code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
           std::string_view::npos;
}

} // namespace

std::string_view name_of(event_outcome what)
{
    switch (what) {
    case event_outcome::accepted: return "accepted";
    case event_outcome::duplicate: return "duplicate";
    case event_outcome::unsigned_probe: return "unsigned";
    case event_outcome::bad_signature: return "bad_signature";
    case event_outcome::malformed: return "malformed";
    }
    return "unknown";
}

webhook::webhook(webhook_options options, webhook_ports ports)
    : options_(std::move(options)), identity_{.app_id = options_.secrets.app_id, .oa_id = options_.secrets.oa_id},
      ports_(std::move(ports))
{
    if (!plain_code(options_.domain_verifier))
        options_.domain_verifier.clear();
}

void webhook::hint(const http::request& what)
{
    if (hints_left_ == 0)
        return;
    const std::string_view likely =
        signature_hint(what.body, http::find(what.fields, "X-ZEvent-Signature"), options_.secrets);
    if (likely.empty())
        return;
    --hints_left_;
    bot::log::warning("zalo.signature_hint", {{"likely", likely}});
}

asio::awaitable<http::response> webhook::post(http::request what)
{
    const std::string_view header = http::find(what.fields, "X-ZEvent-Signature");
    const signature_verdict verdict = check_signature(what.body, header, options_.secrets);
    if (verdict != signature_verdict::valid) {
        const bool probe = verdict == signature_verdict::absent;
        ports_.count(probe ? event_outcome::unsigned_probe : event_outcome::bad_signature);
        if (!probe)
            hint(what);
        co_return taken();
    }
    parse_notes notes;
    auto event = parse_event(std::move(what.body), identity_, &notes);
    const bool readable = event.has_value();
    if (!readable && event.error().code == bot::errc::unauthentic) {
        ports_.count(event_outcome::bad_signature);
        co_return taken();
    }
    if (notes.repaired || notes.other_account)
        bot::log::warning("zalo.odd_event", {{"repaired", notes.repaired}, {"other_account", notes.other_account}});
    sink_outcome became = sink_outcome::failed;
    bot::flow::inbound handed = readable ? std::move(*event) : unreadable_event(std::move(what.body));
    try {
        became = co_await ports_.sink(std::move(handed));
    } catch (const std::exception& failure) {
        bot::log::error("zalo.sink_failed", {{"what", failure.what()}});
    }
    if (became == sink_outcome::failed)
        co_return not_durable();
    if (became == sink_outcome::duplicate)
        ports_.count(event_outcome::duplicate);
    else
        ports_.count(readable ? event_outcome::accepted : event_outcome::malformed);
    co_return taken();
}

std::optional<http::response> webhook::domain_proof(const http::request& what) const
{
    const bool asked = (what.method == "GET" || what.method == "HEAD") && !options_.domain_verifier.empty();
    if (!asked || (what.path() != "/" && what.path() != "/zalo_verifier" + options_.domain_verifier + ".html"))
        return std::nullopt;
    const std::string meta = R"(<meta name="zalo-platform-site-verification" content=")" + options_.domain_verifier + R"(">)";
    return http::response{.status = 200,
                          .content_type = "text/html; charset=utf-8",
                          .body = "<!DOCTYPE html><html><head>" + meta + "<title>sucobot</title></head><body></body></html>",
                          .fields = {}};
}

} // namespace adapters::zalo
