// What the header of one record must be like (ISO 28500:2017 sections 4 and 5; formats section 2).
// Private to verify. Pure; any thread.
#pragma once

#include <string_view>

#include "warc/finding.h"
#include "warc/record_head.h"

namespace warc::verify {

// Reports what is wrong with `head`, each rule at most once. ARC records have no such header.
void check_head(const RecordHead& head, const FindingSink& report);

// "<urn:uuid:...>": a URI in angle brackets.
bool is_bracketed_uri(std::string_view text);

}  // namespace warc::verify
