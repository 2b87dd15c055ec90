#include "base/url_host.h"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace {

std::string host_of(std::string_view input) {
  const auto host = base::parse_host(input);
  return host ? *host : "failure";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(url_host)

// URL Standard 3.5: any spelling a browser takes for an address is that address.
BOOST_AUTO_TEST_CASE(ipv4_in_any_spelling_becomes_a_dotted_quad) {
  for (const char* spelling : {"127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001",
                               "017700000001", "0x7f.1", "0177.0.0.0x1", "127.0.0.1.",
                               "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "127\u30020\u30020\u30021"}) {
    BOOST_TEST(host_of(spelling) == "127.0.0.1", spelling);
  }
  for (const char* wrong : {"256.1.1.1", "1.2.3.4.5", "0x100000000", "4294967296", "09.0.0.1",
                            "a.1", "1..2", "999999999999999999999999"}) {
    BOOST_TEST(host_of(wrong) == "failure", wrong);
  }
  BOOST_TEST(host_of("1.2.3.0x") == "1.2.3.0");
  BOOST_TEST(host_of("1.2.3.com") == "1.2.3.com");
}

// URL Standard 3.5 and 3.6.
BOOST_AUTO_TEST_CASE(ipv6_is_compressed_at_its_first_longest_run) {
  BOOST_TEST(host_of("[::1]") == "[::1]");
  BOOST_TEST(host_of("[0:0:0:0:0:0:0:0]") == "[::]");
  BOOST_TEST(host_of("[1:0:0:2:0:0:0:3]") == "[1:0:0:2::3]");
  BOOST_TEST(host_of("[1:0:0:2:0:0:3:4]") == "[1::2:0:0:3:4]");
  BOOST_TEST(host_of("[1:0:2:3:4:5:6:7]") == "[1:0:2:3:4:5:6:7]");
  BOOST_TEST(host_of("[::FFFF:1.2.3.4]") == "[::ffff:102:304]");
  BOOST_TEST(host_of("[1:2:3:4:5:6:7::]") == "[1:2:3:4:5:6:7:0]");
  for (const char* wrong : {"[",
                            "[]",
                            "[:]",
                            "[:1]",
                            "[1:]",
                            "[1]",
                            "[::1",
                            "[::1]x",
                            "[1:2:3:4:5:6:7:8:9]",
                            "[1:2:3:4:5:6:7::8]",
                            "[1::2::3]",
                            "[::1.2.3]",
                            "[::1.2.3.4.5]",
                            "[::1.2.3.04]",
                            "[::1.2.3.256]",
                            "[::1.2.3.]",
                            "[1:2:3:4:5:6:7:1.2.3.4]",
                            "[::g]",
                            "[::12345]",
                            "[fe80::1%25lo]",
                            "[v1.x]"}) {
    BOOST_TEST(host_of(wrong) == "failure", wrong);
  }
}

BOOST_AUTO_TEST_CASE(forbidden_code_points_fail_even_when_percent_encoded) {
  for (const char* wrong : {"", "a b", "a%00b", "%0d%0aHost:x", "a%2Fb", "a%25b", "a<b", "a^b",
                            "a|b", "a%7Fb", "%C2%AD", "a@b"}) {
    BOOST_TEST(host_of(wrong) == "failure", wrong);
  }
}

BOOST_AUTO_TEST_CASE(opaque_hosts_keep_their_case_and_encode_controls) {
  BOOST_TEST(base::parse_opaque_host("ExAmple%41").value() == "ExAmple%41");
  BOOST_TEST(base::parse_opaque_host("\xc3\xb1").value() == "%C3%B1");
  BOOST_TEST(base::parse_opaque_host("").value() == "");
  BOOST_TEST(base::parse_opaque_host("[::1]").value() == "[::1]");
  BOOST_TEST(!base::parse_opaque_host("a b"));
}

BOOST_AUTO_TEST_CASE(ip_literals_are_told_from_names) {
  BOOST_TEST(base::is_ip_literal("127.0.0.1"));
  BOOST_TEST(base::is_ip_literal("[::1]"));
  BOOST_TEST(!base::is_ip_literal("1.2.3.com"));
  BOOST_TEST(!base::is_ip_literal("localhost"));
  BOOST_TEST(!base::is_ip_literal(""));
}

BOOST_AUTO_TEST_CASE(the_registrable_domain_is_one_label_above_the_public_suffix) {
  BOOST_TEST(base::registrable_domain("www.example.co.uk") == "example.co.uk");
  BOOST_TEST(base::registrable_domain("user.guancha.cn") == "guancha.cn");
  BOOST_TEST(base::registrable_domain("a.foo.github.io") == "foo.github.io");
  BOOST_TEST(base::registrable_domain("www.example.com.") == "example.com");
  BOOST_TEST(base::registrable_domain("a.b.unknown-tld") == "b.unknown-tld");
}

BOOST_AUTO_TEST_CASE(hosts_without_a_registrable_domain_are_their_own) {
  for (const char* host : {"192.168.1.1", "[2001:db8::1]", "localhost", "co.uk", "com", ""}) {
    BOOST_TEST(base::registrable_domain(host) == host);
  }
}

BOOST_AUTO_TEST_SUITE_END()
