#include "policies/trap_counts.h"

#include <string.h>

#include <algorithm>
#include <string>

#include "policies/trap_dates.h"

namespace policies {
namespace {

// A choice in a menu; what has more values is a number, a word or a page somebody can name.
constexpr std::size_t kMostChoices = 64, kMostParameters = 12;
constexpr std::size_t kFewestFacets = 3;
constexpr std::uint64_t kWholeUrl = 10;  // tenths

Verdict too_many(const TrapOptions& options, TrapRule rule, Reason reason, std::string_view of) {
  const TrapSetting& setting = options.of(rule);
  return {reason,
          std::string(name_of(rule)) + ": more than " + std::to_string(setting.threshold) + " " +
              std::string(of),
          setting.action == TrapAction::park};
}

bool is_on(const TrapOptions& options, TrapRule rule) {
  return options.of(rule).action != TrapAction::off;
}

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint32_t short_hash(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

// Heritrix' Wag: a query that holds the folder of its own path.
bool repeats_its_folder(const base::Url& url) {
  const std::string_view path = url.path(), query = url.query();
  const std::string_view folder = path.substr(0, path.rfind('/') + 1);
  return folder.size() >= 4 &&
         ::memmem(query.data(), query.size(), folder.data(), folder.size()) != nullptr;
}

// Signs of a trap that are none alone: each makes a URL count once more.
std::uint64_t cost_of(const Candidate& candidate, const TrapShape& shape,
                      std::chrono::year_month_day today) {
  constexpr std::size_t kManyParameters = 8;
  const TrapDate date = date_of(shape, today);
  return (shape.parameters().size() > kManyParameters ? 1u : 0u) +
         (repeats_its_folder(candidate.url) ? 1u : 0u) +
         (date.is_date || date.is_calendar ? 1u : 0u);
}

}  // namespace

Verdict TrapCounts::count(const TrapOptions& options, const Candidate& candidate,
                          const TrapShape& shape) {
  const bool is_page = candidate.kind == LinkKind::page;
  if (is_page && is_on(options, TrapRule::calendar)) {
    if (Verdict verdict = count_dates(options, shape); !verdict) return verdict;
  }
  if (shape.parameters().empty()) return {};
  if (is_page && is_on(options, TrapRule::key_sets)) {
    if (Verdict verdict = count_key_sets(options, shape); !verdict) return verdict;
  }
  if (is_page && is_on(options, TrapRule::facets)) {
    if (Verdict verdict = count_facets(options, shape); !verdict) return verdict;
  }
  return is_on(options, TrapRule::query_explosion) ? count_queries(options, candidate, shape)
                                                   : Verdict{};
}

Verdict TrapCounts::count_dates(const TrapOptions& options, const TrapShape& shape) {
  const TrapDate date = date_of(shape, today_);
  if (!date.is_date || date.is_archive) return {};
  std::uint64_t& count = dates_.at(combined_hash(shape.path_template(), shape.key_set()));
  count += date.is_calendar ? 2 : 1;
  if (count <= options.of(TrapRule::calendar).threshold) return {};
  return too_many(options, TrapRule::calendar, Reason::calendar, "dates of this shape");
}

// What one URL weighs. An id in one parameter is a tenth: forums have more threads than 10,000, and
// each is a page of its own; pictures in all sizes are not.
std::uint64_t TrapCounts::weight_of(Queries& queries, const Candidate& candidate,
                                    const TrapShape& shape) const {
  const bool is_first = queries.weight == 0;
  std::size_t differing = 0;
  bool is_id = false;
  const auto parameters = shape.parameters();
  for (std::size_t i = 0; i < std::min(parameters.size(), queries.first.size()); ++i) {
    const std::uint32_t hash =
        short_hash(combined_hash(parameters[i].name_hash, parameters[i].value_hash));
    if (is_first) queries.first[i] = hash;
    if (queries.first[i] == hash) continue;
    ++differing;
    is_id = is_number(parameters[i].value);
  }
  const std::uint64_t cost = cost_of(candidate, shape, today_);
  const bool counts_little = candidate.kind == LinkKind::page && differing == 1 && is_id;
  return counts_little && cost == 0 ? 1 : kWholeUrl * (1 + cost);
}

Verdict TrapCounts::count_queries(const TrapOptions& options, const Candidate& candidate,
                                  const TrapShape& shape) {
  Queries& queries = queries_.at(combined_hash(shape.path_template(), shape.key_set()));
  queries.weight += weight_of(queries, candidate, shape);
  const std::uint64_t threshold = options.of(TrapRule::query_explosion).threshold;
  if (queries.weight / kWholeUrl <= threshold) return {};
  return too_many(options, TrapRule::query_explosion, Reason::query_explosion,
                  "queries of this shape");
}

Verdict TrapCounts::count_key_sets(const TrapOptions& options, const TrapShape& shape) {
  constexpr std::size_t kMost = 1000;  // whatever the threshold: memory is bounded
  std::vector<std::uint32_t>& sets = paths_.at(shape.path()).key_sets;
  const std::uint32_t key_set = short_hash(combined_hash(shape.key_set(), 0));
  if (std::find(sets.begin(), sets.end(), key_set) != sets.end()) return {};
  if (sets.size() >= std::min<std::uint64_t>(options.of(TrapRule::key_sets).threshold, kMost)) {
    return too_many(options, TrapRule::key_sets, Reason::query_explosion,
                    "sets of parameters of one path");
  }
  sets.push_back(key_set);
  return {};
}

// Is each parameter a choice, and each choice known from other URLs? Takes down those that are new.
bool TrapCounts::is_known_combination(Path& path, const TrapShape& shape) {
  bool all_known = true;
  for (const TrapParameter& one : shape.parameters()) {
    const std::uint32_t name = short_hash(one.name_hash), value = short_hash(one.value_hash);
    auto choice = std::find_if(path.choices.begin(), path.choices.end(),
                               [name](const Choice& other) { return other.name == name; });
    if (choice == path.choices.end()) {
      all_known = false;
      if (path.choices.size() < kMostParameters) path.choices.push_back({name, {value}});
      continue;
    }
    std::vector<std::uint32_t>& values = choice->values;
    const bool is_known = std::find(values.begin(), values.end(), value) != values.end();
    if (!is_known && values.size() < kMostChoices) values.push_back(value);
    all_known = all_known && is_known && values.size() < kMostChoices;
  }
  return all_known;
}

Verdict TrapCounts::count_facets(const TrapOptions& options, const TrapShape& shape) {
  Path& path = paths_.at(shape.path());
  const bool is_known = is_known_combination(path, shape);
  if (!is_known || shape.names() < kFewestFacets) return {};
  if (++path.combinations <= options.of(TrapRule::facets).threshold) return {};
  return too_many(options, TrapRule::facets, Reason::facets, "combinations of known filters");
}

}  // namespace policies
