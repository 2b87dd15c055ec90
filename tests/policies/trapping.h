// What the tests of trap rules share: a day on the clock, candidates in one call, a watch that
// tells what it has been asked.
#pragma once

#include <array>
#include <chrono>
#include <cstdio>
#include <initializer_list>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/encoding.h"
#include "policies/traps.h"

namespace trap_test {

using policies::Candidate;
using policies::LinkKind;
using policies::PageVerdict;
using policies::Reason;
using policies::TrapOptions;
using policies::TrapWatch;
using policies::Verdict;

inline const base::Timestamp kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};

inline Candidate page(const std::string& url, const std::string& via = "https://a.example/") {
  Candidate candidate;
  candidate.url = base::Url::parse(url).value();
  candidate.hop_path = "L";
  candidate.via = via;
  return candidate;
}

inline Candidate picture(const std::string& url) {
  Candidate candidate = page(url);
  candidate.kind = LinkKind::requisite;
  candidate.hop_path = "LE";
  return candidate;
}

inline TrapOptions options_with(std::initializer_list<const char*> settings) {
  TrapOptions options;
  for (const char* setting : settings) {
    const auto set = policies::set_trap(options, setting);
    BOOST_REQUIRE_MESSAGE(set, (set ? "" : set.error().detail));
  }
  return options;
}

struct Watching {
  TrapWatch watch;
  explicit Watching(std::initializer_list<const char*> settings = {})
      : watch(options_with(settings), kNow) {}

  std::string shape(const Candidate& candidate) const {
    const Verdict verdict = watch.judge_shape(candidate);
    return verdict ? "" : std::string(policies::name_of(verdict.reason));
  }
  bool admits(const std::string& url, const std::string& via = "") {
    return static_cast<bool>(watch.admit(page(url, via)));
  }
  // Of those URLs, how many are turned away?
  template <typename Make>
  int turned_away(int many, Make make) {
    int count = 0;
    for (int i = 0; i < many; ++i) count += admits(make(i)) ? 0 : 1;
    return count;
  }
  PageVerdict answered(const std::string& url, std::uint64_t simhash, const std::string& title,
                       const std::string& redirect = "") {
    const Candidate candidate = page(url);
    return watch.learn({.candidate = candidate,
                        .status = redirect.empty() ? 200 : 302,
                        .simhash = simhash,
                        .title = title,
                        .redirect = redirect});
  }
  void probed(const std::string& url, std::uint64_t simhash, const std::string& title,
              const std::string& redirect = "") {
    const Candidate candidate = page(url);
    watch.learn_probe({.candidate = candidate,
                       .status = redirect.empty() ? 200 : 302,
                       .simhash = simhash,
                       .title = title,
                       .redirect = redirect});
  }
};

inline std::string at(const std::string& before, int i, const std::string& after = "") {
  return "https://a.example" + before + std::to_string(i) + after;
}

// "/2026/11/21" so many days before the day on the clock.
inline std::string day(int ago, char separator = '/') {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(kNow) -
                                         std::chrono::days{ago}};
  std::array<char, 40> text;
  std::snprintf(text.data(), text.size(), "%c%04d%c%02u%c%02u", separator,
                static_cast<int>(date.year()), separator, static_cast<unsigned>(date.month()),
                separator, static_cast<unsigned>(date.day()));
  return text.data();
}

// Eleven hexadecimal digits.
inline std::string id(int i) {
  return base::to_hex({reinterpret_cast<const char*>(&i), sizeof i}) + "9f1";
}

// Bits far from each other for numbers near each other.
inline std::uint64_t look(std::uint64_t i) { return (i + 1) * 0x9e3779b97f4a7c15; }

}  // namespace trap_test
