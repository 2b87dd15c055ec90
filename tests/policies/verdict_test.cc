#include "policies/verdict.h"

#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

using policies::Reason;
using policies::Verdict;

BOOST_AUTO_TEST_SUITE(verdict)

BOOST_AUTO_TEST_CASE(only_accepted_is_a_yes) {
  BOOST_TEST(static_cast<bool>(Verdict{}));
  BOOST_TEST((static_cast<bool>(Verdict{Reason::accepted, "some rule"})));
  BOOST_TEST(!(Verdict{Reason::robots, "some rule"}));
}

BOOST_AUTO_TEST_CASE(every_reason_has_a_name_of_its_own) {
  std::set<std::string> names;
  constexpr int last = static_cast<int>(Reason::error_limit);
  for (int reason = 0; reason <= last; ++reason) {
    names.emplace(policies::name_of(static_cast<Reason>(reason)));
  }
  BOOST_TEST(names.size() == last + 1u);
  BOOST_TEST(!names.contains("unknown"));
  BOOST_TEST(policies::name_of(Reason::page_limit) == "page_limit");
}

BOOST_AUTO_TEST_SUITE_END()
