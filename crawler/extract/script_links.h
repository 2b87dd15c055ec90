// The URLs a script names. Some are certain: what it imports, the workers it starts. The others are
// guesses: string literals that look like URLs (url_like.h), hop letter X. What a running script
// would put together from pieces is not seen, nor are addresses in HTML inside strings. JSON inside
// strings is (json_links.h).
//
// A browser resolves imports against the script and all else against the page. Of a script in a
// file of its own the page is not known, so relative strings count there only in imports and where
// the script's own path shows the folder: "static/media/a.png" in /x/static/js/main.js is
// /x/static/media/a.png. Strings that begin with a slash are taken to mean the script's host.
#pragma once

#include <cstddef>
#include <string_view>

#include "crawler/extract/link_set.h"
#include "crawler/extract/script_strings.h"
#include "policies/referrer.h"

namespace crawler::extract {

// In a page, relative strings are resolved against LinkSet::base(), which is the page's.
enum class ScriptPlace { page, file };

struct ScriptSource {
  std::string_view utf8;
  ScriptKind kind = ScriptKind::unknown;
  ScriptPlace place = ScriptPlace::file;
  policies::ReferrerPolicy referrer_policy =
      policies::ReferrerPolicy::strict_origin_when_cross_origin;
};

inline constexpr std::size_t kMaxScriptGuesses = 1000;
inline constexpr std::size_t kMaxScriptImports = 5000;  // certain links

// Certain links are requisites, hop E, contexts "script/import", "script/worker", "script/url" (new
// URL("x", import.meta.url)). Guesses are hop X: "script/string" with a known extension, a
// requisite or a page; "script/path" without one, a page that should be asked for only where the
// host has such paths. Returns how many were left out because the script has too many. Any thread.
std::size_t add_script_links(const ScriptSource& script, LinkSet& links);

// The targets of an import map (HTML standard 8.1.6.2, <script type=importmap>): requisites of
// context "script/importmap". Prefixes ("/lib/") are no files and left out.
void add_import_map_links(std::string_view json, policies::ReferrerPolicy policy, LinkSet& links);

// Of a file: where the string `text` points if it names, as its first folder, one that the path of
// the file at `base_path` leads through. Empty when it does not.
std::string beside_file(std::string_view text, std::string_view base_path);

}  // namespace crawler::extract
