// Collects the links of one document: resolves references, keeps http and https only, drops
// fragments and repetitions, and stays within bounds whatever a page holds (reliability 5b). What
// it leaves out is counted and told in a note.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/url.h"
#include "crawler/extract/extraction.h"
#include "policies/candidate.h"
#include "policies/referrer.h"

namespace crawler::extract {

// 8 KiB: what servers and browsers agree to carry; longer ones are data in disguise.
inline constexpr std::size_t kMaxReferenceBytes = 8192;
// References looked at, links or not: resolving costs a microsecond or two each.
inline constexpr std::size_t kMaxReferences = 10 * kMaxLinks;
// All link URLs of a document together.
inline constexpr std::size_t kMaxLinkBytes = 16u << 20;

// A link as the document writes it. Views need to live for the call only.
struct Reference {
  std::string_view text;
  policies::LinkKind kind = policies::LinkKind::page;
  std::string_view context;
  policies::ReferrerPolicy referrer_policy =
      policies::ReferrerPolicy::strict_origin_when_cross_origin;
  bool utf8_query = false;  // CSS: never in the document's charset
};

// Not for use by two threads at once.
class LinkSet {
 public:
  // Without a base only absolute and protocol-relative references count; the latter become https.
  explicit LinkSet(std::optional<base::Url> base, base::QueryEncoder encode_query = nullptr);

  // Empty references, `#fragment` alone and what does not resolve to http or https are no links.
  // The same URL may be kept once for each kind; the first mention decides its context and policy.
  void add(const Reference& reference);

  // Moves links and notes to the end of those in `extraction`; the set is empty afterwards.
  void move_to(Extraction& extraction);

 private:
  std::optional<base::Url> resolve(const Reference& reference) const;
  bool is_full() const;

  std::optional<base::Url> base_;
  base::QueryEncoder encode_query_;
  std::vector<Link> links_;
  // Ordered: a page cannot choose URLs that make a tree slow, but it can for a hash table.
  std::set<std::pair<policies::LinkKind, std::string>> seen_;
  std::size_t references_ = 0, link_bytes_ = 0, left_out_ = 0, too_long_ = 0;
};

}  // namespace crawler::extract
