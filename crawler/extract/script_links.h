// The URLs a script names. Some are certain: what it imports, the workers it starts. The others are
// guesses: string literals that look like URLs (url_like.h), hop letter X. What a running script
// would put together from pieces is not seen. JSON inside strings is (json_links.h), and so are
// HTML and CSS (script_markup.h).
//
// A browser resolves imports against the script and all else against the page. Of a script in a
// file of its own the page is not known, so relative strings count there only in imports and where
// the script's own path shows the folder: "static/media/a.png" in /x/static/js/main.js is
// /x/static/media/a.png. Strings that begin with a slash are taken to mean the script's host.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "crawler/extract/link_set.h"
#include "crawler/extract/script_place.h"
#include "crawler/extract/script_strings.h"
#include "policies/referrer.h"

namespace crawler::extract {

struct ScriptSource {
  std::string_view utf8;
  ScriptKind kind = ScriptKind::unknown;
  ScriptPlace place = ScriptPlace::file;
  policies::ReferrerPolicy referrer_policy =
      policies::ReferrerPolicy::strict_origin_when_cross_origin;
  // Where Next.js keeps its files: an absolute URL or a path, up to and with "/_next/", as the
  // page's own scripts show it. Empty: strings like "static/chunks/1.js" are no guess in a page.
  std::string_view assets_root = {};
};

inline constexpr std::size_t kMaxScriptGuesses = 1000;
inline constexpr std::size_t kMaxScriptImports = 5000;  // certain links
inline constexpr std::size_t kMaxBesideTries = 10'000;

// Certain links are requisites, hop E, contexts "script/import", "script/worker", "script/url" (new
// URL("x", import.meta.url)). Guesses are hop X: "script/string" with a known extension, a
// requisite or a page; "script/path" without one, a page that should be asked for only where the
// host has such paths. Returns how many were left out because the script has too many. Any thread.
std::size_t add_script_links(const ScriptSource& script, LinkSet& links);

// The targets of an import map (HTML standard 8.1.6.2, <script type=importmap>): requisites of
// context "script/importmap". Prefixes ("/lib/") are no files and left out.
void add_import_map_links(std::string_view json, policies::ReferrerPolicy policy, LinkSet& links);

// Of a file: where the string `text` points if it names, as its first folder, one that the path of
// the file at `base_path` leads through. Empty when it does not. Takes up to 10 microseconds for a
// path of 4,000 bytes, so a file is not asked about more than kMaxBesideTries of its strings.
std::string beside_file(std::string_view text, std::string_view base_path);

// Of a page: where its relative string `text` points: "static/..." below ScriptSource::assets_root,
// empty without one; all else where it says.
std::string below_assets_root(std::string_view text, std::string_view assets_root);

}  // namespace crawler::extract
