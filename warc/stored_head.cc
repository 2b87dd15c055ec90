#include "warc/stored_head.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/encoding.h"
#include "warc/framing.h"
#include "warc/http_lines.h"
#include "warc/http_message.h"

namespace warc {
namespace {

using Repairs = std::vector<std::string>;

void note(Repairs& repairs, std::string_view repair) {
  if (std::find(repairs.begin(), repairs.end(), repair) == repairs.end()) {
    repairs.emplace_back(repair);
  }
}

bool is_http_1(std::string_view version) {
  return base::starts_with_ignoring_case(version, "HTTP/1.");
}

// The name of a pseudo-header (RFC 9113 section 8.3), ":status", or nothing.
std::string_view pseudo_name(std::string_view line) {
  if (!line.starts_with(':')) return {};
  return line.substr(0, line.find(':', 1));
}

std::string_view pseudo_value(std::string_view line) {
  const std::size_t colon = line.find(':', 1);
  return colon == std::string_view::npos ? std::string_view()
                                         : base::trimmed(line.substr(colon + 1));
}

// ":status: 200", which begins the field list of an HTTP/2 answer.
bool is_status_field(std::string_view line) {
  const std::string_view status = pseudo_value(line);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return pseudo_name(line) == ":status" && status.size() == 3 &&
         std::all_of(status.begin(), status.end(), is_digit);
}

// What becomes of the Content-Length fields of a head.
enum class Lengths { keep, drop, rename };

Lengths fate_of_lengths(std::string_view head, const StoredBody& body) {
  if (body.is_dechunked) return Lengths::drop;
  const auto parsed = parse_response_head(head);
  if (!parsed) return Lengths::keep;
  if (is_chunked(*parsed)) return Lengths::drop;
  const bool has_no_body = parsed->status < 200 || parsed->status == 204 || parsed->status == 304;
  if (body.is_truncated || has_no_body) return Lengths::keep;
  const auto lengths = parsed->headers.find_all("Content-Length");
  const bool all_true = std::all_of(lengths.begin(), lengths.end(), [&](std::string_view value) {
    return parse_content_length(value) == body.size;
  });
  return all_true ? Lengths::keep : Lengths::rename;
}

// "NAME: value" as "X-Archive-Orig-NAME: value", line end included.
std::string renamed(std::string_view line, std::string_view plain_name) {
  const std::string_view name = http_name_of(line);
  const auto name_end = static_cast<std::size_t>(name.data() - line.data()) + name.size();
  return "X-Archive-Orig-" + std::string(plain_name) + std::string(line.substr(name_end)) + "\r\n";
}

// `head`, mended already, with what fate_of_lengths() says done to its Content-Length fields.
std::string with_true_length(std::string_view head, const StoredBody& body, Repairs& repairs) {
  const Lengths fate = fate_of_lengths(head, body);
  if (fate == Lengths::keep) return std::string(head);
  std::string out;
  bool had_crlf = false, dropping = false;  // folded lines go with the field they continue
  while (const auto line = next_http_line(head, had_crlf)) {
    if (line->empty()) break;
    const bool continues = is_http_blank(line->front());
    const bool is_length =
        !continues && base::equals_ignoring_case(http_name_of(*line), "content-length");
    if (is_length) note(repairs, "content-length");
    if (!continues) dropping = is_length && fate == Lengths::drop;
    if (dropping) continue;
    out += is_length ? renamed(*line, "Content-Length") : std::string(*line) + "\r\n";
  }
  if (body.is_dechunked || fate == Lengths::rename) {
    out += "Content-Length: " + std::to_string(body.size) + "\r\n";
  }
  return out + "\r\n";
}

// All other changes of head_for_storage, one line after the other.
class StoredHead {
 public:
  StoredHead(bool was_dechunked, Repairs& repairs)
      : was_dechunked_(was_dechunked), repairs_(repairs) {}

  void add_status_line(std::string_view line) {
    const std::string_view version = http_version_of(line);
    if (is_status_field(line)) {
      is_http_1_ = false;
      note(repairs_, "pseudo-header");
      return add_line("HTTP/1.1 " + std::string(pseudo_value(line)));
    }
    if (version.empty()) {
      note(repairs_, "http-0.9");
      add_line("HTTP/1.1 200 OK");
      return add_field(line);
    }
    if (is_http_1(version)) return add_line(line);
    is_http_1_ = version == "ICY";
    note(repairs_, "http-version");
    add_line("HTTP/1.1" + std::string(line.substr(version.size())));
  }

