// Guesses from JSON nobody has described: data islands of a page (<script type=application/json>,
// __NEXT_DATA__) and JSON responses. Looks at the strings only, so damaged and endless JSON is read
// as far as it goes; linear in time, constant in memory but for the string at hand.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "crawler/extract/link_set.h"
#include "crawler/extract/script_links.h"
#include "policies/referrer.h"

namespace crawler::extract {

struct JsonSource {
  std::string_view utf8;
  // Data in a page may use relative URLs with a folder ("img/a.png"); those of a response are
  // relative to nobody knows what.
  ScriptPlace place = ScriptPlace::file;
  policies::ReferrerPolicy referrer_policy =
      policies::ReferrerPolicy::strict_origin_when_cross_origin;
  std::string_view assets_root = {};  // as in ScriptSource
};

// A string that holds JSON, not a URL, is no longer; what it takes is taken once at a time.
inline constexpr std::size_t kMaxNestedBytes = 4u << 20;

// Calls `found` for each string that is no member name, escapes undone; the view lives for the call
// only. A string that is JSON itself is read in its place, one level deep. What is cut off by the
// end of the text is left out.
void read_json_strings(std::string_view json, const std::function<void(std::string_view)>& found);

// Begins like an object, a list, or a row of the stream a React server sends ("5:[...").
bool looks_like_json(std::string_view text);

// Values, never member names, that look like URLs (url_like.h), hop X: "json/string" with a known
// extension, a requisite or a page; "json/path" without one, to be asked for only where the host
// has such paths. JSON within a string is read too, one level deep, and so is markup
// (script_markup.h). Returns how many were left out because there are more than kMaxScriptGuesses.
// Any thread.
std::size_t add_json_links(const JsonSource& json, LinkSet& links);

}  // namespace crawler::extract
