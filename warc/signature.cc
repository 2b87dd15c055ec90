#include "warc/signature.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace warc {
namespace {

constexpr std::size_t kNumberBytes = 48;          // r and s on P-384
constexpr std::uint64_t kMaxPemBytes = 64 << 10;  // one key is 300 bytes
constexpr std::size_t kMaxBase64 = 4096;          // a key is 160 characters, a signature 128

template <auto function>
struct Free {
  template <typename T>
  void operator()(T* handle) const {
    function(handle);
  }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Context = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using EcdsaNumbers = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;
using Pkey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Free<BN_free>>;

// Also empties OpenSSL's queue: what lies there would be told to the next who asks, libcurl say.
base::Error no_crypto(const char* what) {
  ERR_clear_error();
  return base::fail(base::Errc::io, std::string("libcrypto: ") + what + " failed");
}

base::Error refused(const char* why) {
  ERR_clear_error();
  return base::fail(base::Errc::invalid, why);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL writes a NUL, too
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                                     static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

// RFC 4648 section 4 with its padding and nothing else: it must be what to_base64() makes.
base::Result<std::string> from_base64(std::string_view text) {
  const base::Error no_base64 = base::fail(base::Errc::invalid, "no Base64");
  if (text.empty() || text.size() > kMaxBase64 || text.size() % 4 != 0) return no_base64;
  std::string out(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(text),
                                     static_cast<int>(text.size()));
  ERR_clear_error();
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  if (length != static_cast<int>(out.size())) return no_base64;
  out.resize(out.size() - padding);
  return to_base64(out) == text ? base::Result<std::string>(std::move(out)) : no_base64;
}

bool is_p384(const EVP_PKEY* key) {
  std::array<char, 32> group{};
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == SN_secp384r1;
}

// The DER form of a signature as r||s, each filled up with zeros to 48 bytes.
base::Result<std::string> raw_of(std::string_view der) {
  const unsigned char* at = bytes_of(der);
  const EcdsaNumbers numbers(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!numbers) return no_crypto("d2i_ECDSA_SIG");
  std::string raw(2 * kNumberBytes, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(raw.data());
  if (BN_bn2binpad(ECDSA_SIG_get0_r(numbers.get()), out, kNumberBytes) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(numbers.get()), out + kNumberBytes, kNumberBytes) < 0) {
    return no_crypto("BN_bn2binpad");
  }
  return raw;
}

base::Result<std::string> der_of(std::string_view raw) {
  const EcdsaNumbers numbers(ECDSA_SIG_new());
  BigNumber r(BN_bin2bn(bytes_of(raw), kNumberBytes, nullptr));
  BigNumber s(BN_bin2bn(bytes_of(raw) + kNumberBytes, kNumberBytes, nullptr));
  if (!numbers || !r || !s) return no_crypto("BN_bin2bn");
  if (ECDSA_SIG_set0(numbers.get(), r.release(), s.release()) != 1) {
    return no_crypto("ECDSA_SIG_set0");
  }
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(numbers.get(), &der);
  if (length < 0) return no_crypto("i2d_ECDSA_SIG");
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

base::Result<std::string> new_key_as_pem() {
  const Pkey key(EVP_EC_gen("P-384"));
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!key || !bio) return no_crypto("EVP_EC_gen");
  if (PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
      1) {
    return no_crypto("PEM_write_bio_PKCS8PrivateKey");
  }
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(length));
}

// An open file with a name of its own, removed at the end.
struct PrivateFile {
  std::string name;
  int descriptor = -1;
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;
  explicit PrivateFile(std::string pattern)
      : name(std::move(pattern)), descriptor(::mkostemp(name.data(), O_CLOEXEC)) {}
  ~PrivateFile() {
    if (descriptor < 0) return;
    ::close(descriptor);
    ::unlink(name.c_str());
  }
};

// Not through base::Disk, which makes files everybody may read. mkostemp() gives 0600, and link()
// neither replaces a key that somebody made meanwhile nor shows half of ours.
base::Result<void> create_private(base::Disk& disk, const std::filesystem::path& path,
                                  std::string_view bytes) {
  const PrivateFile file(path.string() + "-XXXXXX");
  const auto failed = [&path](const char* what) {
    return base::from_errno(errno, std::string(what) + " " + path.string());
  };
  if (file.descriptor < 0) return failed("create");
  // A few hundred bytes: a file system takes them at once or is full.
  const ssize_t written = ::write(file.descriptor, bytes.data(), bytes.size());
  if (written < 0) return failed("write");
  if (static_cast<std::size_t>(written) != bytes.size()) {
    return base::fail(base::Errc::disk_full, "write " + path.string() + ": cut short");
  }
  if (::fsync(file.descriptor) != 0) return failed("sync");
  if (::link(file.name.c_str(), path.c_str()) != 0 && errno != EEXIST) return failed("create");
  const auto folder = path.parent_path();
  return disk.sync_directory(folder.empty() ? "." : folder);
}

// Without one OpenSSL would ask at the terminal.
int no_password(char*, int, int, void*) { return -1; }

}  // namespace

struct SigningKey::Key {
  Pkey pkey;
  std::string public_key;
};

SigningKey::SigningKey(std::unique_ptr<Key> key) : key_(std::move(key)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

base::Result<SigningKey> SigningKey::from_pem(std::string_view pem) {
  if (pem.size() > kMaxPemBytes) return refused("too much for a PEM file with one key");
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!bio) return no_crypto("BIO_new_mem_buf");
  Pkey pkey(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  if (!pkey) return refused("no unencrypted private key in PEM form");
  if (!is_p384(pkey.get())) return refused("the key is not on the curve P-384");
  unsigned char* der = nullptr;
  const int length = i2d_PUBKEY(pkey.get(), &der);
  if (length < 0) return no_crypto("i2d_PUBKEY");
  std::string public_key =
      to_base64({reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)});
  OPENSSL_free(der);
  return SigningKey(std::make_unique<Key>(Key{std::move(pkey), std::move(public_key)}));
}

base::Result<SigningKey> SigningKey::load_or_create(base::Disk& disk,
                                                    const std::filesystem::path& path) {
  auto pem = base::read_file(disk, path, kMaxPemBytes);
  if (!pem && pem.error().code == base::Errc::not_found) {
    const auto made = new_key_as_pem();
    if (!made) return made.error();
    if (auto kept = create_private(disk, path, *made); !kept) return kept.error();
    pem = base::read_file(disk, path, kMaxPemBytes);
  }
  if (!pem) return pem.error();
  auto key = from_pem(*pem);
  if (!key) return base::fail(key.error().code, path.string() + ": " + key.error().detail);
  return key;
}

base::Result<SignedData> SigningKey::sign(std::string hash, std::string created,
                                          std::string software) const {
  const Context context(EVP_MD_CTX_new());
  std::array<unsigned char, 256> der{};  // 104 at most on P-384
  std::size_t length = der.size();
  if (!context ||
      EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key_->pkey.get(),
                            nullptr) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &length, bytes_of(hash), hash.size()) != 1) {
    return no_crypto("EVP_DigestSign");
  }
  const auto raw = raw_of({reinterpret_cast<const char*>(der.data()), length});
  if (!raw) return raw.error();
  SignedData data;
  data.hash = std::move(hash);
  data.created = std::move(created);
  data.software = std::move(software);
  data.signature = to_base64(*raw);
  data.public_key = key_->public_key;
  return data;
}

base::Result<void> verify_signature(const SignedData& data) {
  const auto key_bytes = from_base64(data.public_key);
  const auto raw = from_base64(data.signature);
  if (!key_bytes) return refused("the public key is no Base64");
  if (!raw || raw->size() != 2 * kNumberBytes) return refused("the signature is not 96 bytes");
  const unsigned char* at = bytes_of(*key_bytes);
  const Pkey key(d2i_PUBKEY(nullptr, &at, static_cast<long>(key_bytes->size())));
  if (!key || at != bytes_of(*key_bytes) + key_bytes->size() || !is_p384(key.get())) {
    return refused("the public key is not on the curve P-384");
  }
  const auto der = der_of(*raw);
  if (!der) return der.error();
  const Context context(EVP_MD_CTX_new());
  if (!context || EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr,
                                          key.get(), nullptr) != 1) {
    return no_crypto("EVP_DigestVerifyInit");
  }
  const int verdict = EVP_DigestVerify(context.get(), bytes_of(*der), der->size(),
                                       bytes_of(data.hash), data.hash.size());
  return verdict == 1 ? base::Result<void>() : refused("the signature is not of this hash and key");
}

}  // namespace warc
