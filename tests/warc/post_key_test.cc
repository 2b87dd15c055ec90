#include "warc/post_key.h"

#include <chrono>

#include <boost/test/unit_test.hpp>

#include "tests/warc/warc_support.h"
#include "warc/surt.h"

using warc::request_query;
using warc::RequestQuery;
using warc::url_with_request;

namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded", kJson = "application/json";

std::string query(std::string_view type, std::string_view body, std::string_view method = "POST") {
  return request_query(method, type, body).query;
}

std::string url(std::string_view base, std::string_view type, std::string_view body) {
  return url_with_request(base, request_query("POST", type, body));
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(post_key)

// formats 3.2. The expectations of this case are those of pywb's own test_inputreq.py.
BOOST_AUTO_TEST_CASE(the_keys_pywb_expects_of_itself) {
  const std::string form = "foo=bar&dir=%2Fbaz";
  const std::string binary =
      "\x81\x36l`L\xa0\x34P\x0e\xe0r\x02\xb5\x89\x19\x00"
      "fP\xdb\x0e\xb0\x02,";

  BOOST_TEST(url("http://example.com/", kForm, form) ==
             "http://example.com/?__wb_method=POST&foo=bar&dir=/baz");
  BOOST_TEST(url("http://example.com/?123=ABC", kForm, form) ==
             "http://example.com/?123=ABC&__wb_method=POST&foo=bar&dir=/baz");
  BOOST_TEST(url("http://example.com/", kJson, R"({"a": "b", "c": {"a": 2}, "d": "e"})") ==
             "http://example.com/?__wb_method=POST&a=b&a.2_=2&d=e");
  BOOST_TEST(url_with_request("http://example.com/", request_query("PUT", kForm, form)) ==
             "http://example.com/?__wb_method=PUT&foo=bar&dir=/baz");
  BOOST_TEST(url("http://example.com/", "application/octet-stream", form) ==
             "http://example.com/?__wb_method=POST&__wb_post_data=Zm9vPWJhciZkaXI9JTJGYmF6");
  BOOST_TEST(
      url("http://example.com/pathbar?id=123", "text/plain", form) ==
      "http://example.com/pathbar?id=123&__wb_method=POST&__wb_post_data=Zm9vPWJhciZkaXI9JTJGYmF6");
  BOOST_TEST(url("http://example.com/", kForm, "") == "http://example.com/?__wb_method=POST");
  BOOST_TEST(query(kForm, form.substr(0, form.size() - 4)) == "foo=bar&dir=%2");
  BOOST_TEST(query("multipart/form-data", form) == "__wb_post_data=Zm9vPWJhciZkaXI9JTJGYmF6");
  BOOST_TEST(query(kForm, std::string("\x81", 1) + "6l") == "__wb_post_data=gTZs");
  BOOST_TEST(query(kForm, binary).starts_with("__wb_post_data=gTZsYEyg"));
}

// pywb pull request 893 and warcio.js: values as JavaScript prints them.
BOOST_AUTO_TEST_CASE(json_leaves_print_as_javascript_would) {
  BOOST_TEST(query(kJson,
                   R"({"type": "event", "id": 44.0, "float": 35.7, "values": [true, false, null],
                       "source": {"type": "component", "id": "a+b&c= d", "values": [3, 4]}})") ==
             "type=event&id=44&float=35.7&values=true&values.2_=false&values.3_=null"
             "&type.2_=component&id.2_=a%2Bb%26c%3D+d&values.4_=3&values.5_=4");
  BOOST_TEST(
      query(kJson, R"([{"a": "b", "c": {"a": 2}}, {"d": "e"}, "ignored", false, null, 0])") ==
      "a=b&a.2_=2&d=e");
  BOOST_TEST(query(kJson, "{\"a\": \"b\"}\n{\"c\": {\"a\": 2}, \"d\": \"e\"}") == "a=b&a.2_=2&d=e");
  BOOST_TEST(query(kJson, R"({"":1,"e":"","n":{"":2},"x":[],"y":{}})") == "e=");
  BOOST_TEST(query(kJson, "\xef\xbb\xbf{\"a\":1}") == "a=1");
}

