// The jar between transfers: what it keeps of libcurl's list, for whom, and how much of it. What is
// accepted and sent is tested over the wire, in tests/crawler/engine/cookies_test.cc.
#include "crawler/net/cookie_jar.h"

#include <boost/test/unit_test.hpp>

using crawler::net::CookieJar;
using crawler::net::CookieLimits;

namespace {

using Lines = std::vector<std::string>;

const base::Timestamp kNow{std::chrono::seconds(1'800'000'000)};

std::string cookie(const std::string& name, const std::string& value = "v",
                   const std::string& domain = "www.a.test", long expires = 0) {
  const std::string subdomains = domain.starts_with('.') ? "TRUE" : "FALSE";
  return domain + "\t" + subdomains + "\t/\tFALSE\t" + std::to_string(expires) + "\t" + name +
         "\t" + value;
}

// One response of www.a.test that leaves libcurl with those lines more.
void take(CookieJar& jar, const Lines& added, const std::string& host = "www.a.test") {
  const Lines given = jar.lines_for(host, kNow);
  Lines left = given;
  left.insert(left.end(), added.begin(), added.end());
  jar.merge(host, given, left, kNow);
}

Lines kept(CookieJar& jar, const std::string& host = "www.a.test") {
  return jar.lines_for(host, kNow);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cookie_jar)

BOOST_AUTO_TEST_CASE(a_site_is_its_registrable_domain) {
  CookieJar jar;

  take(jar, {cookie("a", "1", ".a.co.uk")}, "www.a.co.uk");

  BOOST_TEST(kept(jar, "img.a.co.uk").size() == 1u);
  BOOST_TEST(kept(jar, "a.co.uk").size() == 1u);
  BOOST_TEST(kept(jar, "b.co.uk").empty());
  BOOST_TEST(kept(jar, "co.uk").empty());
}

BOOST_AUTO_TEST_CASE(addresses_and_single_labels_are_sites_of_their_own) {
  CookieJar jar;

  take(jar, {cookie("a", "1", "127.0.0.1")}, "127.0.0.1");
  take(jar, {cookie("b", "1", "::1")}, "[::1]");
  take(jar, {cookie("c", "1", "localhost")}, "localhost");

  BOOST_TEST(kept(jar, "127.0.0.1") == Lines{cookie("a", "1", "127.0.0.1")});
  BOOST_TEST(kept(jar, "[::1]") == Lines{cookie("b", "1", "::1")});
  BOOST_TEST(kept(jar, "localhost") == Lines{cookie("c", "1", "localhost")});
  BOOST_TEST(kept(jar, "10.0.0.1").empty());
}

// libcurl has refused them already; the jar does not rely on it.
BOOST_AUTO_TEST_CASE(a_cookie_for_another_site_is_not_kept) {
  CookieJar jar;

  take(jar, {cookie("a", "1", ".b.test"), cookie("b", "1", ".test"), "no cookie", ""});

  BOOST_TEST(jar.sites() == 0u);
  BOOST_TEST(jar.bytes() == 0u);
}

BOOST_AUTO_TEST_CASE(a_cookie_set_again_keeps_its_age) {
  CookieJar jar;
  take(jar, {cookie("a"), cookie("b")});
  const Lines given = kept(jar);

  jar.merge("www.a.test", given, {cookie("a", "new"), cookie("b"), cookie("c")}, kNow);

  BOOST_TEST(kept(jar) == (Lines{cookie("a", "new"), cookie("b"), cookie("c")}));
}

BOOST_AUTO_TEST_CASE(domain_path_and_name_tell_cookies_apart) {
  CookieJar jar;

  take(jar, {cookie("a"), cookie("a", "v", ".a.test"), cookie("a", "v", ".www.a.test"),
             "www.a.test\tFALSE\t/p\tFALSE\t0\ta\tv", cookie("A")});
  take(jar, {cookie("a", "w", ".A.TEST")});

  BOOST_TEST(kept(jar).size() == 5u);
}

// Two transfers that began with the same cookies.
BOOST_AUTO_TEST_CASE(what_one_transfer_deleted_another_does_not_bring_back) {
  CookieJar jar;
  take(jar, {cookie("a"), cookie("b")});
  const Lines given = kept(jar);

  jar.merge("www.a.test", given, {cookie("b")}, kNow);
  jar.merge("www.a.test", given, {cookie("a"), cookie("b"), cookie("c")}, kNow);

  BOOST_TEST(kept(jar) == (Lines{cookie("b"), cookie("c")}));
}

BOOST_AUTO_TEST_CASE(of_two_transfers_that_change_a_cookie_the_last_wins) {
  CookieJar jar;
  take(jar, {cookie("a"), cookie("b")});
  const Lines given = kept(jar);

  jar.merge("www.a.test", given, {cookie("a", "first"), cookie("b", "first")}, kNow);
  jar.merge("www.a.test", given, {cookie("a", "last")}, kNow);

  BOOST_TEST(kept(jar) == Lines{cookie("a", "last")});
}

BOOST_AUTO_TEST_CASE(expired_cookies_go) {
  const long soon = 1'800'000'010;
  CookieJar jar;
  take(jar, {cookie("a", "v", "www.a.test", soon), cookie("b"),
             cookie("c", "v", "www.a.test", 1'799'999'999)});
  BOOST_TEST(kept(jar).size() == 2u);

  const base::Timestamp later = kNow + std::chrono::seconds(11);

  BOOST_TEST(jar.lines_for("www.a.test", later) == Lines{cookie("b")});
}

// libcurl drops what expires under its hands: that is no deletion.
BOOST_AUTO_TEST_CASE(a_cookie_renewed_while_it_expired_elsewhere_stays) {
  const long soon = 1'800'000'010;
  const base::Timestamp later = kNow + std::chrono::seconds(11);
  const std::string renewed = cookie("a", "v", "www.a.test", soon + 1000);
  CookieJar jar;
  take(jar, {cookie("a", "v", "www.a.test", soon)});
  const Lines given = kept(jar);

  jar.merge("www.a.test", given, {renewed}, kNow);
  jar.merge("www.a.test", given, {}, later);

  BOOST_TEST(jar.lines_for("www.a.test", later) == Lines{renewed});
}

BOOST_AUTO_TEST_CASE(a_site_keeps_its_newest_cookies) {
  CookieJar jar;

  for (int i = 0; i < 120; ++i) take(jar, {cookie("n" + std::to_string(i))});

  BOOST_REQUIRE(kept(jar).size() == 50u);
  BOOST_TEST(kept(jar).front() == cookie("n70"));
  BOOST_TEST(kept(jar).back() == cookie("n119"));
}

BOOST_AUTO_TEST_CASE(a_cookie_over_its_limit_is_not_kept) {
  CookieJar jar;

  take(jar, {cookie("a", std::string(4096, 'x')), cookie("b", std::string(5120, 'x'))});

  BOOST_REQUIRE(kept(jar).size() == 1u);
  BOOST_TEST(kept(jar).front().size() > 4096u);
}

BOOST_AUTO_TEST_CASE(the_site_that_was_not_used_longest_is_forgotten_first) {
  CookieJar jar({.sites = 3});
  for (const char* site : {"a.test", "b.test", "c.test"}) take(jar, {cookie("x", "v", site)}, site);

  BOOST_TEST(kept(jar, "a.test").size() == 1u);
  take(jar, {cookie("x", "v", "d.test")}, "d.test");

  BOOST_TEST(jar.sites() == 3u);
  BOOST_TEST(kept(jar, "b.test").empty());
  BOOST_TEST(kept(jar, "a.test").size() == 1u);
}

BOOST_AUTO_TEST_CASE(all_sites_together_stay_within_their_bytes) {
  CookieJar jar;

  for (int site = 0; site < 200; ++site) {
    const std::string host = "s" + std::to_string(site) + ".test";
    Lines bombs;
    for (int i = 0; i < 50; ++i) {
      bombs.push_back(cookie("n" + std::to_string(i), std::string(4000, 'x'), host));
    }
    take(jar, bombs, host);
  }

  BOOST_TEST(jar.bytes() <= 16u << 20);
  BOOST_TEST(jar.sites() < 90u);
  BOOST_TEST(kept(jar, "s199.test").size() == 50u);
  BOOST_TEST(kept(jar, "s0.test").empty());
}

BOOST_AUTO_TEST_CASE(sites_without_cookies_take_no_room) {
  CookieJar jar;
  take(jar, {cookie("a"), cookie("b")});

  jar.merge("www.a.test", kept(jar), {}, kNow);

  BOOST_TEST(jar.sites() == 0u);
  BOOST_TEST(jar.bytes() == 0u);
}

BOOST_AUTO_TEST_CASE(a_file_of_the_operators_is_read) {
  CookieJar jar;

  const auto loaded = jar.load(
      "# Netscape HTTP Cookie File\r\n\r\n"
      "WWW.A.test\tFALSE\t/\tFALSE\t0\ta\tv\r\n"
      "#HttpOnly_a.test\ttrue\t/p\tTRUE\t1900000000\tb\t\n"
      "a.test\tTRUE\t/\tFALSE\t5\told\tv\n"
      "\xE4\xB8\xAD.test\tFALSE\t/\tFALSE\t0\tc\tv",
      kNow);

  BOOST_REQUIRE(loaded.has_value());
  BOOST_TEST(kept(jar) ==
             (Lines{cookie("a"), "#HttpOnly_.a.test\ttrue\t/p\tTRUE\t1900000000\tb\t"}));
  BOOST_TEST(kept(jar, "xn--fiq.test").size() == 1u);
  BOOST_TEST(jar.holds_secrets("img.a.test"));
  BOOST_TEST(!jar.holds_secrets("b.test"));
}

BOOST_AUTO_TEST_CASE(a_file_with_a_line_that_is_no_cookie_is_refused_without_telling_it) {
  for (const char* line :
       {"a.test FALSE / FALSE 0 a SECRET", "a.test\tFALSE\t/\tFALSE\t0\tSECRET",
        "a.test\tyes\t/\tFALSE\t0\ta\tSECRET", "a.test\tTRUE\t/\tFALSE\tsoon\ta\tSECRET",
        "a.test\tTRUE\tp\tFALSE\t0\ta\tSECRET", "a.test\tTRUE\t/\tFALSE\t0\t\tSECRET",
        "\tTRUE\t/\tFALSE\t0\ta\tSECRET", "a b\tTRUE\t/\tFALSE\t0\ta\tSECRET",
        "a.test\tTRUE\t/\tFALSE\t0\ta\tSECRET\x01", "a.test\tTRUE\t/\tFALSE\t0\ta\tb\tSECRET"}) {
    CookieJar jar;
    const auto loaded = jar.load("# comment\n" + std::string(line) + "\n", kNow);
    BOOST_TEST_CONTEXT(line) {
      BOOST_REQUIRE(!loaded);
      BOOST_TEST(loaded.error().detail.starts_with("line 2: expected domain"));
      BOOST_TEST(loaded.error().detail.find("SECRET") == std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_operators_cookies_are_not_pushed_out) {
  CookieJar jar({.sites = 2});
  BOOST_REQUIRE(jar.load(cookie("session"), kNow));

  for (int i = 0; i < 120; ++i) take(jar, {cookie("n" + std::to_string(i))});
  for (const char* site : {"b.test", "c.test", "d.test"}) take(jar, {cookie("x", "v", site)}, site);

  BOOST_TEST(kept(jar).size() == 50u);
  BOOST_TEST(kept(jar).front() == cookie("session"));
  BOOST_TEST(jar.sites() == 2u);
}

BOOST_AUTO_TEST_CASE(a_renewed_cookie_of_the_operators_stays_the_operators) {
  CookieJar jar;
  BOOST_REQUIRE(jar.load(cookie("session"), kNow));

  take(jar, {cookie("session", "renewed")});
  for (int i = 0; i < 60; ++i) take(jar, {cookie("n" + std::to_string(i))});

  BOOST_TEST(kept(jar).front() == cookie("session", "renewed"));
  BOOST_TEST(jar.holds_secrets("www.a.test"));
}

BOOST_AUTO_TEST_SUITE_END()
