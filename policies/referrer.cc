#include "policies/referrer.h"

#include <array>
#include <cstddef>

#include "base/encoding.h"

namespace policies {
namespace {

struct PolicyName {
  std::string_view name;
  ReferrerPolicy policy;
};

constexpr std::array<PolicyName, 8> kPolicyNames = {
    {{"no-referrer", ReferrerPolicy::no_referrer},
     {"no-referrer-when-downgrade", ReferrerPolicy::no_referrer_when_downgrade},
     {"same-origin", ReferrerPolicy::same_origin},
     {"origin", ReferrerPolicy::origin},
     {"strict-origin", ReferrerPolicy::strict_origin},
     {"origin-when-cross-origin", ReferrerPolicy::origin_when_cross_origin},
     {"strict-origin-when-cross-origin", ReferrerPolicy::strict_origin_when_cross_origin},
     {"unsafe-url", ReferrerPolicy::unsafe_url}}};

// HTML, "the meta element", referrer: words from before the standard.
constexpr std::array<PolicyName, 4> kLegacyNames = {
    {{"never", ReferrerPolicy::no_referrer},
     {"default", ReferrerPolicy::strict_origin_when_cross_origin},
     {"always", ReferrerPolicy::unsafe_url},
     {"origin-when-crossorigin", ReferrerPolicy::origin_when_cross_origin}}};

template <std::size_t N>
std::optional<ReferrerPolicy> find(const std::array<PolicyName, N>& names, std::string_view token) {
  for (const PolicyName& known : names) {
    if (base::equals_ignoring_case(known.name, token)) return known.policy;
  }
  return std::nullopt;
}

// Secure Contexts 3.1: what travels encrypted, or never leaves the machine.
bool is_potentially_trustworthy(const base::Url& url) {
  const std::string_view host = url.host();
  return url.scheme() == "https" || url.scheme() == "wss" || url.scheme() == "file" ||
         host == "localhost" || host == "localhost." || host.ends_with(".localhost") ||
         host.ends_with(".localhost.") || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

// W3C Referrer Policy 8.4 with the origin-only flag.
std::string origin_only(const base::Url& url) { return url.origin() + "/"; }

// 8.4 without the flag; 8.3 step 6 shortens what is too long.
std::string stripped(const base::Url& url) {
  constexpr std::size_t most = 4096;
  const base::Url bare = url.without_credentials().without_fragment();
  return bare.href().size() > most ? origin_only(url) : std::string(bare.href());
}

}  // namespace

std::optional<ReferrerPolicy> parse_referrer_policy(std::string_view content) {
  const std::optional<ReferrerPolicy> policy = find(kPolicyNames, content);
  return policy ? policy : find(kLegacyNames, content);
}

std::optional<ReferrerPolicy> parse_referrer_policy_attribute(std::string_view value) {
  return find(kPolicyNames, value);
}

std::optional<ReferrerPolicy> parse_referrer_policy_header(std::string_view value) {
  std::optional<ReferrerPolicy> last;
  while (true) {
    const std::size_t comma = value.find(',');
    const auto policy = find(kPolicyNames, base::trimmed(value.substr(0, comma)));
    if (policy) last = policy;
    if (comma == std::string_view::npos) return last;
    value.remove_prefix(comma + 1);
  }
}

std::string referer_for(const base::Url& source, const base::Url& target, ReferrerPolicy policy) {
  // 8.4 step 2: local documents tell nothing; the Referer header is for http alone.
  if (!source.is_http()) return {};
  const bool same_origin = source.origin() == target.origin();
  const bool downgrade = is_potentially_trustworthy(source) && !is_potentially_trustworthy(target);
  switch (policy) {
    case ReferrerPolicy::no_referrer: return {};
    case ReferrerPolicy::no_referrer_when_downgrade:
      return downgrade ? std::string() : stripped(source);
    case ReferrerPolicy::same_origin: return same_origin ? stripped(source) : std::string();
    case ReferrerPolicy::origin: return origin_only(source);
    case ReferrerPolicy::strict_origin: return downgrade ? std::string() : origin_only(source);
    case ReferrerPolicy::origin_when_cross_origin:
      return same_origin ? stripped(source) : origin_only(source);
    case ReferrerPolicy::strict_origin_when_cross_origin:
      if (same_origin) return stripped(source);
      return downgrade ? std::string() : origin_only(source);
    case ReferrerPolicy::unsafe_url: return stripped(source);
  }
  return {};
}

}  // namespace policies