BOOST_AUTO_TEST_CASE(json_numbers_keep_their_digits) {
  const auto number = [](std::string_view text) {
    return query(kJson, R"({"n":)" + std::string(text) + "}");
  };
  BOOST_TEST(number("-0") == "n=0");
  BOOST_TEST(number("-0.0") == "n=0");
  BOOST_TEST(number("12345678901234567890123") == "n=12345678901234567890123");
  BOOST_TEST(number("-9223372036854775809") == "n=-9223372036854775809");
  BOOST_TEST(number("1e21") == "n=1000000000000000000000");
  BOOST_TEST(number("0.1") == "n=0.1");
  BOOST_TEST(number("1e-7") == "n=1e-07");
  BOOST_TEST(number("2.5e-3") == "n=0.0025");
  BOOST_TEST(number("1e-999") == "n=0");
  BOOST_TEST(number("1e999") == "");
  BOOST_TEST(number("01") == "");
}

BOOST_AUTO_TEST_CASE(a_key_that_comes_again_in_one_object_replaces_its_value) {
  BOOST_TEST(query(kJson, R"({"a":1,"b":2,"a":3})") == "a=3&b=2");
  BOOST_TEST(query(kJson, R"({"a":{"c":1},"b":2,"a":{}})") == "b=2");
  BOOST_TEST(query(kJson, R"({"a.2_":1,"x":{"a":2},"y":{"a":3}})") == "a.2_=3&a=2");
}

// application/json that is none has the method only, text/plain that is none is base64.
BOOST_AUTO_TEST_CASE(what_is_no_json_depends_on_its_type) {
  for (const std::string_view text :
       {"not json", "{\"a\":1} x", "{\"a\":1,}", "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}",
        "{\"a\":1}\n"
        "no",
        ""}) {
    BOOST_TEST(query(kJson, text) == "");
  }
  BOOST_TEST(query("text/plain;charset=UTF-8", "not json") == "__wb_post_data=bm90IGpzb24=");
  BOOST_TEST(query("text/plain", R"({"a":2})") == "a=2");
  BOOST_TEST(query("text/plain", "12") == "");
  BOOST_TEST(query("application/json; charset=utf-8", R"({"a":"\u4e2d~*"})") == "a=%E4%B8%AD~%2A");
}

BOOST_AUTO_TEST_CASE(forms_are_decoded_as_python_does) {
  BOOST_TEST(query(kForm, "a=1&b=two%20words+x%2By") == "a=1&b=two words x+y");
  BOOST_TEST(query(kForm, "a=%E4%B8%AD%zz%") == "a=\xe4\xb8\xad%zz%");
  BOOST_TEST(query(kForm, "a=%E4%B8") == "a=\xef\xbf\xbd");
  BOOST_TEST(query("application/x-www-form-urlencoded; charset=utf-8", "a=1") == "a=1");
  // Types are compared with case.
  BOOST_TEST(query("Application/JSON", "{}") == "__wb_post_data=e30=");
}

BOOST_AUTO_TEST_CASE(parts_of_a_multipart_body_become_a_form) {
  const std::string type = "multipart/form-data; boundary=\"x y\"";
  const std::string body =
      "preamble\r\n--x y\r\nContent-Disposition: form-data; name=\"test\"\r\n\r\nsome data\r\n"
      "--x y\r\ncontent-disposition: form-data; name=\"a \\\"q\\\" ;b\"\r\nX: y\r\n\r\n"
      "more^\r\n--x\r\n\r\n--x y\r\n"
      "Content-Disposition: form-data; name=f; filename=\"a.bin\"\r\n\r\n\xff\r\n"
      "--x y\r\n\r\nnameless\r\n--x y--\r\nafter";
  std::string with_nul = body;
  with_nul.insert(with_nul.find('\xff') + 1, 1, '\0');

  BOOST_TEST(query(type, with_nul) ==
             "test=some+data&a+%22q%22+%3Bb=more%5E%0D%0A--x%0D%0A&f=%FF%00&None=nameless");
  BOOST_TEST(query("multipart/form-data; boundary=b",
                   "--b\nContent-Disposition: form-data; name=n\n\nends early") == "n=ends+early");
  BOOST_TEST(query("multipart/form-data; boundary=b", "no such line") == "");
  for (const std::string_view bad : {"multipart/form-data; boundary=", "multipart/mixed",
                                     "multipart/form-data; boundary=a\xff"}) {
    BOOST_TEST(query(bad, "x") == "__wb_post_data=eA==");
  }
}

