#include "crawler/cli/explain_policies.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "crawler/cli/explain_collection.h"
#include "crawler/cli/explain_url.h"
#include "crawler/engine/control_file.h"
#include "crawler/engine/scope_of_job.h"
#include "policies/patterns.h"
#include "policies/traps.h"

namespace crawler::cli {
namespace {

using policies::Candidate;
using policies::Verdict;

// Seeds with a scope of their own that are tried for a URL nobody has come across.
constexpr std::size_t kMostSeedsTried = 1000;

std::string words_of(const Verdict& verdict) {
  std::string text(policies::name_of(verdict.reason));
  if (!verdict.detail.empty()) text += ": " + verdict.detail;
  return text;
}

bool is_asked_for(const Candidate& candidate) {
  return candidate.hop_path.find_first_not_of('R') == std::string::npos;
}

std::string path_words(const Candidate& candidate) {
  if (candidate.hop_path.empty()) return "as a seed";
  return fmt::format("by {}, depth {}", candidate.hop_path, candidate.depth);
}

Candidate assumed(const base::Url& url, const job::Seeds& seeds, std::size_t seed, bool is_page) {
  Candidate candidate;
  candidate.url = url;
  candidate.seed = seed;
  candidate.kind = is_page ? policies::LinkKind::page : policies::LinkKind::requisite;
  candidate.hop_path = static_cast<char>(is_page ? policies::Hop::link : policies::Hop::requisite);
  candidate.depth = is_page ? 1 : 0;
  candidate.generation = is_page ? 0 : 1;
  if (seed < seeds.urls.size()) candidate.via = seeds.urls[seed].href();
  return candidate;
}

// The first of the job's scopes that takes the candidate, else what the first of all says.
policies::ScopeDecision judge_for_any_seed(const policies::Scope& scope, Candidate& candidate,
                                           const job::Seeds& seeds) {
  policies::ScopeDecision first = scope.judge(candidate);
  const std::size_t most = std::min(seeds.own.size(), kMostSeedsTried);
  for (std::size_t i = 0; i < most && !first.verdict; ++i) {
    if (!seeds.own[i]) continue;
    Candidate other = candidate;
    other.seed = i;
    if (i < seeds.urls.size()) other.via = seeds.urls[i].href();
    policies::ScopeDecision decision = scope.judge(other);
    if (!decision.verdict) continue;
    candidate = std::move(other);
    return decision;
  }
  return first;
}

std::string told(const policies::ScopeDecision& decision, const std::string& how) {
  std::string text = decision.verdict ? "in" : "out, " + words_of(decision.verdict);
  // A detail that is the rule itself need not be said twice.
  const bool is_said = decision.verdict.detail.find(decision.rule) != std::string::npos;
  if (!decision.rule.empty() && !is_said) text += fmt::format(", by {}", decision.rule);
  if (decision.is_extra_hop) text += ", as an extra hop";
  return fmt::format("{} ({})", text, how);
}

Verdict judge_control(const base::Url& url, const engine::CollectionPaths* paths) {
  if (paths == nullptr) return {};
  const engine::ControlFile file = engine::read_control_file(paths->control(), "exclude");
  const auto patterns =
      policies::compile_patterns(engine::control_lines(file.text), "control/exclude");
  if (!patterns) return {};  // it has no effect on a crawl either
  const re2::RE2* match = policies::first_match(*patterns, url.href());
  if (match == nullptr) return {};
  return {policies::Reason::excluded, "control/exclude: " + match->pattern()};
}

// What is asked of whatever is in scope.
Verdict judge_beyond_scope(const Candidate& candidate, const job::Job& job,
                           const engine::CollectionPaths* paths, Explanation& explanation) {
  Verdict traps;
  if (!is_asked_for(candidate)) traps = policies::TrapWatch(job.traps).judge_shape(candidate);
  explanation.add("traps", traps ? "nothing in its shape" : words_of(traps));
  if (Verdict control = judge_control(candidate.url, paths); !control) return control;
  if (std::string why = why_not_public(candidate.url, job); !why.empty()) {
    return {policies::Reason::private_name, std::move(why)};
  }
  return traps;
}

}  // namespace

std::optional<Candidate> candidate_of(const base::Url& url, const std::string& line) {
  if (line.empty()) return std::nullopt;
  Candidate candidate;
  candidate.url = url;
  candidate.hop_path = text_in(line, "hops");
  candidate.via = text_in(line, "via");
  candidate.depth =
      static_cast<unsigned>(std::strtoul(text_in(line, "depth").c_str(), nullptr, 10));
  candidate.seed = std::strtoul(text_in(line, "seed").c_str(), nullptr, 10);
  const std::string kind = text_in(line, "kind");
  const auto last = candidate.hop_path.find_last_not_of('R');
  const char hop = last == std::string::npos ? 'L' : candidate.hop_path[last];
  const bool is_requisite = kind.empty() ? hop == 'E' : kind == "requisite";
  if (is_requisite) candidate.kind = policies::LinkKind::requisite;
  // What a requisite is behind its page: guesses and redirects do not count.
  const auto page = candidate.hop_path.find_last_of("LSF");
  const auto from = page == std::string::npos ? 0 : page + 1;
  candidate.generation = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(
      255, std::count(candidate.hop_path.begin() + static_cast<std::ptrdiff_t>(from),
                      candidate.hop_path.end(), 'E')));
  return candidate;
}

base::Result<Judged> explain_policies(const base::Url& url, const job::Job& job,
                                      const job::Seeds& seeds,
                                      const std::optional<Candidate>& known,
                                      const engine::CollectionPaths* paths,
                                      Explanation& explanation) {
  const auto scope = engine::scope_of(job, seeds);
  if (!scope) return scope.error();
  const auto seed = std::find(seeds.urls.begin(), seeds.urls.end(), url);
  Judged judged;
  Candidate candidate;
  if (known || seed != seeds.urls.end()) {
    candidate.url = url;
    candidate.seed = static_cast<std::size_t>(seed - seeds.urls.begin());
    if (known) candidate = *known;
    const policies::ScopeDecision decision = scope->judge(candidate);
    explanation.add_list("scope", {told(decision, path_words(candidate))});
    judged.verdict = decision.verdict;
  } else {
    candidate = assumed(url, seeds, 0, true);
    Candidate requisite = assumed(url, seeds, 0, false);
    const auto as_link = judge_for_any_seed(*scope, candidate, seeds);
    const auto as_requisite = judge_for_any_seed(*scope, requisite, seeds);
    explanation.add_list("scope", {told(as_link, "as a link on a seed: L, depth 1"),
                                   told(as_requisite, "as an image on a seed: E")});
    judged.only_as_requisite = !as_link.verdict && as_requisite.verdict;
    judged.verdict = judged.only_as_requisite ? as_requisite.verdict : as_link.verdict;
    if (judged.only_as_requisite) candidate = requisite;
  }
  Verdict beyond = judge_beyond_scope(candidate, job, paths, explanation);
  if (judged.verdict) judged.verdict = std::move(beyond);
  return judged;
}

}  // namespace crawler::cli
