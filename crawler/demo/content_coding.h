// The content codings the sample site sends (RFC 9110 8.4.1). Same input, same output.
#pragma once

#include <string>
#include <string_view>

namespace crawler::demo {

// One gzip member (RFC 1952) without a time stamp. Throws std::runtime_error when zlib fails.
std::string to_gzip(std::string_view bytes);

// RFC 7932. Throws std::runtime_error when the encoder fails.
std::string to_brotli(std::string_view bytes);

}  // namespace crawler::demo
