#include "policies/trap_pages.h"

#include <algorithm>
#include <bit>

namespace policies {
namespace {

constexpr std::size_t kRecent = 50, kMissing = 32, kSections = 32, kTargets = 64;
constexpr std::uint32_t kLargeSection = 1000;
constexpr std::size_t kSeen = 1u << 16;

// policies.md 3.3: pages 3 bits apart say the same.
bool look_alike(const PageLook& a, const PageLook& b) {
  return a.title == b.title && a.simhash != 0 && b.simhash != 0 &&
         std::popcount(a.simhash ^ b.simhash) <= 3;
}

}  // namespace

bool HostPages::is_soft_404(const PageLook& look) const {
  return std::any_of(missing_.begin(), missing_.end(),
                     [&look](const PageLook& one) { return look_alike(one, look); });
}

void HostPages::add_success(const PageLook& look, std::uint64_t first_segment) {
  if (recent_.size() < kRecent) {
    recent_.push_back(look);
  } else {
    recent_[successes_ % kRecent] = look;
  }
  ++successes_;
  for (Section& one : sections_) {
    if (one.name != first_segment) continue;
    ++one.pages;
    return;
  }
  if (sections_.size() < kSections) sections_.push_back({first_segment, 1, false});
}

bool HostPages::is_common_target(std::uint64_t target, std::uint64_t many) {
  const auto begin = missing_targets_.begin(), end = missing_targets_.end();
  if (std::find(begin, end, target) != end) return true;
  if (targets_.empty()) targets_.resize(kTargets);
  Target& slot = targets_[target % kTargets];
  // Another target in the slot is worn down first: a frequent one stays.
  if (slot.hash != target && slot.count > 0) {
    --slot.count;
    return false;
  }
  slot.hash = target;
  return ++slot.count > many;
}

std::string_view HostPages::probe_due(std::string_view first_segment, std::uint64_t after_pages) {
  if (successes_ < after_pages) return {};
  if (!is_probed_) {
    is_probed_ = true;
    return "/";
  }
  const std::uint64_t name = trap_hash(first_segment);
  for (Section& one : sections_) {
    if (one.name != name || one.is_probed || one.pages <= kLargeSection) continue;
    one.is_probed = true;
    return first_segment;
  }
  return {};
}

// A site whose pages all look like its answer to nonsense is written by a script in the browser:
// nothing can be told by looks there.
void HostPages::learn_missing(const PageLook& look) {
  const auto alike = std::count_if(recent_.begin(), recent_.end(),
                                   [&](const PageLook& one) { return look_alike(one, look); });
  if (look.simhash == 0 || static_cast<std::size_t>(alike) * 2 > recent_.size()) return;
  if (missing_.size() < kMissing) missing_.push_back(look);
}

void HostPages::learn_missing_target(std::uint64_t target) {
  if (missing_targets_.size() < kMissing) missing_targets_.push_back(target);
}

void CopyWatch::count(std::uint64_t folder, bool is_copy, std::uint64_t other,
                      std::uint64_t percent) {
  Folder& state = folders_.at(folder);
  state.copies = static_cast<std::uint8_t>(state.copies - state.is_copy[state.next] + is_copy);
  state.is_copy[state.next] = is_copy;
  state.next = static_cast<std::uint8_t>((state.next + 1) % kWindow);
  if (state.is_parked || std::uint64_t{state.copies} * 100 <= percent * kWindow) return;
  state.is_parked = true;
  // What it copies stays, whatever was held against it.
  if (other == folder) return;
  Folder& kept = folders_.at(other);
  kept.is_copy.fill(0);
  kept.copies = 0;
}

void CopyWatch::add(const TrapShape& shape, std::string_view digest, std::uint64_t percent) {
  if (seen_.empty()) seen_.resize(kSeen);
  const std::uint64_t hash = trap_hash(digest);
  const auto depth = static_cast<std::uint8_t>(shape.segments().size());
  Seen& slot = seen_[hash % kSeen];
  if (slot.digest != hash) {
    slot = {hash, shape.folder(), depth};
    return count(shape.folder(), false, shape.folder(), percent);
  }
  const Folder* const first = folders_.find(slot.folder);
  const bool blames_first = slot.depth > depth || (first != nullptr && first->is_parked);
  if (!blames_first) return count(shape.folder(), true, slot.folder, percent);
  count(slot.folder, true, shape.folder(), percent);
  count(shape.folder(), false, shape.folder(), percent);
  slot = {hash, shape.folder(), depth};
}

// Only folders without anything else are parked: old sites send much of what is gone to one place.
void CopyWatch::add_empty(const TrapShape& shape, bool is_empty) {
  Folder& state = folders_.at(shape.folder());
  state.empty_in_a_row = is_empty ? static_cast<std::uint8_t>(state.empty_in_a_row + 1) : 0;
  if (state.empty_in_a_row < kEmptyWindow) return;
  state.empty_in_a_row = 0;
  state.is_parked = true;
}

bool CopyWatch::is_parked(const TrapShape& shape) const {
  const Folder* const state = folders_.find(shape.folder());
  return state != nullptr && state->is_parked;
}

}  // namespace policies
