// The encoders of the Encoding Standard (sections 8 to 12), as queries of links need them: what the
// encoding cannot hold becomes `%26%23NNNN%3B` (URL Standard, "percent-encode after encoding").
#pragma once

#include <string>
#include <string_view>

#include "crawler/extract/charset_labels.h"

namespace crawler::extract {

// `charset` is none whose output encoding is UTF-8 (UTF-8, UTF-16, replacement). Any thread.
std::string encode_query(std::string_view utf8, const Charset& charset);

}  // namespace crawler::extract
