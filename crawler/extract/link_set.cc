#include "crawler/extract/link_set.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

std::uint64_t rotated(std::uint64_t value, int bits) {
  return value << bits | value >> (64 - bits);
}

struct SipState {
  std::uint64_t v0, v1, v2, v3;

  void round() {
    v0 += v1;
    v2 += v3;
    v1 = rotated(v1, 13) ^ v0;
    v3 = rotated(v3, 16) ^ v2;
    v0 = rotated(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = rotated(v1, 17) ^ v2;
    v3 = rotated(v3, 21) ^ v0;
    v2 = rotated(v2, 32);
  }
  void take(std::uint64_t word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }
};

using SipKey = std::array<std::uint64_t, 2>;

// Drawn once a run. It decides how fast a page is read, never what is found in it.
const SipKey& secret_key() {
  static const SipKey key = [] {
    std::random_device random;
    const auto word = [&random] { return std::uint64_t{random()} << 32 | random(); };
    return SipKey{word(), word()};
  }();
  return key;
}

// SipHash-1-3 (Aumasson and Bernstein) with `salt` in front of the text.
std::uint64_t keyed_hash(std::uint64_t salt, std::string_view text) {
  const SipKey& key = secret_key();
  SipState state{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d,
                 key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573};
  const std::uint64_t size = text.size();
  state.take(salt);
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    state.take(word);
  }
  std::uint64_t last = 0;
  if (!text.empty()) std::memcpy(&last, text.data(), text.size());
  state.take(size << 56 | last);
  state.v2 ^= 0xff;
  for (int i = 0; i < 3; ++i) state.round();
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

// How much more than is kept may be resolved: pages name the same URL many times.
constexpr std::size_t kResolvedPerKept = 4;

bool looks_like_template(std::string_view text) {
  return text.find_first_of("{}$<>^|`\\\"' \t\n\r") != std::string_view::npos;
}

}  // namespace

LinkSet::LinkSet(std::optional<base::Url> base, base::QueryEncoder encode_query,
                 const LinkLimits& limits)
    : base_(base),
      requisite_base_(std::move(base)),
      encode_query_(std::move(encode_query)),
      limits_(limits) {}

void LinkSet::set_base(std::optional<base::Url> base) {
  if (base && base->href().size() > kMaxReferenceBytes) base.reset();
  base_ = base;
  requisite_base_ = std::move(base);
}

void LinkSet::set_requisite_base(std::optional<base::Url> base) {
  requisite_base_ = std::move(base);
}

bool LinkSet::is_full() const {
  return links_.size() >= limits_.links || references_ >= limits_.references ||
         link_bytes_ >= limits_.bytes || resolved_bytes_ >= kResolvedPerKept * limits_.bytes;
}

std::optional<base::Url> LinkSet::resolve(const Reference& reference) const {
  const bool is_page = reference.kind == policies::LinkKind::page;
  const std::optional<base::Url>& base = is_page ? base_ : requisite_base_;
  const base::QueryEncoder& encoder = reference.utf8_query ? nullptr : encode_query_;
  const bool protocol_relative = reference.text.substr(0, 2) == "//";
  base::Result<base::Url> url = base ? base->join(reference.text, encoder)
                                : protocol_relative
                                    ? base::Url::parse("https:" + std::string(reference.text))
                                    : base::Url::parse(reference.text);
  if (!url || !url->is_http() || url->host().empty()) return std::nullopt;
  return std::move(*url).without_fragment();
}

Link* LinkSet::find(std::uint64_t hash, policies::LinkKind kind, const base::Url& url) {
  const auto [begin, end] = seen_.equal_range(hash);
  for (auto entry = begin; entry != end; ++entry) {
    Link& link = links_[entry->second];
    if (link.kind == kind && link.url == url) return &link;
  }
  return nullptr;
}

void LinkSet::add(const Reference& reference) {
  Reference wanted = reference;
  wanted.text = base::trimmed(reference.text);
  if (wanted.text.empty() || wanted.text.front() == '#') return;
  if (wanted.text.size() > kMaxReferenceBytes) {
    // Pictures inside the page are the usual long ones, and no loss.
    if (!base::starts_with_ignoring_case(wanted.text, "data:")) ++too_long_;
    return;
  }
  if (is_guessing_ && looks_like_template(wanted.text)) return;
  if (is_guessing_) wanted.hop = policies::Hop::script;
  if (is_full()) {
    ++left_out_;
    return;
  }
  ++references_;
  std::optional<base::Url> url = resolve(wanted);
  if (!url) return;
  resolved_bytes_ += url->href().size();
  const std::uint64_t hash = keyed_hash(static_cast<std::uint64_t>(wanted.kind), url->href());
  const policies::Hop usual =
      wanted.kind == policies::LinkKind::page ? policies::Hop::link : policies::Hop::requisite;
  const policies::Hop hop = wanted.hop.value_or(usual);
  const bool is_guess = hop == policies::Hop::script;
  if (Link* known = find(hash, wanted.kind, *url)) {
    // Whoever vouches for a link once means it.
    if (!is_guess) known->is_nofollow &= wanted.is_nofollow;
    if (known->hop != policies::Hop::script || is_guess) return;
    known->is_nofollow = wanted.is_nofollow;
    known->hop = hop;
    known->context = std::string(wanted.context);
    known->referrer_policy = wanted.referrer_policy;
    return;
  }
  if (is_guess && guesses_++ >= kMaxGuesses) {
    ++left_out_;
    return;
  }
  seen_.emplace(hash, static_cast<std::uint32_t>(links_.size()));
  link_bytes_ += url->href().size();
  links_.push_back({std::move(*url), wanted.kind, hop, std::string(wanted.context),
                    wanted.is_nofollow, wanted.referrer_policy});
}

void LinkSet::move_to(Extraction& extraction) {
  for (Link& link : links_) extraction.links.push_back(std::move(link));
  if (left_out_ > 0) {
    extraction.notes.push_back(fmt::format("{} references left out: too many links", left_out_));
  }
  if (too_long_ > 0) {
    extraction.notes.push_back(
        fmt::format("{} references over {} bytes left out", too_long_, kMaxReferenceBytes));
  }
  LinkSet next(base_, std::move(encode_query_), limits_);
  next.requisite_base_ = std::move(requisite_base_);
  *this = std::move(next);
}

}  // namespace crawler::extract
