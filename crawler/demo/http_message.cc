#include "crawler/demo/http_message.h"

#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/demo/content_coding.h"

namespace crawler::demo {
namespace {

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 421: return "Misdirected Request";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    default: return "Unknown";
  }
}

std::string_view name_of(Coding coding) {
  switch (coding) {
    case Coding::gzip: return "gzip";
    case Coding::brotli: return "br";
    case Coding::identity: break;
  }
  return "";
}

std::string coded(Coding coding, const std::string& body) {
  switch (coding) {
    case Coding::gzip: return to_gzip(body);
    case Coding::brotli: return to_brotli(body);
    case Coding::identity: break;
  }
  return body;
}

// RFC 9112 7.1. An odd size, so that chunk borders fall inside words and tags.
std::string in_chunks(std::string_view body) {
  constexpr std::size_t kChunk = 1021;
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += kChunk) {
    const std::string_view piece = body.substr(at, kChunk);
    out += fmt::format("{:x}\r\n", piece.size());
    out.append(piece).append("\r\n");
  }
  return out + "0\r\n\r\n";
}

std::string http_date() {
  // fmt has the day and month names in English whatever the locale.
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::time(nullptr)));
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string head_of(const Response& response, Coding used, Framing framing, bool close,
                    std::size_t size) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
  const auto field = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  field("Date", http_date());
  field("Server", "varve-demo");
  if (!response.content_type.empty()) field("Content-Type", response.content_type);
  if (response.coding != Coding::identity) field("Vary", "Accept-Encoding");
  if (used != Coding::identity) field("Content-Encoding", name_of(used));
  for (const auto& [name, value] : response.headers) field(name, value);
  if (framing == Framing::chunked) field("Transfer-Encoding", "chunked");
  if (framing == Framing::length && may_have_body(response.status)) {
    field("Content-Length", std::to_string(size));
  }
  if (close) field("Connection", "close");
  return head + "\r\n";
}

}  // namespace

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const std::size_t comma = accept_encoding.find(',');
    const std::string_view item = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(comma == item.npos ? accept_encoding.size() : comma + 1);

    const std::size_t semicolon = item.find(';');
    if (!base::equals_ignoring_case(base::trimmed(item.substr(0, semicolon)), coding)) continue;
    if (semicolon == item.npos) return true;
    const std::string_view weight = base::trimmed(item.substr(semicolon + 1));
    const bool is_weight = base::starts_with_ignoring_case(weight, "q=");
    return !is_weight || weight.find_first_not_of("0.", 2) != weight.npos;
  }
  return false;
}

std::string host_name(std::string_view host_field) {
  return base::to_lower_ascii(host_field.substr(0, host_field.find(':')));
}

Wire to_wire(const Response& response, const Request& request, const WireOptions& options) {
  const bool is_coded = accepts_coding(request.accept_encoding, name_of(response.coding));
  const Coding used = is_coded ? response.coding : Coding::identity;
  Framing framing = response.framing;
  if (framing == Framing::chunked && options.http_1_0) framing = Framing::until_close;
  const bool close = !options.keep_alive || framing == Framing::until_close;

  std::string body = coded(used, response.body);
  std::string bytes = response.verbatim_head.empty()
                          ? head_of(response, used, framing, close, body.size())
                          : response.verbatim_head;
  if (request.method != "HEAD" && may_have_body(response.status)) {
    bytes += framing == Framing::chunked ? in_chunks(body) : body;
  }
  return Wire{std::move(bytes), close};
}

}  // namespace crawler::demo
