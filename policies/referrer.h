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

// The content of <meta name=referrer>: one policy in any case, or a word from before the standard
// ("never", "default", "always", "origin-when-crossorigin"). Nothing for anything else, the empty
// string included: then the meta element changes nothing.
std::optional<ReferrerPolicy> parse_referrer_policy(std::string_view content);

// A referrerpolicy attribute: as above without the old words. Nothing means the document's policy.
std::optional<ReferrerPolicy> parse_referrer_policy_attribute(std::string_view value);

// A Referrer-Policy header value, that of several headers joined with commas (section 8.1): the
// last token that is a policy wins, so that new policies can have a fallback.
std::optional<ReferrerPolicy> parse_referrer_policy_header(std::string_view value);

// The Referer for a request to `target` found in the document at `source`; empty for none. After a
// redirect `source` is the Referer sent before it.
// Credentials and fragment never go out; a full URL over 4096 characters becomes its origin
// (section 8.3 step 6).
std::string referer_for(const base::Url& source, const base::Url& target, ReferrerPolicy policy);

}  // namespace policies
