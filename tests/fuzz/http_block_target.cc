#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"
#include "warc/http_block.h"
#include "warc/stored_head.h"

namespace fuzz {
namespace {

using warc::HttpBlock;
using warc::HttpFraming;

constexpr std::uint64_t kDecodedLimit = 256 << 10;

struct Taken {
  std::string wire, payload, decoded, raw_head, fault;
  std::uint64_t head_offset = 0;
  HttpFraming framing = HttpFraming::none;
  warc::CodingOutcome outcome = warc::CodingOutcome::complete;
  std::vector<std::string_view> notes;
  bool operator==(const Taken&) const = default;
};

Taken take(HttpBlock::Message message, std::string_view block, std::size_t piece_size) {
  HttpBlock http(message, kDecodedLimit);
  Taken taken;
  const auto keep = [&taken](std::string_view bytes) -> base::Result<void> {
    taken.decoded += bytes;
    return {};
  };
  const auto collect = [&] {
    taken.wire += http.wire();
    taken.payload += http.payload();
    require(http.decode(keep).has_value(), "only the sink fails");
  };
  for (std::size_t at = 0; at < block.size(); at += piece_size) {
    const std::string piece(block.substr(at, piece_size));  // a copy: views must not outlive it
    http.append(piece);
    collect();
  }
  http.finish();
  collect();
  require(http.is_past_head(), "in the end everything is settled");
  require(http.wire_bytes() == taken.wire.size(), "wire bytes are counted");
  require(http.payload_bytes() == taken.payload.size(), "payload bytes are counted");
  taken.raw_head = http.raw_head();
  taken.head_offset = http.head_offset();
  taken.framing = http.framing();
  taken.fault = http.framing_fault();
  taken.notes = http.notes();
  if (http.content_decoder() != nullptr) taken.outcome = http.content_decoder()->outcome();
  return taken;
}

void check(HttpBlock::Message message, std::string_view block) {
  const Taken whole = take(message, block, block.size() + 1);
  const std::size_t head_end = whole.head_offset + whole.raw_head.size();
  require(whole.wire == block.substr(head_end), "head and body are all of the block");
  require(block.substr(whole.head_offset, whole.raw_head.size()) == whole.raw_head,
          "the head is in the block");
  require(whole.payload.size() <= whole.wire.size(), "no framing makes a body longer");
  require(whole.decoded.size() <= kDecodedLimit, "decoding keeps its limit");
  const bool is_unframed =
      whole.framing == HttpFraming::none || whole.framing == HttpFraming::chunked_header_only;
  require(!is_unframed || whole.payload == whole.wire, "without framing the payload is the body");
  require((whole.framing == HttpFraming::broken) == !whole.fault.empty(), "a fault is explained");
  const std::size_t size = 1 + block.size() % 7 + block.size() / 200;
  Taken pieces = take(message, block, size);
  // A bomb is measured against the bytes so far, and of damaged data libbrotli gives as much as
  // earlier calls left it time for.
  const bool is_inexact = whole.decoded.size() >= kDecodedLimit ||
                          whole.outcome == warc::CodingOutcome::damaged ||
                          pieces.outcome == warc::CodingOutcome::damaged;
  if (is_inexact) {
    pieces.decoded = whole.decoded;
    pieces.outcome = whole.outcome;
  }
  require(pieces == whole, "however the block is cut, it is read the same");
}

// What was mended for storage has nothing left to mend.
void store(std::string_view head) {
  std::vector<std::string> repairs;
  const std::string stored = warc::head_for_storage(head, {.is_dechunked = true}, repairs);
  const Taken taken = take(HttpBlock::Message::response, stored, stored.size() + 1);
  for (const std::string_view note : taken.notes) {
    require(note == "bad-status-line" || note == "http-version" || note == "long-head",
            "a stored head has no faults");
  }
}

}  // namespace

void http_block(std::string_view input) {
  check(HttpBlock::Message::response, input);
  check(HttpBlock::Message::request, input);
  store(input);
}

}  // namespace fuzz
