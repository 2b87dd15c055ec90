#include "policies/robots_rule_set.h"

#include <algorithm>
#include <bitset>
#include <limits>
#include <memory>
#include <tuple>

#include "policies/robots_pattern.h"

namespace policies {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kGramBits = 1 << 18;  // 32 KiB, an eighth of them set for the longest target
constexpr std::size_t kGramBytes = 3;

// Of at most three bytes; never 0.
std::uint32_t gram_of(std::string_view bytes) {
  std::uint32_t value = static_cast<std::uint32_t>(bytes.size());
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return (value * 2'654'435'761u) >> 14 | 1u << 18;
}

std::size_t bit_of(std::uint32_t gram) { return gram & (kGramBits - 1); }

// Calls `take` with each literal piece behind the first star, until it says no; false then.
template <typename Take>
bool for_each_piece(std::string_view pattern, const Take& take) {
  if (pattern.ends_with('$')) pattern.remove_suffix(1);
  std::size_t star = pattern.find('*');
  while (star != std::string_view::npos) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    if (!piece.empty() && !take(piece)) return false;
  }
  return true;
}

// The end of the longest piece: seldom as common as its beginning.
std::uint32_t telling_gram(std::string_view pattern) {
  std::string_view longest;
  for_each_piece(pattern, [&longest](std::string_view piece) {
    if (piece.size() > longest.size()) longest = piece;
    return true;
  });
  if (longest.empty()) return 0;
  return gram_of(longest.substr(longest.size() - std::min(longest.size(), kGramBytes)));
}

std::size_t head_size_of(std::string_view pattern) {
  const std::size_t star = pattern.find('*');
  if (star != std::string_view::npos) return star;
  return pattern.size() - (pattern.ends_with('$') ? 1 : 0);
}

}  // namespace

// Which runs of one to three bytes a target holds, roughly: a "no" is certain.
class RobotsRuleSet::Grams {
 public:
  explicit Grams(std::string_view target) {
    for (std::size_t at = 0; at < target.size(); ++at) {
      for (std::size_t size = 1; size <= std::min(kGramBytes, target.size() - at); ++size) {
        bits_.set(bit_of(gram_of(target.substr(at, size))));
      }
    }
  }

  bool may_match(const Rule& rule, std::string_view pattern) const {
    if (rule.gram == 0) return true;
    if (!bits_.test(bit_of(rule.gram))) return false;
    return for_each_piece(pattern, [this](std::string_view piece) { return may_hold(piece); });
  }

 private:
  bool may_hold(std::string_view piece) const {
    if (piece.size() < kGramBytes) return bits_.test(bit_of(gram_of(piece)));
    for (std::size_t at = 0; at + kGramBytes <= piece.size(); ++at) {
      if (!bits_.test(bit_of(gram_of(piece.substr(at, kGramBytes))))) return false;
    }
    return true;
  }

  std::bitset<kGramBits> bits_;
};

RobotsRuleSet::Text RobotsRuleSet::keep(RobotsPlace place) {
  const Text kept{static_cast<std::uint32_t>(text_.size()),
                  static_cast<std::uint32_t>(place.text.size()),
                  static_cast<std::uint32_t>(place.line)};
  text_ += place.text;
  return kept;
}

void RobotsRuleSet::add_agent(RobotsPlace agent) { agents_.push_back(keep(agent)); }

void RobotsRuleSet::add(RobotsPlace written, std::string_view pattern, bool allow) {
  Rule rule;
  rule.written = keep(written);
  rule.pattern = pattern == written.text ? rule.written : keep({pattern, written.line});
  rule.agent = static_cast<std::uint32_t>(agents_.size()) - 1;
  rule.head_size = static_cast<std::uint32_t>(head_size_of(pattern));
  rule.gram = telling_gram(pattern);
  rule.allow = allow;
  rules_.push_back(rule);
}

