// One line of a scope: "reject host=*.ads.example kind=requisite". Accept or reject, then
// conditions that must all hold; none at all holds for everything. docs/scope.md lists them.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/url.h"
#include "policies/candidate.h"
#include "policies/patterns.h"

namespace policies {

// Is `candidate` a sitemap, or what one redirects to? A requisite by kind, but a way to pages.
bool is_sitemap(const Candidate& candidate);

class ScopeRule {
 public:
  // Errc::invalid says what was expected.
  static base::Result<ScopeRule> parse(std::string_view text);

  bool accepts() const { return accepts_; }
  const std::string& text() const { return text_; }

  // Do all conditions hold but those on the answer? Any thread.
  bool matches(const Candidate& candidate) const;

  // Conditions on the answer: mime, size.
  bool asks_answer() const { return mime_ || size_; }
  bool asks_mime() const { return mime_.has_value(); }
  // Do they hold? `mime` in lower case, without parameters. A size nobody knows is no size.
  bool matches_answer(std::string_view mime, std::optional<std::uint64_t> length) const;

 private:
  struct Range {
    std::uint64_t least = 0, most = std::numeric_limits<std::uint64_t>::max();
    bool holds(std::uint64_t value) const { return value >= least && value <= most; }
  };
  // A host or hosts below one, as a host name or a SURT prefix says it.
  struct Place {
    std::string host;
    bool itself = true, below = false;
    std::string scheme;  // empty: http and https
    bool any_port = true;
    std::optional<std::uint16_t> port = {};  // none: the scheme's own
    std::string target;                      // how path and query begin
    bool holds(const base::Url& url) const;
  };
  enum class Kind { page, requisite, sitemap };

  base::Result<void> add(std::string_view name, std::string_view value);
  static base::Result<Place> parse_name(std::string_view name, std::string_view value);
  static base::Result<Place> parse_surt(std::string_view value);
  static base::Result<Range> parse_range(std::string_view name, std::string_view value);
  base::Result<void> add_hops(std::string_view value);
  base::Result<void> add_kind(std::string_view value);
  static Kind kind_of(const Candidate& candidate);

  bool accepts_ = false;
  std::string text_;
  std::optional<Place> host_, domain_, surt_;
  Patterns regex_;
  std::optional<Range> hops_count_, depth_, size_;
  std::optional<std::string> hops_, mime_;  // with '*' for any run
  std::optional<Kind> kind_;
};

}  // namespace policies
