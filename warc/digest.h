// Digests as WARC writes them (formats section 1.4): `sha1:` with upper-case Base32, or `sha256:`
// with lower-case hexadecimal. Every other spelling fails at least one reader. The sha256 form is
// also what WACZ wants for its resources.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "warc/block.h"

namespace warc {

enum class DigestAlgorithm { sha1, sha256 };

// One digest over bytes that come in pieces. One thread at a time. Throws FatalError when
// libcrypto has no such algorithm or no memory.
class Hasher {
 public:
  explicit Hasher(DigestAlgorithm algorithm);
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();

  void update(std::string_view bytes);

  // "sha1:BASE32" or "sha256:hex". The hasher has no further use afterwards.
  std::string finish();

 private:
  struct State;
  DigestAlgorithm algorithm_;
  std::unique_ptr<State> state_;
};

std::string digest_of(std::string_view bytes, DigestAlgorithm algorithm);
base::Result<std::string> digest_of(const Block& block, DigestAlgorithm algorithm);

// 64 lower-case hexadecimal digits, without a label.
std::string sha256_hex(std::string_view bytes);

// The digest of no bytes: a payload nobody may be referred to (formats W-49).
bool is_digest_of_nothing(std::string_view digest);

}  // namespace warc