BOOST_AUTO_TEST_CASE(other_methods_have_no_body_and_get_has_no_query) {
  const auto with = [](std::string_view method) {
    return url_with_request("http://a.cn/", request_query(method, kForm, "a=1"));
  };
  BOOST_TEST(with("GET") == "http://a.cn/");
  BOOST_TEST(with("get") == "http://a.cn/");
  BOOST_TEST(with("HEAD") == "http://a.cn/?__wb_method=HEAD");
  BOOST_TEST(with("OPTIONS") == "http://a.cn/?__wb_method=OPTIONS");
  BOOST_TEST(with("delete") == "http://a.cn/?__wb_method=DELETE");
  BOOST_TEST(with("put") == "http://a.cn/?__wb_method=PUT&a=1");
}

// formats 3.2: the key is the SURT of the whole.
BOOST_AUTO_TEST_CASE(the_key_is_lower_case_and_sorted_as_any_other) {
  BOOST_TEST(warc::surt(url("https://httpbin.org/post", "application/octet-stream",
                            "somechunk-encodeddata")) ==
             "org,httpbin)/post?__wb_method=post&__wb_post_data=c29tzwnodw5rlwvuy29kzwrkyxrh");
  BOOST_TEST(warc::surt(url("https://httpbin.org/post", kJson,
                            R"({"test":"some data","another":"more^data"})")) ==
             "org,httpbin)/post?__wb_method=post&another=more^data&test=some+data");
}

BOOST_AUTO_TEST_CASE(no_query_passes_4096_characters) {
  BOOST_TEST(query(kForm, std::string(100'000, 'a')) == std::string(4096, 'a'));
  BOOST_TEST(query(kForm, repeated("%E4%B8%AD", 5000)) == repeated("\xe4\xb8\xad", 4096));
  BOOST_TEST(query("x/y", std::string(100'000, '\0')) ==
             "__wb_post_data=" + std::string(4096 - 15, 'A'));
  const std::string json = query(kJson, R"({"k":")" + std::string(100'000, 'v') + R"("})");
  BOOST_TEST(json == "k=" + std::string(4094, 'v'));
  const std::string list = query(kJson, R"({"k":[)" + repeated("1,", 3000) + "1]}");
  BOOST_TEST(list.size() == 4096u);
  BOOST_TEST(list.starts_with("k=1&k.2_=1&k.3_=1&"));
  const std::string part = "--b\r\nContent-Disposition: form-data; name=\"" +
                           std::string(9000, 'n') + "\"\r\n\r\n" + std::string(9000, 'v') + "\r\n";
  BOOST_TEST(query("multipart/form-data; boundary=b", repeated(part, 10)) ==
             std::string(4096, 'n'));
}

// "Hostile input is normal": each of these is megabytes built to cost more than it should.
BOOST_AUTO_TEST_CASE(hostile_bodies_cost_no_more_than_their_size) {
  std::string keys = "{";
  for (int i = 0; i < 200'000; ++i) keys += "\"" + std::to_string(i) + "\":0,";
  keys += "\"z\":[]}";
  const std::string deep = std::string(400, '[');
  const auto begin = std::chrono::steady_clock::now();

  BOOST_TEST(query(kJson, std::string(1'000'000, '[')) == "");
  BOOST_TEST(query(kJson, repeated("{\"a\":", 100'000)) == "");
  BOOST_TEST(query(kJson, keys).starts_with("0=0&1=0&2=0&"));
  BOOST_TEST(query(kJson, "{\"" + std::string(5000, 'n') + "\":[" + repeated("[],", 300'000) +
                              "1]}") == std::string(4096, 'n'));
  BOOST_TEST(
      query(kJson, "{\"a\":" + deep + repeated("0,", 500'000) + "0" + std::string(400, ']') + "}")
          .starts_with("a=0&a.2_=0&"));
  BOOST_TEST(query(kJson, repeated("{}\n", 300'000) + "{}") == "");
  BOOST_TEST(query("multipart/form-data; boundary=b", repeated("--b\r\n", 400'000)) == "None=");
  BOOST_TEST(query(kForm, repeated("%", 4'000'000)) == std::string(4096, '%'));
  BOOST_TEST(query(kJson, "{\"a\":\"" + std::string(5 << 20, 'x') + "\"}") == "");

  BOOST_TEST((std::chrono::steady_clock::now() - begin < std::chrono::seconds(20)));
}

BOOST_AUTO_TEST_SUITE_END()
