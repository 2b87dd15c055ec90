// Files that are gzip in themselves, not by Content-Encoding: sitemap.xml.gz and the like.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crawler::extract {

// What is inside when `bytes` begin as a gzip file, also one in another; nothing otherwise. At most
// 50 MiB (what the sitemap protocol allows) and warc::kMaxRatio times the size of `bytes`; a
// damaged or cut file gives what is before the damage. Any thread.
std::optional<std::string> maybe_gunzip(std::string_view bytes);

}  // namespace crawler::extract
