#include "policies/address.h"

#include <arpa/inet.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/url.h"
#include "base/url_host.h"
#include "tests/support/shared_data.h"

namespace {

// The bytes a socket would connect to for a host that is a literal; empty for names.
std::vector<std::uint8_t> bytes_of(std::string_view host) {
  const bool is_v6 = host.starts_with('[');
  const std::string text(is_v6 ? host.substr(1, host.size() - 2) : host);
  std::vector<std::uint8_t> bytes(is_v6 ? 16 : 4);
  if (inet_pton(is_v6 ? AF_INET6 : AF_INET, text.c_str(), bytes.data()) != 1) bytes.clear();
  return bytes;
}

bool is_public(std::string_view host) { return policies::is_public_address(bytes_of(host)); }

struct Row {
  std::string url, verdict, why;
};

std::string unescaped(std::string text) {
  const std::pair<std::string_view, char> escapes[] = {{"\\t", '\t'}, {"\\r", '\r'}, {"\\n", '\n'}};
  for (const auto& [written, byte] : escapes) {
    for (std::size_t at; (at = text.find(written)) != std::string::npos;) {
      text.replace(at, written.size(), 1, byte);
    }
  }
  return text;
}

std::vector<Row> verdict_rows() {
  std::vector<Row> rows;
  const auto path = support::shared_data("malformed/url/own/ssrf-verdicts.tsv");
  if (!path) return rows;
  std::ifstream file(*path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    rows.push_back({unescaped(line.substr(0, first)), line.substr(first + 1, second - first - 1),
                    line.substr(second + 1)});
  }
  return rows;
}

// Promise "Safe": what the crawl does with a row. A URL that the URL Standard takes although the
// row rejects it is harmless: its name is never looked up (private_name), nothing can listen at
// port 0, and of a line break in a path nothing is left.
std::string outcome_of(const std::string& url) {
  const auto parsed = base::Url::parse(url);
  if (!parsed || !parsed->is_http() || parsed->port() == 0) return "REJECT";
  if (parsed->href().find_first_of("\r\n\t ") != std::string_view::npos) return "SPLIT";
  if (base::is_ip_literal(parsed->host())) return is_public(parsed->host()) ? "ALLOW" : "BLOCK";
  return policies::is_private_name(parsed->host()) ? "BLOCK" : "ALLOW";
}

bool is_held(const Row& row) {
  const std::string outcome = outcome_of(row.url);
  if (outcome == row.verdict) return true;
  const bool is_stripped = row.why.starts_with("CRLF in path") && outcome == "ALLOW";
  if (row.verdict == "REJECT") return outcome == "BLOCK" || is_stripped;
  return row.verdict == "BLOCK" && outcome == "REJECT";  // a zone: the URL Standard has none
}

}  // namespace

BOOST_AUTO_TEST_SUITE(address)

BOOST_AUTO_TEST_CASE(every_row_of_the_verdict_table_is_held_to) {
  const auto rows = verdict_rows();
  std::size_t held = 0;
  std::map<std::string, int> verdicts;
  for (const Row& row : rows) {
    ++verdicts[row.verdict];
    held += is_held(row) ? 1 : 0;
    BOOST_TEST(is_held(row), row.verdict << " " << row.url << ": " << row.why << ", but it is "
                                         << outcome_of(row.url));
  }
  if (rows.empty()) return;
  std::printf("ssrf rows: %zu of %zu (%d block, %d allow, %d reject)\n", held, rows.size(),
              verdicts["BLOCK"], verdicts["ALLOW"], verdicts["REJECT"]);
  BOOST_TEST(rows.size() == 183u);
}

BOOST_AUTO_TEST_CASE(an_address_inside_an_address_is_judged_as_itself) {
  BOOST_TEST(is_public("[::ffff:8.8.8.8]"));
  BOOST_TEST(!is_public("[::ffff:192.168.0.1]"));
  BOOST_TEST(is_public("[64:ff9b::8.8.8.8]"));
  BOOST_TEST(!is_public("[64:ff9b::10.0.0.1]"));
  BOOST_TEST(is_public("[2002:808:808::1]"));
  BOOST_TEST(!is_public("[2002:c0a8:1::1]"));
  BOOST_TEST(is_public("[2a00::200:5efe:808:808]"));
  BOOST_TEST(!is_public("[2a00::200:5efe:a00:1]"));
  BOOST_TEST(!is_public("[::8.8.8.8]"));
}

