#include "warc/surt.h"

#include <boost/test/unit_test.hpp>

#include "base/encoding.h"
#include "tests/support/shared_data.h"
#include "tests/warc/warc_support.h"

using namespace std::string_literals;

namespace {

// \t \n \r \\ and \uXXXX of surt-vectors.tsv.
std::string unescaped_cell(const std::string& cell) {
  std::string out;
  for (std::size_t at = 0; at < cell.size(); ++at) {
    if (cell[at] != '\\' || at + 1 == cell.size()) {
      out += cell[at];
      continue;
    }
    const char kind = cell[++at];
    if (kind == 'u') {
      base::append_utf8(out,
                        static_cast<char32_t>(std::stoul(cell.substr(at + 1, 4), nullptr, 16)));
      at += 4;
    } else {
      out += kind == 't' ? '\t' : kind == 'n' ? '\n' : kind == 'r' ? '\r' : kind;
    }
  }
  return out;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(surt)

// formats section 4: the keys Python surt 0.3 gives, which pywb looks up.
BOOST_AUTO_TEST_CASE(all_published_vectors_have_their_key) {
  const auto path = support::shared_data("vectors/surt-vectors.tsv");
  if (!path) return;
  int checked = 0;
  for (const std::string& line : split(support::read_all(*path), '\n')) {
    const auto cells = split(line, '\t');
    if (line.starts_with('#') || cells.size() < 2) continue;
    const std::string input = unescaped_cell(cells[0]);
    BOOST_TEST(::warc::surt(input) == unescaped_cell(cells[1]),
               "input: " << cells[0] << " gave " << ::warc::surt(input) << ", not " << cells[1]);
    ++checked;
  }
  BOOST_TEST(checked == 188);
}

// The rules by number, for those without the vectors.
BOOST_AUTO_TEST_CASE(each_rule_of_the_key_holds) {
  const auto key = [](std::string_view url) { return ::warc::surt(url); };
  BOOST_TEST(key("") == "-");
  BOOST_TEST(key(" \thttp://www.ex\nample.com/ ") == "com,example)/");                     // 1
  BOOST_TEST(key("http://u:p@h.cn/x#y") == "cn,h)/x");                                     // 2
  BOOST_TEST(key("http://h.cn/%2525?q=a%26b") == "cn,h)/%25?b&q=a");                       // 3
  BOOST_TEST(key("http://\xe4\xbe\x8b\xe3\x81\x88.jp/") == "jp,xn--r8jz45g)/");            // 4
  BOOST_TEST(key("http://017.0.0.1/") == "1,0,0,15)/");                                    // 4
  BOOST_TEST(key("http://h.cn/a//b/../c/.") == "cn,h)/a/c");                               // 5
  BOOST_TEST(key("http://www12.h.cn/") == "cn,h)/");                                       // 6
  BOOST_TEST(key("https://h.cn:443/") == "cn,h)/");                                        // 7
  BOOST_TEST(key("http://h.cn/A?B=C") == "cn,h)/a?b=c");                                   // 8
  BOOST_TEST(key("http://h.cn/(" + std::string(24, 'A') + ")/x.aspx") == "cn,h)/x.aspx");  // 9
  BOOST_TEST(key("http://h.cn/?sid=" + std::string(32, '0') + "&a=1") == "cn,h)/?a=1");    // 10
  BOOST_TEST(key("http://h.cn/a/") == "cn,h)/a");                                          // 11
  BOOST_TEST(key("http://h.cn/?b=2&a&a=1&a=") == "cn,h)/?a&a=&a=1&b=2");                   // 12
  BOOST_TEST(key("http://[2001:db8::1]:8080/") == "2001:db8::1:8080)/");                   // 13
}

// A key stands between spaces in a line: whatever the input, it holds none.
BOOST_AUTO_TEST_CASE(keys_are_printable_ascii_without_spaces) {
  for (const std::string& url :
       {"http://h.cn/\x01 \xff\x7f?\x80 #x"s, "urn:a b\xe4\r\nc"s, "filedesc x\ny"s, "\0"s,
        "http://"s, "http:"s, "https://http://"s, "://"s, "%"s, "http://[/"s, "http://:/"s, "a:"s,
        "http://h.cn:99999999999/"s, "http://h:x/"s, "http://@/"s, "http://.../"s, "?"s, "#"s}) {
    const std::string key = ::warc::surt(url);
    BOOST_TEST(!key.empty());
    for (const char c : key) BOOST_TEST((c > 0x20 && c < 0x7f), url << " gave " << key);
  }
}

BOOST_AUTO_TEST_CASE(hostile_lengths_take_linear_time) {
  const auto repeated = [](std::string_view part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
  };
  const int n = 100'000;
  BOOST_TEST(!::warc::surt("http://h/%" + repeated("25", n)).empty());
  BOOST_TEST(!::warc::surt("http://h/?" + repeated("cfid=", n)).empty());
  BOOST_TEST(!::warc::surt("http://h/?" + repeated("sid=", n)).empty());
  BOOST_TEST(!::warc::surt("http://h/" + repeated("(0123456789abcdefghijklmn)/", n) + "x").empty());
  BOOST_TEST(!::warc::surt("http://h/" + repeated("../", n)).empty());
  BOOST_TEST(!::warc::surt("http://" + repeated("a.", n)).empty());
  BOOST_TEST(!::warc::surt(repeated("http://", n)).empty());
  BOOST_TEST(!::warc::surt("http://h/?" + repeated("&", n)).empty());
}

BOOST_AUTO_TEST_SUITE_END()
