// What is a link in HTML: tables of elements, attributes, link relations and metas. The standard's
// own, those browsers know from older times, and the web's habits (lazy loading, og:image). A new
// form is a line here and a case in tests/cases/links.cases.
#pragma once

#include <optional>
#include <string_view>

#include "policies/candidate.h"

namespace crawler::extract {

// How an attribute's value is read.
enum class LinkForm {
  url,
  hyperlink,  // a URL whose kind its extension tells: a picture or download is a requisite
  srcset,
  css,       // url(...) somewhere in it
  lazy_url,  // of a script's making: a URL, or CSS, or neither
  lazy_srcset,
};

struct AttributeRule {
  std::string_view element;  // "*": any
  std::string_view attribute;
  policies::LinkKind kind = policies::LinkKind::requisite;
  LinkForm form = LinkForm::url;
};

// The rule for an attribute; nullptr when it holds no link. `element` and `attribute` in lower
// case. A rule for the element goes before one for any. Any thread.
const AttributeRule* rule_for(std::string_view element, std::string_view attribute);

// What `<link rel=...>` makes of its href: the words of `rel` in any case, a requisite among them
// wins ("alternate stylesheet"). Nothing for relations that are not followed.
struct LinkElement {
  std::string_view rel, as, href;
};
std::optional<policies::LinkKind> kind_of_link_element(const LinkElement& link);

// The kind of a hyperlink: a requisite when the path ends in the extension of a picture ("links to
// large images"), document, archive or recording; a page otherwise.
policies::LinkKind kind_of_hyperlink(std::string_view href);

// Does <meta name|property|itemprop=... content> or <param name=... value> name a file?
bool names_picture(std::string_view meta_name);
bool names_file(std::string_view param_name);

// Scripts put URLs, but also JSON, numbers and templates into their attributes.
bool looks_like_url(std::string_view text);

// Is `wanted` (lower case) one of the words of `words`, in any case?
bool has_word(std::string_view words, std::string_view wanted);

}  // namespace crawler::extract
