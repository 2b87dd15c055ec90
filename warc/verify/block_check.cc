#include "warc/verify/block_check.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/verify/digest_value.h"

namespace warc::verify {
namespace {

struct HttpFault {
  std::string_view name;  // as HttpBlock::notes() has it
  Severity severity;
  std::string_view code, message;
};

// W-30 to W-37: what readers were seen to stumble over.
constexpr HttpFault kHttpFaults[] = {
    {"bare-lf", Severity::error, "http-lf", "lines of the http head end with a bare LF"},
    {"nul", Severity::error, "http-nul", "the http head holds NUL bytes"},
    {"blank-line", Severity::error, "http-blank", "line ends stand before the http head"},
    {"missing-blank-line", Severity::error, "http-end",
     "the http head has no blank line at its end"},
    {"http-version", Severity::error, "http-version",
     "the start line is not HTTP/1, which is all that readers know"},
    {"http-0.9", Severity::error, "http-start", "the block begins without an http start line"},
    {"bad-status-line", Severity::error, "http-start", "the http status line is none"},
    {"interim-head", Severity::error, "http-interim", "a 1xx head stands before the response"},
    {"long-head", Severity::error, "http-head", "no end of the http head within 1 MiB"},
    {"chunk-surplus", Severity::note, "http-surplus", "bytes follow the last chunk"},
    {"chunk-end", Severity::note, "http-surplus", "no blank line follows the last chunk"},
};

DigestAlgorithm payload_algorithm(const RecordHead& head) {
  return algorithm_of(head.field("WARC-Payload-Digest")).value_or(DigestAlgorithm::sha1);
}

}  // namespace

BlockCheck::BlockCheck(const RecordHead& head, const FindingSink& report)
    : head_(head),
      report_(report),
      payload_(payload_algorithm(head)),
      wire_(payload_algorithm(head)),
      is_revisit_(head.type == kRevisit) {
  if (const auto message = http_message_of(head)) http_.emplace(*message);
  if (const auto algorithm = algorithm_of(head.field("WARC-Block-Digest"))) {
    block_.emplace(*algorithm);
  }
}

void BlockCheck::error(std::string_view code, std::string message) const {
  if (report_) report_({Severity::error, head_.position.offset, code, std::move(message)});
}
void BlockCheck::note(std::string_view code, std::string message) const {
  if (report_) report_({Severity::note, head_.position.offset, code, std::move(message)});
}

void BlockCheck::append(std::string_view piece) {
  if (block_) block_->update(piece);
  if (!http_) return payload_.update(piece);
  http_->append(piece);
  payload_.update(http_->payload());
  hash_wire();
}

// Hashing the body twice is for the few that are chunked as stored.
void BlockCheck::hash_wire() {
  if (http_->is_past_head() && is_chunked(http_->head())) wire_.update(http_->wire());
}

void BlockCheck::finish(bool is_whole) {
  if (http_) {
    http_->finish();
    payload_.update(http_->payload());
    hash_wire();
  }
  if (!is_whole) return;
  check_block_digest();
  check_payload_digest();
  if (http_) check_http();
}

void BlockCheck::check_block_digest() {
  const std::string_view stated = head_.field("WARC-Block-Digest");
  if (stated.empty() && !head_.is_arc()) {
    return note("block-digest-missing", "no WARC-Block-Digest protects the block");
  }
  if (!block_) return;
  const std::string computed = block_->finish();
  if (!is_same_digest(stated, computed)) {
    error("block-digest", fmt::format("WARC-Block-Digest is {}, the block's is {}",
                                      base::printable(stated.substr(0, 100)), computed));
  }
}

void BlockCheck::check_payload_digest() {
  const std::string_view stated = head_.field("WARC-Payload-Digest");
  payload_digest_ = stated.empty() ? std::string() : std::string(stated);
  // A revisit carries the digest of a payload it does not have, a segment that of the whole; what
  // the payload of other types is nobody says.
  const bool has_payload = head_.type == kResponse || head_.type == kRequest ||
                           head_.type == kResource || head_.type == kConversion;
  if (!has_payload || head_.fields.find("WARC-Segment-Number")) return;
  const std::string computed = payload_.finish();
  if (stated.empty()) {
    payload_digest_ = computed;
    return;
  }
  if (!algorithm_of(stated) || is_same_digest(stated, computed)) return;
  const bool is_over_framing =
      http_ && http_->framing() != HttpFraming::none && is_same_digest(stated, wire_.finish());
  error("payload-digest",
        is_over_framing
            ? "WARC-Payload-Digest is over the chunk framing, not over the payload in it"
            : fmt::format("WARC-Payload-Digest is {}, the payload's is {}",
                          base::printable(stated.substr(0, 100)), computed));
}

void BlockCheck::check_http() const {
  if (http_->wire_bytes() == 0 && !http_->has_head()) {
    // A revisit may have no block at all (formats 1.7).
    if (!is_revisit_) error("http-head", "the block holds no http message");
    return;
  }
  check_http_notes();
  if (http_->framing() == HttpFraming::broken && !is_truncated()) {
    error("http-chunks", "chunk framing: " + http_->framing_fault());
  }
  if (http_->framing() == HttpFraming::chunked) {
    note("http-chunked", "the body is in chunk framing, which some readers do not take off");
  }
  if (head_.type == kResponse) check_http_length();
}

void BlockCheck::check_http_notes() const {
  for (const std::string_view name : http_->notes()) {
    for (const HttpFault& fault : kHttpFaults) {
      if (fault.name != name || !report_) continue;
      report_({fault.severity, head_.position.offset, fault.code, std::string(fault.message)});
    }
  }
}

// W-35, W-36.
void BlockCheck::check_http_length() const {
  const auto lengths = http_->head().headers.find_all("Content-Length");
  if (lengths.empty()) return;
  if (std::any_of(lengths.begin(), lengths.end(),
                  [&](std::string_view length) { return length != lengths.front(); })) {
    return error("http-length", "the response has several Content-Length that differ");
  }
  if (http_->framing() == HttpFraming::chunked || http_->framing() == HttpFraming::broken) {
    return error("http-framing", "the response has both Content-Length and chunk framing");
  }
  std::uint64_t length = 0;
  const std::string_view text = lengths.front();
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (failed != std::errc() || end != text.data() + text.size()) {
    return error("http-length", "Content-Length \"" + base::printable(text.substr(0, 40)) +
                                    "\" of the response is no number");
  }
  const int code = status();
  const bool has_no_body = code / 100 == 1 || code == 204 || code == 304;
  if (length == http_->wire_bytes() || (has_no_body && http_->wire_bytes() == 0)) return;
  const std::string message = fmt::format("Content-Length of the response is {}, its body has {}",
                                          length, http_->wire_bytes());
  is_truncated() ? note("http-length", message) : error("http-length", message);
}

int BlockCheck::status() const { return http_ ? http_->head().status : 0; }

std::string BlockCheck::mime() const {
  if (!http_) return std::string(head_.field("Content-Type"));
  return std::string(http_->head().headers.find("Content-Type").value_or(""));
}

}  // namespace warc::verify
