#include "crawler/job/budget_options.h"

#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/job/quantity.h"

namespace crawler::job {
namespace {

using policies::BudgetOptions;
using policies::Limits;

constexpr std::pair<std::string_view, Limits BudgetOptions::*> kWho[] = {
    {"crawl", &BudgetOptions::crawl},
    {"seed", &BudgetOptions::seed},
    {"host", &BudgetOptions::host},
    {"domain", &BudgetOptions::domain}};

constexpr std::pair<std::string_view, std::optional<std::uint64_t> Limits::*> kCounts[] = {
    {"pages", &Limits::pages}, {"urls", &Limits::urls}, {"errors", &Limits::errors}};

template <typename T, typename U>
base::Result<void> assign(std::optional<T>& target, const base::Result<U>& parsed) {
  if (!parsed) return parsed.error();
  target = static_cast<T>(*parsed);
  return {};
}

base::Result<void> set_limit(Limits& limits, std::string_view what, std::string_view value) {
  for (const auto& [name, member] : kCounts) {
    if (name == what) return assign(limits.*member, parse_count(value));
  }
  if (what == "bytes") return assign(limits.bytes, parse_bytes(value));
  if (what == "time") {
    const auto time = parse_duration(value);
    if (!time) return time.error();
    limits.time = std::chrono::ceil<std::chrono::seconds>(*time);
    return {};
  }
  return base::fail(
      base::Errc::invalid,
      fmt::format("\"{}\" is none of pages, urls, bytes, errors, time", base::printable(what)));
}

}  // namespace

base::Result<void> set_budget(BudgetOptions& budget, std::string_view text) {
  const std::size_t dot = text.find('.'), equals = text.find('=');
  if (equals == std::string_view::npos || dot > equals) {
    return base::fail(
        base::Errc::invalid,
        fmt::format("\"{}\": expected WHO.WHAT=N such as host.bytes=2GB", base::printable(text)));
  }
  const std::string_view who = text.substr(0, dot), what = text.substr(dot + 1, equals - dot - 1);
  for (const auto& [name, member] : kWho) {
    if (name == who) return set_limit(budget.*member, what, text.substr(equals + 1));
  }
  return base::fail(base::Errc::invalid, fmt::format("\"{}\" is none of crawl, seed, host, domain",
                                                     base::printable(who)));
}

std::vector<std::string> budget_settings(const BudgetOptions& budget) {
  std::vector<std::string> settings;
  for (const auto& [who, limits_of] : kWho) {
    const Limits& limits = budget.*limits_of;
    if (who == "crawl") continue;  // --limit, --size-limit and so on
    for (const auto& [what, count] : kCounts) {
      // --seed-limit, --host-limit, --domain-limit
      if (what == "pages" || !(limits.*count)) continue;
      settings.push_back(fmt::format("{}.{}={}", who, what, *(limits.*count)));
    }
    if (limits.bytes) settings.push_back(fmt::format("{}.bytes={}", who, *limits.bytes));
    if (limits.time) settings.push_back(fmt::format("{}.time={}", who, limits.time->count()));
  }
  return settings;
}

}  // namespace crawler::job
