// Collects the links of one document: resolves references, keeps http and https only, drops
// fragments and repetitions, and stays within bounds whatever a page holds (reliability 5b). What
// it leaves out is counted and told in a note.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/url.h"
#include "crawler/extract/extraction.h"
#include "policies/candidate.h"
#include "policies/referrer.h"

namespace crawler::extract {

// 8 KiB: what servers and browsers agree to carry; longer ones are data in disguise.
inline constexpr std::size_t kMaxReferenceBytes = 8192;
// References looked at, links or not: resolving costs a microsecond or two each.
inline constexpr std::size_t kMaxReferences = 10 * kMaxLinks;
// All link URLs of a document together.
inline constexpr std::size_t kMaxLinkBytes = 16u << 20;

// URLs guessed from strings of scripts: a page full of data must not crowd out its own links.
inline constexpr std::size_t kMaxGuesses = 2000;

// How much one document may give. The bounds above are for pages; lists of URLs have their own.
struct LinkLimits {
  std::size_t links = kMaxLinks;
  std::size_t references = kMaxReferences;
  std::size_t bytes = kMaxLinkBytes;
};

// A link as the document writes it. Views need to live for the call only.
struct Reference {
  std::string_view text;
  policies::LinkKind kind = policies::LinkKind::page;
  std::string_view context;
  policies::ReferrerPolicy referrer_policy =
      policies::ReferrerPolicy::strict_origin_when_cross_origin;
  bool is_nofollow = false;  // rel=nofollow, ugc or sponsored
  bool utf8_query = false;   // CSS: never in the document's charset
  // Empty: a link for a page, a requisite for a requisite.
  std::optional<policies::Hop> hop = std::nullopt;
};

// Not for use by two threads at once.
class LinkSet {
 public:
  // Without a base only absolute and protocol-relative references count; the latter become https.
  explicit LinkSet(std::optional<base::Url> base, base::QueryEncoder encode_query = nullptr,
                   const LinkLimits& limits = {});

  // What relative references are resolved against; nothing in a document without an address.
  const std::optional<base::Url>& base() const { return base_; }
  // For a part of a document that has a base of its own (srcdoc, an applet's codebase). One over
  // kMaxReferenceBytes is none: it would be copied for every reference.
  void set_base(std::optional<base::Url> base);
  // Until set_base() requisites are resolved against this one: a browser asks for them as they
  // come, before a <base> behind them is known (HTML standard 2.4.1), but follows a link much
  // later.
  void set_requisite_base(std::optional<base::Url> base);

  // Keeps both as they are for as long as it lives.
  class KeepBases {
   public:
    explicit KeepBases(LinkSet& links)
        : links_(links), base_(links.base_), requisite_base_(links.requisite_base_) {}
    KeepBases(const KeepBases&) = delete;
    KeepBases& operator=(const KeepBases&) = delete;
    ~KeepBases() {
      links_.base_ = std::move(base_);
      links_.requisite_base_ = std::move(requisite_base_);
    }

   private:
    LinkSet& links_;
    std::optional<base::Url> base_, requisite_base_;
  };

  // While on, all that is added is a guess (hop X), and what looks like a part of a template is
  // left out: markup and styles in strings of scripts.
  void guess(bool on) { is_guessing_ = on; }
  bool is_guessing() const { return is_guessing_; }

  // Empty references, `#fragment` alone and what does not resolve to http or https are no links.
  // The same URL may be kept once for each kind; the first mention decides its context and policy,
  // but anything is better than a guess (hop X).
  void add(const Reference& reference);

  // Counts references its caller has left out already, for the note.
  void leave_out(std::size_t references) { left_out_ += references; }
  std::size_t left_out() const { return left_out_; }

  // Moves links and notes to the end of those in `extraction`; the set is empty afterwards.
  void move_to(Extraction& extraction);

 private:
  std::optional<base::Url> resolve(const Reference& reference) const;
  bool is_full() const;
  Link* find(std::uint64_t hash, policies::LinkKind kind, const base::Url& url);

  std::optional<base::Url> base_, requisite_base_;
  bool is_guessing_ = false;
  base::QueryEncoder encode_query_;
  LinkLimits limits_;
  std::vector<Link> links_;
  // By a hash under a secret key, so that a page cannot choose URLs that collide; indices into
  // links_.
  std::unordered_multimap<std::uint64_t, std::uint32_t> seen_;
  // Counted for repetitions, too: each is a text as long as base and reference together.
  std::size_t resolved_bytes_ = 0;
  std::size_t references_ = 0, link_bytes_ = 0, guesses_ = 0, left_out_ = 0, too_long_ = 0;
};

}  // namespace crawler::extract
