// The version, as --version, the User-Agent and warcinfo give it.
#pragma once

namespace base {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace base
