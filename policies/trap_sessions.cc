#include "policies/trap_sessions.h"

#include <string.h>

#include <algorithm>

namespace policies {
namespace {

constexpr std::size_t kRests = 1024, kTokens = 256, kVias = 256, kSuspects = 8;
// Before so many nothing is said, and what is older counts half.
constexpr std::uint32_t kFewestPages = 100, kManyPages = 400;
constexpr std::uint32_t kFewestRests = 20;

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

// Linear, which string_view::find is not.
bool contains(std::string_view text, std::string_view part) {
  return ::memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

// Is the page itself asked for with that parameter?
bool carries(std::string_view url, std::string_view name) {
  url.remove_prefix(std::min(url.find('?'), url.size()));
  while (!url.empty()) {
    url.remove_prefix(1);
    if (url.starts_with(name) && url.substr(name.size()).starts_with('=')) return true;
    url.remove_prefix(std::min(url.find_first_of("&;"), url.size()));
  }
  return false;
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

// An id names one thing, whatever page it is on: it turns up on two pages, or stands beside other
// ids on one.
bool SessionSense::is_id(const TrapParameter& parameter, const Token& token, std::uint64_t via) {
  const std::uint32_t value = high(combined_hash(parameter.name_hash, parameter.value_hash));
  const std::uint64_t here = combined_hash(via, parameter.name_hash);
  Page& page = vias_[here % kVias];
  if (page.tag != high(here)) page = {high(here), value};
  return page.value != value || (token.tag == value && token.via != high(via));
}

void SessionSense::examine(const TrapParameter& parameter, std::uint64_t rest,
                           std::string_view via) {
  Suspect* const suspect = this->suspect(parameter.name);
  if (suspect == nullptr || suspect->is_learned) return;
  if (rests_.empty()) {
    rests_.resize(kRests);
    tokens_.resize(kTokens);
    vias_.resize(kVias);
  }
  const std::uint64_t value = combined_hash(parameter.name_hash, parameter.value_hash);
  const std::uint64_t page = trap_hash(via);
  Token& token = tokens_[value % kTokens];
  if (is_id(parameter, token, page) || contains(via, parameter.value)) ++suspect->against;
  Rest& known = rests_[rest % kRests];
  if (known.tag != high(rest)) known = {high(rest), high(value)};
  // One link of a page proves nothing: it may be the next story.
  const bool is_shared =
      token.tag == high(value) && token.via == high(page) && token.rest != high(rest);
  if (known.value != high(value) && is_shared && carries(via, parameter.name)) {
    ++suspect->again;
    suspect->rests += known.came_again ? 0 : 1;
    known.came_again = true;
  }
  known.value = high(value);
  if (token.tag != high(value)) token = {high(value), high(page), high(rest)};
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
  bool has_token = false;
  for (const TrapParameter& one : parameters) {
    if (!is_token(one.value)) continue;
    has_token = true;
    const std::uint64_t rest = all - combined_hash(one.name_hash, one.value_hash) + one.name_hash;
    examine(one, combined_hash(rest, 0), candidate.via);
  }
  if (!has_token || pages_ < kFewestPages) return false;
  for (Suspect& one : suspects_) {
    const bool is_frequent = std::uint64_t{one.again} * 100 > percent * pages_;
    const bool is_proven = one.rests >= kFewestRests && one.against * 10 <= one.again;
    if (one.is_learned || !is_frequent || !is_proven) continue;
    one.is_learned = true;
    learned_ = one.name;
    return true;
  }
  return false;
}

}  // namespace policies
