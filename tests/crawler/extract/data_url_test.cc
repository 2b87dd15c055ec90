// Fetch, "data: URL processor", clause by clause, and Infra's forgiving-base64.
#include "crawler/extract/data_url.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using namespace std::string_literals;
using crawler::extract::data_url_media_type;
using crawler::extract::is_document_in_data_url;
using crawler::extract::kMaxDataUrlBytes;
using crawler::extract::parse_data_url;

// "CONTENT-TYPE: BYTES", or "none".
std::string read(std::string_view url) {
  const auto data = parse_data_url(url);
  return data ? data->content_type + ": " + data->bytes : "none";
}

std::string bytes(std::string_view url) {
  const auto data = parse_data_url(url);
  return data ? data->bytes : "none";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(data_url)

BOOST_AUTO_TEST_CASE(a_type_and_a_text) {
  const auto data = parse_data_url("data:Text/CSS;charset=GBK,a%7bb:url(x)%7D");

  BOOST_REQUIRE(data);
  BOOST_TEST(data->media_type == "text/css");
  BOOST_TEST(data->content_type == "Text/CSS;charset=GBK");
  BOOST_TEST(data->bytes == "a{b:url(x)}");
  BOOST_TEST(!data->is_cut);
}

BOOST_AUTO_TEST_CASE(other_urls_are_none) {
  for (const auto* url : {"", "d", "data", "data:", "data:text/css", "dat:,x", "xdata:,x",
                          "https://h/data:,x", "data ://,x", "data;,x", "data:text/css#,x"}) {
    BOOST_TEST(read(url) == "none", url);
    BOOST_TEST(data_url_media_type(url).empty(), url);
  }
}

BOOST_AUTO_TEST_CASE(without_a_type_it_is_plain_text) {
  const std::string plain = "text/plain;charset=US-ASCII: ";
  BOOST_TEST(read("data:,x") == plain + "x");
  BOOST_TEST(read("data:,") == plain);
  BOOST_TEST(read("data:;base64,eA==") == plain + "x");
  BOOST_TEST(read("data:css,x") == plain + "x");
  BOOST_TEST(read("data:/css,x") == plain + "x");
  BOOST_TEST(read("data:text/,x") == plain + "x");
  BOOST_TEST(read("data:te(t/css,x") == plain + "x");
  BOOST_TEST(read("data:text/c s,x") == plain + "x");
  BOOST_TEST(read("data:;charset=utf-8,x") == "text/plain;charset=utf-8: x");
  BOOST_TEST(data_url_media_type("data:,x") == "text/plain");
}

BOOST_AUTO_TEST_CASE(spaces_around_the_type_do_not_count) {
  BOOST_TEST(read("data: text/css ,x") == "text/css: x");
  BOOST_TEST(data_url_media_type("data: text/css ; charset=utf-8,x") == "text/css");
}

// URL Standard 4.4, steps 1 to 3: as in any URL.
BOOST_AUTO_TEST_CASE(line_ends_and_tabs_anywhere_are_dropped) {
  BOOST_TEST(read(" \n DA\tta\n:text\r/css,a\n b%\t41\n ") == "text/css: a bA");
  BOOST_TEST(read("data:text/css;base\n64,Y\nQ\r\n==") == "text/css: a");
}

BOOST_AUTO_TEST_CASE(a_fragment_is_no_part_of_it) {
  BOOST_TEST(read("data:image/svg+xml,<svg/>#icon") == "image/svg+xml: <svg/>");
  BOOST_TEST(read("data:text/css,a%23b") == "text/css: a#b");
  BOOST_TEST(read("data:text/css,a?b=c,d") == "text/css: a?b=c,d");
}

BOOST_AUTO_TEST_CASE(percent_signs_that_encode_nothing_stay) {
  BOOST_TEST(bytes("data:,%zz%4%41%") == "%zz%4A%");
  BOOST_TEST(bytes("data:,%00\xe4\xb8\xad") == "\0\xe4\xb8\xad"s);
}

BOOST_AUTO_TEST_CASE(base64_is_marked_at_the_end_of_the_type_only) {
  BOOST_TEST(read("data:text/css;base64,YQ==") == "text/css: a");
  BOOST_TEST(read("data:text/css; BASE64 ,YQ==") == "text/css: a");
  BOOST_TEST(read("data:text/css;charset=x;base64,YQ==") == "text/css;charset=x: a");
  BOOST_TEST(read("data:text/css;base64;charset=x,YQ==") == "text/css;base64;charset=x: YQ==");
  BOOST_TEST(bytes("data:base64,YQ==") == "YQ==");
  BOOST_TEST(bytes("data:text/css;xbase64,YQ==") == "YQ==");
}

// Infra 8.
BOOST_AUTO_TEST_CASE(base64_is_forgiven_what_browsers_forgive) {
  BOOST_TEST(bytes("data:;base64,") == "");
  BOOST_TEST(bytes("data:;base64,YWI=") == "ab");
  BOOST_TEST(bytes("data:;base64,YWI") == "ab");
  BOOST_TEST(bytes("data:;base64,YQ") == "a");
  BOOST_TEST(bytes("data:;base64,YR") == "a");
  BOOST_TEST(bytes("data:;base64,YW Jj%0AZA%3D%3D") == "abcd");
  BOOST_TEST(bytes("data:;base64,%59%51%3d%3D") == "a");
  BOOST_TEST(bytes("data:;base64,+/8=") == "\xfb\xff");
}

BOOST_AUTO_TEST_CASE(broken_base64_is_none) {
  for (const auto* body : {"Y", "YWJjZ", "Y===", "YQ=", "YQ===", "=", "==", "====", "YQ==YQ==",
                           "YW-_", "YQ\xc2\xa0", "YWI==", "YWJj=", "YWJj=="}) {
    BOOST_TEST(read(std::string("data:;base64,") + body) == "none", body);
  }
}

BOOST_AUTO_TEST_CASE(what_is_too_long_is_cut) {
  const std::string letters(kMaxDataUrlBytes / 3 * 4 + 8, 'A');
  for (const std::string& url :
       {"data:text/css," + std::string(kMaxDataUrlBytes + 1, 'x'),
        "data:text/css;base64," + letters,
        "data:text/css," + std::string(5 * kMaxDataUrlBytes, 'x'),
        "data:text/css;base64," + letters + letters + letters + letters + "A"}) {
    const auto data = parse_data_url(url);
    BOOST_REQUIRE(data);
    BOOST_TEST(data->bytes.size() == kMaxDataUrlBytes);
    BOOST_TEST(data->is_cut);
  }
  const auto whole = parse_data_url("data:," + std::string(kMaxDataUrlBytes, 'x'));
  BOOST_TEST((whole && !whole->is_cut && whole->bytes.size() == kMaxDataUrlBytes));
}

BOOST_AUTO_TEST_CASE(the_type_is_told_without_reading_the_rest) {
  BOOST_TEST(data_url_media_type("data:image/PNG;base64,!!!") == "image/png");
  BOOST_TEST(data_url_media_type("data:image/svg+xml;utf8,<svg>") == "image/svg+xml");
  BOOST_TEST(is_document_in_data_url("DATA:Image/SVG+xml;base64,PHN2Zy8+"));
  BOOST_TEST(is_document_in_data_url("data:text/css,a"));
  BOOST_TEST(!is_document_in_data_url("data:image/png;base64,text/css"));
  BOOST_TEST(!is_document_in_data_url("https://h/data:text/css,"));
}

BOOST_AUTO_TEST_SUITE_END()
