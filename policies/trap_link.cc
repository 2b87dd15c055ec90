#include "policies/trap_link.h"

#include <string.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/encoding.h"

namespace policies {
namespace {

using Segments = std::span<const std::string_view>;

// Numbers cut into folders (000/000/012, tiles 0/0/0) repeat without any loop.
bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Verdict no(const TrapOptions& options, TrapRule rule, Reason reason, std::string_view what) {
  std::string detail = std::string(name_of(rule)) + ": " + std::string(what.substr(0, 100));
  return {reason, std::move(detail), options.of(rule).action == TrapAction::park};
}

bool is_on(const TrapOptions& options, TrapRule rule) {
  return options.of(rule).action != TrapAction::off;
}

bool is_over(const TrapOptions& options, TrapRule rule, std::uint64_t value) {
  return is_on(options, rule) && value > options.of(rule).threshold;
}

std::uint64_t longest_repetition(std::array<std::uint64_t, 64>& hashes, std::size_t size,
                                 std::size_t& often, std::uint64_t at_least) {
  std::sort(hashes.begin(), hashes.begin() + static_cast<std::ptrdiff_t>(size));
  std::uint64_t longest = 0;
  often = 0;
  for (std::size_t from = 0; from < size;) {
    std::size_t end = from;
    while (end < size && hashes[end] == hashes[from]) ++end;
    longest = std::max<std::uint64_t>(longest, end - from);
    often += end - from >= at_least ? 1 : 0;
    from = end;
  }
  return longest;
}

// Zeno's pathloop.go: a segment or a `k=v` more than 3 times; in deep paths two segments 3 times.
bool repeats_segments(const TrapOptions& options, const TrapShape& shape) {
  constexpr std::size_t kDeep = 10;
  const std::uint64_t most = options.of(TrapRule::repeated_segment).threshold;
  std::array<std::uint64_t, 64> hashes{};
  std::size_t size = 0, often = 0;
  for (const std::string_view segment : shape.segments()) {
    if (!is_number(segment)) hashes[size++] = trap_hash(segment);
  }
  if (longest_repetition(hashes, size, often, most) > most) return true;
  if (shape.segments().size() >= kDeep && often >= 2) return true;
  size = 0;
  for (const TrapParameter& one : shape.parameters()) {
    hashes[size++] = combined_hash(one.name_hash, one.value_hash);
  }
  return longest_repetition(hashes, size, often, most) > most;
}

// Heritrix' PathologicalPathDecideRule without its backtracking: folders again and again in the
// same order.
bool repeats_run(Segments folders, std::uint64_t times) {
  constexpr std::size_t kLongestRun = 4;
  for (std::size_t run = 1; run <= kLongestRun; ++run) {
    std::size_t equal = 0;
    bool has_word = false;
    for (std::size_t i = run; i < folders.size(); ++i) {
      const bool repeats = folders[i] == folders[i - run];
      equal = repeats ? equal + 1 : 0;
      has_word = repeats && (has_word || !is_number(folders[i]));
      if (has_word && equal + run >= run * times) return true;
    }
  }
  return false;
}

// ArchiveTeam's global set: style sheets and scripts that name their own folder relatively.
std::string_view asset_folder_in_itself(Segments folders, std::uint64_t times) {
  constexpr std::string_view kNames[] = {"css",     "js",     "img",   "images",
                                         "scripts", "styles", "slides"};
  for (const std::string_view name : kNames) {
    const auto count = std::count(folders.begin(), folders.end(), name);
    if (static_cast<std::uint64_t>(count) >= times) return name;
  }
  return {};
}

bool contains(std::string_view text, std::string_view part) {
  return ::memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

// A quote behind at least one backslash, either of them escaped or not: a string within a string.
bool has_escaped_quote(std::string_view text) {
  bool after_backslash = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest[0] == '\\' || base::starts_with_ignoring_case(rest, "%5c")) {
      after_backslash = true;
      at += rest[0] == '\\' ? 1 : 3;
      continue;
    }
    const bool is_quote =
        rest[0] == '"' || rest[0] == '\'' || rest.starts_with("%22") || rest.starts_with("%27");
    if (after_backslash && is_quote) return true;
    after_backslash = false;
    ++at;
  }
  return false;
}

// Bytes of the quote that `text` begins with, escaped or not; 0: none.
std::size_t quote_at(std::string_view text) {
  if (text.starts_with('\'') || text.starts_with('"')) return 1;
  return text.starts_with("%27") || text.starts_with("%22") ? 3 : 0;
}

bool begins_with_plus(std::string_view text, bool plus_is_space) {
  while (text.starts_with("%20")) text.remove_prefix(3);
  return base::starts_with_ignoring_case(text, "%2b") || (!plus_is_space && text.starts_with('+'));
}

bool ends_with_plus(std::string_view text, bool plus_is_space) {
  while (text.ends_with("%20")) text.remove_suffix(3);
  return text.ends_with("%2b") || text.ends_with("%2B") || (!plus_is_space && text.ends_with('+'));
}

// `'+ x +'`, escaped or not: the pieces a script puts together. The first quote opens and the last
// one closes, or it is somebody's quotation: rock+'n'+roll, 'a'+and+'b'.
bool has_concatenation(std::string_view text, bool plus_is_space) {
  std::size_t first = std::string_view::npos, last = 0, length = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t size = quote_at(text.substr(at));
    if (size == 0) continue;
    if (first == std::string_view::npos) {
      first = at;
      length = size;
    }
    last = at;
  }
  if (first == std::string_view::npos || last == first) return false;
  const std::string_view inner = text.substr(first + length, last - first - length);
  return begins_with_plus(inner, plus_is_space) && ends_with_plus(inner, plus_is_space);
}

