// Is deflating a body a waste? Most bytes of a news site are pictures; putting them into stored
// blocks saves three quarters of the time spent on gzip and costs nothing (docs/decisions.md 9).
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "warc/block.h"

namespace warc {

// By the first bytes (12 are enough), which do not lie, as types and codings do; by name only for
// Brotli and MP3, which have no signature.
bool already_compressed(std::string_view content_type, std::string_view content_encoding,
                        std::string_view first_bytes);

// Smaller bodies are deflated sooner than examined.
inline constexpr std::uint64_t kLeastSampledBytes = 16 * 1024;

// The same for a whole body: by its first bytes, then, where it has at least kLeastSampledBytes and
// neither type nor coding says text, by deflating 4 KiB from its middle, which takes some 25
// microseconds. Errors: those of reading a spooled body.
base::Result<bool> is_incompressible(std::string_view content_type,
                                     std::string_view content_encoding, const Block& body);

}  // namespace warc
