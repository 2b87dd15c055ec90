// tests/cases/srcset.cases, and floods.
#include "crawler/extract/srcset.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/extraction.h"
#include "tests/crawler/extract/case_file.h"

using crawler::extract::parse_srcset;

BOOST_AUTO_TEST_SUITE(srcset)

BOOST_AUTO_TEST_CASE(every_case_gives_the_urls_it_names) {
  for (const support::Case& one : support::read_cases("srcset.cases")) {
    std::vector<std::string> urls;
    for (const std::string_view url : parse_srcset(one.input)) urls.emplace_back(url);
    support::check_case(one, urls);
  }
}

BOOST_AUTO_TEST_CASE(a_flood_of_candidates_is_bounded) {
  std::string value;
  for (int i = 0; i < 300'000; ++i) value += "a, ";

  BOOST_TEST(parse_srcset(value).size() == crawler::extract::kMaxLinks);
}

BOOST_AUTO_TEST_CASE(a_megabyte_of_commas_or_parentheses_is_nothing) {
  BOOST_TEST(parse_srcset(std::string(1 << 20, ',')).empty());
  BOOST_TEST(parse_srcset("a " + std::string(1 << 20, '(')).empty());
}

BOOST_AUTO_TEST_SUITE_END()
