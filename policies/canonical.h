// When two URLs are one: the key of the seen set. Never used for fetching (policies.md 2.2, 2.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"

namespace policies {

struct KeyOptions {
  bool strip = true;                  // session ids and trackers are no part of a key
  std::vector<std::string> no_strip;  // but not on these hosts, nor on hosts below them
};

struct CanonicalKey {
  std::string text;
  // What was left out, by name: "utm_source", ";jsessionid". Mostly empty.
  std::vector<std::string> stripped;
};

class KeyMaker {
 public:
  explicit KeyMaker(KeyOptions options = {});

  // The href without fragment and credentials, and without session ids and trackers. http and
  // https, and "www.", stay apart: they may answer differently; nor is the query sorted.
  CanonicalKey key(const base::Url& url) const;

  // From now on the query parameter `name` is no part of a key on `host`: its values never repeat.
  void treat_as_session(std::string_view host, std::string_view name);

 private:
  KeyOptions options_;
};

}  // namespace policies
