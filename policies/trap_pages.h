// What answers tell about a site: what it says instead of "not found" (soft 404), one target that
// many redirects lead to, and folders whose pages hold what others hold. Loop thread only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "policies/trap_recent.h"
#include "policies/trap_rules.h"
#include "policies/trap_shape.h"

namespace policies {

// What a page looks like, enough to know it again.
struct PageLook {
  std::uint64_t simhash = 0, title = 0;
};

class HostPages {
 public:
  // A page was answered with 200. Is it what this host says where there is nothing?
  bool is_soft_404(const PageLook& look) const;
  void add_success(const PageLook& look, std::uint64_t first_segment);

  // A page redirects. True when it leads where all that is missing leads, or `many` others.
  bool is_common_target(std::uint64_t target, std::uint64_t many);

  // The path of a probe that is due now, empty when none is: "/" or "/news/".
  std::string_view probe_due(std::string_view first_segment, std::uint64_t after_pages);

  // How the probe was answered.
  void learn_missing(const PageLook& look);
  void learn_missing_target(std::uint64_t target);

 private:
  struct Section {
    std::uint64_t name = 0;
    std::uint32_t pages = 0;
    bool is_probed = false;
  };
  struct Target {
    std::uint64_t hash = 0;
    std::uint32_t count = 0;
  };

  std::uint64_t successes_ = 0;
  bool is_probed_ = false;
  std::vector<PageLook> recent_, missing_;
  std::vector<std::uint64_t> missing_targets_;
  std::vector<Section> sections_;
  std::vector<Target> targets_;
};

// Which folders hold copies. A copy found in two folders counts for the deeper one, and for the
// later one of two that are equally deep.
class CopyWatch {
 public:
  // A page of that folder holds what this digest stands for.
  void add(const TrapShape& shape, std::string_view digest, std::uint64_t percent);
  // A page of that folder was a soft 404, or one of many redirects to one target, or was not.
  void add_empty(const TrapShape& shape, bool is_empty);

  bool is_parked(const TrapShape& shape) const;

 private:
  static constexpr std::size_t kWindow = 200, kEmptyWindow = 50;
  struct Folder {
    std::array<std::uint8_t, kWindow> is_copy{};
    std::uint8_t next = 0, copies = 0;
    std::uint8_t empty_in_a_row = 0;
    bool is_parked = false;
  };
  struct Seen {
    std::uint64_t digest = 0, folder = 0;
    std::uint8_t depth = 0;
  };

  void count(std::uint64_t folder, bool is_copy, std::uint64_t other, std::uint64_t percent);

  RecentMap<Folder> folders_{10'000};
  std::vector<Seen> seen_;  // slots by digest; a later one takes the place of an earlier
};

}  // namespace policies
