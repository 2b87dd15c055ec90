#include "crawler/net/capture.h"

#include "warc/chunk_decoder.h"

namespace crawler::net {

std::string combined_header(const Capture& capture, std::string_view name) {
  std::string value;
  if (!capture.response) return value;
  for (const std::string_view field : capture.response->headers.find_all(name)) {
    if (!value.empty()) value += ", ";
    value += field;
  }
  return value;
}

base::Result<std::string> read_payload(const Capture& capture, std::uint64_t limit) {
  if (!capture.keeps_framing) return capture.body.to_string(limit);
  // Framing may be most of the bytes, so pieces are taken until enough is decoded.
  constexpr std::uint64_t kPieceBytes = 256 * 1024;
  std::string decoded;
  warc::ChunkDecoder chunks;
  for (std::uint64_t at = 0; at < capture.body.size() && decoded.size() < limit;
       at += kPieceBytes) {
    const auto piece = capture.body.read(at, kPieceBytes);
    if (!piece) return piece.error();
    chunks.append(*piece, decoded);
  }
  if (decoded.size() > limit) decoded.resize(static_cast<std::size_t>(limit));
  return decoded;
}

}  // namespace crawler::net
