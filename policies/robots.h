// What a robots.txt lets us fetch: RFC 9309 in the dialect of policies.md 1.4. Getting the file,
// following its redirects and keeping it fresh is the frontier's work; one object holds for one
// scheme, host and port.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "policies/robots_pattern.h"
#include "policies/verdict.h"

namespace policies {

class RobotsRules {
 public:
  // Takes any bytes: what is no rule is passed over. Groups are chosen by a product token of
  // letters, digits, '_' and '-', compared in any case ("VarveBot/1.0" stands for "VarveBot");
  // those of several tokens are merged. Without a group for us those of "*" hold.
  static RobotsRules parse(std::string_view body, std::string_view product_token);
  static RobotsRules parse(std::string_view body, std::span<const std::string_view> product_tokens);

  // No robots.txt there (RFC 9309 2.3.1.3).
  static RobotsRules allow_all();
  // robots.txt could not be had (RFC 9309 2.3.1.4): robots_unreachable for every URL.
  static RobotsRules deny_all();

  // The detail names the deciding rule, e.g. "Disallow: /private/"; empty when none matched.
  // /robots.txt itself is always allowed.
  Verdict allows(const base::Url& url) const;

  // Of our group, or of "*" when we have none; at most kMaxCrawlDelay. Not a reason to stay out,
  // however large.
  std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }

  // Values of all Sitemap lines, as written; to be resolved against the URL of the robots.txt.
  const std::vector<std::string>& sitemaps() const { return sitemaps_; }

 private:
  struct Rule {
    RobotsPattern pattern;
    bool allow = false;
  };
  class Builder;

  bool unreachable_ = false;
  std::vector<Rule> rules_;  // the first that matches decides
  std::optional<std::chrono::milliseconds> crawl_delay_;
  std::vector<std::string> sitemaps_;
};

inline constexpr std::chrono::hours kMaxCrawlDelay{24};

// Path and query longer than this are not compared, and fetched only where there are no rules: a
// hostile file could make the comparison long. Twice the longest rule.
inline constexpr std::size_t kMaxRobotsTargetBytes = 32'768;

enum class RobotsAnswer { use_body, allow_all, unreachable };

// What the status of a robots.txt says (RFC 9309 2.3.1): 2xx its body counts; 3xx is for redirects
// that led nowhere within five hops, 4xx but 429 mean there is none; 429, 5xx and what is no status
// mean stay out.
RobotsAnswer classify_robots_status(int status);

}  // namespace policies
