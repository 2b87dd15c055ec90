// Scopes and candidates for their tests, in a line each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/url.h"
#include "policies/scope.h"

namespace scope_test {

inline base::Url url(std::string_view text) { return base::Url::parse(text).value(); }

inline policies::Scope scope_of(policies::ScopeOptions options,
                                const std::vector<std::string>& seeds) {
  std::vector<policies::ScopeSeed> scope_seeds;
  for (const std::string& seed : seeds) scope_seeds.push_back({url(seed), nullptr});
  return base::value_or_throw(policies::Scope::create(std::move(options), scope_seeds));
}

inline policies::Candidate page(std::string_view text, std::string hop_path = "L",
                                unsigned depth = 1) {
  policies::Candidate candidate;
  candidate.url = url(text);
  candidate.hop_path = std::move(hop_path);
  candidate.depth = depth;
  return candidate;
}

// Of the generation its hop path tells, where no guessed page is on the way.
inline policies::Candidate requisite(std::string_view text, std::string hop_path = "LE",
                                     std::string via = "") {
  policies::Candidate candidate = page(text, std::move(hop_path));
  const std::string& path = candidate.hop_path;
  const std::size_t last_page = path.find_last_of("LSF");
  const std::size_t from = last_page == std::string::npos ? 0 : last_page + 1;
  candidate.kind = policies::LinkKind::requisite;
  candidate.generation = static_cast<std::uint8_t>(
      std::count(path.begin() + static_cast<std::ptrdiff_t>(from), path.end(), 'E'));
  candidate.via = std::move(via);
  return candidate;
}

inline std::string reason(const policies::Scope& scope, const policies::Candidate& candidate) {
  return std::string(policies::name_of(scope.judge(candidate).verdict.reason));
}

}  // namespace scope_test
