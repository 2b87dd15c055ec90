// Regular expressions an operator gives: RE2, whose time is linear whatever is written.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace re2 {
class RE2;
}

namespace policies {

using Patterns = std::vector<std::shared_ptr<const re2::RE2>>;

// Errc::invalid names `what` they are, the pattern RE2 refuses, and why.
base::Result<Patterns> compile_patterns(const std::vector<std::string>& patterns,
                                        std::string_view what);

// The first pattern found anywhere in `href`, or null. Any thread.
const re2::RE2* first_match(const Patterns& patterns, std::string_view href);

}  // namespace policies
