// Hosts of the web-platform-tests in which ICU 72 knows less than the standard, all of them listed.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <unicode/uvernum.h>
#include <boost/test/unit_test.hpp>

#include "base/url_host.h"
#include "tests/base/wpt.h"

namespace {

constexpr std::string_view kResidue[] = {
    // Georgian capitals are mapped to small letters; ICU 72 refuses them.
    "=\u0338\u1899>\u0338.\u1109\u1169\u11be-\u1874\u10a0",
    "\u2260\u1899\u226f.\uc1a3-\u1874\u10a0",
    "\U0001e925\U000e016e\uff0e\u1844\u10ae",
    "\U0001e925\U000e016e.\u1844\u10ae",
    "\U0001e903\U000e016e.\u1844\u10ae",
    "\U0001e903.\u1844\u10ae",
    "\U0001e903\U000e016e\uff0e\u1844\u10ae",
    "\U0001e925.\u1844\u10ae",
    "\u00df\uff61\U000102f3\u10ac\u0fb8",
    "\u00df\u3002\U000102f3\u10ac\u0fb8",
    "SS\u3002\U000102f3\u10ac\u0fb8",
    "Ss\u3002\U000102f3\u10ac\u0fb8",
    "SS.\U000102f3\u10ac\u0fb8",
    "Ss.\U000102f3\u10ac\u0fb8",
    "SS\uff61\U000102f3\u10ac\u0fb8",
    "Ss\uff61\U000102f3\u10ac\u0fb8",
    "\u10ba\U000102f8\U000e0104\u3002\U0001d7dd\ud7f6\u103a",
    "\u10ba\U000102f8\U000e0104\u30025\ud7f6\u103a",
    "\u10ba\U000102f8.5\ud7f6\u103a",
    "\u3002\u3002\u10a3\u226f",
    "\u3002\u3002\u10a3>\u0338",
    "SS\uaaf6\u18a5.\u22b6\u10c1\u10b6",
    "Ss\uaaf6\u18a5.\u22b6\u10c1\u2d16",
    "\u10ba.\u03a3",
    "\u10ba.\u03c2",
    "\u10ba.\u03c3",
    "\u10a1\u755d.<\u0338",
    "\u10a1\u755d.\u226e",
    "\u03c2\u10c5\u3002\u075a",
    "\u03a3\u10c5\u3002\u075a",
    "\u03a3\u10c5.\u075a",
    "\U00010a57.\u10a9\u10b5",
    "\U00010a57.\u10a9\u2d15",
    "\u10b5\u3002\u06f0\u226e\u00df\u0745",
    "\u10b5\u3002\u06f0<\u0338\u00df\u0745",
    "\u10b5\u3002\u06f0\u226eSS\u0745",
    "\u10b5\u3002\u06f0<\u0338SS\u0745",
    "\u10b5\u3002\u06f0\u226eSs\u0745",
    "\u10b5\u3002\u06f0<\u0338Ss\u0745",
    "\u10b5.\u06f0<\u0338SS\u0745",
    "\u10b5.\u06f0\u226eSS\u0745",
    "\u10b5.\u06f0\u226eSs\u0745",
    "\u10b5.\u06f0<\u0338Ss\u0745",
    "\u10b6\u0366.",
    "\u08bb.\u10a3\U0001e012",
    "\u650c\uabed.\u1896-\u10b8",
    "\U0001f0b4\u10ab.\u226e",
    "\U0001f0b4\u10ab.<\u0338",
    "\u10c1\u10b16\u0318\u3002\u00df\u1b03",
    "\u10c1\u10b16\u0318\u3002SS\u1b03",
    "\u10c1\u2d116\u0318\u3002Ss\u1b03",
    "\u10c1\u10b16\u0318.SS\u1b03",
    "\u10c1\u2d116\u0318.Ss\u1b03",
    // So are these three capitals: U+04C0, U+2132, U+2183.
    "\u04c0.com",
    "\u2183.com",
    "\ua846\u3002\u2183\u0fb5\ub1ae-",
    "\ua846\u3002\u2183\u0fb5\u1102\u116a\u11c1-",
    "\u2132\u17d2.=\u0338",
    "\u2132\u17d2.\u2260",
    "\ua9d0\u04c0\u1baa\u08f6\uff0e\ub235",
    "\ua9d0\u04c0\u1baa\u08f6\uff0e\u1102\u116f\u11bc",
    "\ua9d0\u04c0\u1baa\u08f6.\ub235",
    "\ua9d0\u04c0\u1baa\u08f6.\u1102\u116f\u11bc",
    // Invisible characters are ignored; ICU 72 refuses them.
    "look\u180eout.net",
    "look\u206bout.net",
    "\u06b9\uff0e\u1873\u115f",
    "\u06b9.\u1873\u115f",
    "\U0001f57c\uff0e\uffa0",
    "\U0001f57c.\u1160",
    "\U0001d175\u30029\U0001e008\u4b3a1.",
    "\u17b4.\ucb87-",
    "\u17b4.\u110d\u1170\u11ae-",
    // A compatibility ideograph.
    "\U0002f868.com",
    "\uf951\U0002f868\U0002f874\U0002f91f\U0002f95f\U0002f9bf",
    // Ideographs of Unicode 17.
    "\U0003293120.\u97f3.\ua8661.",
    "\U00032b9a9\ua369\u17d3.ss",
    "\U00032b9a9\ua369\u17d3.SS",
    // The harness can put no empty host into a URL.
    "",
};

bool is_residue(const std::string& input) {
  return std::find(std::begin(kResidue), std::end(kResidue), input) != std::end(kResidue);
}

std::string host_of(std::string_view input) {
  const auto host = base::parse_host(input);
  return host ? *host : "failure";
}

// The bytes as the WPT harness puts them into a URL, so that '/' and '?' stay in the host.
std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) out += "%" + base::to_hex(std::string_view(&c, 1));
  return out;
}