  void add_field(std::string_view line) {
    const bool continues = !line.empty() && is_http_blank(line.front());
    if (!continues) dropping_ = !is_http_1_ && line.starts_with(':');
    if (dropping_) return note(repairs_, "pseudo-header");
    const bool loses_framing = was_dechunked_ || !is_http_1_;
    if (loses_framing && !continues &&
        base::equals_ignoring_case(http_name_of(line), "transfer-encoding")) {
      note(repairs_, "transfer-encoding");
      out_ += renamed(line, "Transfer-Encoding");
      return;
    }
    add_line(line);
  }

  std::string finish() { return std::move(out_.append("\r\n")); }

 private:
  void add_line(std::string_view line) { out_.append(line).append("\r\n"); }

  bool was_dechunked_;
  Repairs& repairs_;
  std::string out_;
  bool is_http_1_ = true;
  bool dropping_ = false;
};

// The request line HTTP/1.1 would have had.
std::string request_line(std::string_view head, Repairs& repairs) {
  std::string_view method = "GET", path = "/";
  bool had_crlf = false;
  while (const auto line = next_http_line(head, had_crlf)) {
    if (line->empty()) break;
    if (pseudo_name(*line) == ":method") method = pseudo_value(*line);
    if (pseudo_name(*line) == ":path") path = pseudo_value(*line);
  }
  note(repairs, "pseudo-header");
  return std::string(method) + " " + std::string(path) + " HTTP/1.1\r\n";
}

// The line behind a request line: itself, ":authority" as Host, other pseudo-headers not at all.
std::string request_field(std::string_view line, bool has_host, Repairs& repairs) {
  if (!line.starts_with(':')) return std::string(line) + "\r\n";
  note(repairs, "pseudo-header");
  if (has_host || pseudo_name(line) != ":authority") return {};
  return "Host: " + std::string(pseudo_value(line)) + "\r\n";
}

}  // namespace

std::string head_for_storage(std::string_view raw_head, const StoredBody& body, Repairs& repairs) {
  std::string without_nul(raw_head);
  if (std::erase(without_nul, '\0') > 0) note(repairs, "nul");
  std::string_view rest = final_head(without_nul);
  if (rest.size() != without_nul.size()) note(repairs, "interim-head");

  StoredHead stored(body.is_dechunked, repairs);
  bool had_status = false, had_blank = false, had_crlf = false;
  while (const auto line = next_http_line(rest, had_crlf)) {
    if (!had_crlf) note(repairs, rest.empty() && !line->empty() ? "missing-blank-line" : "bare-lf");
    // A line of CRs only ends the head for some readers and not for others.
    const bool only_cr = line->find_first_not_of('\r') == std::string_view::npos;
    if (only_cr && (!had_status || !line->empty())) {
      note(repairs, "blank-line");
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
    note(repairs, "http-0.9");
    stored.add_status_line("HTTP/1.1 200 OK");
  } else if (!had_blank) {
    note(repairs, "missing-blank-line");
  }
  return with_true_length(stored.finish(), body, repairs);
}

std::string request_for_storage(std::string_view sent, Repairs& repairs) {
  std::string_view rest = sent;
  bool had_crlf = false;
  const std::string_view first = next_http_line(rest, had_crlf).value_or("");
  const std::size_t blank = first.rfind(' ');
  const std::string_view version =
      blank == std::string_view::npos ? std::string_view() : first.substr(blank + 1);
  const bool is_list = first.starts_with(':');
  const bool is_later = base::starts_with_ignoring_case(version, "HTTP/") && !is_http_1(version);
  if (!is_list && !is_later) return std::string(sent);

  std::string stored;
  if (is_list) {
    stored = request_line(sent, repairs);
    rest = sent;
  } else {
    note(repairs, "http-version");
    stored = std::string(first.substr(0, blank)) + " HTTP/1.1\r\n";
  }
  const bool has_host = parse_header_lines(rest).find("host").has_value();
  while (const auto line = next_http_line(rest, had_crlf)) {
    if (line->empty()) break;
    stored += request_field(*line, has_host, repairs);
  }
  return stored.append("\r\n").append(rest);
}

}  // namespace warc
