#include "warc/cdx_line.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "base/encoding.h"
#include "warc/surt.h"

namespace warc {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kMaxOffset = (std::uint64_t{1} << 63) - 1;
constexpr std::size_t kMaxFields = 32;  // the letters of all legends known are fewer
constexpr std::size_t kMaxJsonDepth = 16;

base::Error wrong(std::string what) { return base::fail(base::Errc::invalid, std::move(what)); }

// A foreign value in a message.
std::string quoted(std::string_view text) {
  constexpr std::size_t kMost = 60;
  return fmt::format("\"{}{}\"", base::printable(text.substr(0, kMost)),
                     text.size() > kMost ? "..." : "");
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_timestamp(std::string_view text) {
  return (text.size() == 14 || text.size() == 17) && is_digits(text);
}

// Empty when there is one field only.
std::string_view second_field(std::string_view line) {
  const std::size_t begin = std::min(line.find(' '), line.size() - 1) + 1;
  return line.substr(begin, line.substr(begin).find(' '));
}

// The legend's letters, "NbamskrMSVg".
std::string letters_of(std::string_view legend) {
  std::string letters;
  legend.remove_prefix(std::string_view(" CDX").size());
  for (const char c : legend) {
    if (c != ' ' && letters.size() < kMaxFields) letters += c;
  }
  return letters;
}

// The fields of a line, at most kMaxFields + 1.
std::vector<std::string_view> split_fields(std::string_view line) {
  std::vector<std::string_view> fields;
  while (fields.size() <= kMaxFields) {
    const std::size_t end = line.find(' ');
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + 1);
  }
  return fields;
}

std::string_view legend_for(std::size_t fields) {
  switch (fields) {
    case 7: return "NbamskS";
    case 9: return "NbamskrVg";
    case 10: return "NbamskrMVg";
    case 11: return "NbamskrMSVg";
    default: return {};
  }
}

base::Result<void> set_timestamp(std::string_view text, CdxEntry& entry) {
  if (!is_timestamp(text)) return wrong("date " + quoted(text) + " is not of 14 digits");
  const auto between = [text](std::size_t at, std::string_view least, std::string_view most) {
    return text.substr(at, 2) >= least && text.substr(at, 2) <= most;
  };
  const bool is_date = between(4, "01", "12") && between(6, "01", "31") && between(8, "00", "23") &&
                       between(10, "00", "59") && between(12, "00", "60");
  if (!is_date) return wrong("there is no date " + quoted(text));
  entry.timestamp14 = text.substr(0, 14);
  return {};
}

base::Result<void> set_number(std::string_view name, std::string_view text, std::uint64_t& number) {
  if (text.empty() || text == "-") return wrong(fmt::format("no {}", name));
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!is_digits(text) || read.ec != std::errc() || number > kMaxOffset) {
    return wrong(fmt::format("{} {} is no number of bytes", name, quoted(text)));
  }
  return {};
}

base::Result<void> set_status(std::string_view text, CdxEntry& entry) {
  if (text.empty() || text == "-") return {};
  if (text.size() > 3 || !is_digits(text)) return wrong("status " + quoted(text) + " is none");
  entry.status = text;
  return {};
}

base::Result<void> set_filename(std::string_view text, CdxEntry& entry) {
  if (text.empty() || text == "-") return wrong("no file name");
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("/\\", at), text.size());
    if (text.substr(at, end - at) == "..") {
      return wrong("file name " + quoted(text) + " leaves its folder");
    }
    at = end + 1;
  }
  const bool is_printable = std::none_of(text.begin(), text.end(),
                                         [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
  if (!is_printable) return wrong("file name " + quoted(text) + " has control characters");
  entry.filename = text;
  return {};
}

base::Result<void> set_url(std::string_view text, CdxEntry& entry) {
  if (text.empty() || text == "-") return wrong("no URL");
  entry.url = text;
  return {};
}

std::string or_nothing(std::string_view text) { return std::string(text == "-" ? "" : text); }

base::Result<void> set_field(char letter, std::string_view text, CdxEntry& entry) {
  switch (letter) {
    case 'N': entry.key = text; return {};
    case 'b': return set_timestamp(text, entry);
    case 'a': return set_url(text, entry);
    case 'm': entry.mime = or_nothing(text); return {};
    case 's': return set_status(text, entry);
    case 'k': entry.digest = or_nothing(text); return {};
    case 'r': entry.redirect = or_nothing(text); return {};
    case 'S':
      // Written where it is not known, as by indexers of uncompressed files.
      if (text == "-") return {};
      return set_number("length", text, entry.length);
    case 'V': return set_number("offset", text, entry.offset);
    case 'g': return set_filename(text, entry);
    default: return {};
  }
}

base::Result<CdxEntry> parse_cdx(std::string_view line, std::string_view legend) {
  const auto fields = split_fields(line);
  if (legend.empty()) legend = legend_for(fields.size());
  if (legend.empty()) {
    return wrong(fmt::format("{} fields, not 7, 9, 10 or 11", fields.size()));
  }
  if (fields.size() != legend.size()) {
    return wrong(fmt::format("{} fields, not {} as the legend has", fields.size(), legend.size()));
  }
  CdxEntry entry;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].empty()) return wrong(fmt::format("field {} is empty", i + 1));
    const bool is_first = legend.find(legend[i]) == i;  // wget's legend has two of 'a'
    if (!is_first) continue;
    if (auto set = set_field(legend[i], fields[i], entry); !set) return set.error();
  }
  if (entry.timestamp14.empty() || entry.url.empty()) return wrong("the legend has no date or URL");
  if (legend.find('N') == std::string_view::npos) entry.key = surt(entry.url);
  return entry;
}

