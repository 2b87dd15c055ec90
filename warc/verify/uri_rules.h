// What URIs in records and indexes must be like, so that every reader finds them (formats 1.5).
// Private to verify. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "warc/finding.h"

namespace warc::verify {

// "http:", "urn:"...: RFC 3986 section 3.1, and something behind it.
bool has_scheme(std::string_view uri);

// Reports what is wrong with `uri`, the value of the field `name`, as "PREFIX-form" or, where only
// some readers mind, the note "PREFIX-normal".
void check_uri(std::string_view prefix, std::string_view name, std::string_view uri,
               std::uint64_t offset, const FindingSink& report);

}  // namespace warc::verify
