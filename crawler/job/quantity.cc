#include "crawler/job/quantity.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "base/encoding.h"

namespace crawler::job {
namespace {

struct Unit {
  std::string_view name;
  double factor;
};

constexpr std::array kByteUnits = {
    Unit{"", 1},
    Unit{"b", 1},
    Unit{"k", 1e3},
    Unit{"kb", 1e3},
    Unit{"m", 1e6},
    Unit{"mb", 1e6},
    Unit{"g", 1e9},
    Unit{"gb", 1e9},
    Unit{"t", 1e12},
    Unit{"tb", 1e12},
    Unit{"kib", 1024.},
    Unit{"mib", 1024. * 1024},
    Unit{"gib", 1024. * 1024 * 1024},
    Unit{"tib", 1024. * 1024 * 1024 * 1024},
};

constexpr std::array kTimeUnits = {
    Unit{"", 1e3}, Unit{"ms", 1}, Unit{"s", 1e3}, Unit{"m", 6e4}, Unit{"h", 36e5}, Unit{"d", 864e5},
};

// "1.5 MB" with one of `units`, as a multiple of the smallest; nothing for anything else.
template <std::size_t N>
base::Result<double> parse_with_unit(std::string_view text, const std::array<Unit, N>& units,
                                     double largest, std::string_view expected) {
  const std::string_view whole = base::trimmed(text);
  double number = 0;
  const auto [end, error] =
      std::from_chars(whole.data(), whole.data() + whole.size(), number, std::chars_format::fixed);
  const auto wrong = [&] {
    return base::fail(base::Errc::invalid,
                      "\"" + base::printable(whole) + "\" is not " + std::string(expected));
  };
  if (error != std::errc{} || !std::isfinite(number) || number < 0) return wrong();
  const std::string unit = base::to_lower_ascii(
      base::trimmed(whole.substr(static_cast<std::size_t>(end - whole.data()))));
  for (const Unit& known : units) {
    if (known.name != unit) continue;
    if (number * known.factor > largest) return wrong();
    return number * known.factor;
  }
  return wrong();
}

}  // namespace

base::Result<std::uint64_t> parse_count(std::string_view text) {
  const std::string_view whole = base::trimmed(text);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), number);
  if (error != std::errc{} || end != whole.data() + whole.size() || number < 0) {
    return base::fail(base::Errc::invalid,
                      "\"" + base::printable(whole) + "\" is not a whole number");
  }
  return static_cast<std::uint64_t>(number);
}

base::Result<std::uint64_t> parse_bytes(std::string_view text) {
  const auto bytes =
      parse_with_unit(text, kByteUnits, std::ldexp(1.0, 53), "a size such as 500MB or 2GiB");
  if (!bytes) return bytes.error();
  return static_cast<std::uint64_t>(*bytes);
}

base::Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  const auto millis = parse_with_unit(text, kTimeUnits, 10 * 365 * 864e5,
                                      "a time such as 2.5 (seconds), 300ms or 10m");
  if (!millis) return millis.error();
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::llround(*millis)));
}

base::Result<double> parse_factor(std::string_view text) {
  static constexpr std::array kPlain = {Unit{"", 1}};
  return parse_with_unit(text, kPlain, 1e6, "a number such as 5 or 0.5");
}

base::Result<bool> parse_flag(std::string_view text) {
  const std::string word = base::to_lower_ascii(base::trimmed(text));
  if (word == "true" || word == "yes" || word == "on" || word == "1") return true;
  if (word == "false" || word == "no" || word == "off" || word == "0") return false;
  return base::fail(base::Errc::invalid, "\"" + base::printable(text) + "\" is not yes or no");
}

}  // namespace crawler::job
