// The Referer a request carries: W3C Referrer Policy, section 8.3 "Determine request's Referrer".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/url.h"

namespace policies {

enum class ReferrerPolicy {
  no_referrer,
  no_referrer_when_downgrade,
  same_origin,
  origin,
  strict_origin,
  origin_when_cross_origin,
  strict_origin_when_cross_origin,  // what browsers take when nothing is said
  unsafe_url,
};

// One token of a header, meta or attribute, in any case, with the legacy meta keywords ("never",
// "default", "always", "origin-when-crossorigin"). Nothing for unknown tokens.
std::optional<ReferrerPolicy> parse_referrer_policy(std::string_view token);

// A Referrer-Policy header value: a comma list whose last known token wins.
std::optional<ReferrerPolicy> parse_referrer_policy_header(std::string_view value);

// The Referer for a request to `target` found in the document at `source`; empty for none.
// Credentials and fragment never go out; a full URL over 4096 characters becomes its origin
// (section 8.3 step 6).
std::string referer_for(const base::Url& source, const base::Url& target, ReferrerPolicy policy);

}  // namespace policies
