// When two URLs are one: the key of the seen set. Never used for fetching (policies.md 2.2, 2.3).
// Called for every link, so it looks at most URLs once and copies them once.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/url.h"

namespace policies {

struct KeyOptions {
  bool strip = true;                    // session ids and trackers are no part of a key
  std::vector<std::string> no_strip{};  // but not on these hosts, nor on hosts below them
};

struct CanonicalKey {
  std::string text;
  // What was left out, by name: "utm_source", ";jsessionid", "(S())". Mostly empty.
  std::vector<std::string> stripped;
};

// Loop thread only.
class KeyMaker {
 public:
  explicit KeyMaker(KeyOptions options = {});

  // The href without fragment and credentials, and without session ids and trackers. http and
  // https, and "www.", stay apart: they may answer differently; nor is the query sorted. The key of
  // a key is that key.
  CanonicalKey key(const base::Url& url) const;

  // From now on the query parameter `name` is no part of a key on `host`: its values never repeat.
  // At most 10,000 hosts with 8 names each; more change nothing.
  void treat_as_session(std::string_view host, std::string_view name);

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Names = std::vector<std::string>;

  bool is_spared(std::string_view host) const;
  const Names* learnt_for(std::string_view host) const;

  bool strip_;
  std::vector<std::string> no_strip_;  // as Url::host() writes them
  std::unordered_map<std::string, Names, Hash, std::equal_to<>> learnt_;  // by host
};

}  // namespace policies
