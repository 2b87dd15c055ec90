#include "crawler/extract/gunzip.h"

#include <cstdint>
#include <utility>

#include "base/error.h"
#include "warc/content_coding.h"

namespace crawler::extract {
namespace {

constexpr std::uint64_t kMaxBytes = 50u << 20;

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

std::string unpacked(std::string_view bytes) { return without_coding(bytes, "gzip", kMaxBytes); }

}  // namespace

std::string without_coding(std::string_view bytes, std::string_view coding, std::uint64_t limit) {
  std::string inside;
  warc::ContentDecoder decoder(coding, limit);
  const auto keep = [&inside](std::string_view piece) -> base::Result<void> {
    inside += piece;
    return {};
  };
  // Only the sink fails, and ours does not.
  if (decoder.append(bytes, keep)) static_cast<void>(decoder.finish(keep));
  return inside;
}

std::optional<std::string> maybe_gunzip(std::string_view bytes) {
  if (!is_gzip(bytes)) return std::nullopt;
  std::string inside = unpacked(bytes);
  // A server that compresses what is compressed; more layers than two are an attack.
  if (is_gzip(inside)) inside = unpacked(inside);
  return inside;
}

}  // namespace crawler::extract
