// Which URLs belong to a crawl. The kinds and flags are Browsertrix's; requisites follow their page
// by Heritrix's transclusion rule (policies.md 3.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "base/url.h"
#include "policies/candidate.h"
#include "policies/patterns.h"
#include "policies/verdict.h"

namespace policies {

struct ScopeOptions {
  // What pages belong, seen from the seeds. "www.", "www2." and http/https make no difference, but
  // for `any` and `custom`.
  enum class Kind {
    page,    // the seeds and nothing else
    prefix,  // host and port of a seed, and its path up to the last '/'
    host,    // host and port of a seed
    domain,  // the registrable domain of a seed, with all its hosts and ports
    any,
    custom,  // only what an include pattern matches
  };
  enum class Requisites {
    all,
    same_domain,  // of the document that names them, or of a seed
    none,
  };

  Kind kind = Kind::host;
  // RE2 patterns, searched for anywhere in the href. An include adds to the kind; an exclude beats
  // everything but robots.txt, for seeds and requisites too.
  std::vector<std::string> include{}, exclude{};
  std::vector<std::string> rules{};
  unsigned extra_hops = 0;          // clicks out of scope that are still taken
  std::optional<unsigned> depth{};  // most clicks from a seed
  Requisites requisites = Requisites::all;
};

// A seed, and its own scope where it has one; seeds without share the crawl's.
struct ScopeSeed {
  base::Url url;
  std::optional<ScopeOptions> own{};
};

struct ScopeDecision {
  Verdict verdict;
  bool is_extra_hop = false;  // taken though out of scope: one click of `extra_hops`
  // What decided: "scope host", "include pattern ^https://b/", "rule 3 (job.yaml:17): reject
  // host=ads.test". Empty for what no rule is asked about.
  std::string rule;
};

// URLs longer than this are traps or mistakes (Zeno's limit, policies.md 3.3).
inline constexpr std::size_t kMaxCandidateBytes = 4000;
// Browsers stop after 20, robots.txt after 5; a page that redirects more often is a trap.
inline constexpr std::size_t kMaxRedirectsInARow = 5;
// The font of a sheet imported by a sheet imported by the sheet of a frame: five hops behind the
// last page, and one for a redirect on the way.
inline constexpr std::size_t kMaxRequisiteHops = 6;
// A sitemap in an index in an index; the protocol knows no more than one index.
inline constexpr std::size_t kMaxSitemapHops = 3;

// Immutable but for add_host(); judge() may be called from any thread once that is done.
class Scope {
 public:
  // Errc::invalid names the pattern RE2 refuses, and why.
  static base::Result<Scope> create(ScopeOptions options, const std::vector<ScopeSeed>& seeds);
  Scope(Scope&&) noexcept;
  Scope& operator=(Scope&&) noexcept;
  ~Scope();

  // The whole host of `url` belongs from now on (its domain, under `domain`), but not under `page`,
  // `any` and `custom`: for links of an article document, which has no URL of its own.
  void add_host(const base::Url& url);

  // The first "no" wins; its detail says what decided. A seed is in scope, and so is what it
  // redirects to. A sitemap (a requisite whose last hop is S) counts whatever the requisites
  // wanted: on any host when robots.txt names it, else in the domain of a seed or of the index that
  // names it. The pages it lists are judged like all others.
  ScopeDecision judge(const Candidate& candidate) const;

  // What the head of its answer says decides: rules with a mime or size. `length` is that of the
  // body, where the server tells.
  Verdict judge_answer(const Candidate& candidate, std::string_view mime,
                       std::optional<std::uint64_t> length) const;

 private:
  explicit Scope(ScopeOptions options);
  void add_seed(const base::Url& seed);
  bool is_within(const base::Url& url) const;
  Verdict judge_page(const Candidate& candidate) const;
  Verdict judge_requisite(const Candidate& candidate) const;
  Verdict verdict_of(const Candidate& candidate) const;
  bool is_near(const Candidate& candidate) const;

  ScopeOptions options_;
  Patterns include_, exclude_;
  std::unordered_set<std::string> pages_, hosts_, domains_;
  std::unordered_map<std::string, std::vector<std::string>> prefixes_;  // by host
};

}  // namespace policies
