#include "policies/budget_book.h"

#include <utility>

#include "base/url_host.h"
#include "policies/scope_rule.h"

namespace policies {
namespace {

constexpr std::size_t kMaxAccounts = 1'000'000;

// As the frontier writes it: the port only where it is not the scheme's own.
std::string host_of(const base::Url& url) {
  const std::uint16_t usual = url.scheme() == "https" ? 443 : 80;
  return url.port() == usual ? std::string(url.host()) : url.host_port();
}

// Of no use where no more pages are taken.
bool needs_pages(const Candidate& candidate) {
  return candidate.kind != LinkKind::requisite || is_sitemap(candidate);
}

template <typename Map>
auto& account_of(Map& accounts, const std::string& name) {
  const auto found = accounts.find(name);
  if (found != accounts.end()) return found->second;
  return accounts[accounts.size() < kMaxAccounts ? name : std::string()];
}

template <typename T>
void replace(std::optional<T>& limit, const std::optional<T>& own) {
  if (own) limit = own;
}

}  // namespace

BudgetBook::BudgetBook(BudgetOptions options, std::vector<Limits> seeds)
    : options_(std::move(options)), own_(std::move(seeds)) {}

Limits BudgetBook::limits_of_seed(std::size_t seed) const {
  Limits limits = options_.seed;
  if (seed >= own_.size()) return limits;
  const Limits& own = own_[seed];
  replace(limits.pages, own.pages);
  replace(limits.urls, own.urls);
  replace(limits.bytes, own.bytes);
  replace(limits.errors, own.errors);
  replace(limits.time, own.time);
  return limits;
}

// Only accounts that have a limit are kept at all.
std::vector<BudgetBook::Share> BudgetBook::shares_of(const Candidate& candidate) {
  std::vector<Share> shares;
  if (const Limits limits = limits_of_seed(candidate.seed); !limits.is_empty()) {
    if (candidate.seed >= seeds_.size()) seeds_.resize(candidate.seed + 1);
    shares.push_back({&seeds_[candidate.seed], limits, "seed", {}});
  }
  if (!options_.host.is_empty()) {
    std::string name = host_of(candidate.url);
    Account& account = account_of(hosts_, name);
    shares.push_back({&account, options_.host, "host", std::move(name)});
  }
  if (!options_.domain.is_empty()) {
    std::string name = base::registrable_domain(candidate.url.host());
    Account& account = account_of(domains_, name);
    shares.push_back({&account, options_.domain, "domain", std::move(name)});
  }
  return shares;
}

Verdict BudgetBook::ask(const Share& share, bool needs_pages, TimePoint now) {
  Limits limits = share.limits;
  if (!needs_pages) limits.pages.reset();
  const Account& account = *share.account;
  Spent spent = account.done;
  if (account.first) {
    spent.time = std::chrono::duration_cast<std::chrono::seconds>(now - *account.first);
  }
  Verdict verdict = within(limits, spent);
  verdict.parks = !verdict;
  if (verdict) {
    spent.pages += account.pages_in_flight;
    spent.urls += account.urls_in_flight;
    verdict = within(limits, spent);
  }
  if (verdict) return verdict;
  const std::string who(share.what);
  verdict.detail = (share.name.empty() ? who : who + " " + share.name) + ": " + verdict.detail;
  return verdict;
}

Verdict BudgetBook::begin(const Candidate& candidate, TimePoint now) {
  const std::vector<Share> shares = shares_of(candidate);
  Verdict wait;
  for (const Share& share : shares) {
    Verdict verdict = ask(share, needs_pages(candidate), now);
    if (verdict.parks) return verdict;
    if (!verdict) wait = std::move(verdict);
  }
  if (!wait) return wait;
  for (const Share& share : shares) {
    share.account->pages_in_flight += candidate.kind == LinkKind::page ? 1 : 0;
    ++share.account->urls_in_flight;
    if (!share.account->first) share.account->first = now;
  }
  return {};
}

void BudgetBook::end(const Candidate& candidate, const Result& result) {
  for (const Share& share : shares_of(candidate)) {
    Account& account = *share.account;
    account.pages_in_flight -= candidate.kind == LinkKind::page ? 1 : 0;
    --account.urls_in_flight;
    if (!result.was_asked) continue;
    ++account.done.urls;
    account.done.pages += result.is_page ? 1 : 0;
    account.done.errors += result.is_error ? 1 : 0;
    account.done.bytes += result.bytes;
  }
}

}  // namespace policies
