// tests/cases/css.cases, the tokenizer's edges, and floods.
#include "crawler/extract/css.h"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/crawler/extract/case_file.h"
#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::CssReference;
using crawler::extract::extract;
using support::document;
using support::told;
using support::urls_of;

std::vector<std::string> references(std::string_view css) {
  std::vector<std::string> lines;
  crawler::extract::read_css(css, [&](const CssReference& found) {
    lines.push_back((found.is_import ? "import " : "url ") + found.url);
  });
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(css)

BOOST_AUTO_TEST_CASE(every_case_gives_the_urls_it_names) {
  for (const support::Case& one : support::read_cases("css.cases")) {
    support::check_case(one, references(one.input));
  }
}

BOOST_AUTO_TEST_CASE(urls_are_relative_to_the_sheet) {
  const auto found =
      extract(document("@import 'a.css'; b { c: url(../i.png) url(data:,x) }", "text/css"));

  const std::vector<std::string> expected{
      "requisite css/import https://example.org/dir/a.css default",
      "requisite css/url https://example.org/i.png default"};
  BOOST_TEST(told(found.links) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(queries_are_utf8_whatever_the_sheet_is_in) {
  const auto found = extract(document("a { b: url(?q=\xd6\xd0) }", "text/css; charset=gbk"));

  BOOST_TEST(urls_of(found.links).at(0) == "https://example.org/dir/page.html?q=%E4%B8%AD");
  BOOST_TEST(found.facts.charset == "gbk");
}

BOOST_AUTO_TEST_CASE(a_sheet_may_be_cut_anywhere) {
  const std::string whole =
      "@import url( \"a\\62 c\" ); @x { b: u\\72l(c\\)d) image-set('e' 1x) -1.5e+3url /* f */ }";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    // An exact buffer, so that the sanitizer sees one byte too many.
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    BOOST_TEST(references({exact.data(), exact.size()}).size() <= 3u);
  }
}

BOOST_AUTO_TEST_CASE(nul_becomes_the_replacement_character) {
  BOOST_TEST(references(std::string_view("a{b:url(c\0d)}", 13)).at(0) ==
             "url c\xef\xbf\xbd"
             "d");
}

BOOST_AUTO_TEST_CASE(time_grows_with_length_only) {
  for (const std::string_view piece :
       {"url(", "\\", " ", "/*", "@import ", "(", "{", "url( x", "'\n", "url('", "\\\n", "-", "1.",
        "u\\72 l(", "image-set("}) {
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
