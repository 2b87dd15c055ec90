// The rules against sites that never end (policies.md 3.3): their names, thresholds and what they
// do, as the job key `trap` sets them. docs/traps.md is the table for people.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace policies {

enum class TrapRule : std::uint8_t {
  repeated_segment,
  repeating_run,
  path_depth,
  path_length,
  url_length,
  asset_dirs,
  broken_link,
  action_link,
  calendar,
  far_date,
  query_explosion,
  key_sets,
  facets,
  session,
  soft_404,
  redirect_target,
  duplicate,
};
inline constexpr std::size_t kTrapRules = 17;

enum class TrapAction : std::uint8_t {
  off,
  drop,  // never asked for
  park,  // kept, listed, and fetched only if the operator says so
  note,  // for rules that turn no URL away: what they find is used elsewhere
};

struct TrapSetting {
  std::uint64_t threshold = 0;
  TrapAction action = TrapAction::off;
  bool operator==(const TrapSetting&) const = default;
};

struct TrapOptions {
  TrapOptions();  // the defaults

  const TrapSetting& of(TrapRule rule) const { return rules[static_cast<std::size_t>(rule)]; }

  std::array<TrapSetting, kTrapRules> rules;
  // A body without Content-Length is cut here, and so are kinds of body that never end.
  std::uint64_t stream_bytes = 64 * 1024 * 1024;
  std::uint64_t stream_seconds = 900;
};

// Sets one rule: "calendar=1000" (its threshold), "calendar=off", "calendar=on" (the default),
// "calendar=drop", "calendar=park", or "all=" with one of those words. Errors (Errc::invalid) name
// the rules there are.
base::Result<void> set_trap(TrapOptions& options, std::string_view setting);
// Those that differ from the defaults, as set_trap() takes them.
std::vector<std::string> trap_settings(const TrapOptions& options);

// "repeated-segment".
std::string_view name_of(TrapRule rule);

}  // namespace policies
