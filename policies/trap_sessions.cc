#include "policies/trap_sessions.h"

#include <algorithm>

namespace policies {
namespace {

constexpr std::size_t kRests = 1024, kTokens = 256, kSuspects = 8;
// Before so many nothing is said, and what is older counts half.
constexpr std::uint32_t kFewestPages = 100, kManyPages = 400;

std::uint32_t high(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32) | 1; }

// Long, of letters and digits: a page number, a word or a name is none.
bool is_token(std::string_view value) {
  constexpr std::size_t kShortest = 8, kLongest = 200;
  if (value.size() < kShortest || value.size() > kLongest) return false;
  bool has_digit = false;
  for (const char c : value) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!is_digit && !is_letter && c != '-' && c != '_' && c != '.') return false;
    has_digit = has_digit || is_digit;
  }
  return has_digit;
}

}  // namespace

SessionSense::Suspect* SessionSense::suspect(std::string_view name) {
  for (Suspect& one : suspects_) {
    if (one.name == name) return &one;
  }
  constexpr std::size_t kLongestName = 100;
  if (suspects_.size() >= kSuspects || name.empty() || name.size() > kLongestName) return nullptr;
  suspects_.push_back({std::string(name)});
  return &suspects_.back();
}

void SessionSense::examine(const TrapParameter& parameter, std::uint64_t rest, std::uint64_t via) {
  Suspect* const suspect = this->suspect(parameter.name);
  if (suspect == nullptr || suspect->is_learned) return;
  if (rests_.empty()) {
    rests_.resize(kRests);
    tokens_.resize(kTokens);
  }
  const std::uint64_t value = combined_hash(parameter.name_hash, parameter.value_hash);
  Rest& known = rests_[rest % kRests];
  const bool is_again = known.tag == high(rest) && known.value != high(value);
  known = {high(rest), high(value)};
  Token& token = tokens_[value % kTokens];
  if (token.tag != high(value)) {
    token = {high(value), high(via), high(rest)};
    return;
  }
  // An id names one page; a session is on all the links of one.
  if (token.via != high(via)) {
    ++suspect->against;
  } else if (is_again && token.rest != high(rest)) {
    ++suspect->again;
  }
}

void SessionSense::forget_half() {
  pages_ /= 2;
  for (Suspect& one : suspects_) {
    one.again /= 2;
    one.against /= 2;
  }
}

bool SessionSense::learn(const Candidate& candidate, const TrapShape& shape,
                         std::uint64_t percent) {
  if (++pages_ > kManyPages) forget_half();
  const auto parameters = shape.parameters();
  if (parameters.empty()) return false;
  std::uint64_t all = shape.path();
  for (const TrapParameter& one : parameters) all += combined_hash(one.name_hash, one.value_hash);
  std::uint64_t via = 0;
  for (const TrapParameter& one : parameters) {
    if (!is_token(one.value)) continue;
    if (via == 0) via = trap_hash(candidate.via);
    const std::uint64_t rest = all - combined_hash(one.name_hash, one.value_hash) + one.name_hash;
    examine(one, combined_hash(rest, 0), via);
  }
  if (via == 0 || pages_ < kFewestPages) return false;
  for (Suspect& one : suspects_) {
    const bool is_frequent = std::uint64_t{one.again} * 100 > percent * pages_;
    if (one.is_learned || !is_frequent || one.against * 10 > one.again) continue;
    one.is_learned = true;
    learned_ = one.name;
    return true;
  }
  return false;
}

}  // namespace policies
