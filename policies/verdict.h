// Yes, or no with a reason that reaches the log and the reports.
#pragma once

#include <string>
#include <string_view>

namespace policies {

enum class Reason {
  accepted,
  scheme,    // neither http nor https
  scope,     // outside the crawl's scope
  excluded,  // an --exclude pattern matched
  depth,     // further from the seed than --depth
  too_long,  // URL longer than the limit
  hops,      // too many hops in a row that are no clicks (redirects, requisites of requisites)
  robots,    // robots.txt disallows it
  robots_unreachable,  // robots.txt could not be had, so the host is left alone
  guess,               // looks like a URL in a script, but such guesses are not worth it there
  page_limit,
  size_limit,
  time_limit,
};

// The name used in logs, e.g. "page_limit".
std::string_view name_of(Reason reason);

struct Verdict {
  Reason reason = Reason::accepted;
  std::string detail;  // which rule decided; may be empty

  explicit operator bool() const { return reason == Reason::accepted; }
};

}  // namespace policies