BOOST_AUTO_TEST_CASE(lengths_that_are_no_address_are_not_public) {
  for (const std::size_t size : {0u, 3u, 5u, 15u, 17u}) {
    BOOST_TEST(!policies::is_public_address(std::vector<std::uint8_t>(size, 8)), size);
  }
}

BOOST_AUTO_TEST_CASE(private_names_are_told_from_public_ones) {
  const std::string long_label = std::string(64, 'a') + ".example";
  std::string long_name;
  for (int i = 0; i < 127; ++i) long_name += "a.";
  for (const std::string& name : std::vector<std::string>{"localhost",
                                                          "localhost.",
                                                          "a.localhost",
                                                          "printer.local",
                                                          "intranet",
                                                          "a.intranet",
                                                          "metadata.google.internal",
                                                          "router.home.arpa",
                                                          "home.arpa",
                                                          "nas.lan",
                                                          "x.corp",
                                                          "x.home",
                                                          "mail.private",
                                                          "x.test",
                                                          "x.invalid",
                                                          "abc.onion",
                                                          "x.alt",
                                                          "ldap.localdomain",
                                                          "",
                                                          "a..b",
                                                          ".a.b",
                                                          long_label,
                                                          long_name + "example"}) {
    BOOST_TEST(policies::is_private_name(name), name);
  }
  for (const char* name : {"example.cn", "local.example", "mylocal.example", "notlocal.xlocal",
                           "127.0.0.1", "[::1]", "internal.example.com", "example.cn.",
                           "lan.example", "test.cn", "corp.com", "xn--fiqs8s.cn", "arpa.net"}) {
    BOOST_TEST(!policies::is_private_name(name), name);
  }
}

bool contains(const char* network, std::string_view host) {
  const auto parsed = policies::Network::parse(network);
  BOOST_REQUIRE_MESSAGE(parsed.has_value(), network);
  return parsed->contains(bytes_of(host));
}

BOOST_AUTO_TEST_CASE(a_network_holds_its_addresses_and_no_others) {
  BOOST_TEST(contains("10.0.0.0/8", "10.255.0.1"));
  BOOST_TEST(!contains("10.0.0.0/8", "11.0.0.1"));
  BOOST_TEST(contains("10.9.9.9/8", "10.1.1.1"));
  BOOST_TEST(contains("127.0.0.1", "127.0.0.1"));
  BOOST_TEST(!contains("127.0.0.1", "127.0.0.2"));
  BOOST_TEST(!contains("127.0.0.1", "0.0.0.0"));
  BOOST_TEST(contains("0.0.0.0/0", "8.8.8.8"));
  BOOST_TEST(contains("192.168.128.0/17", "192.168.255.1"));
  BOOST_TEST(!contains("192.168.128.0/17", "192.168.127.1"));
  BOOST_TEST(contains("fd00::/8", "[fd00:ec2::254]"));
  BOOST_TEST(!contains("fd00::/8", "[fe80::1]"));
  BOOST_TEST(contains("::1", "[::1]"));
  BOOST_TEST(!contains("::/0", "127.0.0.1"));
}

BOOST_AUTO_TEST_CASE(a_network_holds_an_address_in_its_other_spellings) {
  BOOST_TEST(contains("10.0.0.0/8", "[::ffff:10.1.2.3]"));
  BOOST_TEST(contains("10.0.0.0/8", "[64:ff9b::10.1.2.3]"));
  BOOST_TEST(!contains("10.0.0.0/8", "[::10.1.2.3]"));
  BOOST_TEST(contains("::ffff:0:0/96", "[::ffff:10.1.2.3]"));
}

BOOST_AUTO_TEST_CASE(what_is_no_network_is_refused_with_an_example) {
  for (const char* text :
       {"", "10", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "fd00::/129", "[::1]",
        "fd00::/8/8", "localhost", "10.0.0.0 /8", "010.0.0.1", "fe80::1%lo"}) {
    const auto network = policies::Network::parse(text);
    BOOST_TEST_CONTEXT(text) {
      BOOST_REQUIRE(!network);
      BOOST_TEST(network.error().detail.find("10.0.0.0/8") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
