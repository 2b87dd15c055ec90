#include "crawler/cli/record_filter.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/encoding.h"

namespace crawler::cli {
namespace {

bool is_glob(std::string_view pattern) { return pattern.find_first_of("*?") != pattern.npos; }

bool is_digit_or_x(char c) { return (c >= '0' && c <= '9') || c == 'x' || c == 'X'; }

bool matches_status(std::string_view pattern, int status) {
  if (status == 0) return false;
  const std::string digits = fmt::format("{:03}", status);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (pattern[i] != 'x' && pattern[i] != 'X' && pattern[i] != digits[i]) return false;
  }
  return true;
}

}  // namespace

bool matches_glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0;
  std::size_t star = std::string_view::npos, behind_star = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      behind_star = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      // Only the last star need give way: what earlier ones took can stay.
      p = star + 1;
      t = ++behind_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::optional<std::string> RecordFilter::fault() const {
  const bool is_status =
      status.empty() ||
      (status.size() == 3 && std::all_of(status.begin(), status.end(), is_digit_or_x));
  if (!is_status) {
    return fmt::format("--status: \"{}\" is no status; 200 is one, 4xx are a hundred", status);
  }
  return std::nullopt;
}

bool RecordFilter::matches(const warc::RecordHead& head, const warc::RecordFacts& facts) const {
  const auto is_type = [&head](const std::string& type) {
    return base::equals_ignoring_case(type, head.type.name);
  };
  if (!types.empty() && std::none_of(types.begin(), types.end(), is_type)) return false;
  if (!status.empty() && !matches_status(status, facts.status)) return false;
  if (!mime.empty()) {
    const std::string wanted = base::to_lower_ascii(mime);
    if (is_glob(wanted) ? !matches_glob(wanted, facts.mime) : !facts.mime.starts_with(wanted)) {
      return false;
    }
  }
  if (url.empty()) return true;
  const std::string_view uri = head.target_uri();
  // A '?' alone is that of the query.
  const bool is_url_glob = url.find('*') != url.npos;
  return is_url_glob ? matches_glob(url, uri) : uri.find(url) != uri.npos;
}

}  // namespace crawler::cli
