#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/targets.h"
#include "warc/content_coding.h"

namespace fuzz {
namespace {

using warc::CodingOutcome;
using warc::ContentDecoder;

constexpr std::uint64_t kLimit = 256 << 10;

struct Result {
  std::string bytes;
  std::vector<std::string> notes;
  CodingOutcome outcome = CodingOutcome::complete;
  bool operator==(const Result&) const = default;
};

Result decode(std::string_view coding, std::string_view body, std::size_t piece_size) {
  Result result;
  ContentDecoder decoder(coding, kLimit);
  const auto keep = [&result](std::string_view bytes) -> base::Result<void> {
    result.bytes += bytes;
    return {};
  };
  for (std::size_t at = 0; at < body.size(); at += piece_size) {
    const std::string piece(body.substr(at, piece_size));
    require(decoder.append(piece, keep).has_value(), "only the sink fails");
  }
  require(decoder.finish(keep).has_value(), "only the sink fails");
  result.notes = decoder.notes();
  result.outcome = decoder.outcome();
  require(result.bytes.size() <= kLimit, "decoding keeps its limit");
  require((result.outcome != CodingOutcome::complete) <= !result.notes.empty(),
          "what went wrong is noted");
  return result;
}

bool mentions_damaged_brotli(const Result& result) {
  return std::find(result.notes.begin(), result.notes.end(), "br body is damaged") !=
         result.notes.end();
}

}  // namespace

void content_coding(std::string_view input) {
  for (const std::string_view coding : {"gzip", "deflate", "br", "gzip, br", "br, deflate"}) {
    const Result whole = decode(coding, input, input.size() + 1);
    const Result pieces = decode(coding, input, 1 + input.size() % 5 + input.size() / 200);
    // Of damaged data, libbrotli gives as much as earlier calls left it time for.
    const bool is_exact = !mentions_damaged_brotli(whole) && !mentions_damaged_brotli(pieces);
    require(!is_exact || whole == pieces, "however the body is cut, it is decoded the same");
  }
  // Any text as the field's value.
  warc::decode_content("body", input);
}

}  // namespace fuzz
