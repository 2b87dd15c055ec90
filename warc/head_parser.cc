#include "warc/head_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"

namespace warc {
namespace {

// The longest file any system makes.
constexpr std::uint64_t kMaxLength = std::uint64_t{1} << 62;
constexpr std::array<std::string_view, 5> kKnownVersions = {"WARC/1.1", "WARC/1.0", "WARC/0.18",
                                                            "WARC/0.17", "WARC/0.16"};
constexpr std::size_t kMaxVersionLine = 32;
constexpr std::size_t kMaxArcLine = 64 * 1024;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

// 1*DIGIT, nothing else.
std::optional<std::uint64_t> parse_length(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  if (!is_whole || text.empty() || number > kMaxLength) return std::nullopt;
  return number;
}

std::string in_quotes(std::string_view text) {
  return "\"" + base::printable(text.substr(0, 60)) + "\"";
}

// Reads the lines after the version line; one finding of a kind is enough for a header.
class WarcFields {
 public:
  WarcFields(ParsedHead& out, const FindingSink& report) : out_(out), report_(report) {}

  // `text` is the whole header; of its first line only the end matters here.
  void read(std::string_view text) {
    for (bool is_first = true; !text.empty(); is_first = false) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.ends_with('\r')) {
        line.remove_suffix(1);
      } else {
        say(has_bare_lf_, Severity::error, "header-lf", "header lines end with a bare LF");
      }
      if (!line.empty() && !is_first) add(line);
    }
    keep();
    read_length();
  }

 private:
  void say(bool& said, Severity severity, std::string_view code, std::string message) {
    if (!said && report_) {
      report_({severity, out_.head.position.offset, code, std::move(message)});
    }
    said = true;
  }

  void add(std::string_view line) {
    if (is_blank(line.front())) {
      say(has_fold_, Severity::note, "header-fold", "a header field goes on over several lines");
      if (!value_.empty()) value_ += ' ';
      value_ += base::trimmed(line);
      return;
    }
    keep();
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || base::trimmed(line.substr(0, colon)).empty()) {
      say(has_no_colon_, Severity::error, "header-field",
          in_quotes(line) + " is no header field: it has no name and colon");
      return;
    }
    name_ = base::trimmed(line.substr(0, colon));
    value_ = base::trimmed(line.substr(colon + 1));
  }

  void keep() {
    if (!name_.empty()) out_.head.fields.add(std::move(name_), std::move(value_));
    name_.clear();
    value_.clear();
  }

  void read_length() {
    const auto lengths = out_.head.fields.find_all("Content-Length");
    bool said = false;
    if (lengths.empty()) {
      say(said, Severity::error, "content-length", "the record has no Content-Length");
      return;
    }
    const auto length = parse_length(lengths.front());
    if (!length) {
      say(said, Severity::error, "content-length",
          "Content-Length " + in_quotes(lengths.front()) + " is no number of bytes");
      return;
    }
    if (lengths.size() > 1) {
      say(said, Severity::error, "content-length",
          fmt::format("Content-Length stands {} times; the first, {}, is taken", lengths.size(),
                      *length));
    }
    out_.head.content_length = *length;
    out_.has_length = true;
  }

  ParsedHead& out_;
  const FindingSink& report_;
  std::string name_, value_;
  bool has_bare_lf_ = false, has_fold_ = false, has_no_colon_ = false;
};

// The length of "WARC/1.1" and its like in front of `text`, 0 when there is none.
std::size_t version_length(std::string_view text) {
  // ISO 28500 section 4: field names ignore case, and some writers thought it of this word, too.
  if (!base::starts_with_ignoring_case(text, "WARC/")) return 0;
  std::size_t at = 5;
  for (const bool is_last : {false, true}) {
    const std::size_t begin = at;
    while (at < text.size() && at < kMaxVersionLine && is_digit(text[at])) ++at;
    if (at == begin) return 0;
    if (is_last) return at;
    if (at >= text.size() || text[at] != '.') return 0;
    ++at;
  }
  return 0;
}

struct ArcLine {
  std::string_view url, ip, date, mime, length;
};

// Version 1 has five words, version 2 ten; URLs of careless crawlers hold blanks, so the words are
// taken from the right.
std::optional<ArcLine> split_arc_line(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::array<std::string_view, 4> words;  // length, mime, date, ip
  for (std::string_view& word : words) {
    const std::size_t blank = line.rfind(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    word = line.substr(blank + 1);
    line = line.substr(0, blank);
  }
  const ArcLine found{line, words[3], words[2], words[1], words[0]};
  const bool has_date =
      (found.date.size() == 14 || found.date.size() == 12 || found.date.size() == 8) &&
      std::all_of(found.date.begin(), found.date.end(), is_digit);
  const std::size_t colon = found.url.find(':');
  const auto is_scheme_char = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '+' ||
           c == '-' || c == '.';
  };
  const bool has_scheme = colon != std::string_view::npos && colon > 0 && colon < 32 &&
                          std::all_of(found.url.begin(), found.url.begin() + colon, is_scheme_char);
  if (!has_date || !has_scheme || !parse_length(found.length)) return std::nullopt;
  return found;
}

