// Anonymous signatures of WACZ files (WACZ Signing and Verification 0.1.0; formats 5.3): ECDSA on
// P-384 with SHA-256 over the ASCII text of a hash, "sha256:...". They tell that the same key
// signed two packages and that nothing was changed since, not whose key it is. The signature is the
// raw r||s that WebCrypto wants, not DER. Signatures by a domain's certificate are left to others.
//
// Everything may be called from any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"

namespace warc {

// What datapackage-digest.json holds as `signedData`: these members and no others.
struct SignedData {
  std::string hash;     // of datapackage.json, with its label
  std::string created;  // as in datapackage.json
  std::string software;
  std::string version = "0.1.0";  // of the specification
  std::string signature;          // Base64 of 96 bytes
  std::string public_key;         // Base64 of a SubjectPublicKeyInfo
};

class SigningKey {
 public:
  // The key in a PEM file, which is made with a new key when it is absent, readable by its owner
  // alone. Errc::invalid when the file holds no unencrypted private key on P-384. Of two programs
  // that make the same file one wins, and both use its key.
  static base::Result<SigningKey> load_or_create(base::Disk& disk,
                                                 const std::filesystem::path& path);
  static base::Result<SigningKey> from_pem(std::string_view pem);

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  // Two signatures of one hash differ: each takes a random number.
  base::Result<SignedData> sign(std::string hash, std::string created, std::string software) const;

 private:
  struct Key;
  explicit SigningKey(std::unique_ptr<Key> key);
  std::unique_ptr<Key> key_;
};

// Did the owner of `public_key` sign `hash`? Errc::invalid says why not. Whether the hash is that
// of the package is the caller's to check.
base::Result<void> verify_signature(const SignedData& data);

}  // namespace warc
