// The header of a stored record with its framing put in order. Pure. Private to mend.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "warc/record_head.h"

namespace warc::mend {

// Does the header state one Content-Length, a number?
bool states_length(const RecordHead& head);

// What framing(head, length) would change, one sentence each; empty when it would change nothing.
std::vector<std::string> framing_faults(const RecordHead& head, std::uint64_t length);

// head.raw with CRLF line ends and one Content-Length of `length`; everything else as it stands.
std::string framed_header(const RecordHead& head, std::uint64_t length);

}  // namespace warc::mend
