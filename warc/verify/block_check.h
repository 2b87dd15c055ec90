// Checks the block of one record as it is read: digests, and the HTTP message in it (formats 2.5
// and 2.6). Private to verify. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "warc/digest.h"
#include "warc/finding.h"
#include "warc/http_block.h"
#include "warc/record_head.h"

namespace warc::verify {

class BlockCheck {
 public:
  // Both outlive the check.
  BlockCheck(const RecordHead& head, const FindingSink& report);

  void append(std::string_view piece);
  // After the last piece. Of a block that is not whole the digests are not looked at: that it is
  // not whole has been said.
  void finish(bool is_whole);

  // Of an HTTP response, 0 otherwise; and its Content-Type.
  int status() const;
  std::string mime() const;
  // The payload's digest as in the header, else as computed; empty when the block was not whole.
  const std::string& payload_digest() const { return payload_digest_; }

 private:
  void error(std::string_view code, std::string message) const;
  void note(std::string_view code, std::string message) const;
  void hash_wire();
  void check_block_digest();
  void check_payload_digest();
  void check_http() const;
  void check_http_notes() const;
  void check_http_length() const;
  bool is_truncated() const { return head_.fields.find("WARC-Truncated").has_value(); }

  const RecordHead& head_;
  const FindingSink& report_;
  std::optional<HttpBlock> http_;
  std::optional<Hasher> block_;
  Hasher payload_, wire_;
  bool is_revisit_;
  std::string payload_digest_;
};

}  // namespace warc::verify
