#include "warc/digest.h"

#include <openssl/evp.h>

#include <array>

#include "base/encoding.h"

namespace warc {
namespace {

struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Digest = std::unique_ptr<EVP_MD, FreeDigest>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

[[noreturn]] void throw_crypto(const char* what) {
  throw base::FatalError(base::fail(base::Errc::io, std::string("libcrypto: ") + what + " failed"));
}

Digest fetch(const char* name) {
  Digest digest(EVP_MD_fetch(nullptr, name, nullptr));
  if (!digest) throw_crypto("EVP_MD_fetch");
  return digest;
}

// Fetched once: with OpenSSL 3 the lookup costs more than hashing a small record.
const EVP_MD* md_of(DigestAlgorithm algorithm) {
  static const Digest sha1 = fetch("SHA1");
  static const Digest sha256 = fetch("SHA256");
  return algorithm == DigestAlgorithm::sha1 ? sha1.get() : sha256.get();
}

}  // namespace

struct Hasher::State {
  Context context;
};

Hasher::Hasher(DigestAlgorithm algorithm)
    : algorithm_(algorithm), state_(std::make_unique<State>()) {
  state_->context.reset(EVP_MD_CTX_new());
  if (!state_->context) throw_crypto("EVP_MD_CTX_new");
  if (EVP_DigestInit_ex2(state_->context.get(), md_of(algorithm), nullptr) != 1) {
    throw_crypto("EVP_DigestInit");
  }
}

Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::update(std::string_view bytes) {
  if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) {
    throw_crypto("EVP_DigestUpdate");
  }
}

std::string Hasher::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
  unsigned length = 0;
  if (EVP_DigestFinal_ex(state_->context.get(), raw.data(), &length) != 1) {
    throw_crypto("EVP_DigestFinal");
  }
  const std::string_view bytes(reinterpret_cast<const char*>(raw.data()), length);
  return algorithm_ == DigestAlgorithm::sha1 ? "sha1:" + base::to_base32(bytes)
                                             : "sha256:" + base::to_hex(bytes);
}

std::string digest_of(std::string_view bytes, DigestAlgorithm algorithm) {
  Hasher hasher(algorithm);
  hasher.update(bytes);
  return hasher.finish();
}

base::Result<std::string> digest_of(const Block& block, DigestAlgorithm algorithm) {
  Hasher hasher(algorithm);
  const auto update = [&hasher](std::string_view bytes) -> base::Result<void> {
    hasher.update(bytes);
    return {};
  };
  if (auto read = block.for_each_chunk(update); !read) return read.error();
  return hasher.finish();
}

std::string sha256_hex(std::string_view bytes) {
  return digest_of(bytes, DigestAlgorithm::sha256).substr(std::string_view("sha256:").size());
}

bool is_digest_of_nothing(std::string_view digest) {
  return digest == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ" ||
         digest == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
}

}  // namespace warc
