// Digests as others write them (formats 1.4): "LABEL:VALUE" in Base32 or hexadecimal. Shared with
// mend. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "warc/digest.h"

namespace warc::verify {

// Which algorithm `stated` names; nothing when we cannot compute it.
std::optional<DigestAlgorithm> algorithm_of(std::string_view stated);

// Why readers will stumble over `stated`; empty when they will not.
std::string digest_fault(std::string_view stated);

// Does `stated`, in whatever spelling, say the same as `computed`, which Hasher::finish() gave?
bool is_same_digest(std::string_view stated, std::string_view computed);

// The digest of nothing, labelled or bare.
bool is_digest_of_no_bytes(std::string_view stated);

// For comparing digests of an index: with the label sha1 where there is none.
std::string with_label(std::string_view digest);

}  // namespace warc::verify
