// Yes, or no with a reason that reaches the log and the reports.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace policies {

enum class Reason {
  accepted,
  // Never asked for.
  scheme,        // neither http nor https
  private_name,  // a name that leads nowhere public: .local, .internal, a single label
  scope,         // outside the crawl's scope
  excluded,      // an --exclude pattern matched, or one of the control folder
  depth,         // further from the seed than --depth
  too_long,      // URL longer than the limit
  hops,          // too many hops in a row that are no clicks (redirects, requisites of requisites)
  nofollow,      // the page asks that its links, or this one, be left alone
  guess,         // looks like a URL in a script, but such guesses are not worth it there
  robots,        // robots.txt disallows it
  robots_unreachable,  // robots.txt could not be had, so the host is left alone
  host_unreachable,    // nobody answers there
  host_busy,           // the host asks to be left alone for longer than the crawl waits
  // What came back is not kept.
  mime,
  body_size,
  noarchive,
  // Traps (policies.md 3.3).
  path_loop,        // segments of the path repeat themselves
  path_depth,       // more segments than any honest path
  asset_loop,       // /css/.../css/
  broken_link,      // looks like a link that was put together wrongly
  action_link,      // sorts, edits, replies, logs in
  calendar,         // one of very many dates, or a date nobody has written on yet
  query_explosion,  // one of very many queries of one page
  facets,           // one more combination of filters
  duplicate,        // pages of this shape hold what others hold
  // Budgets.
  page_limit,
  url_limit,
  size_limit,
  time_limit,
  error_limit,
};

// The name used in logs, e.g. "page_limit".
std::string_view name_of(Reason reason);
// The other way round; nothing for what is no name.
std::optional<Reason> reason_named(std::string_view name);

struct Verdict {
  Reason reason = Reason::accepted;
  std::string detail;  // which rule decided; may be empty
  // Not now, but not never: the URL is kept as parked, in the lowest class of the frontier, and
  // listed in a report. Set only beside a reason.
  bool parks = false;

  explicit operator bool() const { return reason == Reason::accepted; }
};

}  // namespace policies
