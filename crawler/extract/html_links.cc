#include "crawler/extract/html_links.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/extract/css.h"
#include "crawler/extract/data_url.h"
#include "crawler/extract/html.h"
#include "crawler/extract/json_links.h"
#include "crawler/extract/mime_type.h"
#include "crawler/extract/refresh.h"
#include "crawler/extract/script_links.h"
#include "crawler/extract/srcset.h"

namespace crawler::extract {
namespace {

using policies::LinkKind;

constexpr std::string_view kScriptScheme = "javascript:";
// A <picture> with more is no picture.
constexpr std::size_t kMaxHeldSources = 200;

bool takes_referrer_policy(std::string_view element) {
  static constexpr std::string_view kElements[] = {"a", "area", "img", "iframe", "link", "script"};
  return std::find(std::begin(kElements), std::end(kElements), element) != std::end(kElements);
}

bool is(const HtmlElement& element, std::string_view attribute, std::string_view value) {
  return base::equals_ignoring_case(base::trimmed(element.attribute(attribute)), value);
}

// Types under which pages keep HTML for their scripts.
bool is_markup_template(std::string_view type) {
  return type == "text/html" || type == "text/template" || type == "text/x-template" ||
         type == "text/x-handlebars" || type == "text/x-handlebars-template";
}

// HTML "following hyperlinks": rel=noreferrer beats the referrerpolicy attribute.
policies::ReferrerPolicy policy_of(const HtmlElement& element,
                                   policies::ReferrerPolicy document_policy) {
  if (element.attributes.empty() || !takes_referrer_policy(element.name)) return document_policy;
  const bool is_hyperlink = element.name == "a" || element.name == "area";
  if (is_hyperlink && has_word(element.attribute("rel"), "noreferrer")) {
    return policies::ReferrerPolicy::no_referrer;
  }
  const std::string_view value = element.attribute("referrerpolicy");
  return policies::parse_referrer_policy_attribute(value).value_or(document_policy);
}

// Google's three words for a link its page does not vouch for.
bool is_nofollow(const HtmlElement& element) {
  if (element.name != "a" && element.name != "area" && element.name != "form") return false;
  const std::string_view rel = element.attribute("rel");
  return has_word(rel, "nofollow") || has_word(rel, "ugc") || has_word(rel, "sponsored");
}

}  // namespace

void HtmlLinkReader::add(std::string_view text, LinkKind kind, std::string_view context) {
  if (on_data_url && kind == LinkKind::requisite && is_document_in_data_url(base::trimmed(text))) {
    on_data_url(text);
  }
  links_.add({.text = text,
              .kind = kind,
              .context = context,
              .referrer_policy = policy_,
              .is_nofollow = is_nofollow_ && kind == LinkKind::page});
}

void HtmlLinkReader::add_srcset(std::string_view value, std::string_view context,
                                bool must_look_like_url) {
  for (const std::string_view url : parse_srcset(value)) {
    if (must_look_like_url && !looks_like_url(url)) continue;
    if (in_picture_ && context == "source/srcset") {
      hold_source(url, context);
    } else {
      add(url, LinkKind::requisite, context);
    }
  }
}

void HtmlLinkReader::read(const HtmlElement& element) {
  policy_ = policy_of(element, document_policy_);
  is_nofollow_ = is_nofollow(element);
  if (in_picture_ && element.name != "source") {
    release_sources(element.name == "img" ? policy_ : document_policy_);
  }
  if (element.name == "picture") in_picture_ = true;
  apply_rules(element);
  read_by_name(element);
}

void HtmlLinkReader::finish() {
  policy_ = document_policy_;
  release_sources(document_policy_);
  if (form_action_) add(*form_action_, LinkKind::page, "form/action");
  form_action_.reset();
}

void HtmlLinkReader::hold_source(std::string_view url, std::string_view context) {
  if (held_sources_.size() >= kMaxHeldSources) return links_.leave_out(1);
  held_sources_.emplace_back(url, context);
}

void HtmlLinkReader::release_sources(policies::ReferrerPolicy policy) {
  in_picture_ = false;
  for (const auto& [url, context] : held_sources_) {
    links_.add(
        {.text = url, .kind = LinkKind::requisite, .context = context, .referrer_policy = policy});
  }
  held_sources_.clear();
}

void HtmlLinkReader::apply_rules(const HtmlElement& element) {
  for (const HtmlAttribute& attribute : element.attributes) {
    if (attribute.name.starts_with("on")) read_code(attribute.value);
    const AttributeRule* rule = rule_for(element.name, attribute.name);
    if (rule == nullptr || attribute.value.empty()) continue;
    apply(*rule, element, attribute.value);
  }
}

void HtmlLinkReader::apply(const AttributeRule& rule, const HtmlElement& element,
                           std::string_view value) {
  const std::string context = fmt::format("{}/{}", element.name, rule.attribute);
  switch (rule.form) {
    case LinkForm::url: return add(value, rule.kind, context);
    case LinkForm::hyperlink:
      if (base::starts_with_ignoring_case(base::trimmed(value), kScriptScheme)) {
        return read_code(base::trimmed(value).substr(kScriptScheme.size()));
      }
      return add(value, element.has("download") ? LinkKind::requisite : kind_of_hyperlink(value),
                 context);
    case LinkForm::srcset: return add_srcset(value, context, false);
    case LinkForm::css: return add_css_links(value, document_policy_, links_, on_data_url);
    case LinkForm::lazy_srcset: return add_srcset(value, context, true);
    case LinkForm::lazy_url: break;
  }
  if (base::starts_with_ignoring_case(base::trimmed(value), "url(")) {
    add_css_links(value, document_policy_, links_, on_data_url);
  } else if (looks_like_url(value)) {
    add(value, rule.kind, context);
  }
}

// Elements that depend on more than one attribute, or on their text.
void HtmlLinkReader::read_by_name(const HtmlElement& element) {
  const std::string_view name = element.name;
  if (name == "link") {
    read_link(element);
    note_assets_root(element.attribute("href"));
  } else if (name == "meta") {
    read_meta(element);
  } else if (name == "style") {
    add_css_links(element.text, document_policy_, links_, on_data_url);
  } else if (name == "script") {
    read_script(element);
  } else if (name == "object" || name == "param") {
    read_object(element);
  } else if (name == "applet") {
    read_applet(element);
  }
  if (name == "form" || name == "input" || name == "select" || name == "textarea" ||
      name == "button") {
    read_form_part(element);
  }
}

// `rel="alternate stylesheet"` is a sheet.
void HtmlLinkReader::read_link(const HtmlElement& element) {
  const std::string_view href = element.attribute("href");
  const auto kind = kind_of_link_element({element.attribute("rel"), element.attribute("as"), href});
  if (kind) {
    add(href, *kind, "link/href");
    add_srcset(element.attribute("imagesrcset"), "link/imagesrcset", false);
  } else if (names_picture(base::trimmed(element.attribute("itemprop")))) {
    add(href, LinkKind::requisite, "link/itemprop");
  }
}

void HtmlLinkReader::read_meta(const HtmlElement& element) {
  const std::string_view content = element.attribute("content");
  if (content.empty()) return;
  if (is(element, "http-equiv", "refresh"))
    add(parse_refresh(content), LinkKind::page, "meta/refresh");
  for (const std::string_view attribute : {"property", "name", "itemprop"}) {
    const std::string_view name = base::trimmed(element.attribute(attribute));
    if (name.empty() || !names_picture(name)) continue;
    const bool is_url =
        attribute == "property" || name.find(':') != name.npos || looks_like_url(content);
    if (is_url)
      add(content, LinkKind::requisite, fmt::format("meta/{}", base::to_lower_ascii(name)));
    return;
  }
}

// An event handler or javascript: URL: what old sites open windows and swap pictures with.
void HtmlLinkReader::read_code(std::string_view code) {
  links_.leave_out(add_script_links({.utf8 = code,
                                     .kind = ScriptKind::classic,
                                     .place = ScriptPlace::page,
                                     .referrer_policy = document_policy_,
                                     .assets_root = assets_root_},
                                    links_));
}

// Next.js names what it has by the folder it is in, which the addresses of its scripts tell.
void HtmlLinkReader::note_assets_root(std::string_view reference) {
  static constexpr std::string_view kFolder = "/_next/";
  const std::size_t folder = assets_root_.empty() ? reference.find(kFolder) : reference.npos;
  if (folder < kMaxReferenceBytes) assets_root_ = reference.substr(0, folder + kFolder.size());
}

// HTML standard 4.12.1, "prepare the script element": what its type makes of its text. Text beside
// an src is a comment.
void HtmlLinkReader::read_script(const HtmlElement& element) {
  note_assets_root(element.attribute("src"));
  if (element.text.empty() || element.has("src")) return;
  const std::string type = base::to_lower_ascii(base::trimmed(element.attribute("type")));
  const std::string essence = type.substr(0, type.find(';'));
  if (type == "importmap") {
    add_import_map_links(element.text, document_policy_, links_);
  } else if (essence == "application/ld+json") {
    ArticleFacts found = add_json_ld_links(element.text, document_policy_, links_);
    if (article_ == ArticleFacts{}) article_ = std::move(found);
  } else if (is_json_type(essence)) {
    links_.leave_out(add_json_links({.utf8 = element.text,
                                     .place = ScriptPlace::page,
                                     .referrer_policy = document_policy_,
                                     .assets_root = assets_root_},
                                    links_));
  } else if (is_markup_template(essence) && !links_.is_guessing()) {
    links_.guess(true);
    add_fragment_links(element.text, Markup::html, std::nullopt, document_policy_, links_);
    links_.guess(false);
  } else if (type.empty() || type == "module" || is_javascript_type(essence)) {
    links_.leave_out(
        add_script_links({.utf8 = element.text,
                          .kind = type == "module" ? ScriptKind::module : ScriptKind::classic,
                          .place = ScriptPlace::page,
                          .referrer_policy = document_policy_,
                          .assets_root = assets_root_},
                         links_));
  }
}

// <param value> of a player or an applet; "valuetype=ref" says that it is a URL.
void HtmlLinkReader::read_object(const HtmlElement& element) {
  if (element.name == "object") {
    add(element.attribute("data"), LinkKind::requisite, "object/data");
    return;
  }
  const std::string_view value = element.attribute("value");
  const bool is_file =
      names_file(base::trimmed(element.attribute("name"))) && looks_like_url(value);
  if (is_file || is(element, "valuetype", "ref")) add(value, LinkKind::requisite, "param/value");
}

// HTML 4.01, 13.4: archive is a list, code a class file, both relative to codebase.
void HtmlLinkReader::read_applet(const HtmlElement& element) {
  const LinkSet::KeepBases keep(links_);
  const std::optional<base::Url> document = links_.base();
  const std::string_view codebase = base::trimmed(element.attribute("codebase"));
  if (document && !codebase.empty()) {
    const auto joined = document->join(codebase);
    if (joined) links_.set_base(*joined);
  }
  std::string_view archives = element.attribute("archive");
  while (!archives.empty()) {
    const std::size_t comma = std::min(archives.find(','), archives.size());
    add(archives.substr(0, comma), LinkKind::requisite, "applet/archive");
    archives.remove_prefix(std::min(comma + 1, archives.size()));
  }
  std::string code(base::trimmed(element.attribute("code")));
  if (!code.empty()) {
    if (!code.ends_with(".class")) code += ".class";
    add(code, LinkKind::requisite, "applet/code");
  }
}

// A GET form without fields is a link in the shape of a button. One with fields asks for something
// nobody typed.
void HtmlLinkReader::read_form_part(const HtmlElement& element) {
  if (element.name == "form") {
    if (form_action_) add(*form_action_, LinkKind::page, "form/action");
    form_action_.reset();
    const std::string_view method = base::trimmed(element.attribute("method"));
    const bool is_get = !base::equals_ignoring_case(method, "post") &&
                        !base::equals_ignoring_case(method, "dialog");
    if (is_get) form_action_ = std::string(element.attribute("action"));
    return;
  }
  if (is(element, "type", "image") && element.name == "input") {
    add(element.attribute("src"), LinkKind::requisite, "input/src");
  }
  const bool is_button = element.name == "button" || is(element, "type", "submit");
  if (!is_button || element.has("name")) form_action_.reset();
}

}  // namespace crawler::extract
