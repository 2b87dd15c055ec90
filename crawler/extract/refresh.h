// Where a refresh leads: <meta http-equiv=refresh> and the Refresh header, which browsers read
// alike.
#pragma once

#include <string_view>

namespace crawler::extract {

// The URL in "5; url='x'": HTML standard 4.2.5.3, "shared declarative refresh steps". Empty when
// there is none; a view into `content`. Any thread.
std::string_view parse_refresh(std::string_view content);

}  // namespace crawler::extract
