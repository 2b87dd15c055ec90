// Which URLs belong to a crawl: one ordered list of rules, of which the last that matches decides
// (policies.md 3.2, Heritrix's way), made from presets and options with Browsertrix's names. From
// first to last: everything is out; include patterns; the preset, over all seeds; seeds and what
// they redirect to; requisites, by transclusion; the operator's rules; depth; extra hops, for what
// no rule has turned away by name; exclude patterns. docs/scope.md tells it to operators.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/url.h"
#include "policies/candidate.h"
#include "policies/patterns.h"
#include "policies/scope_rule.h"
#include "policies/scope_seeds.h"
#include "policies/verdict.h"

namespace policies {

struct ScopeOptions {
  using Kind = ScopeKind;
  enum class Requisites {
    all,
    same_domain,  // of the document that names them, or of a seed
    none,
  };

  Kind kind = Kind::host;
  // RE2 patterns, searched for anywhere in the href. An include adds to the kind; an exclude beats
  // everything but robots.txt, for seeds and requisites too.
  std::vector<std::string> include{}, exclude{};
  std::vector<std::string> rules{};  // scope_rule.h
  unsigned extra_hops = 0;           // clicks out of scope that are still taken
  std::optional<unsigned> depth{};   // most clicks from a seed
  Requisites requisites = Requisites::all;
  // Where patterns and rules were written, by "exclude /print/": "job.yaml:17". For messages.
  std::map<std::string, std::string> origins{};
};

// A seed, and its own scope where it has one; seeds without share the crawl's, and those that point
// to one share that. An article document has no URL of its own: `url` stays empty.
struct ScopeSeed {
  base::Url url;
  std::shared_ptr<const ScopeOptions> own{};
};

struct ScopeDecision {
  Verdict verdict;
  bool is_extra_hop = false;  // taken though out of scope: one click of `extra_hops`
  // What decided: "scope host", "include ^https://b/", "rule 3 (job.yaml:17): reject
  // host=ads.test". Empty for what no rule is asked about.
  std::string rule;
};

// URLs longer than this are traps or mistakes (Zeno's limit, policies.md 3.3).
inline constexpr std::size_t kMaxCandidateBytes = 4000;
// Browsers stop after 20, robots.txt after 5; a page that redirects more often is a trap.
inline constexpr std::size_t kMaxRedirectsInARow = 5;
// The font of a sheet imported by a sheet imported by the sheet of a frame is five behind its page;
// one to spare. As many guesses may follow one another.
inline constexpr std::size_t kMaxRequisiteHops = 6;
// A sitemap in an index in an index; the protocol knows no more than one index.
inline constexpr std::size_t kMaxSitemapHops = 3;

// Immutable but for add_host(); judge() may be called from any thread once that is done.
class Scope {
 public:
  // Errc::invalid names the pattern RE2 refuses or the rule that is none, and why.
  static base::Result<Scope> create(ScopeOptions options, const std::vector<ScopeSeed>& seeds);
  Scope(Scope&&) noexcept;
  Scope& operator=(Scope&&) noexcept;
  ~Scope();

  // The whole host of `url` belongs from now on (its domain, under `domain`), but not under `page`,
  // `any` and `custom`: for links of an article document, the seed of that number.
  void add_host(const base::Url& url, std::size_t seed);

  // By the scope of Candidate::seed. A seed is in scope, and so is what it redirects to. A sitemap
  // (a requisite whose last hop is S) counts whatever the requisites wanted: on any host when
  // robots.txt names it, else in the domain of a seed or of the index that names it. The pages it
  // lists are judged like all others.
  ScopeDecision judge(const Candidate& candidate) const;

  // What the head of its answer says decides: rules with a mime or size, which turn away what the
  // others took. `mime` in lower case without parameters; `length` is that of the body, where the
  // server tells.
  Verdict judge_answer(const Candidate& candidate, std::string_view mime,
                       std::optional<std::uint64_t> length) const;

 private:
  struct List;

  Scope();
  List& list_of(std::size_t seed) const;

  std::vector<std::unique_ptr<List>> lists_;  // the crawl's own first
  std::vector<std::uint32_t> list_of_seed_;   // indexes into lists_; empty: none has its own
};

}  // namespace policies
