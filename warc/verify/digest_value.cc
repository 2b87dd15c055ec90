#include "warc/verify/digest_value.h"

#include <algorithm>

#include "base/encoding.h"

namespace warc::verify {
namespace {

constexpr std::size_t kSha1Hex = 40, kSha1Base32 = 32, kSha256Hex = 64, kSha256Base32 = 52;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return base::hex_value(c) >= 0; });
}
bool is_base32(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7'); });
}

std::string_view without_padding(std::string_view text) {
  return text.substr(0, text.find_last_not_of('=') + 1);
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(base::hex_value(hex[i]) * 16 + base::hex_value(hex[i + 1]));
  }
  return bytes;
}

struct Parts {
  std::string_view label, value;
};
Parts split(std::string_view digest) {
  const std::size_t colon = digest.find(':');
  if (colon == std::string_view::npos) return {"", digest};
  return {digest.substr(0, colon), digest.substr(colon + 1)};
}

}  // namespace

std::optional<DigestAlgorithm> algorithm_of(std::string_view stated) {
  const std::string_view label = split(stated).label;
  if (base::equals_ignoring_case(label, "sha1") || base::equals_ignoring_case(label, "sha-1")) {
    return DigestAlgorithm::sha1;
  }
  if (base::equals_ignoring_case(label, "sha256") || base::equals_ignoring_case(label, "sha-256")) {
    return DigestAlgorithm::sha256;
  }
  return std::nullopt;
}

std::string digest_fault(std::string_view stated) {
  const auto [label, value] = split(stated);
  if (label.empty() || value.empty()) return "is no \"label:value\"";
  if (label != "sha1" && label != "sha256") {
    return "has a label that readers do not know; sha1 and sha256 they do";
  }
  const bool is_sha1 = label == "sha1";
  const std::size_t hex = is_sha1 ? kSha1Hex : kSha256Hex;
  const std::size_t base32 = is_sha1 ? kSha1Base32 : kSha256Base32;
  if (value.size() == hex && is_hex(value)) return "";
  if (value.size() == base32 && is_base32(value)) return "";
  if (without_padding(value).size() == base32 && is_base32(without_padding(value))) {
    return "is padded with '=', which the standard's grammar does not know";
  }
  return "is neither hexadecimal nor upper-case Base32 of the right length";
}

bool is_same_digest(std::string_view stated, std::string_view computed) {
  const auto algorithm = algorithm_of(stated);
  if (!algorithm || algorithm != algorithm_of(computed)) return false;
  const std::string_view ours = split(computed).value,
                         theirs = without_padding(split(stated).value);
  if (base::equals_ignoring_case(ours, theirs)) return true;
  // One of the two is hexadecimal, the other Base32.
  const bool is_theirs_hex = is_hex(theirs) && theirs.size() % 2 == 0 && theirs.size() >= kSha1Hex;
  if (is_theirs_hex) return base::to_base32(from_hex(theirs)) == ours;
  return is_hex(ours) && base::equals_ignoring_case(base::to_base32(from_hex(ours)), theirs);
}

bool is_digest_of_no_bytes(std::string_view stated) {
  const std::string labelled = with_label(stated);
  for (const auto algorithm : {DigestAlgorithm::sha1, DigestAlgorithm::sha256}) {
    if (is_same_digest(labelled, digest_of(std::string_view(), algorithm))) return true;
  }
  return false;
}

std::string with_label(std::string_view digest) {
  if (digest.empty() || digest.find(':') != std::string_view::npos) return std::string(digest);
  return "sha1:" + std::string(digest);
}

}  // namespace warc::verify
