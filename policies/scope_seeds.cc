#include "policies/scope_seeds.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/url_host.h"

namespace policies {
namespace {

// "example.cn" for "www2.example.cn".
std::string_view without_www(std::string_view host) {
  if (!host.starts_with("www")) return host;
  const std::size_t dot = std::min(host.find_first_not_of("0123456789", 3), host.size());
  const bool is_www = dot < host.size() && host[dot] == '.';
  // "www.cn" is a name of its own.
  if (!is_www || host.find('.', dot + 1) == std::string_view::npos) return host;
  return host.substr(dot + 1);
}

std::string page_key(const base::Url& url) {
  return scope_host(url) + std::string(url.request_target());
}

std::string_view folder_of(const base::Url& url) {
  return url.path().substr(0, url.path().rfind('/') + 1);
}

// Is `host`, or one it is below, among `hosts`?
bool has_parent(const std::unordered_set<std::string>& hosts, std::string host) {
  while (!hosts.contains(host)) {
    const std::size_t dot = host.find('.');
    if (dot == std::string::npos) return false;
    host.erase(0, dot + 1);
  }
  return true;
}

}  // namespace

std::string_view name_of(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::page: return "page";
    case ScopeKind::prefix: return "prefix";
    case ScopeKind::host: return "host";
    case ScopeKind::host_and_below: return "host+sub";
    case ScopeKind::domain: return "domain";
    case ScopeKind::any: return "any";
    case ScopeKind::custom: return "custom";
  }
  return "unknown";
}

std::string scope_host(const base::Url& url) {
  const bool is_default = url.port() == (url.scheme() == "https" ? 443 : 80);
  const std::string_view host = without_www(url.host());
  return is_default ? std::string(host) : fmt::format("{}:{}", host, url.port());
}

void ScopeSeeds::add(const base::Url& seed) {
  domains_.insert(base::registrable_domain(seed.host()));
  if (kind_ == ScopeKind::page) pages_.insert(page_key(seed));
  if (kind_ == ScopeKind::host || kind_ == ScopeKind::host_and_below) {
    hosts_.insert(scope_host(seed));
  }
  if (kind_ == ScopeKind::prefix) add_folder(scope_host(seed) + std::string(folder_of(seed)));
}

void ScopeSeeds::add_folder(std::string folder) {
  auto next = folders_.upper_bound(folder);
  if (next != folders_.begin() && folder.starts_with(*std::prev(next))) return;
  while (next != folders_.end() && next->starts_with(folder)) next = folders_.erase(next);
  folders_.insert(next, std::move(folder));
}

void ScopeSeeds::add_host(const base::Url& url) {
  domains_.insert(base::registrable_domain(url.host()));
  hosts_.insert(scope_host(url));
}

bool ScopeSeeds::contains(const base::Url& url) const {
  switch (kind_) {
    case ScopeKind::any: return true;
    case ScopeKind::custom: return false;
    case ScopeKind::page: return pages_.contains(page_key(url));
    case ScopeKind::domain: return domains_.contains(base::registrable_domain(url.host()));
    case ScopeKind::host: return hosts_.contains(scope_host(url));
    case ScopeKind::prefix: break;
    case ScopeKind::host_and_below:
      if (base::is_ip_literal(url.host())) return hosts_.contains(scope_host(url));
      return has_parent(hosts_, scope_host(url));
  }
  std::string text = scope_host(url);
  if (hosts_.contains(text)) return true;
  text += url.path();
  const auto next = folders_.upper_bound(text);
  return next != folders_.begin() && text.starts_with(*std::prev(next));
}

}  // namespace policies
