// tests/cases/srcset.cases, and floods.
#include "crawler/extract/srcset.h"

#include <chrono>
#include <string>
#include <vector>

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

BOOST_AUTO_TEST_CASE(time_grows_with_length_only) {
  for (const std::string_view piece :
       {",", "(", ")", "a ", "a 1x(", " ", "a,", "1x ", "\f", "a(,"}) {
    std::string flood = "a ";
    while (flood.size() < (1u << 20)) flood += piece;
    const auto start = std::chrono::steady_clock::now();
    const auto urls = parse_srcset(flood);
    const auto taken = std::chrono::steady_clock::now() - start;

    BOOST_TEST(urls.size() <= crawler::extract::kMaxLinks);
    // 1 MiB takes some 50 ms here under ASan; quadratic work would take minutes.
    BOOST_TEST((taken < std::chrono::seconds(5)), "flood of " << piece);
  }
}

BOOST_AUTO_TEST_CASE(a_value_may_be_cut_anywhere) {
  const std::string whole = " ,a.png 1.5e+1x , b,c.png 100w 50h,, d (x, y) e.png -0x";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    // An exact buffer, so that the sanitizer sees one byte too many.
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    for (const std::string_view url : parse_srcset({exact.data(), exact.size()})) {
      BOOST_TEST((url.data() >= exact.data() && !url.empty()));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
