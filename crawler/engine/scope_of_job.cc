#include "crawler/engine/scope_of_job.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace crawler::engine {
namespace {

// Null where it has none of its own.
std::shared_ptr<const policies::ScopeOptions> scope_in(
    const std::shared_ptr<const job::SeedOptions>& own) {
  if (!own) return nullptr;
  return {own, &own->scope};
}

}  // namespace

base::Result<policies::Scope> scope_of(const job::Job& job, const job::Seeds& seeds) {
  std::vector<policies::ScopeSeed> scope_seeds;
  for (std::size_t i = 0; i < seeds.urls.size(); ++i) {
    scope_seeds.push_back({seeds.urls[i], i < seeds.own.size() ? scope_in(seeds.own[i]) : nullptr});
  }
  for (const job::ArticleSeed& seed : seeds.articles) {
    scope_seeds.push_back({base::Url(), scope_in(seed.own)});
  }
  auto scope = policies::Scope::create(job.scope, scope_seeds);
  if (!scope) return scope.error();
  for (std::size_t i = 0; i < seeds.articles.size(); ++i) {
    for (const extract::Link& link : seeds.articles[i].article.links) {
      if (link.kind == policies::LinkKind::page) scope->add_host(link.url, seeds.urls.size() + i);
    }
  }
  return scope;
}

base::Result<void> check_scopes(const job::Job& job) {
  std::vector<policies::ScopeSeed> seeds;
  for (const job::SeedSource& seed : job.seeds) {
    if (seed.own) seeds.push_back({base::Url(), scope_in(seed.own)});
  }
  const auto scope = policies::Scope::create(job.scope, seeds);
  if (!scope) return scope.error();
  return {};
}

}  // namespace crawler::engine
