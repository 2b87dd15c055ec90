// The tokenizer against html5lib's published cases, and what those do not cover.
#include "crawler/extract/html_tokenizer.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "base/encoding.h"
#include "crawler/extract/character_references.h"
#include "tests/support/shared_data.h"

namespace {

namespace json = boost::json;
using crawler::extract::HtmlToken;
using crawler::extract::HtmlTokenizer;
using crawler::extract::Markup;
using crawler::extract::TokenType;

// "<a x='1' y=''>", "</a>", "<br/>": a tag in one line, attributes in order of their names.
std::string told(const HtmlToken& token) {
  std::string line = token.type == TokenType::end_tag ? "</" : "<";
  line += token.name;
  std::vector<std::string> attributes;
  if (token.type == TokenType::start_tag) {
    for (const auto& [name, value] : token.attributes) {
      attributes.push_back(" " + std::string(name) + "='" + std::string(value) + "'");
    }
  }
  std::sort(attributes.begin(), attributes.end());
  for (const std::string& attribute : attributes) line += attribute;
  const bool closes = token.type == TokenType::start_tag && token.self_closing;
  return line + (closes ? "/>" : ">");
}

std::vector<std::string> tags_of(HtmlTokenizer& tokens) {
  std::vector<std::string> tags;
  for (;;) {
    const HtmlToken& token = tokens.next();
    if (token.type == TokenType::end) return tags;
    if (token.type != TokenType::text) tags.push_back(told(token));
  }
}

std::vector<std::string> tags_of(std::string_view html, Markup markup = Markup::html) {
  HtmlTokenizer tokens(html, markup);
  return tags_of(tokens);
}

// The tags a html5lib case expects.
std::vector<std::string> expected_tags(const json::array& output) {
  std::vector<std::string> tags;
  for (const json::value& one : output) {
    const json::array& token = one.as_array();
    const std::string_view type = token[0].as_string();
    if (type == "EndTag") tags.push_back("</" + std::string(token[1].as_string()) + ">");
    if (type != "StartTag") continue;
    std::vector<std::string> attributes;
    for (const auto& [name, value] : token[2].as_object()) {
      attributes.push_back(" " + std::string(name) + "='" + std::string(value.as_string()) + "'");
    }
    std::sort(attributes.begin(), attributes.end());
    std::string line = "<" + std::string(token[1].as_string());
    for (const std::string& attribute : attributes) line += attribute;
    tags.push_back(line + (token.size() > 3 && token[3].as_bool() ? "/>" : ">"));
  }
  return tags;
}

// `\uXXXX` inside the strings of "doubleEscaped" cases. False for lone surrogates, which no UTF-8
// text holds.
bool unescape(std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, 2, "\\u") != 0) {
      out += text[at++];
      continue;
    }
    const auto point = static_cast<char32_t>(std::stoul(text.substr(at + 2, 4), nullptr, 16));
    if (point >= 0xd800 && point < 0xe000) return false;
    base::append_utf8(out, point);
    at += 6;
  }
  text = out;
  return true;
}

std::vector<std::string> read_in_state(const std::string& input, std::string_view state,
                                       const std::string& last_tag) {
  // The state a CDATA section begins in is reached by beginning one.
  const std::string text = state == "CDATA section state" ? "<![CDATA[" + input : input;
  HtmlTokenizer tokens(text, Markup::html);
  tokens.allow_cdata(state == "CDATA section state");
  const bool is_script = state == "Script data state";
  if (state == "RCDATA state" || state == "RAWTEXT state" || (is_script && last_tag != "script")) {
    tokens.take_raw_text(last_tag);
  } else if (is_script) {
    tokens.take_script();
  }
  if (state == "PLAINTEXT state") tokens.take_plaintext();
  return tags_of(tokens);
}

struct Tally {
  int compared = 0, without_tags = 0, surrogates = 0;
};

