// tests/cases/css.cases, the tokenizer against css-parsing-tests, its edges, and floods.
#include "crawler/extract/css.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "base/disk.h"
#include "crawler/extract/css_tokens.h"
#include "tests/crawler/extract/case_file.h"
#include "tests/crawler/extract/extracting.h"
#include "tests/support/shared_data.h"

namespace {

namespace json = boost::json;

using namespace std::string_view_literals;
using crawler::extract::CssReference;
using crawler::extract::CssTokens;
using crawler::extract::CssTokenType;
using crawler::extract::extract;
using support::document;
using support::told;
using support::urls_of;
using Lines = std::vector<std::string>;

Lines references(std::string_view css) {
  Lines lines;
  crawler::extract::read_css(css, [&](const CssReference& found) {
    lines.push_back((found.is_import ? "import " : "url ") + std::string(found.url));
  });
  return lines;
}

// The tokens that have a text, and what opens: "ident red", "(".
Lines tokens(std::string_view css) {
  Lines lines;
  CssTokens reader(css);
  for (auto token = reader.next(); token.type != CssTokenType::end; token = reader.next()) {
    const std::string text(token.text);
    switch (token.type) {
      case CssTokenType::identifier: lines.push_back("ident " + text); break;
      case CssTokenType::function: lines.push_back("function " + text); break;
      case CssTokenType::at_keyword: lines.push_back("at-keyword " + text); break;
      case CssTokenType::string: lines.push_back("string " + text); break;
      case CssTokenType::url: lines.push_back("url " + text); break;
      case CssTokenType::bad_string: lines.push_back("error bad-string"); break;
      case CssTokenType::bad_url: lines.push_back("error bad-url"); break;
      case CssTokenType::open: lines.push_back(text); break;
      case CssTokenType::brace_open: lines.push_back("{"); break;
      default: break;
    }
  }
  return lines;
}

// A value of css-parsing-tests as tokens() writes it: what `other` covers is left out, and so are
// its errors but those for one token.
void flatten(const json::value& value, Lines& lines) {
  if (!value.is_array() || value.get_array().empty()) return;
  const json::array& node = value.get_array();
  const auto flatten_from = [&](std::size_t from) {
    for (std::size_t i = from; i < node.size(); ++i) flatten(node[i], lines);
  };
  if (!node[0].is_string()) return flatten_from(0);
  const std::string kind(node[0].get_string());
  const auto text = [&] { return std::string(node.at(1).as_string()); };
  if (kind == "()" || kind == "[]" || kind == "{}") {
    lines.push_back(kind.substr(0, 1));
    return flatten_from(1);
  }
  if (kind == "function") {
    lines.push_back("function " + text());
    return flatten_from(2);
  }
  static const std::array<std::string, 4> kTexts{"ident", "at-keyword", "string", "url"};
  if (std::find(kTexts.begin(), kTexts.end(), kind) != kTexts.end() ||
      (kind == "error" && text().substr(0, 4) == "bad-")) {
    lines.push_back(kind + ' ' + text());
  } else if (kind == "declaration") {
    lines.push_back("ident " + text());
    flatten(node.at(2), lines);
  } else if (kind == "qualified rule" || kind == "at-rule") {
    if (kind == "at-rule") lines.push_back("at-keyword " + text());
    const std::size_t prelude = kind == "at-rule" ? 2 : 1;
    flatten(node.at(prelude), lines);
    if (!node.at(prelude + 1).is_null()) lines.push_back("{");
    flatten(node.at(prelude + 1), lines);
  } else if (kind.size() <= 4 && kind != "hash") {
    flatten_from(0);  // a list that begins with white space or a delimiter
  }
}

// Rules and declarations that are dropped as a whole are told as an error: nothing to hold against.
bool tells_all_tokens(const std::string& expected) {
  return expected.find("\"invalid\"") == std::string::npos &&
         // Since the tests were made, CSS has no token of this kind any more.
         expected.find("unicode-range") == std::string::npos &&
         // "!important" is a flag there.
         expected.find("true]") == std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(css)

BOOST_AUTO_TEST_CASE(every_case_gives_the_urls_it_names) {
  for (const support::Case& one : support::read_cases("css.cases")) {
    support::check_case(one, references(one.input));
  }
}

BOOST_AUTO_TEST_CASE(tokens_are_those_of_css_parsing_tests) {
  std::size_t compared = 0, passed_over = 0;
  for (const std::string name :
       {"component_value_list", "stylesheet", "rule_list", "declaration_list"}) {
    const auto path = support::shared_data("malformed/css/css-parsing-tests/" + name + ".json");
    if (!path) return;
    const auto text = base::read_file(base::real_disk(), *path, 1 << 20);
    BOOST_REQUIRE(text);
    const json::array rows = json::parse(*text).as_array();
    for (std::size_t i = 0; i + 1 < rows.size(); i += 2) {
      const std::string input(rows[i].as_string());
      if (!tells_all_tokens(json::serialize(rows[i + 1]))) {
        ++passed_over;
        continue;
      }
      Lines expected;
      for (const json::value& value : rows[i + 1].as_array()) flatten(value, expected);
      BOOST_TEST_CONTEXT(name << ": " << input) {
        BOOST_TEST(tokens(input) == expected, boost::test_tools::per_element());
      }
      ++compared;
    }
  }
  BOOST_TEST_MESSAGE(compared << " compared, " << passed_over << " passed over");
  BOOST_TEST(compared == 71u);
}

BOOST_AUTO_TEST_CASE(urls_are_relative_to_the_sheet) {
  const auto found =
      extract(document("@import 'a.css'; b { c: url(../i.png) url(data:,x) }", "text/css"));

  const Lines expected{"requisite css/import https://example.org/dir/a.css default",
                       "requisite css/url https://example.org/i.png default"};
  BOOST_TEST(told(found.links) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(documents_in_data_urls_are_told_and_no_links) {
  crawler::extract::LinkSet links(base::Url::parse("https://example.org/a.css").value());
  Lines told;
  crawler::extract::add_css_links(
      "@import url(data:text/css,x); a { b: url(DATA:image/svg+xml,y#z) url(data:image/png,no) }",
      policies::ReferrerPolicy::no_referrer, links,
      [&](std::string_view url) { told.emplace_back(url); });
  crawler::extract::Extraction extraction;
  links.move_to(extraction);

  BOOST_TEST(told == (Lines{"data:text/css,x", "DATA:image/svg+xml,y#z"}),
             boost::test_tools::per_element());
  BOOST_TEST(extraction.links.empty());
}

BOOST_AUTO_TEST_CASE(queries_are_utf8_whatever_the_sheet_is_in) {
  const auto found = extract(document("a { b: url(?q=\xd6\xd0) }", "text/css; charset=gbk"));

  BOOST_TEST(urls_of(found.links).at(0) == "https://example.org/dir/page.html?q=%E4%B8%AD");
  BOOST_TEST(found.facts.charset == "gbk");
}

BOOST_AUTO_TEST_CASE(a_sheet_may_be_cut_anywhere) {
  const std::string whole =
      "@import url( \"a\\62 c\" ); @x { b: u\\72l(c\\)d) image-set('e' 1x) -1.5e+3url /* f */ } "
      "url(x y\\)) 'g\\\r\nh' #i\\j <!-- --> @k\\l .5m +n url(\\o\\";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    // An exact buffer, so that the sanitizer sees one byte too many.
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    BOOST_TEST(references({exact.data(), exact.size()}).size() <= 4u);
  }
}

// CSS Syntax 3.3.
BOOST_AUTO_TEST_CASE(nul_becomes_the_replacement_character_everywhere) {
  const std::string_view css("a\0b url(c\0d) 'e\0' @f\0 \\\0g #\0h"sv);

  const Lines expected{
      "ident a\xef\xbf\xbd"
      "b",
      "url c\xef\xbf\xbd"
      "d",
      "string e\xef\xbf\xbd", "at-keyword f\xef\xbf\xbd",
      "ident \xef\xbf\xbd"
      "g"};
  BOOST_TEST(tokens(css) == expected, boost::test_tools::per_element());
}

// CSS Syntax 3.3: CR, FF and CR LF are line ends.
BOOST_AUTO_TEST_CASE(all_kinds_of_line_ends_count) {
  const Lines expected{"url ab", "url cd", "url ef", "url g", "url h"};
  BOOST_TEST(references("url('a\\\r\nb') url('c\\\rd') url('e\\\ff') url(\r\ng\f) "
                        "url('no\r) url(\"no\f) url(\\68\r\n)") == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(text_without_escapes_is_a_part_of_the_sheet) {
  const std::string css = "url(data:image/png;base64,AAAA) url(\"it's\")";
  std::size_t views = 0;
  crawler::extract::read_css(css, [&](const CssReference& found) {
    views += found.url.data() > css.data() && found.url.data() < css.data() + css.size() ? 1 : 0;
  });
  BOOST_TEST(views == 2u);
}

BOOST_AUTO_TEST_CASE(the_end_is_told_again_and_again) {
  CssTokens reader("a");
  reader.next();
  BOOST_TEST((reader.next().type == CssTokenType::end));
  BOOST_TEST((reader.next().type == CssTokenType::end));
}

BOOST_AUTO_TEST_CASE(time_grows_with_length_only) {
  for (const std::string_view piece :
       {"url(",    "\\",    " ",    "/*",  "@import ", "(",         "{",          "url( x",
        "'\n",     "url('", "\\\n", "-",   "1.",       "u\\72 l(",  "image-set(", ")",
        "url(x\\", "<!--",  "a\\b", "#\\", "'\\\n",    "@supports("}) {
    std::string flood;
    while (flood.size() < (1u << 20)) flood += piece;
    const auto start = std::chrono::steady_clock::now();
    references(flood);
    const auto taken = std::chrono::steady_clock::now() - start;
    // 1 MiB takes some 50 ms here under ASan; quadratic work would take minutes.
    BOOST_TEST((taken < std::chrono::seconds(5)), "flood of " << piece);
  }
}

BOOST_AUTO_TEST_SUITE_END()
