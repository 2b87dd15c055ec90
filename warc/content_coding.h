// Undoes Content-Encoding (RFC 9110 8.4.1) for reading; archives keep the coded bytes. Lenient
// where servers are careless, bounded where they are hostile. Knows gzip (with all its members),
// x-gzip, deflate (with or without the zlib wrapper), br and identity, and chains of two.
//
//   ContentDecoder decoder("gzip", limit);
//   for each piece: decoder.append(piece, sink);      // sink gets what could be decoded so far
//   decoder.finish(sink);
//   decoder.outcome(), decoder.notes()                // what went wrong
//
// Memory: 170 KiB for gzip and deflate, up to 16 MiB (the window the data asks for) for br.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace warc {

inline constexpr std::uint64_t kMaxDecodedBytes = 64u << 20;
// No honest text shrinks a thousandfold; below 1 MiB of output the ratio is not looked at.
inline constexpr std::uint64_t kMaxRatio = 1000;
inline constexpr std::uint64_t kRatioFreeBytes = 1u << 20;
inline constexpr std::size_t kMaxCodings = 2;  // reliability 5b: chains are an attack

// How decoding ended.
enum class CodingOutcome {
  complete,
  cut,          // the coded data ends early
  damaged,      // the coded data does not follow its format, or its checksum does not agree
  limited,      // more decoded bytes than allowed
  mislabelled,  // said to be gzip, but is not: given as it is
  unknown,      // a coding not known here, or too many: nothing is given
};

class CodingLayer;

// One body, in pieces of any size. One thread at a time.
class ContentDecoder {
 public:
  // Gets the decoded bytes in pieces of at most 64 KiB (identity: as they came), valid during the
  // call only. Its error ends the call of append() or finish() and comes back from there; the
  // decoder has no further use then.
  using Sink = std::function<base::Result<void>(std::string_view)>;

  // `limit`: the most bytes given; in a chain, of each coding. Besides, codings give at most
  // kRatioFreeBytes or kMaxRatio times the bytes appended so far, whichever is more.
  explicit ContentDecoder(std::string_view content_encoding,
                          std::uint64_t limit = kMaxDecodedBytes);
  ContentDecoder(ContentDecoder&&) noexcept;
  ContentDecoder& operator=(ContentDecoder&&) noexcept;
  ~ContentDecoder();

  // Only errors of `sink` are errors. Of a damaged body everything before the damage is given; of a
  // damaged br body the last bytes before it may be missing, fewer the smaller the pieces.
  base::Result<void> append(std::string_view coded, const Sink& sink);
  // Once, after the last piece.
  base::Result<void> finish(const Sink& sink);

  // Nothing to undo.
  bool is_identity() const { return is_identity_; }
  // No later byte can change what was given: the coded data is over, damaged or past the limit.
  bool is_over() const;
  // The first thing that went wrong, in the order of decoding. Final after finish().
  CodingOutcome outcome() const;
  // One sentence in lower case for each thing that went wrong or was left out; after finish().
  std::vector<std::string> notes() const;

 private:
  base::Result<void> give(std::size_t layer, std::string_view bytes, const Sink& sink);

  std::vector<std::unique_ptr<CodingLayer>> layers_;  // in the order of decoding
  std::vector<std::string> header_notes_;
  std::uint64_t limit_ = 0;
  std::uint64_t coded_bytes_ = 0;
  bool is_identity_ = false;
  bool has_too_many_ = false;
};

struct Decoded {
  std::string bytes;
  std::vector<std::string> notes;
};

// A body in memory, whole. A damaged or cut one gives what was decoded before the damage, and a
// note. A coding that is registered but not known here, or more than kMaxCodings of them, gives
// nothing and a note; a word that is no coding is passed over with a note. Any thread.
Decoded decode_content(std::string_view body, std::string_view content_encoding);

}  // namespace warc