void run_case(const json::object& test, Tally& tally) {
  std::string input(test.at("input").as_string());
  const json::array& output = test.at("output").as_array();
  std::vector<std::string> expected = expected_tags(output);
  if (test.contains("doubleEscaped") && test.at("doubleEscaped").as_bool()) {
    bool whole = unescape(input);
    for (std::string& tag : expected) whole = unescape(tag) && whole;
    if (!whole) {
      ++tally.surrogates;
      return;
    }
  }
  const std::string last_tag =
      test.contains("lastStartTag") ? std::string(test.at("lastStartTag").as_string()) : "";
  json::array states{json::string("Data state")};
  if (test.contains("initialStates")) states = test.at("initialStates").as_array();
  for (const json::value& state : states) {
    // Without a tag before it no end tag is appropriate: all is text.
    const std::string_view name = state.as_string();
    const auto actual = read_in_state(input, name, last_tag);
    BOOST_TEST_CONTEXT(test.at("description").as_string() << " in " << name) {
      BOOST_TEST(actual == expected, boost::test_tools::per_element());
    }
    ++tally.compared;
    tally.without_tags += expected.empty() ? 1 : 0;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(html_tokenizer)

BOOST_AUTO_TEST_CASE(all_cases_of_html5lib_give_the_same_tags) {
  const auto folder = support::shared_data("malformed/html/html5lib-tokenizer");
  if (!folder) return;
  Tally tally;
  for (const auto& file : std::filesystem::directory_iterator(*folder)) {
    if (file.path().extension() != ".test") continue;
    std::ifstream stream(file.path());
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    json::error_code error;
    const json::value suite = json::parse(text, error);
    BOOST_TEST_CONTEXT(file.path().filename()) {
      BOOST_REQUIRE_MESSAGE(!error, error.message());
      // XML 1.0 forbids what those cases replace; HTML keeps it.
      if (!suite.as_object().contains("tests")) continue;
      for (const json::value& test : suite.at("tests").as_array()) {
        run_case(test.as_object(), tally);
      }
    }
  }

  BOOST_TEST_MESSAGE("html5lib: " << tally.compared << " compared, " << tally.without_tags
                                  << " of them without tags, " << tally.surrogates
                                  << " with lone surrogates left out");
  BOOST_TEST(tally.compared == 2495);
}

BOOST_AUTO_TEST_CASE(text_is_given_only_when_wanted) {
  HtmlTokenizer tokens("a<b>c < d<!-- e --><![CDATA[f]]>", Markup::html);
  tokens.give_text(true);
  std::string text;
  for (;;) {
    const HtmlToken& token = tokens.next();
    if (token.type == TokenType::end) break;
    if (token.type == TokenType::text) text += std::string(token.text) + "|";
  }

  BOOST_TEST(text == "a|c |<| d|");
}

BOOST_AUTO_TEST_CASE(a_flood_of_attributes_keeps_the_first_ones) {
  std::string html = "<a";
  for (int i = 0; i < 100'000; ++i) html += " a" + std::to_string(i);
  html += "><b>";
  HtmlTokenizer tokens(html, Markup::html);

  BOOST_TEST(tokens.next().attributes.size() == crawler::extract::kMaxAttributes);
  BOOST_TEST(tokens.next().name == "b");
}

BOOST_AUTO_TEST_CASE(xml_keeps_case_and_knows_instructions_cdata_and_declarations) {
  HtmlTokenizer tokens(
      "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x \"]>\"> <!-- ]> --> <?p ]> ?>]>"
      "<svg:A viewBox='0'/><![CDATA[<b>]]><\xe4\xb8\xad x='1'></\xe4\xb8\xad>",
      Markup::xml);

  BOOST_TEST((tokens.next().type == TokenType::instruction));
  BOOST_TEST(told(tokens.next()) == "<svg:A viewBox='0'/>");
  BOOST_TEST(told(tokens.next()) == "<\xe4\xb8\xad x='1'>");
  BOOST_TEST(told(tokens.next()) == "</\xe4\xb8\xad>");
  BOOST_TEST((tokens.next().type == TokenType::end));
}

BOOST_AUTO_TEST_CASE(xml_cdata_is_text_as_it_stands) {
  HtmlTokenizer tokens("<a><![CDATA[<b>&amp;]]></a>", Markup::xml);
  tokens.give_text(true);
  tokens.next();
  const HtmlToken& token = tokens.next();

  BOOST_TEST((token.type == TokenType::cdata));
  BOOST_TEST(token.text == "<b>&amp;");
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_text_ends) {
  const std::string whole =
      "<!doctype html><!-- c --><a b='1' c=\"2&amp;\" d=3 "
      "e/><script><!--<script>x</script>--></script>"
      "<?pi?><![CDATA[x]]></a >";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    for (const Markup markup : {Markup::html, Markup::xml}) {
      const auto tags = tags_of(whole.substr(0, size), markup);
      BOOST_TEST(tags.size() <= 8u);
    }
  }
}

BOOST_AUTO_TEST_CASE(references_are_undone_as_the_place_demands) {
  using crawler::extract::append_unescaped;
  using crawler::extract::ReferencesIn;
  const auto in = [](std::string_view text, ReferencesIn where) {
    std::string out;
    append_unescaped(out, text, where);
    return out;
  };

  BOOST_TEST(in("?a=1&copy=2&copy;", ReferencesIn::attribute) == "?a=1&copy=2\xc2\xa9");
  BOOST_TEST(in("?a=1&copy=2&copyx", ReferencesIn::text) == "?a=1\xc2\xa9=2\xc2\xa9x");
  BOOST_TEST(in("&#20013;&#x4e2d&#0;&#x80;&#xd800;&#99999999999999;&#;&#x;", ReferencesIn::text) ==
             "\xe4\xb8\xad\xe4\xb8\xad\xef\xbf\xbd\xe2\x82\xac\xef\xbf\xbd\xef\xbf\xbd&#;&#x;");
  BOOST_TEST(in("a\r\nb\rc", ReferencesIn::text) == "a\nb\nc");
  BOOST_TEST(in("&CounterClockwiseContourIntegral;&nonsense;&", ReferencesIn::text) ==
             "\xe2\x88\xb3&nonsense;&");
}

BOOST_AUTO_TEST_SUITE_END()
