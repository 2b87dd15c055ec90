// What files are called inside a WACZ (formats Z-03, Z-08). Private to warc/wacz*.cc.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "warc/wacz.h"

namespace warc {

using NameSet = std::set<std::string, std::less<>>;

// Z-03: frictionless takes [-a-z0-9._] only for the name of a resource. The base name of `path`.
std::string resource_name(std::string_view path);

// `name`, or the first of "name-2", "name-3", ... that `taken` does not have; it has it afterwards.
// What is at the end of `name` from `suffix_size` bytes on stays at the end.
std::string unused_name(NameSet& taken, std::string name, std::size_t suffix_size = 0);

// The names of input.warcs, one for each. Errc::invalid when one cannot be addressed.
base::Result<std::vector<std::string>> checked_warc_names(const WaczInput& input);

}  // namespace warc
