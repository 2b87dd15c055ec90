#include "crawler/status/seed_accounts.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"

namespace crawler::status {
namespace {

using policies::Reason;

// The most far-reaching first: of several limits one names the verdict.
constexpr std::array kLimits = {Reason::size_limit, Reason::time_limit, Reason::error_limit,
                                Reason::url_limit, Reason::page_limit};
// Parked because nobody could be asked in time.
constexpr std::array kWaits = {Reason::host_busy, Reason::host_unreachable,
                               Reason::robots_unreachable};

// Does the site, and not an accident, say no?
bool is_blocked(const Outcome& outcome) {
  constexpr std::array kRefusals = {401, 403, 407, 451};
  const bool says_so =
      std::find(kRefusals.begin(), kRefusals.end(), outcome.status) != kRefusals.end();
  const Reason reason = outcome.verdict.reason;
  return says_so || !outcome.bot_wall.empty() || reason == Reason::robots ||
         reason == Reason::noarchive;
}

std::string told(const policies::Verdict& verdict) {
  std::string text(policies::name_of(verdict.reason));
  return verdict.detail.empty() ? text : text + ": " + verdict.detail;
}

std::string why_of(const Outcome& outcome) {
  if (!outcome.bot_wall.empty()) return "bot wall: " + outcome.bot_wall;
  if (!outcome.verdict) return told(outcome.verdict);
  if (outcome.error) return base::describe(*outcome.error);
  return fmt::format("the server answered {}", outcome.status);
}

// An article document has a name, no URL, and nothing of it needs to be in the frontier.
bool is_url(const std::string& name) {
  return base::starts_with_ignoring_case(name, "http://") ||
         base::starts_with_ignoring_case(name, "https://");
}

template <std::size_t size>
const ReasonCounts::Entry* first_of(const ReasonCounts& counts,
                                    const std::array<Reason, size>& reasons) {
  for (const Reason reason : reasons) {
    if (const ReasonCounts::Entry* entry = counts.find(reason)) return entry;
  }
  return nullptr;
}

}  // namespace

SeedAccounts::SeedAccounts(std::vector<std::string> names) : accounts_(names.size()) {
  for (std::size_t i = 0; i < names.size(); ++i) accounts_[i].name = std::move(names[i]);
}

SeedAccounts::Account* SeedAccounts::account_of(const policies::Candidate& candidate) {
  return candidate.seed < accounts_.size() ? &accounts_[candidate.seed] : nullptr;
}

void SeedAccounts::added(const policies::Candidate& candidate) {
  Account* account = account_of(candidate);
  if (account == nullptr) return;
  account->is_known = true;
  if (is_seed_chain(candidate) && !candidate.hop_path.empty()) {
    account->redirects_to = std::string(candidate.url.href());
  }
}

void SeedAccounts::skipped(const policies::Candidate& candidate, const policies::Verdict& verdict) {
  Account* account = account_of(candidate);
  if (account == nullptr) return;
  account->is_known = true;
  if (verdict.parks) return;  // that is counted when all is over
  account->skipped.add(verdict);
  if (!is_seed_chain(candidate) || account->end != End::none) return;
  account->end = End::failed;
  account->why = told(verdict);
}

void SeedAccounts::settled(const frontier::Task& task, const Outcome& outcome) {
  Account* account = account_of(task.candidate);
  if (account == nullptr) return;
  if (is_seed_chain(task.candidate)) end_seed(*account, outcome);
  if (!was_asked(outcome)) return;
  if (!account->first) account->first = outcome.started;
  account->last = outcome.started;
  ++account->urls;
  account->pages += is_page(task, outcome) ? 1 : 0;
  account->errors += is_error(outcome) ? 1 : 0;
  account->bytes += outcome.warc_bytes;
}

void SeedAccounts::end_seed(Account& account, const Outcome& outcome) {
  if (!outcome.is_final() || account.end == End::good) return;
  if (outcome.has_success_status()) {
    // A redirect is as good as where it leads.
    if (!outcome.is_redirect) account.end = End::good;
    return;
  }
  account.end = is_blocked(outcome) ? End::blocked : End::failed;
  account.why = why_of(outcome);
}

SeedAccounts::SeedVerdict SeedAccounts::verdict_on(const Account& account,
                                                   const Leftovers::Share& left,
                                                   Reason stopped_by) {
  if (account.end == End::blocked) return {"blocked", account.why};
  if (account.end == End::failed) return {"failed", account.why};
  if (left.queued > 0) {
    const bool by_limit = stopped_by != Reason::accepted;
    return {by_limit ? policies::name_of(stopped_by) : "interrupted",
            by_limit ? "of the whole crawl" : ""};
  }
  if (const auto* limit = first_of(left.parked, kLimits)) {
    return {policies::name_of(limit->reason), limit->detail};
  }
  if (const auto* wait = first_of(left.parked, kWaits)) {
    return {"interrupted", told({wait->reason, wait->detail})};
  }
  if (const auto* depth = account.skipped.find(Reason::depth)) return {"depth", depth->detail};
  if (!account.is_known && is_url(account.name))
    return {"duplicate", "an earlier seed has its URL"};
  return {"complete", ""};
}

std::string SeedAccounts::line(std::size_t seed, const Leftovers::Share& left,
                               Reason stopped_by) const {
  const Account& account = accounts_[seed];
  const SeedVerdict verdict = verdict_on(account, left, stopped_by);
  base::JsonWriter json;
  json.begin_object();
  json.field("seed", static_cast<std::uint64_t>(seed));
  json.field("url", std::string_view(account.name));
  json.field("verdict", verdict.name);
  json.field_if("detail", verdict.detail);
  json.field_if("redirectsTo", account.redirects_to);
  json.field("pages", account.pages).field("urls", account.urls);
  json.field("bytes", account.bytes).field("errors", account.errors);
  if (account.first) json.field("first", base::to_iso8601(*account.first));
  if (account.last) json.field("last", base::to_iso8601(*account.last));
  json.field("queued", left.queued);
  left.parked.write(json, "parked");
  account.skipped.write(json, "skipped");
  return json.end_object().take();
}

}  // namespace crawler::status
