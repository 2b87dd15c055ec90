#include "policies/canonical.h"

namespace policies {

KeyMaker::KeyMaker(KeyOptions options) : options_(std::move(options)) {}

CanonicalKey KeyMaker::key(const base::Url& url) const {
  return {std::string(url.without_credentials().without_fragment().href()), {}};
}

void KeyMaker::treat_as_session(std::string_view, std::string_view) {}

}  // namespace policies
