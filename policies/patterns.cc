#include "policies/patterns.h"

#include <re2/re2.h>

#include <cstdint>

#include <fmt/format.h>

#include "base/encoding.h"

namespace policies {
namespace {

// What one pattern may take; RE2 then goes on slower instead of larger.
constexpr std::int64_t kMaxPatternMemory = 4 << 20;

}  // namespace

base::Result<Patterns> compile_patterns(const std::vector<std::string>& patterns,
                                        std::string_view what) {
  re2::RE2::Options options;
  options.set_max_mem(kMaxPatternMemory);
  options.set_log_errors(false);
  Patterns compiled;
  for (const std::string& pattern : patterns) {
    compiled.push_back(std::make_shared<const re2::RE2>(pattern, options));
    if (compiled.back()->ok()) continue;
    return base::fail(base::Errc::invalid,
                      fmt::format("{} pattern \"{}\": {}", what, base::printable(pattern),
                                  base::printable(compiled.back()->error())));
  }
  return compiled;
}

const re2::RE2* first_match(const Patterns& patterns, std::string_view href) {
  const re2::StringPiece text(href.data(), href.size());
  for (const auto& pattern : patterns) {
    if (re2::RE2::PartialMatch(text, *pattern)) return pattern.get();
  }
  return nullptr;
}

}  // namespace policies