// The text of a member that is a string or a number; nothing when there is none.
base::Result<std::string> member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr || value->is_null()) return std::string();
  if (value->is_string()) {
    const json::string& text = value->get_string();
    return std::string(text.data(), text.size());
  }
  if (value->is_int64()) return fmt::format("{}", value->get_int64());
  if (value->is_uint64()) return fmt::format("{}", value->get_uint64());
  return wrong(fmt::format("\"{}\" is neither text nor a whole number", name));
}

base::Result<void> set_members(const json::object& object, CdxEntry& entry) {
  using Setter = base::Result<void> (*)(std::string_view text, CdxEntry & entry);
  constexpr std::array<std::pair<std::string_view, Setter>, 9> kMembers = {{
      {"url", set_url},
      {"mime", [](std::string_view t, CdxEntry& e) { return set_field('m', t, e); }},
      {"status", set_status},
      {"digest", [](std::string_view t, CdxEntry& e) { return set_field('k', t, e); }},
      {"length", [](std::string_view t, CdxEntry& e) { return set_number("length", t, e.length); }},
      {"offset", [](std::string_view t, CdxEntry& e) { return set_number("offset", t, e.offset); }},
      {"filename", set_filename},
      {"method",
       [](std::string_view t, CdxEntry& e) {
         e.method = t;
         return base::Result<void>();
       }},
      {"requestBody",
       [](std::string_view t, CdxEntry& e) {
         e.request_body = t;
         return base::Result<void>();
       }},
  }};
  for (const auto& [name, set] : kMembers) {
    const auto text = member(object, name);
    if (!text) return text.error();
    if (auto done = set(*text, entry); !done) return done;
  }
  return {};
}

base::Result<CdxEntry> parse_cdxj(std::string_view line) {
  const std::size_t key_end = line.find(' '), date_end = line.find(' ', key_end + 1);
  CdxEntry entry;
  entry.key = line.substr(0, key_end);
  auto dated = set_timestamp(line.substr(key_end + 1, date_end - key_end - 1), entry);
  if (!dated) return dated.error();
  const std::string_view text = line.substr(date_end + 1);

  std::array<unsigned char, 4096> memory;
  json::monotonic_resource arena(memory.data(), memory.size());
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  json::error_code error;
  const json::value value =
      json::parse(json::string_view(text.data(), text.size()), error, &arena, options);
  if (error) return wrong(fmt::format("bad JSON: {}", error.message()));
  if (!value.is_object()) return wrong("the JSON is no object");
  if (auto set = set_members(value.get_object(), entry); !set) return set.error();
  return entry;
}

// Bytes a terminal would obey; no index tool writes any.
bool has_control(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

}  // namespace

LineKind kind_of_line(std::string_view line) {
  if (line.empty()) return LineKind::empty;
  if (line.starts_with(" CDX ")) return LineKind::legend;
  // A key may begin with '!', too: that of http://!x/ does. No header has a date behind it.
  if (line.front() == '!' && !is_timestamp(second_field(line))) return LineKind::header;
  if (line.front() == ' ' || has_control(line)) return LineKind::other;
  const std::size_t key_end = line.find(' ');
  if (key_end == std::string_view::npos) return LineKind::other;
  const std::size_t date_end = line.find(' ', key_end + 1);
  if (date_end == std::string_view::npos) return LineKind::other;
  if (line.substr(date_end + 1).starts_with('{'))
    return line.ends_with('}') ? LineKind::cdxj : LineKind::other;
  const auto spaces = std::count(line.begin(), line.end(), ' ');
  return spaces >= 6 && spaces < static_cast<std::ptrdiff_t>(kMaxFields) ? LineKind::cdx
                                                                         : LineKind::other;
}

base::Result<std::optional<CdxEntry>> CdxLineParser::parse(std::string_view line) {
  if (line.size() > kMaxLine) {
    return base::fail(base::Errc::too_large, fmt::format("line of {} bytes", line.size()));
  }
  switch (kind_of_line(line)) {
    case LineKind::empty:
    case LineKind::header: return std::optional<CdxEntry>();
    case LineKind::legend: legend_ = letters_of(line); return std::optional<CdxEntry>();
    default: break;
  }
  if (line.front() == ' ') return wrong("no key");
  const std::size_t key_end = line.find(' ');
  if (key_end == std::string_view::npos) return wrong("one field only");
  const std::size_t date_end = line.find(' ', key_end + 1);
  if (date_end == std::string_view::npos) return wrong("two fields only");
  const bool is_json = line.substr(date_end + 1).find_first_of("{[\"") == 0;
  auto entry = is_json ? parse_cdxj(line) : parse_cdx(line, legend_);
  if (!entry) return entry.error();
  return std::optional<CdxEntry>(std::move(*entry));
}

}  // namespace warc
