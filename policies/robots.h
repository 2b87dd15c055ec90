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
#include "policies/robots_rule_set.h"
#include "policies/verdict.h"

namespace policies {

// Why a URL may or may not be asked for: for `varve explain`. Lines count from 1, 0 is none; texts
// are as written in the file, any bytes.
struct RobotsExplanation {
  bool allowed = true;
  std::string rule;            // "Disallow: /private/"; empty: none matched
  std::size_t rule_line = 0;   // of the file
  std::string agent;           // "User-agent: *", which names the group; empty: no group for us
  std::size_t agent_line = 0;  // of the file
  std::string note;            // in words where no rule decided: "no robots.txt could be had", ...
};

class RobotsRules {
 public:
  // Takes any bytes: what is no rule is passed over. Groups are chosen by a product token of
  // letters, digits, '_' and '-', compared in any case ("VarveBot/1.0" stands for "VarveBot");
  // those of several tokens are merged. Without a group for us those of "*" hold.
  static RobotsRules parse(std::string_view body, std::string_view product_token);
  static RobotsRules parse(std::string_view body, std::span<const std::string_view> product_tokens);

  // What the answer to a request for robots.txt comes to: its body where that counts, else one of
  // those below (classify_robots_status()).
  static RobotsRules of_answer(int status, std::string_view body, std::string_view product_token,
                               bool forbidden_denies);

  // No robots.txt there (RFC 9309 2.3.1.3).
  static RobotsRules allow_all();
  // robots.txt could not be had (RFC 9309 2.3.1.4): robots_unreachable for every URL.
  static RobotsRules deny_all();
  // robots.txt itself is forbidden, and the job takes that for a no: robots for every URL.
  static RobotsRules forbidden();

  // The detail names the deciding rule, e.g. "Disallow: /private/"; empty when none matched.
  // /robots.txt itself is always allowed.
  Verdict allows(const base::Url& url) const;
  // The same decision with all that led to it.
  RobotsExplanation explain(const base::Url& url) const;

  // Of our group, or of "*" when we have none; at most kMaxCrawlDelay. Not a reason to stay out,
  // however large.
  std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }

  // Values of all Sitemap lines, as written; to be resolved against the URL of the robots.txt.
  const std::vector<std::string>& sitemaps() const { return sitemaps_; }

  // Roughly what the rules hold: 1 to 3 KB for most sites, at most some megabytes.
  std::size_t memory_bytes() const;

 private:
  class Builder;
  struct Decision {
    RobotsRuleSet::Decision rule;
    std::string note;  // why, where no rule decided
    Reason reason = Reason::accepted;
  };
  Decision decide(const base::Url& url) const;

  // Not accepted: the reason for every URL, whatever the rules.
  Reason denies_ = Reason::accepted;
  RobotsRuleSet rules_;
  std::optional<std::chrono::milliseconds> crawl_delay_;
  std::vector<std::string> sitemaps_;
};

inline constexpr std::chrono::hours kMaxCrawlDelay{24};

// Path and query longer than this are not compared, and fetched only where there are no rules:
// twice the longest rule.
inline constexpr std::size_t kMaxRobotsTargetBytes = 32'768;

enum class RobotsAnswer { use_body, allow_all, deny_all, unreachable };

// What the status of a robots.txt says (RFC 9309 2.3.1): 2xx its body counts; 3xx is for redirects
// that led nowhere within five hops, 4xx but 429 mean there is none; 429, 5xx and what is no status
// mean stay out for now. 401 and 403 mean stay out where `forbidden_denies`.
RobotsAnswer classify_robots_status(int status, bool forbidden_denies = false);

}  // namespace policies
