#include "warc/http_message.h"

#include <algorithm>

#include "base/encoding.h"

namespace warc {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

// The next line without its end, or nothing when `rest` is used up. `had_crlf` says how it ended.
std::optional<std::string_view> next_line(std::string_view& rest, bool& had_crlf) {
  if (rest.empty()) return std::nullopt;
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  had_crlf = end != std::string_view::npos && line.ends_with('\r');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "HTTP/1.1" or "ICY", with the blank behind it or the end of the line; empty for anything else.
std::string_view version_of(std::string_view line) {
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  if (word == "ICY" || base::starts_with_ignoring_case(word, "HTTP/")) return word;
  return {};
}

std::string_view name_of(std::string_view line) {
  return base::trimmed(line.substr(0, line.find(':')));
}

base::Error bad_status_line(std::string_view line) {
  return base::fail(base::Errc::protocol,
                    "bad status line \"" + base::printable(line.substr(0, 60)) + "\"");
}

base::Result<void> parse_status_line(std::string_view line, ResponseHead& head) {
  const std::string_view version = version_of(line);
  if (version.empty()) return bad_status_line(line);
  const std::string_view rest = base::trimmed(line.substr(version.size()));
  const bool three_digits = rest.size() >= 3 && is_digit(rest[0]) && is_digit(rest[1]) &&
                            is_digit(rest[2]) && (rest.size() == 3 || is_blank(rest[3]));
  if (!three_digits) return bad_status_line(line);
  head.version = version;
  head.status = (rest[0] - '0') * 100 + (rest[1] - '0') * 10 + (rest[2] - '0');
  head.reason = base::trimmed(rest.substr(3));
  return {};
}

// The changes of head_for_storage, one line after the other.
class StoredHead {
 public:
  StoredHead(bool was_dechunked, std::vector<std::string>& repairs)
      : was_dechunked_(was_dechunked), repairs_(repairs) {}

  void add_status_line(std::string_view line) {
    const std::string_view version = version_of(line);
    if (version.empty()) {
      note("http-0.9");
      add_line("HTTP/1.1 200 OK");
      return add_field(line);
    }
    if (version == "ICY" || version.find("/1.") == std::string_view::npos) {
      note("http-version");
      return add_line("HTTP/1.1" + std::string(line.substr(version.size())));
    }
    add_line(line);
  }

  void add_field(std::string_view line) {
    const bool continues = !line.empty() && is_blank(line.front());
    if (continues) {
      if (!dropping_) add_line(line);
      return;
    }
    const std::string_view name = name_of(line);
    dropping_ = was_dechunked_ && base::equals_ignoring_case(name, "content-length");
    if (dropping_) return note("content-length");
    if (was_dechunked_ && base::equals_ignoring_case(name, "transfer-encoding")) {
      note("transfer-encoding");
      const auto name_end = static_cast<std::size_t>(name.data() - line.data()) + name.size();
      add_line("X-Archive-Orig-Transfer-Encoding" + std::string(line.substr(name_end)));
      return;
    }
    add_line(line);
  }

  void note(std::string_view repair) {
    if (std::find(repairs_.begin(), repairs_.end(), repair) == repairs_.end()) {
      repairs_.emplace_back(repair);
    }
  }

  std::string finish(std::uint64_t body_size) {
    if (was_dechunked_) add_line("Content-Length: " + std::to_string(body_size));
    add_line("");
    return std::move(out_);
  }

 private:
  void add_line(std::string_view line) { out_.append(line).append("\r\n"); }

  bool was_dechunked_;
  std::vector<std::string>& repairs_;
  std::string out_;
  bool dropping_ = false;  // folded lines go with the field they continue
};

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

base::Result<ResponseHead> parse_response_head(std::string_view head) {
  ResponseHead parsed;
  bool had_crlf = false;
  const auto first = next_line(head, had_crlf);
  if (auto status = parse_status_line(first.value_or(""), parsed); !status) return status.error();

  std::string name, value;
  const auto flush = [&] {
    if (!name.empty()) parsed.headers.add(std::move(name), std::string(base::trimmed(value)));
    name.clear();
  };
  while (const auto line = next_line(head, had_crlf)) {
    if (line->empty()) break;
    if (is_blank(line->front())) {
      value.append(" ").append(base::trimmed(*line));
      continue;
    }
    flush();
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos) continue;
    name = name_of(*line);
    value = line->substr(colon + 1);
  }
  flush();
  return parsed;
}

bool is_chunked(const ResponseHead& head) {
  if (!base::starts_with_ignoring_case(head.version, "HTTP/1")) return false;
  const auto fields = head.headers.find_all("transfer-encoding");
  if (fields.empty()) return false;
  const std::size_t comma = fields.back().rfind(',');
  const std::string_view last =
      comma == std::string_view::npos ? fields.back() : fields.back().substr(comma + 1);
  return base::equals_ignoring_case(base::trimmed(last), "chunked");
}

std::string head_for_storage(std::string_view raw_head, bool was_dechunked, std::uint64_t body_size,
                             std::vector<std::string>& repairs) {
  StoredHead stored(was_dechunked, repairs);
  std::string without_nul(raw_head);
  if (std::erase(without_nul, '\0') > 0) stored.note("nul");

  std::string_view rest = without_nul;
  bool had_status = false, had_blank = false, had_crlf = false;
  while (const auto line = next_line(rest, had_crlf)) {
    if (!had_crlf) stored.note(rest.empty() && !line->empty() ? "missing-blank-line" : "bare-lf");
    // A line of CRs only ends the head for some readers and not for others.
    const bool only_cr = line->find_first_not_of('\r') == std::string_view::npos;
    if (only_cr && (!had_status || !line->empty())) {
      stored.note("blank-line");
    } else if (line->empty()) {
      had_blank = true;
      break;
    } else if (!had_status) {
      stored.add_status_line(*line);
      had_status = true;
    } else {
      stored.add_field(*line);
    }
  }
  if (!had_status) {
    stored.note("http-0.9");
    stored.add_status_line("HTTP/1.1 200 OK");
  } else if (!had_blank) {
    stored.note("missing-blank-line");
  }
  return stored.finish(body_size);
}

}  // namespace warc