// By head, the longest first; of equal rules one that allows stays, and of those the first.
void RobotsRuleSet::sort_rules() {
  std::sort(rules_.begin(), rules_.end(), [this](const Rule& a, const Rule& b) {
    const int heads = head_of(a).compare(head_of(b));
    if (heads != 0) return heads < 0;
    if (a.pattern.size != b.pattern.size) return a.pattern.size > b.pattern.size;
    const int patterns = view(a.pattern).compare(view(b.pattern));
    return std::tuple(patterns, !a.allow, a.written.at) < std::tuple(0, !b.allow, b.written.at);
  });
  const auto same = [this](const Rule& a, const Rule& b) {
    return view(a.pattern) == view(b.pattern);
  };
  rules_.erase(std::unique(rules_.begin(), rules_.end(), same), rules_.end());
}

void RobotsRuleSet::make_heads() {
  std::uint32_t open = kNone;  // the longest head so far that the next may begin with
  for (std::uint32_t first = 0; first < rules_.size();) {
    const std::string_view text = head_of(rules_[first]);
    std::uint32_t end = first + 1;
    while (end < rules_.size() && head_of(rules_[end]) == text) ++end;
    while (open != kNone && !text.starts_with(text_of(heads_[open]))) open = heads_[open].parent;
    heads_.push_back({first, end, open});
    open = static_cast<std::uint32_t>(heads_.size()) - 1;
    first = end;
  }
}

void RobotsRuleSet::finish() {
  sort_rules();
  make_heads();
  text_.shrink_to_fit();
  agents_.shrink_to_fit();
  rules_.shrink_to_fit();
  heads_.shrink_to_fit();
}

// The longest head that `target` begins with; its parents are the others, and there are no more.
std::uint32_t RobotsRuleSet::last_head_of(std::string_view target) const {
  const auto behind = std::upper_bound(
      heads_.begin(), heads_.end(), target,
      [this](std::string_view text, const Head& head) { return text < text_of(head); });
  if (behind == heads_.begin()) return kNone;
  auto head = static_cast<std::uint32_t>(behind - heads_.begin()) - 1;
  const std::string_view nearest = text_of(heads_[head]);
  const auto [end, ignored] =
      std::mismatch(nearest.begin(), nearest.end(), target.begin(), target.end());
  const auto common = static_cast<std::size_t>(end - nearest.begin());
  while (head != kNone && text_of(heads_[head]).size() > common) head = heads_[head].parent;
  return head;
}

RobotsRuleSet::Decision RobotsRuleSet::decide(std::string_view target) const {
  // Below this the grams of the target cost more than they spare.
  constexpr std::size_t kFewBytes = 32 * 1024;
  const Rule* best = nullptr;
  std::unique_ptr<Grams> grams;
  std::size_t compared = 0;
  for (std::uint32_t head = last_head_of(target); head != kNone; head = heads_[head].parent) {
    for (std::uint32_t i = heads_[head].first_rule; i < heads_[head].end_rule; ++i) {
      const Rule& rule = rules_[i];
      const std::string_view pattern = view(rule.pattern);
      if (best != nullptr && pattern.size() < best->pattern.size) break;
      const bool is_as_long = best != nullptr && pattern.size() == best->pattern.size;
      if (is_as_long && (best->allow || !rule.allow)) continue;
      if (grams && !grams->may_match(rule, pattern)) continue;
      if (compared > kMaxComparedBytes) return {false, true, {}, {}, {}};
      compared += pattern.size() + target.size();
      if (!grams && compared > kFewBytes) grams = std::make_unique<Grams>(target);
      if (rule_matches(pattern, target)) best = &rule;
    }
  }
  if (best == nullptr) return {};
  return {.allow = best->allow,
          .is_given_up = false,
          .pattern = view(best->pattern),
          .written = place(best->written),
          .agent = place(agents_[best->agent])};
}

RobotsPlace RobotsRuleSet::first_agent() const {
  return agents_.empty() ? RobotsPlace{} : place(agents_.front());
}

std::size_t RobotsRuleSet::memory_bytes() const {
  return text_.capacity() + agents_.capacity() * sizeof(Text) + rules_.capacity() * sizeof(Rule) +
         heads_.capacity() * sizeof(Head);
}

}  // namespace policies
