#include "crawler/status/host_accounts.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/json.h"

namespace crawler::status {
namespace {

void write_milliseconds(base::JsonWriter& json, std::string_view name,
                        std::chrono::milliseconds time) {
  json.field(name, static_cast<std::int64_t>(time.count()));
}

// A number that is nearly always zero.
void write_if(base::JsonWriter& json, std::string_view name, std::uint64_t count) {
  if (count > 0) json.field(name, count);
}

// How its clock stands.
void write_clock(base::JsonWriter& json, const frontier::HostState& state) {
  using std::chrono::milliseconds;
  if (state.crawl_delay) write_milliseconds(json, "crawlDelayMs", *state.crawl_delay);
  if (state.rest > milliseconds(0)) write_milliseconds(json, "restMs", state.rest);
  if (state.longest_pause > milliseconds(0)) {
    write_milliseconds(json, "longestPauseMs", state.longest_pause);
  }
  if (state.is_given_up) json.field("givenUp", true);
}

}  // namespace

HostAccounts::Account* HostAccounts::find(const std::string& name) {
  const auto found = accounts_.find(name);
  if (found != accounts_.end()) return &found->second;
  return accounts_.size() < max_hosts_ ? nullptr : &other_;
}

void HostAccounts::added(const policies::Candidate& candidate) {
  const std::string name = frontier::host_key(candidate.url);
  Account* account = find(name);
  if (account == nullptr) account = &accounts_[name];
  ++account->added;
}

void HostAccounts::skipped(const policies::Candidate& candidate, const policies::Verdict& verdict) {
  Account* account = find(frontier::host_key(candidate.url));
  if (account == nullptr || account == &other_) return;
  (verdict.parks ? account->parked : account->skipped).add(verdict);
}

void HostAccounts::settled(const frontier::Task& task, const Outcome& outcome) {
  Account* account = find(frontier::host_key(task.candidate.url));
  if (account == nullptr) return;
  const bool is_out_of_reach = outcome.verdict.reason == policies::Reason::robots_unreachable;
  account->robots_unreachable += is_out_of_reach ? 1 : 0;
  if (!was_asked(outcome)) return;
  ++account->urls;
  account->pages += is_page(task, outcome) ? 1 : 0;
  account->bytes += outcome.warc_bytes;
  if (outcome.status >= 100 && outcome.status < 600) {
    ++account->statuses[static_cast<std::size_t>(outcome.status / 100 - 1)];
  }
  account->busy += outcome.status == 429 || outcome.status == 503 ? 1 : 0;
  if (outcome.error) ++account->errors[base::name_of(outcome.error->code)];
  if (!outcome.ip.empty()) account->ip = outcome.ip;
  if (!outcome.bot_wall.empty()) {
    account->bot_wall = outcome.bot_wall;
    ++account->bot_walls;
  }
  account->soft_404s += outcome.is_soft_404 ? 1 : 0;
}

std::string HostAccounts::line_of(const std::string& name, const Account& account,
                                  const frontier::HostState& state) {
  base::JsonWriter json;
  json.begin_object().field("host", std::string_view(name));
  json.field_if("ip", account.ip.empty() ? state.address : account.ip);
  json.field("known", account.added).field("urls", account.urls);
  json.field("pages", account.pages).field("bytes", account.bytes);
  json.key("statuses").begin_object();
  for (std::size_t i = 0; i < account.statuses.size(); ++i) {
    write_if(json, fmt::format("{}xx", i + 1), account.statuses[i]);
  }
  json.end_object();
  if (!account.errors.empty()) {
    json.key("errors").begin_object();
    for (const auto& [error, count] : account.errors) json.field(error, count);
    json.end_object();
  }
  write_if(json, "robotsUnreachable", account.robots_unreachable);
  write_clock(json, state);
  write_if(json, "busy", account.busy);
  json.field_if("botWall", account.bot_wall);
  write_if(json, "botWalls", account.bot_walls);
  write_if(json, "soft404s", account.soft_404s);
  account.skipped.write(json, "skipped");
  account.parked.write(json, "parkedFor");
  json.field("queued", static_cast<std::uint64_t>(state.queued));
  json.field("parked", static_cast<std::uint64_t>(state.parked));
  return json.end_object().take();
}

void HostAccounts::write(const std::vector<frontier::HostState>& states,
                         const LineSink& sink) const {
  std::unordered_map<std::string_view, const frontier::HostState*> state_of;
  frontier::HostState other;
  for (const frontier::HostState& state : states) {
    if (accounts_.contains(state.name)) {
      state_of.emplace(state.name, &state);
      continue;
    }
    other.queued += state.queued;
    other.parked += state.parked;
  }
  std::vector<const std::string*> names;
  for (const auto& [name, account] : accounts_) names.push_back(&name);
  std::sort(names.begin(), names.end(),
            [](const std::string* a, const std::string* b) { return *a < *b; });
  for (const std::string* name : names) {
    const auto state = state_of.find(*name);
    sink(line_of(*name, accounts_.at(*name),
                 state == state_of.end() ? frontier::HostState{} : *state->second));
  }
  if (other_.added > 0) sink(line_of("(other)", other_, other));
}

}  // namespace crawler::status
