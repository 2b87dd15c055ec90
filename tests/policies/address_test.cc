#include "policies/address.h"

#include <arpa/inet.h>

#include <fstream>
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

}  // namespace

BOOST_AUTO_TEST_SUITE(address)

// Promise "Safe": every row that parses leads to an address or a name with the wanted verdict.
BOOST_AUTO_TEST_CASE(block_and_allow_rows_get_their_verdict) {
  int literals = 0, names = 0;
  for (const Row& row : verdict_rows()) {
    const auto parsed = base::Url::parse(row.url);
    if (row.verdict == "REJECT" || !parsed) continue;
    const bool is_literal = base::is_ip_literal(parsed->host());
    const bool reachable =
        is_literal ? is_public(parsed->host()) : !policies::is_private_name(parsed->host());
    BOOST_TEST(reachable == (row.verdict == "ALLOW"), row.url << ": " << row.why);
    (is_literal ? literals : names)++;
  }
  if (literals == 0) return;
  BOOST_TEST(literals == 137);
  BOOST_TEST(names == 10);
}

// The URL Standard takes five of them: port 0, three names that DNS cannot hold, and a line break
// in a path, which it strips.
BOOST_AUTO_TEST_CASE(reject_rows_do_not_parse_to_http_unless_they_are_harmless) {
  int parsed_anyway = 0;
  for (const Row& row : verdict_rows()) {
    if (row.verdict != "REJECT") continue;
    const auto parsed = base::Url::parse(row.url);
    if (!parsed || !parsed->is_http()) continue;
    ++parsed_anyway;
    BOOST_TEST_MESSAGE("parses: " << parsed->href());
    BOOST_TEST(parsed->href().find_first_of("\r\n\t ") == std::string_view::npos);
  }
  BOOST_TEST(parsed_anyway <= 5);
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
  for (const char* name : {"localhost", "localhost.", "a.localhost", "printer.local", "intranet",
                           "metadata.google.internal", "router.home.arpa", ""}) {
    BOOST_TEST(policies::is_private_name(name), name);
  }
  for (const char* name : {"example.cn", "local.example", "mylocal.example", "notlocal.xlocal",
                           "127.0.0.1", "[::1]", "internal.example.com"}) {
    BOOST_TEST(!policies::is_private_name(name), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
