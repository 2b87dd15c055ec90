#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "crawler/extract/html.h"
#include "crawler/extract/html_elements.h"
#include "crawler/extract/html_tokenizer.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using crawler::extract::HtmlAttribute;
using crawler::extract::HtmlElement;
using crawler::extract::HtmlToken;
using crawler::extract::HtmlTokenizer;
using crawler::extract::Markup;
using crawler::extract::TokenType;

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    switch (c) {
      case '&': text += "&amp;"; break;
      case '"': text += "&quot;"; break;
      case '\r': text += "&#13;"; break;
      default: text += c;
    }
  }
  return text;
}

void expect_sound(const std::vector<HtmlAttribute>& attributes) {
  require(attributes.size() <= crawler::extract::kMaxAttributes, "attributes are bounded");
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    require(!attributes[i].name.empty(), "attributes have names");
    for (std::size_t other = 0; other < i; ++other) {
      require(attributes[i].name != attributes[other].name, "no two of a name");
    }
  }
}

// A tag written as HTML standard 13.3 says is the same tag again.
void expect_written_and_read(const HtmlToken& tag, Markup markup) {
  std::string text = "<" + std::string(tag.name);
  for (const auto& [name, value] : tag.attributes) {
    text += ' ';
    text += name;
    text += "=\"" + escaped(value) + '"';
  }
  text += '>';
  HtmlTokenizer tokens(text, markup);
  const HtmlToken& again = tokens.next();
  require(again.type == TokenType::start_tag && again.name == tag.name, "the same tag");
  require(std::equal(again.attributes.begin(), again.attributes.end(), tag.attributes.begin(),
                     tag.attributes.end(),
                     [](const HtmlAttribute& one, const HtmlAttribute& other) {
                       return one.name == other.name && one.value == other.value;
                     }),
          "the same attributes");
}

void read_tokens(std::string_view text, Markup markup) {
  HtmlTokenizer tokens(text, markup);
  tokens.give_text(true);
  std::size_t count = 0, text_bytes = 0;
  for (const HtmlToken* token = &tokens.next(); token->type != TokenType::end;
       token = &tokens.next()) {
    require(++count <= text.size(), "each token takes a byte");
    if (token->type == TokenType::start_tag) {
      expect_sound(token->attributes);
      expect_written_and_read(*token, markup);
    } else if (token->type == TokenType::text) {
      text_bytes += token->text.size();
    }
  }
  require(text_bytes <= text.size(), "text is given once");
  require(tokens.next().type == TokenType::end, "the end stays the end");
}

void read_elements(std::string_view text, Markup markup) {
  std::size_t count = 0;
  crawler::extract::visit_elements(text, markup, [&](const HtmlElement& element) {
    require(++count <= text.size(), "each element takes a byte");
    require(element.name.size() <= 32 && std::all_of(element.name.begin(), element.name.end(),
                                                     [](char c) { return c > ' ' && c < 0x7f; }),
            "names can be repeated");
  });
}

void read_links(std::string_view text, Markup markup) {
  crawler::extract::Extraction found;
  crawler::extract::read_html({.utf8 = text,
                               .url = base::Url::parse("https://h.example/a/b.html").value(),
                               .markup = markup},
                              found);
  require(found.links.size() <= crawler::extract::kMaxLinks, "links are bounded");
  for (const auto& link : found.links) {
    const std::string_view href = link.url.href();
    require(link.url.is_http(), "links are http(s)");
    require(std::all_of(href.begin(), href.end(), [](char c) { return c > ' ' && c < 0x7f; }),
            "links are clean");
  }
}

}  // namespace

void html(std::string_view input) {
  // A copy of its own size, with nothing behind it that could be read.
  const std::vector<char> exact(input.begin(), input.end());
  const std::string_view text(exact.data(), exact.size());
  for (const Markup markup : {Markup::html, Markup::xml}) {
    read_tokens(text, markup);
    read_elements(text, markup);
    read_links(text, markup);
  }
}

}  // namespace fuzz
