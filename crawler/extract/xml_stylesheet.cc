#include "crawler/extract/xml_stylesheet.h"

#include <string>

#include "base/encoding.h"
#include "crawler/extract/html_tokenizer.h"

namespace crawler::extract {
namespace {

constexpr std::string_view kTarget = "xml-stylesheet";

// Pseudo-attributes are spelled and escaped as those of a tag are.
std::string href_of(std::string_view instruction) {
  const std::string as_tag = "<" + std::string(instruction) + ">";
  HtmlTokenizer tokens(as_tag, Markup::xml);
  for (const HtmlAttribute& one : tokens.next().attributes) {
    if (base::equals_ignoring_case(one.name, "href")) return std::string(one.value);
  }
  return {};
}

bool is_stylesheet(std::string_view instruction) {
  return instruction.size() > kTarget.size() && instruction.starts_with(kTarget) &&
         std::string_view(" \t\r\n").find(instruction[kTarget.size()]) != std::string_view::npos;
}

}  // namespace

void add_xml_stylesheet_links(std::string_view utf8, policies::ReferrerPolicy policy,
                              LinkSet& links) {
  HtmlTokenizer tokens(utf8, Markup::xml);
  for (const HtmlToken* token = &tokens.next(); token->type == TokenType::instruction;
       token = &tokens.next()) {
    // Longer ones would be copied only to be left out.
    if (!is_stylesheet(token->text) || token->text.size() > 2 * kMaxReferenceBytes) continue;
    const std::string href = href_of(token->text);
    links.add({.text = href,
               .kind = policies::LinkKind::requisite,
               .context = "xml-stylesheet/href",
               .referrer_policy = policy});
  }
}

}  // namespace crawler::extract
