// Finds query parameters that are sessions: a page asked for with one value hands out another on
// all its links, and many of the pages they lead to are known already. An id looks alike, so
// whatever speaks for an id weighs more: merging pages that are different loses them without a
// trace. Loop thread only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policies/candidate.h"
#include "policies/trap_shape.h"

namespace policies {

// What one host's links have shown. At most 20 kB, and nothing before the first likely value.
class SessionSense {
 public:
  // Takes a page that is new to the crawl. True when that makes a parameter a session: more than
  // `percent` of the new URLs differ from known ones in it alone, among them 20 that differ in
  // something else. learned() names it.
  bool learn(const Candidate& candidate, const TrapShape& shape, std::uint64_t percent);

  const std::string& learned() const { return learned_; }

 private:
  struct Rest {  // a URL without the parameter
    std::uint32_t tag = 0, value = 0;
    bool came_again = false;
  };
  struct Token {
    std::uint32_t tag = 0, via = 0, rest = 0;
  };
  struct Page {  // one that links are on, and the value they carry
    std::uint32_t tag = 0, value = 0;
  };
  struct Suspect {
    std::string name;
    std::uint32_t again = 0;    // a known URL under a new value
    std::uint32_t rests = 0;    // how many different ones
    std::uint32_t against = 0;  // signs of an id
    bool is_learned = false;
  };

  void examine(const TrapParameter& parameter, std::uint64_t rest, std::string_view via);
  bool is_id(const TrapParameter& parameter, const Token& token, std::uint64_t via);
  void forget_half();
  Suspect* suspect(std::string_view name);

  std::uint32_t pages_ = 0;
  std::vector<Rest> rests_;
  std::vector<Token> tokens_;
  std::vector<Page> vias_;
  std::vector<Suspect> suspects_;
  std::string learned_;
};

}  // namespace policies
