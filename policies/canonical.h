// When two URLs are one: the key of the seen set. Never used for fetching (policies.md 2.2).
#pragma once

#include <string>

#include "base/url.h"

namespace policies {

// The href without fragment and credentials. http and https, and "www.", stay apart: they may
// answer differently.
std::string canonical_key(const base::Url& url);

}  // namespace policies
