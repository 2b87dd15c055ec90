// Takes apart the block of an http request or response record as it is read: head, body as stored,
// payload (the body out of its chunk framing, RFC 9112 section 7.1; formats section 2.5) and
// decoded payload. Total: every sequence of bytes is read somehow, and notes() says where it
// strays.
//
//   HttpBlock http(HttpBlock::Message::response);
//   for each piece of the block:
//     http.append(piece);
//     wire_digest.update(http.wire());          // what this piece added
//     payload_digest.update(http.payload());
//     http.decode(sink);                        // if the decoded text is wanted
//   http.finish();                              // and the same three once more
//
// Where others differ (formats section 6.7): a head may say chunked over a body that is not, as
// recorders leave it that take the framing off; a body counts as chunked when it begins with a
// chunk size line. Interim (1xx) heads and blank lines in front of the head are passed over with a
// note; a response without a status line (HTTP/0.9) is all body. Content-Length is not looked at:
// the record's own length is the truth.
//
// Memory: the head (at most 1 MiB) and what decoding takes; pieces are not kept. One thread at a
// time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "warc/chunk_decoder.h"
#include "warc/content_coding.h"
#include "warc/http_block_head.h"
#include "warc/http_message.h"
#include "warc/record_head.h"

namespace warc {

struct RequestLine {
  std::string method, target, version;  // as sent; version is empty in HTTP/0.9
};

enum class HttpFraming {
  none,                 // not said to be chunked
  chunked,              // in chunks to the last one
  chunked_header_only,  // said to be chunked, but is not: the payload is the body
  broken,  // begins in chunks, then a fault or the end: the payload is what came before
};

class HttpBlock {
 public:
  enum class Message { request, response };

  // `decoded_limit`: the most bytes decode() gives in all.
  explicit HttpBlock(Message message, std::uint64_t decoded_limit = kMaxDecodedBytes);
  HttpBlock(const HttpBlock&) = delete;
  HttpBlock& operator=(const HttpBlock&) = delete;

  void append(std::string_view piece);
  // Once, after the last piece; settles what was waiting for more.
  void finish();

  // What the last append() or finish() added: views valid until the next one and as long as the
  // piece. The payload may come later than the wire bytes it is made of.
  std::string_view wire() const { return wire_; }
  std::string_view payload() const { return payload_; }
  // The same bytes as payload() without their content coding; once after each append() and
  // finish(). Errors are those of `sink`.
  base::Result<void> decode(const ContentDecoder::Sink& sink);

  // The body has begun, or the block is over: the head, if any, is complete.
  bool is_past_head() const { return is_past_head_; }
  bool has_head() const { return !raw_head_.empty(); }
  // The bytes of the head with its blank line, without what was in front; see head_offset().
  const std::string& raw_head() const { return raw_head_; }
  // The number of bytes in front of the head.
  std::uint64_t head_offset() const { return finder_.begin(); }
  // Status 0 for requests and where the status line is none. Empty without a head.
  const ResponseHead& head() const { return head_; }
  // Of a request; its fields are in head().
  const RequestLine& request_line() const { return request_line_; }

  // chunked while that is all that is known; final after finish().
  HttpFraming framing() const { return framing_; }
  // One sentence in lower case when the framing is broken.
  const std::string& framing_fault() const { return framing_fault_; }
  std::uint64_t wire_bytes() const { return wire_bytes_; }
  std::uint64_t payload_bytes() const { return payload_bytes_; }
  // Of wire_bytes, those behind the last chunk or a fault in the framing.
  std::uint64_t surplus_bytes() const { return chunks_.surplus_bytes(); }

  // What was passed over, each once, by the names head_for_storage() has for its repairs where it
  // mends the same: bare-lf, nul, blank-line (in front), missing-blank-line, http-version,
  // http-0.9; besides interim-head, bad-status-line, long-head (all is body), chunk-surplus,
  // chunk-end (no blank line behind the last chunk). Literals; final after finish().
  const std::vector<std::string_view>& notes() const { return notes_; }
  // How undoing the content coding went; nothing before the first decode() of payload.
  const ContentDecoder* content_decoder() const { return decoder_ ? &*decoder_ : nullptr; }

 private:
  void look_for_head(std::string_view text, bool is_last);
  void take_head(std::string_view raw);
  void take_body(std::string_view bytes);
  void look_for_chunks(std::string_view bytes, bool is_last);
  void decode_chunks(std::string_view bytes);
  void end_chunks();
  void note(std::string_view code);

  Message message_;
  std::uint64_t decoded_limit_;
  HttpHeadFinder finder_;
  std::string held_;  // the block so far, until its head is found
  bool is_past_head_ = false, is_finished_ = false;
  std::string raw_head_;
  ResponseHead head_;
  RequestLine request_line_;

  bool may_be_chunked_ = false;  // until the first line of the body is seen
  std::string first_line_;       // what of it came
  HttpFraming framing_ = HttpFraming::none;
  std::string framing_fault_;
  ChunkDecoder chunks_;

  std::string joined_;  // what payload_ points to when that is no part of the piece
  std::string_view wire_, payload_;
  std::uint64_t wire_bytes_ = 0, payload_bytes_ = 0;
  std::optional<ContentDecoder> decoder_;
  std::vector<std::string_view> notes_;
};

// Is the block of this record an http message, and which kind? By the record's type and
// Content-Type (application/http); where that is missing, by an http(s) target URI.
std::optional<HttpBlock::Message> http_message_of(const RecordHead& head);

}  // namespace warc
