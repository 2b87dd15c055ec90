#include "warc/signature.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

using support::must;
using warc::SignedData;
using warc::SigningKey;

namespace {

constexpr const char* kHash =
    "sha256:3dd086a0be145d1108bf32a5cac7c4b4c046eb78365792d4bb28e9f43e3c6571";

struct Keys {
  support::ScratchDir scratch;
  std::filesystem::path path = scratch.path() / "key.pem";

  SigningKey key() const { return must(SigningKey::load_or_create(base::real_disk(), path)); }
  SignedData data() const {
    return must(key().sign(kHash, "2026-11-22T10:31:26.123Z", "Varve/0.1"));
  }
};

bool refuses(const SignedData& data) {
  const auto verified = verify_signature(data);
  return !verified && verified.error().code == base::Errc::invalid;
}

// A new key of another kind, as PEM.
std::string pem_of(EVP_PKEY* key, const char* password = nullptr) {
  BIO* bio = BIO_new(BIO_s_mem());
  const int length = password == nullptr ? 0 : static_cast<int>(std::string(password).size());
  PEM_write_bio_PKCS8PrivateKey(bio, key, password == nullptr ? nullptr : EVP_aes_128_cbc(),
                                password, length, nullptr, nullptr);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(bio);
  EVP_PKEY_free(key);
  return pem;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(signature, Keys)

// formats 5.3.
BOOST_AUTO_TEST_CASE(what_a_key_signs_is_verified) {
  const SignedData signed_data = data();

  must(verify_signature(signed_data));
  BOOST_TEST(signed_data.hash == kHash);
  BOOST_TEST(signed_data.created == "2026-11-22T10:31:26.123Z");
  BOOST_TEST(signed_data.version == "0.1.0");
  // 96 bytes of r||s and the 120 bytes of a P-384 SubjectPublicKeyInfo.
  BOOST_TEST(signed_data.signature.size() == 128u);
  BOOST_TEST(signed_data.public_key.size() == 160u);
}

// r and s are numbers; one with a leading zero byte is one byte shorter in DER. One signature in
// 128 has such.
BOOST_AUTO_TEST_CASE(short_numbers_are_filled_up) {
  const SigningKey signer = key();
  for (int i = 0; i < 600; ++i) {
    const SignedData made = must(signer.sign(kHash, "", ""));
    BOOST_REQUIRE_EQUAL(made.signature.size(), 128u);
    if (i % 20 == 0) must(verify_signature(made));
  }
}

BOOST_AUTO_TEST_CASE(another_hash_or_key_or_signature_is_refused) {
  SignedData other = data();
  other.hash.back() = '2';
  BOOST_TEST(refuses(other));

  other = data();
  std::filesystem::remove(path);
  other.public_key = data().public_key;
  BOOST_TEST(refuses(other));
}

BOOST_AUTO_TEST_CASE(each_changed_character_of_a_signature_or_key_is_noticed) {
  const SignedData good = data();
  for (std::string SignedData::*part : {&SignedData::signature, &SignedData::public_key}) {
    for (std::size_t at = 0; at < (good.*part).size(); ++at) {
      SignedData changed = good;
      (changed.*part)[at] = (changed.*part)[at] == 'A' ? 'B' : 'A';
      BOOST_TEST(refuses(changed), at);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_signature_or_key_is_refused) {
  const SignedData good = data();
  for (const std::string& nonsense :
       {std::string(), std::string("===="), std::string("no base64!"), std::string(128, '='),
        good.signature + "\n", " " + good.signature, good.signature.substr(4),
        good.signature + "AAAA", std::string(8192, 'A')}) {
    SignedData bad = good;
    bad.signature = nonsense;
    BOOST_TEST(refuses(bad), nonsense);
    bad = good;
    bad.public_key = nonsense;
    BOOST_TEST(refuses(bad), nonsense);
  }
  SignedData longer = good;
  longer.public_key += "AAAA";
  BOOST_TEST(refuses(longer));
}

BOOST_AUTO_TEST_CASE(an_absent_key_is_made_once_and_for_its_owner_alone) {
  const std::string first = data().public_key;

  BOOST_TEST(data().public_key == first);
  struct stat facts {};
  BOOST_REQUIRE(::stat(path.c_str(), &facts) == 0);
  BOOST_TEST((facts.st_mode & 0777) == 0600u);
  BOOST_TEST(support::read_all(path).starts_with("-----BEGIN PRIVATE KEY-----\n"));
  const auto files = std::filesystem::directory_iterator(scratch.path());
  BOOST_TEST(std::distance(begin(files), end(files)) == 1);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_an_error) {
  const auto made =
      SigningKey::load_or_create(base::real_disk(), scratch.path() / "no" / "key.pem");

  BOOST_TEST((!made && made.error().code == base::Errc::not_found));
}

BOOST_AUTO_TEST_CASE(keys_of_other_kinds_are_refused_with_their_file) {
  const std::vector<std::string> others = {"",
                                           "nonsense",
                                           pem_of(EVP_EC_gen("P-256")),
                                           pem_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")),
                                           pem_of(EVP_EC_gen("P-384"), "secret"),
                                           std::string(100'000, 'x')};
  for (const std::string& pem : others) {
    support::write_all(path, pem);
    const auto loaded = SigningKey::load_or_create(base::real_disk(), path);
    BOOST_REQUIRE(!loaded);
    BOOST_TEST(loaded.error().detail.find("key.pem") != std::string::npos);
    BOOST_TEST(support::read_all(path) == pem);
  }
}

BOOST_AUTO_TEST_CASE(a_key_in_the_older_pem_form_will_do) {
  EVP_PKEY* pkey = EVP_EC_gen("P-384");
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey_traditional(bio, pkey, nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  support::write_all(path, {text, static_cast<std::size_t>(size)});
  BIO_free(bio);
  EVP_PKEY_free(pkey);

  BOOST_TEST(verify_signature(data()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
