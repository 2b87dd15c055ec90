#include "policies/trap_rules.h"

#include <charconv>
#include <limits>
#include <optional>

namespace policies {
namespace {

struct RuleRow {
  std::string_view name;
  TrapSetting setting;
};

// In the order of TrapRule. Where the numbers come from: docs/traps.md.
constexpr std::array<RuleRow, kTrapRules> kRows{{
    {"repeated-segment", {3, TrapAction::drop}},
    {"repeating-run", {3, TrapAction::drop}},
    {"path-depth", {20, TrapAction::drop}},
    {"path-length", {2083, TrapAction::drop}},
    {"url-length", {4000, TrapAction::drop}},
    {"asset-dirs", {3, TrapAction::drop}},
    {"broken-link", {1, TrapAction::drop}},
    {"action-link", {1, TrapAction::drop}},
    {"calendar", {400, TrapAction::park}},
    {"far-date", {2, TrapAction::drop}},
    {"query-explosion", {10'000, TrapAction::park}},
    {"key-sets", {64, TrapAction::park}},
    {"facets", {50, TrapAction::park}},
    {"session", {20, TrapAction::note}},
    {"soft-404", {50, TrapAction::note}},
    {"redirect-target", {20, TrapAction::note}},
    {"duplicate", {30, TrapAction::park}},
}};

constexpr std::uint64_t kNoBytes = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kNoSeconds = 10ull * 365 * 86'400;  // ten years

struct StreamRow {
  std::string_view name;
  std::uint64_t TrapOptions::*value;
  std::uint64_t unlimited;
};
constexpr StreamRow kStreams[] = {{"stream-bytes", &TrapOptions::stream_bytes, kNoBytes},
                                  {"stream-seconds", &TrapOptions::stream_seconds, kNoSeconds}};

base::Error unusable(std::string_view setting, std::string_view why) {
  std::string text = "trap \"" + std::string(setting) + "\": " + std::string(why) + "; rules:";
  for (const RuleRow& row : kRows) text += " " + std::string(row.name);
  for (const StreamRow& row : kStreams) text += " " + std::string(row.name);
  return base::fail(base::Errc::invalid, text + " all");
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0) return std::nullopt;
  return value;
}

// Can it park or drop? Else it can only be switched off.
bool turns_away(const RuleRow& row) { return row.setting.action != TrapAction::note; }

// False when `what` is no word for this rule.
bool set_word(const RuleRow& row, std::string_view what, TrapSetting& setting) {
  if (what == "off") {
    setting.action = TrapAction::off;
  } else if (what == "on") {
    setting = row.setting;
  } else if (turns_away(row) && what == "drop") {
    setting.action = TrapAction::drop;
  } else if (turns_away(row) && what == "park") {
    setting.action = TrapAction::park;
  } else {
    return false;
  }
  return true;
}

void set_threshold(const RuleRow& row, std::uint64_t threshold, TrapSetting& setting) {
  setting.threshold = threshold;
  if (setting.action == TrapAction::off) setting.action = row.setting.action;
}

bool set_stream(const StreamRow& row, std::string_view what, TrapOptions& options) {
  const auto value = number(what);
  if (value) {
    options.*row.value = *value;
  } else if (what == "off") {
    options.*row.value = row.unlimited;
  } else if (what == "on") {
    options.*row.value = TrapOptions().*row.value;
  } else {
    return false;
  }
  return true;
}

// Rules that only note take "off" and "on".
bool set_all(TrapOptions& options, std::string_view what) {
  if (what != "off" && what != "on" && what != "park" && what != "drop") return false;
  for (std::size_t i = 0; i < kTrapRules; ++i) set_word(kRows[i], what, options.rules[i]);
  for (const StreamRow& row : kStreams) set_stream(row, what, options);
  return true;
}

void list_differences(const RuleRow& row, const TrapSetting& setting,
                      std::vector<std::string>& found) {
  const std::string key = std::string(row.name) + "=";
  if (setting.threshold != row.setting.threshold) {
    found.push_back(key + std::to_string(setting.threshold));
  }
  if (setting.action == row.setting.action) return;
  const bool is_off = setting.action == TrapAction::off;
  found.push_back(key + (is_off ? "off" : setting.action == TrapAction::drop ? "drop" : "park"));
}

}  // namespace

TrapOptions::TrapOptions() {
  for (std::size_t i = 0; i < kTrapRules; ++i) rules[i] = kRows[i].setting;
}

std::string_view name_of(TrapRule rule) { return kRows[static_cast<std::size_t>(rule)].name; }

base::Result<void> set_trap(TrapOptions& options, std::string_view setting) {
  const std::size_t equals = setting.find('=');
  if (equals == std::string_view::npos) return unusable(setting, "not of the form RULE=WHAT");
  const std::string_view name = setting.substr(0, equals), what = setting.substr(equals + 1);
  constexpr std::string_view kNotOne = "neither a number above 0 nor off, on, park or drop";
  if (name == "all") {
    if (set_all(options, what)) return {};
    return unusable(setting, "all takes off, on, park or drop");
  }
  for (const StreamRow& row : kStreams) {
    if (row.name != name) continue;
    if (set_stream(row, what, options)) return {};
    return unusable(setting, "neither a number above 0 nor off or on");
  }
  for (std::size_t i = 0; i < kTrapRules; ++i) {
    if (kRows[i].name != name) continue;
    if (const auto threshold = number(what)) {
      set_threshold(kRows[i], *threshold, options.rules[i]);
      return {};
    }
    if (set_word(kRows[i], what, options.rules[i])) return {};
    return unusable(setting, turns_away(kRows[i]) ? kNotOne : "takes a number, off or on");
  }
  return unusable(setting, "no such rule");
}

std::vector<std::string> trap_settings(const TrapOptions& options) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < kTrapRules; ++i) {
    list_differences(kRows[i], options.rules[i], found);
  }
  const TrapOptions defaults;
  for (const StreamRow& row : kStreams) {
    const std::uint64_t value = options.*row.value;
    if (value == defaults.*row.value) continue;
    const std::string text = value == row.unlimited ? "off" : std::to_string(value);
    found.push_back(std::string(row.name) + "=" + text);
  }
  return found;
}

}  // namespace policies
