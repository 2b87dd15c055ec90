#include "crawler/engine/admission.h"

#include <re2/re2.h>

#include <utility>

#include <fmt/format.h>

#include "base/log.h"

#include "policies/address.h"
#include "policies/patterns.h"

namespace crawler::engine {
namespace {

// A seed, or what it redirects to: the operator asked for it.
bool is_asked_for(const policies::Candidate& candidate) {
  return candidate.hop_path.find_first_not_of('R') == std::string::npos;
}

}  // namespace

Admission::Admission(AdmissionParts parts) : parts_(std::move(parts)) {}

// Is the name worth a look-up?
bool Admission::may_lead_anywhere(const base::Url& url) const {
  if (parts_.names_may_be_private || !policies::is_private_name(url.host())) return true;
  return parts_.known_names.contains(std::string(url.host())) || parts_.known_names.contains("*");
}

// Of the URL and how it was reached alone: the same answer every time.
policies::Verdict Admission::judge(policies::Candidate& candidate) const {
  if (candidate.kind == policies::LinkKind::prerequisite) return {};
  policies::ScopeDecision decision = parts_.scope.judge(candidate);
  const bool is_wanted = policies::first_match(include_, candidate.url.href()) != nullptr;
  if (!decision.verdict && !(is_wanted && decision.verdict.reason == policies::Reason::scope)) {
    return std::move(decision.verdict);
  }
  if (decision.is_extra_hop) ++candidate.extra_hops;
  if (policies::Verdict verdict = judge_again(candidate); !verdict) return verdict;
  if (!may_lead_anywhere(candidate.url)) {
    return {policies::Reason::private_name, std::string(candidate.url.host())};
  }
  return is_asked_for(candidate) ? policies::Verdict{} : parts_.traps.judge_shape(candidate);
}

void Admission::offer(policies::Candidate candidate, frontier::Place place) {
  policies::Verdict verdict = judge(candidate);
  // A URL counts once, however many pages name it.
  if (verdict && !is_asked_for(candidate) && !parts_.frontier.knows(candidate)) {
    verdict = parts_.traps.admit(candidate);
  }
  for (const policies::SessionParameter& session : parts_.traps.take_session_parameters()) {
    parts_.frontier.treat_as_session(session.host, session.name);
    parts_.stats.note_session(session.host, session.name);
  }
  // Links lead back to what was found on a shorter way.
  if (verdict.reason == policies::Reason::depth && parts_.frontier.knows(candidate)) return;
  if (!verdict && !verdict.parks) return note(candidate, verdict);
  const policies::Candidate copy = candidate;
  if (verdict.parks) place = frontier::Place::parked;
  if (!parts_.frontier.add(std::move(candidate), place, verdict)) return;
  parts_.accounts.added(copy);
  if (verdict.parks) note(copy, verdict);
}

void Admission::note(const policies::Candidate& candidate, const policies::Verdict& verdict) {
  parts_.stats.count_skipped(verdict.reason);
  const bool is_new = parts_.skipped.add(candidate, verdict, parts_.clock.now());
  if (is_new) parts_.accounts.skipped(candidate, verdict);
  const bool is_seed = candidate.hop_path.empty() && candidate.via.empty();
  if (!is_new || verdict.parks || !is_seed) return;
  base::log(base::LogLevel::warning,
            fmt::format("seed {} is not crawled: {}: {}", candidate.url.href(),
                        policies::name_of(verdict.reason), verdict.detail));
}

policies::Verdict Admission::judge_again(const policies::Candidate& candidate) const {
  if (const re2::RE2* pattern = policies::first_match(exclude_, candidate.url.href())) {
    return {policies::Reason::excluded, "control/exclude: " + pattern->pattern()};
  }
  return is_asked_for(candidate) ? policies::Verdict{} : parts_.traps.judge_again(candidate);
}

base::Result<void> Admission::set_control(const std::vector<std::string>& exclude,
                                          const std::vector<std::string>& include) {
  auto excluded = policies::compile_patterns(exclude, "control/exclude");
  if (!excluded) return excluded.error();
  auto included = policies::compile_patterns(include, "control/include");
  if (!included) return included.error();
  exclude_ = std::move(*excluded);
  include_ = std::move(*included);
  return {};
}

}  // namespace crawler::engine
