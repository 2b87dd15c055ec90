#include "crawler/extract/html_links.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/extract/css.h"
#include "crawler/extract/srcset.h"

namespace crawler::extract {
namespace {

using policies::LinkKind;

enum class Form {
  url,
  srcset,
  lazy_url,  // of a script's making: taken when it looks like a URL
  lazy_srcset,
};

struct Rule {
  std::string_view element;  // "*" is any
  std::string_view attribute;
  LinkKind kind;
  Form form = Form::url;
};

// <link>, <meta> and <input> depend on more than their names: see below.
constexpr Rule kRules[] = {
    {"a", "href", LinkKind::page},
    {"area", "href", LinkKind::page},
    {"img", "src", LinkKind::requisite},
    {"img", "srcset", LinkKind::requisite, Form::srcset},
    {"source", "src", LinkKind::requisite},
    {"source", "srcset", LinkKind::requisite, Form::srcset},
    {"script", "src", LinkKind::requisite},
    {"iframe", "src", LinkKind::requisite},
    {"frame", "src", LinkKind::requisite},
    {"video", "src", LinkKind::requisite},
    {"video", "poster", LinkKind::requisite},
    {"audio", "src", LinkKind::requisite},
    {"track", "src", LinkKind::requisite},
    {"embed", "src", LinkKind::requisite},
    {"object", "data", LinkKind::requisite},
    {"image", "href", LinkKind::requisite},
    {"feimage", "href", LinkKind::requisite},
    {"use", "href", LinkKind::requisite},
    {"*", "background", LinkKind::requisite},
    {"*", "data-src", LinkKind::requisite, Form::lazy_url},
    {"*", "data-original", LinkKind::requisite, Form::lazy_url},
    {"*", "data-lazy-src", LinkKind::requisite, Form::lazy_url},
    {"*", "data-srcset", LinkKind::requisite, Form::lazy_srcset},
};

constexpr std::string_view kRequisiteRels[] = {
    "stylesheet", "icon",    "apple-touch-icon", "apple-touch-icon-precomposed",
    "mask-icon",  "preload", "modulepreload",    "apple-touch-startup-image",
    "manifest",
};
constexpr std::string_view kPageRels[] = {"alternate", "next", "prev", "canonical"};

constexpr std::string_view kImageMetas[] = {
    "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src",
};

constexpr std::string_view kBlanks = "\t\n\f\r ";

// Is `wanted` one of the words of a rel value?
bool has_word(std::string_view words, std::string_view wanted) {
  while (!words.empty()) {
    const std::size_t from = words.find_first_not_of(kBlanks);
    if (from == std::string_view::npos) return false;
    words.remove_prefix(from);
    const std::string_view word = words.substr(0, words.find_first_of(kBlanks));
    if (base::equals_ignoring_case(word, wanted)) return true;
    words.remove_prefix(word.size());
  }
  return false;
}

template <std::size_t size>
bool has_any_word(std::string_view words, const std::string_view (&wanted)[size]) {
  for (const std::string_view word : wanted) {
    if (has_word(words, word)) return true;
  }
  return false;
}

// Scripts put URLs, but also JSON, numbers and templates into their attributes.
bool looks_like_url(std::string_view text) {
  text = base::trimmed(text);
  if (text.find_first_of("\t\n\f\r <>{}[]\"'`|") != std::string_view::npos) return false;
  return text.find('/') != std::string_view::npos || text.find('.') != std::string_view::npos;
}

bool takes_referrer_policy(std::string_view element) {
  static constexpr std::string_view kElements[] = {"a", "area", "img", "iframe", "link", "script"};
  for (const std::string_view name : kElements) {
    if (name == element) return true;
  }
  return false;
}

// HTML "following hyperlinks": rel=noreferrer beats the referrerpolicy attribute.
policies::ReferrerPolicy policy_of(const HtmlElement& element,
                                   policies::ReferrerPolicy document_policy) {
  const bool is_hyperlink = element.name == "a" || element.name == "area";
  if (is_hyperlink && has_word(element.attribute("rel"), "noreferrer")) {
    return policies::ReferrerPolicy::no_referrer;
  }
  if (takes_referrer_policy(element.name)) {
    const std::string_view value = element.attribute("referrerpolicy");
    if (const auto policy = policies::parse_referrer_policy(value)) return *policy;
  }
  return document_policy;
}

// One element on its way through the rules.
class ElementReader {
 public:
  ElementReader(const HtmlElement& element, policies::ReferrerPolicy document_policy,
                LinkSet& links)
      : element_(element),
        policy_(policy_of(element, document_policy)),
        document_policy_(document_policy),
        links_(links) {}

