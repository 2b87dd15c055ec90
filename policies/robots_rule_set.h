// The rules of one robots.txt that hold for us, kept so that only those that can match a URL are
// tried: a hostile file of half a megabyte must not hold up the crawl. RFC 9309 2.2.2: of those
// that match the longest decides, and of two as long the one that allows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace policies {

// A text and the line of the file it is from; the text lives as long as its rule set stays as it
// is.
struct RobotsPlace {
  std::string_view text;
  std::size_t line = 0;
};

class RobotsRuleSet {
 public:
  // The user-agent line under which the rules added from now on stand.
  void add_agent(RobotsPlace agent);
  // `pattern` is a normalized_rule(), `written` what it was made from.
  void add(RobotsPlace written, std::string_view pattern, bool allow);
  // Call once, after the last rule and before decide(): equal rules become one.
  void finish();

  struct Decision {
    bool allow = true;
    bool is_given_up = false;  // too much to compare: allow is false, and no rule named
    std::string_view pattern;  // empty: no rule matched
    RobotsPlace written, agent;
  };
  // `target` is a normalized_target(). What is compared is bounded by kMaxComparedBytes, a
  // millisecond's work, which no honest file comes near.
  Decision decide(std::string_view target) const;

  // The first agent line, which names the group; an empty text when there is none.
  RobotsPlace first_agent() const;
  bool has_rules() const { return !rules_.empty(); }
  std::size_t memory_bytes() const;

  static constexpr std::size_t kMaxComparedBytes = 1 << 20;

 private:
  struct Text {
    std::uint32_t at = 0, size = 0, line = 0;  // in text_; 4 GiB are out of a file's reach
  };
  struct Rule {
    Text written, pattern;
    std::uint32_t agent = 0;      // in agents_
    std::uint32_t head_size = 0;  // of the pattern: what stands before its first '*' or final '$'
    std::uint32_t gram = 0;       // hash of bytes a target must hold behind the head; 0: none
    bool allow = false;
  };
  // The rules that begin with the same literal text, longest first.
  struct Head {
    std::uint32_t first_rule = 0, end_rule = 0;
    std::uint32_t parent = 0;  // the longest other head this one begins with
  };
  class Grams;

  Text keep(RobotsPlace place);
  RobotsPlace place(const Text& text) const { return {view(text), text.line}; }
  std::string_view view(const Text& text) const {
    return std::string_view(text_).substr(text.at, text.size);
  }
  std::string_view head_of(const Rule& rule) const {
    return view(rule.pattern).substr(0, rule.head_size);
  }
  std::string_view text_of(const Head& head) const { return head_of(rules_[head.first_rule]); }
  void sort_rules();
  void make_heads();
  std::uint32_t last_head_of(std::string_view target) const;

  std::string text_;
  std::vector<Text> agents_;
  std::vector<Rule> rules_;
  std::vector<Head> heads_;  // by text
};

}  // namespace policies
