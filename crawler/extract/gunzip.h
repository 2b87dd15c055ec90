// Files that are compressed in themselves, not by Content-Encoding: sitemap.xml.gz, parts of a PDF.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crawler::extract {

// What is inside when `bytes` begin as a gzip file, also one in another; nothing otherwise. At most
// 50 MiB (what the sitemap protocol allows) and warc::kMaxRatio times the size of `bytes`; a
// damaged or cut file gives what is before the damage. Any thread.
std::optional<std::string> maybe_gunzip(std::string_view bytes);

// `bytes` without `coding` ("gzip", "deflate"): at most `limit` bytes and warc::kMaxRatio times
// their size; of damaged or cut ones what is before the damage. Any thread.
std::string without_coding(std::string_view bytes, std::string_view coding, std::uint64_t limit);

}  // namespace crawler::extract
