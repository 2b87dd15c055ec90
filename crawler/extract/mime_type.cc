#include "crawler/extract/mime_type.h"

#include <algorithm>
#include <iterator>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

constexpr std::string_view kBlanks = "\t\n\r ";

constexpr std::string_view kJavascriptTypes[] = {
    "application/ecmascript",
    "application/javascript",
    "application/x-ecmascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/javascript",
    "text/javascript1.0",
    "text/javascript1.1",
    "text/javascript1.2",
    "text/javascript1.3",
    "text/javascript1.4",
    "text/javascript1.5",
    "text/jscript",
    "text/livescript",
    "text/x-ecmascript",
    "text/x-javascript",
};

bool is_token_char(char c) {
  const bool is_alphanumeric =
      (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return is_alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

// Fetch, "collect an HTTP quoted string" without its quotes; moves past it.
std::string take_quoted(std::string_view text, std::size_t& at) {
  std::string value;
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    value += text[at];
  }
  if (at < text.size()) ++at;
  return value;
}

// The value of the parameter `name` from `at` on; the first that is well-formed counts.
std::string parameter(std::string_view text, std::size_t at, std::string_view name) {
  while (at < text.size()) {
    at = std::min(text.find_first_not_of(kBlanks, at + 1), text.size());
    const std::size_t name_end = std::min(text.find_first_of(";=", at), text.size());
    const std::string_view found = text.substr(at, name_end - at);
    at = name_end;
    if (at >= text.size() || text[at] == ';') continue;
    ++at;
    std::string value;
    if (at < text.size() && text[at] == '"') {
      value = take_quoted(text, at);
      at = std::min(text.find(';', at), text.size());
    } else {
      const std::size_t end = std::min(text.find(';', at), text.size());
      value = without_blanks(text.substr(at, end - at));
      at = end;
    }
    const bool is_clean = std::none_of(value.begin(), value.end(), [](char c) {
      return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f;
    });
    if (!value.empty() && is_clean && base::equals_ignoring_case(found, name)) return value;
  }
  return {};
}

// Fetch, "get, decode, and split": a comma within quotes does not divide.
std::string_view take_until_comma(std::string_view text, std::size_t& at) {
  const std::size_t from = at;
  for (bool quoted = false; at < text.size() && (quoted || text[at] != ','); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] == '\\' && quoted && at + 1 < text.size()) ++at;
  }
  const std::string_view piece = text.substr(from, at - from);
  ++at;
  return piece;
}

}  // namespace

std::optional<MimeType> parse_mime_type(std::string_view text) {
  text = without_blanks(text);
  const std::size_t end = std::min(text.find(';'), text.size());
  const std::string_view essence = without_blanks(text.substr(0, end));
  const std::size_t slash = essence.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  if (!is_token(essence.substr(0, slash)) || !is_token(essence.substr(slash + 1))) {
    return std::nullopt;
  }
  return MimeType{base::to_lower_ascii(essence), parameter(text, end, "charset")};
}

std::optional<MimeType> extract_mime_type(std::string_view content_type) {
  std::optional<MimeType> found;
  for (std::size_t at = 0; at < content_type.size();) {
    std::optional<MimeType> type = parse_mime_type(take_until_comma(content_type, at));
    if (!type || type->essence == "*/*") continue;
    const bool is_same = found && found->essence == type->essence;
    if (is_same && type->charset.empty()) type->charset = found->charset;
    found = std::move(type);
  }
  return found;
}

bool is_xml_type(std::string_view essence) {
  return essence.ends_with("+xml") || essence == "text/xml" || essence == "application/xml";
}

bool is_json_type(std::string_view essence) {
  return essence.ends_with("+json") || essence == "application/json" || essence == "text/json";
}

bool is_javascript_type(std::string_view essence) {
  return std::find(std::begin(kJavascriptTypes), std::end(kJavascriptTypes), essence) !=
         std::end(kJavascriptTypes);
}

}  // namespace crawler::extract
