#include "warc/fields.h"

#include <boost/test/unit_test.hpp>

using namespace std::string_literals;
using warc::Fields;

BOOST_AUTO_TEST_SUITE(fields)

BOOST_AUTO_TEST_CASE(order_and_spelling_are_kept) {
  Fields fields;
  fields.add("WARC-Type", "response");
  fields.add("X", "1");
  fields.add("x", "2");

  BOOST_TEST(fields.serialize() == "WARC-Type: response\r\nX: 1\r\nx: 2\r\n");
  BOOST_TEST(fields.find("warc-TYPE").value() == "response");
  BOOST_TEST(!fields.find("missing"));
}

BOOST_AUTO_TEST_CASE(set_leaves_one_field_where_the_first_stood) {
  Fields fields;
  fields.add("A", "1");
  fields.add("B", "2");
  fields.add("a", "3");

  fields.set("a", "4");
  fields.set("C", "5");
  fields.add_if("D", "");

  BOOST_TEST(fields.serialize() == "A: 4\r\nB: 2\r\nC: 5\r\n");
}

// W-01, W-05 and the promise "Safe": what a server sent cannot change the structure.
BOOST_AUTO_TEST_CASE(line_ends_and_control_bytes_become_spaces) {
  Fields fields;
  fields.add("via", "a\r\nWARC-Type: response\r\n\r\nWARC/1.1"s + '\0' + "\x1b[31m\x7f\tz");

  BOOST_TEST(fields.serialize() == "via: a  WARC-Type: response    WARC/1.1  [31m  z\r\n");
}

BOOST_AUTO_TEST_CASE(names_hold_token_characters_only) {
  Fields fields;
  fields.add("a: b\r\nc", "v");
  fields.add("", "nameless");

  BOOST_TEST(fields.serialize() == "a__b__c: v\r\n");
}

// U+0085, U+2028 and U+2029 end lines for Python's splitlines() and for JavaScript.
BOOST_AUTO_TEST_CASE(unicode_line_ends_become_spaces_and_bad_utf8_is_replaced) {
  Fields fields;
  fields.add("t", "x\xc2\x85y\xe2\x80\xa8z\xe2\x80\xa9");
  fields.add("u", "\xff \xe4\xb8\xad");

  BOOST_TEST(fields.find("t").value() == "x y z");
  BOOST_TEST(fields.find("u").value() == "\xef\xbf\xbd \xe4\xb8\xad");
}

BOOST_AUTO_TEST_SUITE_END()
