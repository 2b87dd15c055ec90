#include "base/url.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/base/wpt.h"

using base::Url;

namespace {

Url must_parse(std::string_view text) {
  auto parsed = Url::parse(text);
  BOOST_REQUIRE_MESSAGE(parsed, text);
  return *parsed;
}

base::Result<Url> parse_row(const boost::json::object& row) {
  const std::string input = wpt::field(row, "input");
  if (!row.at("base").is_string()) return Url::parse(input);
  const base::Result<Url> base_url = Url::parse(wpt::field(row, "base"));
  return base_url ? base_url->join(input) : base_url;
}

// The hostname, pathname, search and hash of the row, and its origin where it has one.
bool parts_agree(const Url& parsed, const boost::json::object& row) {
  const auto after = [](const std::string& text) { return text.empty() ? text : text.substr(1); };
  const std::string origin = wpt::field(row, "origin");
  const bool is_blob = parsed.scheme() == "blob";  // its origin is that of the URL inside
  return parsed.host() == wpt::field(row, "hostname") &&
         parsed.path() == wpt::field(row, "pathname") &&
         parsed.query() == after(wpt::field(row, "search")) &&
         parsed.fragment() == after(wpt::field(row, "hash")) &&
         std::string(parsed.scheme()) + ":" == wpt::field(row, "protocol") &&
         (origin.empty() || is_blob || parsed.origin() == origin) &&
         parsed.has_credentials() ==
             !(wpt::field(row, "username") + wpt::field(row, "password")).empty();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(url)

BOOST_AUTO_TEST_CASE(every_row_of_the_web_platform_tests_passes) {
  const auto rows = wpt::rows("urltestdata.json");
  if (!rows) return;

  int passed = 0, total = 0;
  for (const boost::json::value& value : *rows) {
    const boost::json::object* row = value.if_object();
    if (row == nullptr) continue;
    ++total;
    const auto parsed = parse_row(*row);
    const bool ok =
        row->contains("failure")
            ? !parsed
            : parsed && parsed->href() == wpt::field(*row, "href") && parts_agree(*parsed, *row);
    BOOST_CHECK_MESSAGE(ok, "input " << boost::json::serialize(*row) << " gives "
                                     << (parsed ? std::string(parsed->href()) : "failure"));
    passed += ok;
  }

  BOOST_TEST(passed == 891);
  BOOST_TEST(total == 891);
}

// What is stored is the href: reading it back must give the same URL, part by part.
BOOST_AUTO_TEST_CASE(an_href_reads_back_as_the_same_url) {
  const auto rows = wpt::rows("urltestdata.json");
  if (!rows) return;

  for (const boost::json::value& value : *rows) {
    const boost::json::object* row = value.if_object();
    if (row == nullptr || row->contains("failure")) continue;
    const Url again = must_parse(wpt::field(*row, "href"));
    BOOST_TEST(again.href() == wpt::field(*row, "href"));
    BOOST_TEST(parts_agree(again, *row));
  }
}

BOOST_AUTO_TEST_CASE(tells_its_parts_apart) {
  const Url full = must_parse("https://me:pw@WWW.example.cn:8443/a/b.html?x=1&y#top");

  BOOST_TEST(full.scheme() == "https");
  BOOST_TEST(full.host() == "www.example.cn");
  BOOST_TEST(full.port() == 8443);
  BOOST_TEST(full.path() == "/a/b.html");
  BOOST_TEST(full.query() == "x=1&y");
  BOOST_TEST(full.fragment() == "top");
  BOOST_TEST(full.origin() == "https://www.example.cn:8443");
  BOOST_TEST(full.host_port() == "www.example.cn:8443");
  BOOST_TEST(full.request_target() == "/a/b.html?x=1&y");
  BOOST_TEST(full.has_credentials());
  BOOST_TEST(full.is_http());
}

BOOST_AUTO_TEST_CASE(knows_the_port_of_its_scheme) {
  BOOST_TEST(must_parse("http://a/").port() == 80);
  BOOST_TEST(must_parse("https://a:443/").port() == 443);
  BOOST_TEST(must_parse("https://a:443/").origin() == "https://a");
  BOOST_TEST(must_parse("http://a/").host_port() == "a:80");
  BOOST_TEST(must_parse("mailto:x@y").port() == 0);
  BOOST_TEST(must_parse("mailto:x@y").path() == "x@y");
  BOOST_TEST(must_parse("mailto:x@y").origin() == "null");
}

BOOST_AUTO_TEST_CASE(drops_fragment_and_credentials_and_stays_whole) {
  const Url bare =
      must_parse("http://me:pw@a.example:81/p?q#f").without_credentials().without_fragment();

  BOOST_TEST(bare.href() == "http://a.example:81/p?q");
  BOOST_TEST(bare.host() == "a.example");
  BOOST_TEST(bare.path() == "/p");
  BOOST_TEST(bare.query() == "q");
  BOOST_TEST(bare.fragment() == "");
  BOOST_TEST(!bare.has_credentials());
  BOOST_TEST(must_parse("http://me:pw@a.example/p#f").without_fragment().href() ==
             "http://me:pw@a.example/p");
  BOOST_TEST(bare.join("x").value().href() == "http://a.example:81/x");
}

// URL Standard 4.4, "no scheme" and "relative" states: what a reference takes from its base.
BOOST_AUTO_TEST_CASE(a_reference_takes_from_its_base_what_it_does_not_say) {
  const Url page = must_parse("https://me:pw@a.example:81/dir/page?q#f");
  const auto joined = [&page](std::string_view reference) {
    return std::string(page.join(reference).value().href());
  };

  BOOST_TEST(joined("") == "https://me:pw@a.example:81/dir/page?q");
  BOOST_TEST(joined("#x") == "https://me:pw@a.example:81/dir/page?q#x");
  BOOST_TEST(joined("?x") == "https://me:pw@a.example:81/dir/page?x");
  BOOST_TEST(joined("./x") == "https://me:pw@a.example:81/dir/x");
  BOOST_TEST(joined("/x") == "https://me:pw@a.example:81/x");
  BOOST_TEST(joined("//b.example:443/x") == "https://b.example/x");
  BOOST_TEST(page.join("//b.example/x").value().port() == 443);
  BOOST_TEST(page.join("x").value().port() == 81);
  BOOST_TEST(!page.join("//b.example/x").value().has_credentials());
}

BOOST_AUTO_TEST_CASE(an_opaque_base_takes_a_fragment_and_nothing_else) {
  const Url mail = must_parse("mailto:a@b?subject=x#old");

  BOOST_TEST(mail.join("#new").value().href() == "mailto:a@b?subject=x#new");
  for (const char* other : {"", "?y", "x", "x#new", "/x"}) BOOST_TEST(!mail.join(other), other);
}

BOOST_AUTO_TEST_CASE(an_unset_url_is_empty_and_harmless) {
  const Url none;

  BOOST_TEST(none.href() == "");
  BOOST_TEST(none.scheme() == "");
  BOOST_TEST(none.request_target() == "");
  BOOST_TEST(none.fragment() == "");
  BOOST_TEST(!none.is_http());
  BOOST_TEST(none.without_fragment().without_credentials().href() == "");
}

// URL Standard 1.3, percent-encode after encoding.
BOOST_AUTO_TEST_CASE(a_query_takes_the_charset_of_its_document) {
  const auto to_gbk = [](std::string_view text) {
    return text == "q=\xe4\xb8\xad" ? std::string("q=\xd6\xd0") : std::string(text);
  };
  const Url page = must_parse("http://a.example/dir/");

  BOOST_TEST(page.join("s?q=\xe4\xb8\xad", to_gbk).value().href() ==
             "http://a.example/dir/s?q=%D6%D0");
  BOOST_TEST(page.join("s?q=\xe4\xb8\xad").value().href() == "http://a.example/dir/s?q=%E4%B8%AD");
  // Only the query, and only in special schemes that are not web sockets.
  BOOST_TEST(page.join("q=\xe4\xb8\xad", to_gbk).value().path() == "/dir/q=%E4%B8%AD");
  BOOST_TEST(page.join("ws://a/?q=\xe4\xb8\xad", to_gbk).value().query() == "q=%E4%B8%AD");
  BOOST_TEST(page.join("foo:?q=\xe4\xb8\xad", to_gbk).value().query() == "q=%E4%B8%AD");
}

BOOST_AUTO_TEST_CASE(utf8_queries_of_the_platform_tests_are_encoded_alike) {
  const auto rows = wpt::rows("wpt-percent-encoding.json");
  if (!rows) return;

  int checked = 0;
  for (const boost::json::value& value : *rows) {
    const boost::json::object* row = value.if_object();
    if (row == nullptr) continue;
    const Url made = must_parse("https://doc.invalid/?" + wpt::field(*row, "input") + "#x");
    BOOST_TEST(made.query() == wpt::field(row->at("output").as_object(), "utf-8"));
    ++checked;
  }
  BOOST_TEST(checked == 7);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_become_the_replacement_character) {
  BOOST_TEST(must_parse("http://a/\xff\xd6").href() == "http://a/%EF%BF%BD%EF%BF%BD");
  BOOST_TEST(!Url::parse("http://\xff/"));
}

BOOST_AUTO_TEST_CASE(line_breaks_and_controls_never_reach_the_href) {
  BOOST_TEST(must_parse("http://a/\r\nX: y").href() == "http://a/X:%20y");
  BOOST_TEST(must_parse(std::string_view("http://a/\0?\0#\0x", 15)).href() ==
             "http://a/%00?%00#%00x");
  BOOST_TEST(!Url::parse(std::string_view("http://a\0b/", 11)));
}

BOOST_AUTO_TEST_CASE(a_url_over_one_mebibyte_is_refused) {
  const std::string filler((1 << 20) - 9, 'a');
  BOOST_TEST(must_parse("http://a/" + filler).href().size() == 1u << 20);

  const auto longer = Url::parse("http://a/b" + filler);
  BOOST_TEST_REQUIRE(!longer);
  BOOST_TEST((longer.error().code == base::Errc::too_large));
  // Also when it only grows too long: three bytes for each blank, or a long base.
  BOOST_TEST(!Url::parse("http://a/" + std::string(400'000, ' ') + "x"));
  BOOST_TEST(!must_parse("http://a/" + filler.substr(9) + "/").join(filler));
}

BOOST_AUTO_TEST_CASE(deep_and_hostile_paths_take_linear_time) {
  std::string climbing = "http://a/";
  for (int i = 0; i < 100'000; ++i) climbing += i % 2 == 0 ? "b/" : "../";
  BOOST_TEST(must_parse(climbing).href() == "http://a/");
  BOOST_TEST(!Url::parse("http://" + std::string(500'000, '@')));
  BOOST_TEST(!Url::parse("http://" + std::string(500'000, '[')));
  BOOST_TEST(!Url::parse("http://" + std::string(500'000, 'a') + "/"));
}

BOOST_AUTO_TEST_SUITE_END()
