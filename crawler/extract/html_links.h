// The links of HTML elements.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/extract/html_element.h"
#include "crawler/extract/html_rules.h"
#include "crawler/extract/link_set.h"
#include "crawler/extract/linked_data.h"
#include "policies/referrer.h"

namespace crawler::extract {

// Takes the elements of one document in order and adds their links. What elements say of each other
// (a <picture> and its sources, a <form> and its fields) is remembered between them.
class HtmlLinkReader {
 public:
  // `document_policy` holds where an element says nothing of its own (referrerpolicy, and before it
  // rel=noreferrer). `links` must outlive the reader.
  HtmlLinkReader(policies::ReferrerPolicy document_policy, LinkSet& links)
      : document_policy_(document_policy), links_(links) {}

  // Where a requisite is a data: URL of a style sheet, SVG or HTML, which may name others; without
  // it they are passed over.
  std::function<void(std::string_view url)> on_data_url;

  void read(const HtmlElement& element);
  // After the last element. The form or picture still open ends here.
  void finish();

  // What the linked data of the document says of its article.
  const ArticleFacts& article() const { return article_; }

 private:
  void add(std::string_view text, policies::LinkKind kind, std::string_view context);
  void add_srcset(std::string_view value, std::string_view context, bool must_look_like_url);
  void apply_rules(const HtmlElement& element);
  void apply(const AttributeRule& rule, const HtmlElement& element, std::string_view value);
  void read_by_name(const HtmlElement& element);
  void read_link(const HtmlElement& element);
  void read_meta(const HtmlElement& element);
  void read_code(std::string_view code);
  void note_assets_root(std::string_view reference);
  void read_script(const HtmlElement& element);
  void read_object(const HtmlElement& element);
  void read_applet(const HtmlElement& element);
  void read_form_part(const HtmlElement& element);
  void hold_source(std::string_view url, std::string_view context);
  void release_sources(policies::ReferrerPolicy policy);

  policies::ReferrerPolicy document_policy_;
  LinkSet& links_;
  policies::ReferrerPolicy policy_{};  // of the element at hand
  bool is_nofollow_ = false;           // the element at hand
  // <source>s of a <picture> are asked for under the policy of the <img> behind them.
  bool in_picture_ = false;
  std::vector<std::pair<std::string, std::string>> held_sources_;
  std::optional<std::string> form_action_;  // of a form without fields so far
  ArticleFacts article_;
  std::string assets_root_;  // see ScriptSource
};

}  // namespace crawler::extract
