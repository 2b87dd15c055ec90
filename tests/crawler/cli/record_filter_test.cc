#include "crawler/cli/record_filter.h"

#include <string>

#include <boost/test/unit_test.hpp>

using crawler::cli::matches_glob;
using crawler::cli::RecordFilter;

namespace {

warc::RecordHead head_of(const std::string& type, const std::string& url) {
  warc::RecordHead head;
  head.type.name = type;
  head.fields.add("WARC-Target-URI", url);
  return head;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record_filter)

BOOST_AUTO_TEST_CASE(a_star_stands_for_any_text_and_a_question_mark_for_one_byte) {
  for (const auto& [pattern, text] :
       std::initializer_list<std::pair<const char*, const char*>>{{"", ""},
                                                                  {"*", ""},
                                                                  {"*", "abc"},
                                                                  {"a*c", "abbc"},
                                                                  {"a*c", "ac"},
                                                                  {"?b*", "abc"},
                                                                  {"*.cn/*", "http://a.cn/b"},
                                                                  {"*a*b*", "xxaxxbxx"},
                                                                  {"**", "x"}}) {
    BOOST_TEST_CONTEXT(pattern << " " << text) { BOOST_TEST(matches_glob(pattern, text)); }
  }
  for (const auto& [pattern, text] :
       std::initializer_list<std::pair<const char*, const char*>>{{"", "a"},
                                                                  {"a", ""},
                                                                  {"?", ""},
                                                                  {"a*c", "abcd"},
                                                                  {"a?c", "ac"},
                                                                  {"*a*b*", "xxbxxaxx"}}) {
    BOOST_TEST_CONTEXT(pattern << " " << text) { BOOST_TEST(!matches_glob(pattern, text)); }
  }
}

BOOST_AUTO_TEST_CASE(a_hostile_pattern_takes_no_more_than_its_length_times_the_texts) {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "a*";

  BOOST_TEST(!matches_glob(pattern + "b", std::string(20'000, 'a')));
}

BOOST_AUTO_TEST_CASE(an_empty_filter_lets_everything_through) {
  BOOST_TEST(RecordFilter().matches(head_of("warcinfo", ""), {}));
}

BOOST_AUTO_TEST_CASE(all_fields_of_a_filter_must_match) {
  const auto head = head_of("response", "http://a.test/x");
  const warc::RecordFacts facts{.status = 404, .mime = "text/html", .block_bytes = 1};

  BOOST_TEST(
      RecordFilter(
          {.types = {"request", "Response"}, .status = "4xx", .mime = "TEXT/", .url = "a.test"})
          .matches(head, facts));
  BOOST_TEST(!RecordFilter({.types = {}, .status = "40X", .mime = "text/plain", .url = ""})
                  .matches(head, facts));
  BOOST_TEST(
      !RecordFilter({.types = {}, .status = "200", .mime = "", .url = ""}).matches(head, facts));
  BOOST_TEST(
      !RecordFilter({.types = {}, .status = "xxx", .mime = "", .url = ""}).matches(head, {}));
}

BOOST_AUTO_TEST_CASE(a_status_that_is_none_is_a_fault) {
  for (const char* good : {"", "200", "4xx", "40X"}) {
    BOOST_TEST(!RecordFilter({.types = {}, .status = good, .mime = "", .url = ""}).fault());
  }
  for (const char* bad : {"20", "2000", "ok!", "4**"}) {
    BOOST_TEST(
        RecordFilter({.types = {}, .status = bad, .mime = "", .url = ""}).fault().has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()
