// The preset of a scope as one rule over all its seeds: hash sets, so that 200,000 seeds cost a
// link no more than one. "www.", "www2." and http or https make no difference.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/url.h"

namespace policies {

// What pages belong, seen from the seeds.
enum class ScopeKind {
  page,            // the seeds and nothing else
  prefix,          // host and port of a seed, and its path up to the last '/'
  host,            // host and port of a seed
  host_and_below,  // and the hosts below it: what Browsertrix calls "domain"
  domain,          // the registrable domain of a seed, with all its hosts and ports
  any,
  custom,  // only what an include pattern or a rule takes
};

// "host+sub" for host_and_below.
std::string_view name_of(ScopeKind kind);

class ScopeSeeds {
 public:
  explicit ScopeSeeds(ScopeKind kind) : kind_(kind) {}

  void add(const base::Url& seed);
  // Its whole host, but not under `page`, `any` and `custom`.
  void add_host(const base::Url& url);

  bool contains(const base::Url& url) const;
  // Is `domain`, a registrable one, that of a seed?
  bool has_domain(const std::string& domain) const { return domains_.contains(domain); }

 private:
  void add_folder(std::string folder);

  ScopeKind kind_;
  std::unordered_set<std::string> pages_, hosts_, domains_;
  // "host/news/": none begins with another, so that the one before a path is all there is to see.
  std::set<std::string> folders_;
};

// Host and explicit port, alike for http and https and with or without "www.".
std::string scope_host(const base::Url& url);

}  // namespace policies
