// What each part of a crawl makes of the job and its seeds.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/engine/clock_journal.h"
#include "crawler/engine/collection.h"
#include "crawler/frontier/frontier.h"
#include "crawler/job/job.h"
#include "crawler/job/seeds.h"
#include "crawler/net/fetcher.h"
#include "policies/budget.h"
#include "warc/fields.h"
#include "warc/file_set.h"

namespace crawler::engine {

// "obey-pages", as the option has it.
std::string_view name_of(job::RobotsMode mode);

// The first record of every file (formats section 2.3).
warc::Fields warcinfo_of(const job::Job& job);
warc::FileSetOptions file_options_of(const job::Job& job, const CollectionPaths& paths);

net::FetchOptions fetch_options_of(const job::Job& job, const CollectionPaths& paths);
// Names of the headers that carry secrets, lower case.
std::vector<std::string> secret_names(const net::FetchOptions& options);

// `clocks` outlives the frontier.
frontier::FrontierOptions frontier_options_of(const job::Job& job, ClockJournal& clocks);

// Without the crawl's own limits, which are the engine's business.
policies::BudgetOptions budgets_of(const job::Job& job);
// By the number of the seed.
std::vector<policies::Limits> limits_of(const job::Seeds& seeds);

std::set<std::string> origins_of(const job::Seeds& seeds);
// The seeds as they were written, by number.
std::vector<std::string> names_of(const job::Seeds& seeds);
// Host names the operator gave an address for, lower case.
std::set<std::string> names_in(const std::vector<std::string>& resolve);

}  // namespace crawler::engine
