// A saved article as a seed: Markdown with YAML front matter and HTML inside, or a saved HTML page.
// It has no URL of its own, so only links that stand alone count: absolute ones, protocol-relative
// ones as https, and relative ones where the page names its <base> or canonical address. Local
// files are input like any other: bounded, never trusted.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/url.h"
#include "crawler/extract/extraction.h"

namespace crawler::extract {

struct Article {
  // As the front matter writes them, UTF-8; those it lacks, and all of a saved page, as PageFacts.
  std::string title, author, date;
  std::string canonical;  // where a saved page says it lives; an http or https URL, or empty
  std::vector<std::string> categories;
  // What else the front matter said, as text; lists joined with ", ".
  std::vector<std::pair<std::string, std::string>> other;
  // headimg and thumbnail, the other requisites, then the pages; no two alike.
  std::vector<Link> links;
  std::string body_html;           // UTF-8; all of a saved page
  std::vector<std::string> notes;  // what was left out
};

// A `---` line first (after a BOM and blank lines) and another `---` line later.
bool looks_like_article(std::string_view bytes);

// `<!doctype html` or `<html` in the first 512 bytes.
bool looks_like_html(std::string_view bytes);

// Either kind. Errors begin with `name` and the line: `a.md: line 3: ...`. Errc::invalid for front
// matter that is no YAML or for bytes that are neither kind, too_large past 64 KiB of front matter.
// Any thread.
base::Result<Article> parse_article(std::string_view bytes, std::string_view name);

// One http or https URL a line; blank lines and lines beginning with '#' are passed over. The error
// names the first bad line.
base::Result<std::vector<base::Url>> parse_url_list(std::string_view text);

}  // namespace crawler::extract
