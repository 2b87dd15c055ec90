#include "policies/robots_tags.h"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

using policies::parse_robots_meta;
using policies::parse_x_robots_tag;
using policies::RobotsTags;

namespace {

// "i", "f" and "a" for noindex, nofollow and noarchive.
std::string flags(const RobotsTags& tags) {
  return std::string(tags.noindex ? "i" : "") + (tags.nofollow ? "f" : "") +
         (tags.noarchive ? "a" : "");
}

std::string header(std::string_view field) { return flags(parse_x_robots_tag(field, "Varve")); }
std::string said(std::string_view field) { return parse_x_robots_tag(field, "Varve").text; }

}  // namespace

BOOST_AUTO_TEST_SUITE(robots_tags)

BOOST_AUTO_TEST_CASE(a_meta_element_is_words_in_any_case) {
  BOOST_TEST(flags(parse_robots_meta("NOINDEX, NoFollow")) == "if");
  BOOST_TEST(flags(parse_robots_meta("none")) == "if");
  BOOST_TEST(flags(parse_robots_meta("noindex nofollow;noarchive")) == "ifa");
  BOOST_TEST(flags(parse_robots_meta("index,follow,max-image-preview:large")) == "");
  BOOST_TEST(flags(parse_robots_meta("xnofollow, nofollowed")) == "");
  BOOST_TEST(flags(parse_robots_meta("")) == "");
  BOOST_TEST(parse_robots_meta(" NoIndex, Follow ").text == "noindex, follow");
}

BOOST_AUTO_TEST_CASE(a_field_for_all_concerns_us) {
  BOOST_TEST(header("noindex, nofollow") == "if");
  BOOST_TEST(header("none") == "if");
  BOOST_TEST(header("*: noarchive") == "a");
  BOOST_TEST(header("noai, noimageai") == "");
  BOOST_TEST(said("noai, NoImageAI") == "noai, noimageai");
}

// Google's documentation: a name holds for what follows it in its field.
BOOST_AUTO_TEST_CASE(what_is_said_to_another_robot_does_not_concern_us) {
  BOOST_TEST(header("googlebot: nofollow") == "");
  BOOST_TEST(header("otherbot: noindex, nofollow") == "");
  BOOST_TEST(said("otherbot: noindex, nofollow") == "");
  BOOST_TEST(header("varve: nofollow") == "f");
  BOOST_TEST(header("VARVE/1.0 : nofollow, noarchive") == "fa");
  BOOST_TEST(header("varvebot: nofollow") == "");
  BOOST_TEST(header("otherbot: noindex, varve: noarchive") == "a");
  BOOST_TEST(header("noarchive, otherbot: nofollow") == "a");
}

BOOST_AUTO_TEST_CASE(dates_may_hold_commas_and_colons) {
  BOOST_TEST(header("unavailable_after: 25 Jun 2010 15:00:00 PST, noindex") == "i");
  BOOST_TEST(header("unavailable_after: Fri, 25 Jun 2010 15:00:00 GMT, nofollow") == "f");
  BOOST_TEST(header("unavailable_after: 2010-06-25T15:00:00+01:00, noarchive") == "a");
  BOOST_TEST(header("googlebot: unavailable_after: 25 Jun 2010 15:00:00 PST, noindex") == "");
  BOOST_TEST(header("varve: unavailable_after: 25 Jun 2010 15:00:00 PST, noindex") == "i");
  BOOST_TEST(header("max-snippet: 20, nofollow") == "f");
}

BOOST_AUTO_TEST_CASE(what_page_and_header_say_adds_up) {
  RobotsTags tags = parse_robots_meta("noindex");
  tags.add(parse_x_robots_tag("nofollow", "varve"));
  tags.add(parse_x_robots_tag("other: noarchive", "varve"));
  BOOST_TEST(flags(tags) == "if");
  BOOST_TEST(tags.text == "noindex, nofollow");
}

BOOST_AUTO_TEST_CASE(hostile_fields_are_read_in_bounded_space) {
  std::string field;
  while (field.size() < 200'000) field += "varve: x, , ::,\xff";
  const RobotsTags tags = parse_x_robots_tag(field + ", nofollow", "varve");
  BOOST_TEST(tags.text.size() == policies::kMaxRobotsTagBytes);
  BOOST_TEST(flags(parse_robots_meta(std::string(1'000'000, ',') + "none")) == "if");
}

BOOST_AUTO_TEST_CASE(the_fields_of_the_years_of_language_models_are_known) {
  const auto fields = policies::opt_out_fields();
  for (const char* name : {"Content-Usage", "Content-Signal", "TDM-Reservation", "TDM-Policy",
                           "LLM-Policy", "AI-Disclosure"}) {
    BOOST_TEST((std::find(fields.begin(), fields.end(), name) != fields.end()), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