// In a query `+` is a blank, unless a function is called between the two.
bool concatenates(std::string_view target) {
  const std::size_t end = std::min(target.find('?'), target.size());
  const std::string_view query = target.substr(end);
  const bool plus_is_space = query.find('(') == std::string_view::npos;
  return has_concatenation(target.substr(0, end), false) || has_concatenation(query, plus_is_space);
}

bool is_put_together_wrongly(std::string_view text) {
  if (text.find_first_of("%&\\'") == std::string_view::npos) return false;
  constexpr std::string_view kMarks[] = {
      "%25252525", "&amp;amp;", "%3Ca%20href=", "%3ca%20href=", "%3Ca+href=", "%3Ca%20href%3D"};
  if (has_escaped_quote(text) || concatenates(text)) return true;
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [text](std::string_view mark) { return contains(text, mark); });
}

bool is_one_of_letters(std::string_view value, std::string_view letters) {
  return value.size() == 1 && letters.find(value[0]) != std::string_view::npos;
}

bool is_action(std::string_view value) {
  constexpr std::string_view kActions[] = {"edit", "reply", "login", "logout", "cart"};
  return std::find(std::begin(kActions), std::end(kActions), value) != std::end(kActions);
}

// ArchiveTeam's sets for MediaWiki, forums and directory listings.
std::string_view action_in(std::span<const TrapParameter> parameters) {
  bool has_column = false, has_order = false;
  for (const TrapParameter& one : parameters) {
    const bool acts = one.name == "action" && is_action(one.value);
    const bool is_version = one.name == "oldid" || one.name == "replytocom" ||
                            (one.name == "printable" && one.value == "yes") ||
                            (one.name == "redlink" && one.value == "1");
    const bool shares = one.name == "share" && !one.value.empty();
    if (acts || is_version || shares) return one.name;
    has_column = has_column || (one.name == "C" && is_one_of_letters(one.value, "NMSD"));
    has_order = has_order || (one.name == "O" && is_one_of_letters(one.value, "AD"));
  }
  return has_column && has_order ? "C, O" : std::string_view();
}

}  // namespace

Verdict judge_link(const TrapOptions& options, const Candidate& candidate, const TrapShape& shape) {
  const std::string_view href = candidate.url.href(), path = candidate.url.path();
  if (is_over(options, TrapRule::url_length, href.size())) {
    return no(options, TrapRule::url_length, Reason::too_long,
              std::to_string(href.size()) + " bytes");
  }
  if (is_over(options, TrapRule::path_length, path.size())) {
    return no(options, TrapRule::path_length, Reason::too_long,
              std::to_string(path.size()) + " bytes");
  }
  const auto depth = static_cast<std::uint64_t>(std::count(path.begin(), path.end(), '/'));
  if (is_over(options, TrapRule::path_depth, depth - (path.ends_with('/') ? 1 : 0))) {
    return no(options, TrapRule::path_depth, Reason::path_depth,
              std::to_string(depth) + " segments");
  }
  if (is_on(options, TrapRule::repeated_segment) && repeats_segments(options, shape)) {
    return no(options, TrapRule::repeated_segment, Reason::path_loop, path);
  }
  if (is_on(options, TrapRule::repeating_run) &&
      repeats_run(shape.folders(), options.of(TrapRule::repeating_run).threshold)) {
    return no(options, TrapRule::repeating_run, Reason::path_loop, path);
  }
  if (is_on(options, TrapRule::asset_dirs)) {
    const auto times = options.of(TrapRule::asset_dirs).threshold;
    const std::string_view name = asset_folder_in_itself(shape.folders(), times);
    if (!name.empty()) return no(options, TrapRule::asset_dirs, Reason::asset_loop, name);
  }
  const std::string_view target = candidate.url.request_target();
  if (is_on(options, TrapRule::broken_link) && is_put_together_wrongly(target)) {
    return no(options, TrapRule::broken_link, Reason::broken_link, target);
  }
  if (candidate.kind == LinkKind::page && is_on(options, TrapRule::action_link)) {
    const std::string_view name = action_in(shape.parameters());
    if (!name.empty()) return no(options, TrapRule::action_link, Reason::action_link, name);
  }
  return {};
}

}  // namespace policies
