// The srcset attribute: HTML standard 4.8.4.3.10, "parse a srcset attribute". Linear, any thread.
#pragma once

#include <string_view>
#include <vector>

namespace crawler::extract {

// The URLs of all well-formed candidates, in order, as views into `value`; at most kMaxLinks. A
// candidate with bad descriptors is left out, as a browser does.
std::vector<std::string_view> parse_srcset(std::string_view value);

}  // namespace crawler::extract
