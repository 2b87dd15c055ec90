#include "warc/http_message.h"

#include "base/encoding.h"
#include "warc/http_lines.h"

namespace warc {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
base::Error bad_status_line(std::string_view line) {
  return base::fail(base::Errc::protocol,
                    "bad status line \"" + base::printable(line.substr(0, 60)) + "\"");
}

base::Result<void> parse_status_line(std::string_view line, ResponseHead& head) {
  const std::string_view version = http_version_of(line);
  if (version.empty()) return bad_status_line(line);
  const std::string_view rest = base::trimmed(line.substr(version.size()));
  const bool three_digits = rest.size() >= 3 && is_digit(rest[0]) && is_digit(rest[1]) &&
                            is_digit(rest[2]) && (rest.size() == 3 || is_http_blank(rest[3]));
  if (!three_digits) return bad_status_line(line);
  head.version = version;
  head.status = (rest[0] - '0') * 100 + (rest[1] - '0') * 10 + (rest[2] - '0');
  head.reason = base::trimmed(rest.substr(3));
  return {};
}

}  // namespace

void HeaderList::add(std::string name, std::string value) {
  entries_.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> HeaderList::find(std::string_view name) const {
  for (const auto& [key, value] : entries_) {
    if (base::equals_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> HeaderList::find_all(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const auto& [key, value] : entries_) {
    if (base::equals_ignoring_case(key, name)) found.emplace_back(value);
  }
  return found;
}

HeaderList parse_header_lines(std::string_view lines) {
  HeaderList headers;
  bool had_crlf = false;
  std::string name, value;
  const auto flush = [&] {
    if (!name.empty()) headers.add(std::move(name), std::string(base::trimmed(value)));
    name.clear();
  };
  while (const auto line = next_http_line(lines, had_crlf)) {
    if (line->empty()) break;
    if (is_http_blank(line->front())) {
      value.append(" ").append(base::trimmed(*line));
      continue;
    }
    flush();
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos) continue;
    name = http_name_of(*line);
    value = line->substr(colon + 1);
  }
  flush();
  return headers;
}

base::Result<ResponseHead> parse_response_head(std::string_view head) {
  ResponseHead parsed;
  bool had_crlf = false;
  const auto first = next_http_line(head, had_crlf);
  if (auto status = parse_status_line(first.value_or(""), parsed); !status) return status.error();
  parsed.headers = parse_header_lines(head);
  return parsed;
}

bool ends_in_chunked(const HeaderList& headers) {
  const auto fields = headers.find_all("transfer-encoding");
  if (fields.empty()) return false;
  const std::size_t comma = fields.back().rfind(',');
  const std::string_view last =
      comma == std::string_view::npos ? fields.back() : fields.back().substr(comma + 1);
  return base::equals_ignoring_case(base::trimmed(last), "chunked");
}

bool is_chunked(const ResponseHead& head) {
  return base::starts_with_ignoring_case(head.version, "HTTP/1") && ends_in_chunked(head.headers);
}

bool is_one_head(std::string_view head) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  const std::size_t end = head.find(kEnd);
  return end != std::string_view::npos && end + kEnd.size() == head.size();
}

std::string_view final_head(std::string_view received) {
  std::string_view rest = received;
  while (true) {
    bool had_crlf = false;
    std::string_view behind = rest;
    auto line = next_http_line(behind, had_crlf);
    while (line && line->empty()) line = next_http_line(behind, had_crlf);
    ResponseHead head;
    if (!line || !parse_status_line(*line, head)) return rest;
    // 101 is the last word of HTTP on its connection (RFC 9110 15.2.2).
    if (head.status / 100 != 1 || head.status == 101) return rest;
    while (line && !line->empty()) line = next_http_line(behind, had_crlf);
    if (http_version_of(behind).empty()) return rest;
    rest = behind;
  }
}

}  // namespace warc
