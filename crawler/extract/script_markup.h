// HTML and CSS in strings of scripts and JSON: document.write('<img src="/a.png">'), innerHTML,
// cssText, and the articles that programming interfaces send. What they name are guesses, hop X.
// Scripts within such HTML are read for their strings, but markup in those is not: one level.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "crawler/extract/link_set.h"
#include "crawler/extract/script_place.h"
#include "policies/referrer.h"

namespace crawler::extract {

// Longer ones are whole pages, which somebody links to.
inline constexpr std::size_t kMaxMarkupBytes = 64u << 10;
inline constexpr std::size_t kMaxMarkupStrings = 1000;  // a script

// One a script or JSON text. Of a file of its own, whose page is unknown, only absolute and
// root-relative references count.
class MarkupStrings {
 public:
  // `links` must outlive it.
  MarkupStrings(ScriptPlace place, policies::ReferrerPolicy policy, LinkSet& links);

  // Adds what the string names; false when it is no markup. Linear in its length.
  bool take(std::string_view text);

  // Adds what is left over and returns how many strings were left out, being too many.
  std::size_t finish();

 private:
  const policies::ReferrerPolicy policy_;
  const bool may_take_;  // not within markup in a string
  LinkSet& links_;
  std::optional<LinkSet> of_file_;  // against a stand-in for the unknown page
  bool is_file_;
  std::size_t taken_ = 0, left_out_ = 0;
};

}  // namespace crawler::extract