// The inputs that do not give the output of their row.
std::vector<std::string> failing(const boost::json::array& rows, bool encode) {
  std::vector<std::string> inputs;
  for (const boost::json::value& value : rows) {
    const boost::json::object* row = value.if_object();
    if (row == nullptr) continue;  // a comment
    const std::string input = wpt::field(*row, "input");
    const std::string wanted =
        row->at("output").is_string() ? wpt::field(*row, "output") : "failure";
    if (host_of(encode ? percent_encoded(input) : input) != wanted) inputs.push_back(input);
  }
  return inputs;
}

std::size_t size_of(const boost::json::array& rows) {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [](const auto& value) { return value.is_object(); }));
}

// A newer ICU may pass more.
void check_only_residue_fails(const std::vector<std::string>& failed, std::size_t with_icu_72) {
  for (const std::string& input : failed) BOOST_CHECK_MESSAGE(is_residue(input), input);
  if (U_ICU_VERSION_MAJOR_NUM == 72) BOOST_TEST(failed.size() == with_icu_72);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(url_idna)

BOOST_AUTO_TEST_CASE(to_ascii_follows_the_platform_tests) {
  const auto rows = wpt::rows("toascii.json");
  if (!rows) return;

  BOOST_TEST(size_of(*rows) == 87u);
  check_only_residue_fails(failing(*rows, false), 5);
}

BOOST_AUTO_TEST_CASE(idna_follows_the_unicode_tests) {
  const auto rows = wpt::rows("wpt-IdnaTestV2.json");
  if (!rows) return;

  BOOST_TEST(size_of(*rows) == 2671u);
  check_only_residue_fails(failing(*rows, true), 73);
}

// UTS #46, mapping table 15.1.
BOOST_AUTO_TEST_CASE(the_capital_sharp_s_is_the_small_one) {
  BOOST_TEST(host_of("STRA\u1e9eE.de") == host_of("stra\u00dfe.de"));
  BOOST_TEST(host_of("\u1e9e\u1e9e.de") == "xn--zcaa.de");
  BOOST_TEST(host_of("%E1%BA%9E.de") == "xn--zca.de");
}

// URL Standard 3.3, domain to ASCII: an ASCII domain is lower-cased and no more.
BOOST_AUTO_TEST_CASE(labels_of_ascii_hosts_are_not_looked_into) {
  BOOST_TEST(host_of("XN--A.example") == "xn--a.example");
  BOOST_TEST(host_of("xn--.example") == "xn--.example");
  BOOST_TEST(host_of("a--b.-c-.example") == "a--b.-c-.example");
  BOOST_TEST(host_of("xn--a.\u4e2d.example") == "failure");
}

BOOST_AUTO_TEST_SUITE_END()
