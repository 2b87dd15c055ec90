// Whether a string found in a script or in JSON looks like a URL somebody would fetch. A wrong yes
// costs a request for something that does not exist, so what is not plainly a URL is none.
//
// A requisite or a page ends in a known extension. Requisites: pictures, fonts, style sheets,
// scripts, JSON and other data, audio, video, documents. Pages: html, htm, php, asp, jsp and kin.
// A path has no extension: it is for those who know the host (policies/script_mining.h).
//
// Never: what holds blanks, control characters, quotes or marks of HTML, patterns, placeholders and
// globs ("<b>", "{id}", "/:id", "$1", "%s", "[name]", "/*"); media types, dates, versions, words
// with a slash; bare extensions; base64 and data:; names of XML vocabularies; paths of the machine
// a bundle was built on; unfinished URLs ("/go?to="); the services of WordPress (admin-ajax.php).
#pragma once

#include <cstddef>
#include <string_view>

namespace crawler::extract {

enum class UrlGuess { none, requisite, page, path };

enum class UrlForm {
  absolute,       // https://host/..., //host/...
  root_relative,  // /a/b
  relative,       // a/b.png, ./b.png, ../b.png
  file_name,      // b.png: pictures and pages only, or every "Node.js" would be one
};

struct UrlLike {
  UrlGuess guess = UrlGuess::none;
  UrlForm form = UrlForm::absolute;
};

// Longer strings are data (browsers agree on 2,000 and some for addresses people pass on).
inline constexpr std::size_t kMaxGuessBytes = 2000;

// `text` is UTF-8, escapes undone. Linear in its length. Any thread.
UrlLike url_like(std::string_view text);

// Does the path of a URL end in one of the extensions above?
bool has_known_extension(std::string_view path);

}  // namespace crawler::extract