  void read() {
    for (const HtmlAttribute& attribute : element_.attributes) apply_rules(attribute);
    if (element_.name == "link") read_link();
    if (element_.name == "meta") read_meta();
    if (element_.name == "input" && is("type", "image")) {
      add(element_.attribute("src"), LinkKind::requisite, "input/src");
    }
    if (element_.name == "style") add_css_links(element_.text, document_policy_, links_);
  }

 private:
  bool is(std::string_view attribute, std::string_view value) const {
    return base::equals_ignoring_case(base::trimmed(element_.attribute(attribute)), value);
  }

  void add(std::string_view text, LinkKind kind, std::string_view context) {
    links_.add({.text = text, .kind = kind, .context = context, .referrer_policy = policy_});
  }

  void add_srcset(std::string_view value, std::string_view context) {
    for (const std::string_view url : parse_srcset(value)) add(url, LinkKind::requisite, context);
  }

  void apply_rules(const HtmlAttribute& attribute) {
    if (attribute.name == "style") {
      add_css_links(attribute.value, document_policy_, links_);
      return;
    }
    for (const Rule& rule : kRules) {
      if (rule.attribute != attribute.name) continue;
      if (rule.element != "*" && rule.element != element_.name) continue;
      apply(rule, attribute.value);
      return;
    }
  }

  void apply(const Rule& rule, std::string_view value) {
    const std::string context = fmt::format("{}/{}", element_.name, rule.attribute);
    switch (rule.form) {
      case Form::url: add(value, rule.kind, context); break;
      case Form::srcset: add_srcset(value, context); break;
      case Form::lazy_url:
        if (looks_like_url(value)) add(value, rule.kind, context);
        break;
      case Form::lazy_srcset:
        for (const std::string_view url : parse_srcset(value)) {
          if (looks_like_url(url)) add(url, rule.kind, context);
        }
    }
  }

  // `rel="alternate stylesheet"` is a sheet, so requisites are looked for first.
  void read_link() {
    const std::string_view rel = element_.attribute("rel");
    if (has_any_word(rel, kRequisiteRels)) {
      add(element_.attribute("href"), LinkKind::requisite, "link/href");
      add_srcset(element_.attribute("imagesrcset"), "link/imagesrcset");
    } else if (has_any_word(rel, kPageRels)) {
      add(element_.attribute("href"), LinkKind::page, "link/href");
    }
  }

  void read_meta() {
    const std::string_view content = element_.attribute("content");
    if (is("http-equiv", "refresh")) add(parse_refresh(content), LinkKind::page, "meta/refresh");
    for (const std::string_view name : kImageMetas) {
      if (is("property", name) || is("name", name)) {
        add(content, LinkKind::requisite, fmt::format("meta/{}", name));
        return;
      }
    }
  }

  const HtmlElement& element_;
  const policies::ReferrerPolicy policy_, document_policy_;
  LinkSet& links_;
};

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
}

// "url" and "=" with white space around it; false leaves `text` alone.
bool skip_url_equals(std::string_view& text) {
  std::string_view rest = text;
  if (!base::starts_with_ignoring_case(rest, "url")) return false;
  rest.remove_prefix(3);
  skip_blanks(rest);
  if (rest.empty() || rest.front() != '=') return false;
  rest.remove_prefix(1);
  skip_blanks(rest);
  text = rest;
  return true;
}

}  // namespace

std::string_view parse_refresh(std::string_view content) {
  skip_blanks(content);
  const std::size_t digits = std::min(content.find_first_not_of("0123456789"), content.size());
  content.remove_prefix(digits);
  if (digits == 0 && (content.empty() || content.front() != '.')) return {};
  content.remove_prefix(std::min(content.find_first_not_of("0123456789."), content.size()));
  if (content.empty()) return {};
  if (content.front() != ';' && content.front() != ',' &&
      kBlanks.find(content.front()) == kBlanks.npos) {
    return {};
  }
  skip_blanks(content);
  if (!content.empty() && (content.front() == ';' || content.front() == ',')) {
    content.remove_prefix(1);
  }
  skip_blanks(content);
  const bool begins_like_url =
      !content.empty() && (content.front() == 'u' || content.front() == 'U');
  // A word that begins like "url" but is not it is the URL itself, quotes and all.
  if (!skip_url_equals(content) && begins_like_url) return content;
  if (!content.empty() && (content.front() == '\'' || content.front() == '"')) {
    const char quote = content.front();
    content.remove_prefix(1);
    content = content.substr(0, content.find(quote));
  }
  return content;
}

void add_html_links(const HtmlElement& element, policies::ReferrerPolicy document_policy,
                    LinkSet& links) {
  ElementReader(element, document_policy, links).read();
}

}  // namespace crawler::extract
