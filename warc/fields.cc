#include "warc/fields.h"

#include <algorithm>

#include "base/encoding.h"

namespace warc {
namespace {

bool is_token(char c) {
  const bool alphanumeric =
      (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alphanumeric ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

// C1 and the two separators are line ends to some readers (Python's splitlines, JavaScript).
bool breaks_lines(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029;
}

std::string cleaned_name(std::string_view name) {
  std::string out(name);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return !is_token(c); }, '_');
  return out;
}

std::string cleaned_value(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t at = 0; at < value.size();) {
    const char32_t point = base::next_code_point(value, at);
    base::append_utf8(out, breaks_lines(point) ? U' ' : point);
  }
  return std::string(base::trimmed(out));
}

}  // namespace

void Fields::add(std::string_view name, std::string_view value) {
  if (name.empty()) return;
  entries_.emplace_back(cleaned_name(name), cleaned_value(value));
}

void Fields::set(std::string_view name, std::string_view value) {
  const auto same = [clean = cleaned_name(name)](const Entry& entry) {
    return base::equals_ignoring_case(entry.first, clean);
  };
  const auto first = std::find_if(entries_.begin(), entries_.end(), same);
  if (first == entries_.end()) return add(name, value);
  first->second = cleaned_value(value);
  entries_.erase(std::remove_if(first + 1, entries_.end(), same), entries_.end());
}

void Fields::add_if(std::string_view name, std::string_view value) {
  if (!value.empty()) add(name, value);
}

std::optional<std::string_view> Fields::find(std::string_view name) const {
  for (const auto& [key, value] : entries_) {
    if (base::equals_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::string Fields::serialize() const {
  std::string out;
  for (const auto& [name, value] : entries_) {
    out.append(name).append(": ").append(value).append("\r\n");
  }
  return out;
}

}  // namespace warc
