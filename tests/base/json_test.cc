#include "base/json.h"

#include <cmath>
#include <string>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(writes_nested_objects_and_arrays) {
  base::JsonWriter json;
  json.begin_object().field("url", "http://a/").field("status", 200).field("seed", true);
  json.key("links").begin_array().value("x").value(std::uint64_t{18446744073709551615u});
  json.begin_object().end_object().end_array().field_if("absent", "").field_if("here", "1");

  const std::string text = json.end_object().take();

  BOOST_TEST(text == R"({"url":"http://a/","status":200,"seed":true,)"
                     R"("links":["x",18446744073709551615,{}],"here":"1"})");
  BOOST_TEST(json.take() == "");
}

BOOST_AUTO_TEST_CASE(a_writer_starts_anew_after_take) {
  base::JsonWriter json;
  BOOST_TEST(json.begin_array().value(1).end_array().take() == "[1]");
  BOOST_TEST(json.begin_array().value(-2).end_array().take() == "[-2]");
}

// Promise "Safe": printable ASCII only, whatever a server sent.
BOOST_AUTO_TEST_CASE(quoting_leaves_nothing_raw) {
  BOOST_TEST(base::json_quoted("a\"\\\n\t\x1b\x7f") == R"("a\"\\\n\t\u001b\u007f")");
  BOOST_TEST(base::json_quoted("\xe4\xb8\xad\xf0\x9f\x98\x80") == R"("\u4e2d\ud83d\ude00")");
  BOOST_TEST(base::json_quoted("\xff") == R"("\ufffd")");
  BOOST_TEST(base::json_quoted(std::string_view("\0", 1)) == R"("\u0000")");
}

// RFC 8259: an independent reader takes every byte string and gives the text back.
BOOST_AUTO_TEST_CASE(any_bytes_make_a_json_string) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  BOOST_CHECK_NO_THROW(boost::json::parse(base::json_quoted(all)));

  const std::string ascii = all.substr(0, 128);
  BOOST_TEST(std::string(boost::json::parse(base::json_quoted(ascii)).as_string()) == ascii);
}

BOOST_AUTO_TEST_CASE(numbers_that_json_lacks_are_null) {
  base::JsonWriter json;
  json.begin_array().value(std::nan("")).value(HUGE_VAL).value(0.5);
  BOOST_TEST(json.end_array().take() == "[null,null,0.5]");
}

BOOST_AUTO_TEST_SUITE_END()
