// How rows of the option tables take and show values.
#pragma once

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/error.h"
#include "crawler/job/quantity.h"

namespace crawler::job {

using Values = std::vector<std::string>;

template <typename T, typename U>
base::Result<void> assign(T& target, const base::Result<U>& parsed) {
  if (!parsed) return parsed.error();
  target = T(*parsed);
  return {};
}

inline base::Result<void> assign_count(unsigned& target, const std::string& text, unsigned least,
                                       unsigned most) {
  const auto count = parse_count(text);
  if (!count) return count.error();
  if (*count < least || *count > most) {
    return base::fail(base::Errc::invalid,
                      fmt::format("{} is not between {} and {}", *count, least, most));
  }
  target = static_cast<unsigned>(*count);
  return {};
}

template <typename T>
base::Result<void> assign_name(T& target, const std::string& text,
                               std::initializer_list<std::pair<std::string_view, T>> names) {
  std::string known;
  for (const auto& [name, value] : names) {
    if (name == text) {
      target = value;
      return {};
    }
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  return base::fail(base::Errc::invalid, "\"" + base::printable(text) + "\" is none of " + known);
}

template <typename T>
std::string name_in(T value, std::initializer_list<std::pair<std::string_view, T>> names) {
  for (const auto& [name, known] : names) {
    if (known == value) return std::string(name);
  }
  return {};
}

inline std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{}", static_cast<double>(time.count()) / 1000);
}
template <typename T>
Values if_set(const std::optional<T>& value) {
  return value ? Values{std::to_string(*value)} : Values{};
}
inline Values if_set(const std::string& text) { return text.empty() ? Values{} : Values{text}; }
inline Values yes_no(bool flag) { return {flag ? "true" : "false"}; }

// Text that goes into a request header: a line break would begin another header.
inline base::Result<void> assign_header_text(std::string& target, const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      return base::fail(base::Errc::invalid, "\"" + base::printable(text) +
                                                 "\": one line of text, no control characters");
    }
  }
  target = text;
  return {};
}

inline constexpr auto kNoLimit = std::numeric_limits<unsigned>::max();

template <typename T, T most = std::numeric_limits<T>::max()>
base::Result<void> assign_optional_count(std::optional<T>& target, const std::string& text) {
  const auto count = parse_count(text);
  if (!count) return count.error();
  if (*count > most) {
    return base::fail(base::Errc::invalid, fmt::format("{} is more than {}", *count, most));
  }
  target = static_cast<T>(*count);
  return {};
}

inline base::Result<void> append(std::vector<std::string>& list, const std::string& value) {
  list.push_back(value);
  return {};
}

}  // namespace crawler::job