// "20010203040506" (or its first 8 or 12 digits) as WARC-Date.
std::string arc_date(std::string_view digits) {
  std::string d(digits);
  d.resize(14, '0');
  return fmt::format("{}-{}-{}T{}:{}:{}Z", d.substr(0, 4), d.substr(4, 2), d.substr(6, 2),
                     d.substr(8, 2), d.substr(10, 2), d.substr(12, 2));
}

// A bit for each field no header has twice, 0 for other lines.
unsigned bit_of_field(std::string_view line) {
  static constexpr std::array<std::string_view, 4> kOnce = {"WARC-Type", "WARC-Record-ID",
                                                            "WARC-Date", "Content-Length"};
  const std::string_view name = line.substr(0, std::min(line.find(':'), line.size()));
  for (std::size_t i = 0; i < kOnce.size(); ++i) {
    if (name.size() < line.size() && base::equals_ignoring_case(name, kOnce[i])) return 1U << i;
  }
  return 0;
}

}  // namespace

std::size_t count_line_ends(std::string_view text) {
  return std::min(text.find_first_not_of("\r\n"), text.size());
}

std::size_t find_head_end(std::string_view text) {
  std::size_t at = 0;
  while ((at = text.find('\n', at)) != std::string_view::npos) {
    ++at;
    if (text.substr(at).starts_with('\n')) return at + 1;
    if (text.substr(at).starts_with("\r\n")) return at + 2;
  }
  return std::string_view::npos;
}

bool begins_warc_record(std::string_view text) {
  const std::size_t length = version_length(text);
  return length > 0 &&
         (text.substr(length).starts_with("\r\n") || text.substr(length).starts_with('\n'));
}

bool begins_arc_record(std::string_view text) {
  text = text.substr(0, kMaxArcLine);
  const std::size_t end = text.find('\n');
  return end != std::string_view::npos && split_arc_line(text.substr(0, end)).has_value();
}

std::size_t find_warc_record(std::string_view bytes, std::size_t end) {
  std::size_t at = 0;
  while ((at = bytes.find("WARC/", at)) < end && !begins_warc_record(bytes.substr(at))) ++at;
  return at;
}

std::size_t find_arc_record(std::string_view bytes, std::size_t end) {
  std::size_t at = 0;
  while ((at = bytes.find('\n', at)) < end) {
    const std::string_view line = bytes.substr(++at);
    if (begins_arc_record(line) || begins_warc_record(line)) return at;
  }
  return at;
}

// A URL may well end in "WARC/1.1"; but no header names its type, id, date or length twice.
std::size_t find_torn(std::string_view raw) {
  unsigned before = 0, before_candidate = 0;
  std::size_t candidate = std::string_view::npos;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t end = std::min(raw.find('\n', at), raw.size());
    const std::string_view line = raw.substr(at, end - at);
    const unsigned bit = bit_of_field(line);
    if ((bit & before_candidate) != 0) return candidate;
    before |= bit;
    const std::size_t begin = line.rfind("WARC/");
    const bool is_inside = begin != std::string_view::npos && at + begin > 0;
    if (is_inside && begins_warc_record(raw.substr(at + begin))) {
      candidate = at + begin;
      before_candidate = before;
    }
    at = end + 1;
  }
  return std::string_view::npos;
}

ParsedHead parse_warc_head(std::string_view raw, Position position, const FindingSink& report) {
  ParsedHead parsed;
  RecordHead& head = parsed.head;
  head.position = position;
  head.raw = raw;
  const std::string_view version = raw.substr(0, version_length(raw));
  for (const char c : version) head.version += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  if (head.version != version && report) {
    report({Severity::note, position.offset, "version-case",
            in_quotes(version) + " is legal in small letters, too, but hardly known"});
  }
  const bool is_known =
      std::find(kKnownVersions.begin(), kKnownVersions.end(), head.version) != kKnownVersions.end();
  if (!is_known && report) {
    report({Severity::error, position.offset, "version",
            in_quotes(head.version) + " is no version of WARC that readers know"});
  }
  WarcFields(parsed, report).read(raw);
  head.type.name = base::to_lower_ascii(head.field("WARC-Type"));
  return parsed;
}

ParsedHead parse_arc_head(std::string_view raw, Position position, const FindingSink& report) {
  ParsedHead parsed;
  RecordHead& head = parsed.head;
  head.position = position;
  head.raw = raw;
  head.version = "ARC/1.0";
  const auto line = split_arc_line(raw.substr(0, raw.find('\n')));
  if (!line) {
    if (report) {
      report({Severity::error, position.offset, "arc-line",
              in_quotes(raw) + " is no ARC record line"});
    }
    return parsed;
  }
  const bool is_http = base::starts_with_ignoring_case(line->url, "http");
  head.type = line->url.starts_with("filedesc:") ? kWarcinfo : is_http ? kResponse : kResource;
  head.fields.add("WARC-Type", head.type.name);
  head.fields.add("WARC-Target-URI", std::string(line->url));
  head.fields.add("WARC-Date", arc_date(line->date));
  head.fields.add("WARC-IP-Address", std::string(line->ip));
  head.fields.add("Content-Type",
                  is_http ? "application/http;msgtype=response" : std::string(line->mime));
  head.fields.add("Content-Length", std::string(line->length));
  head.content_length = *parse_length(line->length);
  parsed.has_length = true;
  return parsed;
}

}  // namespace warc
