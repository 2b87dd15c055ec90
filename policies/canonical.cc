#include "policies/canonical.h"

namespace policies {

std::string canonical_key(const base::Url& url) {
  return std::string(url.without_credentials().without_fragment().href());
}

}  // namespace policies
