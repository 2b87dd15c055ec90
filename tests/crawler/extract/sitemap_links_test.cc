// tests/cases/sitemaps.cases, the sitemaps of ../shared/malformed, limits, and files in gzip.
#include "crawler/extract/sitemap_links.h"

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

#include "base/disk.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/gunzip.h"
#include "crawler/extract/url_list_links.h"
#include "tests/crawler/extract/case_file.h"
#include "tests/crawler/extract/listing.h"
#include "tests/support/deflated.h"
#include "tests/support/shared_data.h"

namespace {

using crawler::extract::kSitemapLimits;
using crawler::extract::maybe_gunzip;
using support::Extraction;
using support::LinkSet;
using support::listed;
using support::with_hops;
using Lines = std::vector<std::string>;

Extraction from_sitemap(const std::string& sitemap) {
  return listed([&](LinkSet& links) { crawler::extract::add_sitemap_links(sitemap, links); },
                kSitemapLimits);
}

// A file as extract() would read it: unpacked, decoded, and by the reader for its form.
Lines from_file(const std::filesystem::path& file) {
  std::string bytes = base::value_or_throw(base::read_file(base::real_disk(), file, 1 << 20));
  if (auto inside = maybe_gunzip(bytes)) bytes = std::move(*inside);
  const auto& charset = crawler::extract::xml_charset(bytes, "");
  const std::string utf8 = crawler::extract::to_utf8(bytes, charset);
  const bool is_list = crawler::extract::is_url_list(utf8);
  return support::urls_of(listed([&](LinkSet& links) {
                            if (is_list) {
                              crawler::extract::add_url_list_links(utf8, links);
                            } else {
                              crawler::extract::add_sitemap_links(utf8, links);
                            }
                          }).links);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sitemap_links)

BOOST_AUTO_TEST_CASE(every_case_gives_the_links_it_names) {
  for (const support::Case& one : support::read_cases("sitemaps.cases")) {
    support::check_case(one, with_hops(from_sitemap(one.input)));
  }
}

// What each file is for, in its name; the README beside them tells where they are from.
BOOST_AUTO_TEST_CASE(the_malformed_sitemaps_give_what_is_sound_in_them) {
  const std::map<std::string, Lines> expected{
      {"own/attrs-20k.xml", {}},
      // Bytes that are no UTF-8 and nothing that declares them: read as windows-1252.
      {"own/bad-utf8.xml", {"http://example.com/%C3%BF%C3%BE"}},
      // Entities of the document's own are not replaced: a broken address, as it is for a browser.
      {"own/billion-laughs.xml", {"http://example.com/&l9;"}},
      {"own/cdata.xml", {"http://example.com/?a=1&b=2"}},
      {"own/deep-20k.xml", {}},
      {"own/external-dtd.xml", {"http://example.com/"}},
      {"own/gz-twice.xml.gz", {}},
      {"own/html-as-sitemap.xml", {}},
      {"own/index-self-loop.xml", {"http://127.0.0.1:8080/index-self-loop.xml"}},
      {"own/lastmod-insane.xml", {"http://example.com/"}},
      {"own/loc-100k.xml", {}},
      // Private addresses are refused where a connection would be made, not here.
      {"own/loc-schemes.xml",
       {"http://169.254.169.254/", "http://[::ffff:7f00:1]/", "http://example.com/X:%20y",
        "http://example.com/ws"}},
      {"own/nul.xml", {"http://example.com/"}},
      {"own/parameter-entity.xml", {}},
      {"own/quadratic-blowup.xml", {}},
      {"own/truncated.xml", {"http://example.com/1"}},
      {"own/utf16-declared-utf8.xml", {}},
      {"own/xinclude.xml", {}},
      {"own/xxe-file.xml", {"http://example.com/&x;"}},
      {"own/xxe-http.xml", {}},
      {"crawler-commons/sitemap-with-bom.txt",
       {"http://www.domain.com/page1.html", "http://www.domain.com/page2.html"}},
      {"crawler-commons/sitemap.badns.xml",
       {"http://www.example.com/1", "http://www.example.com/2"}},
  };
  for (const auto& [name, urls] : expected) {
    const auto file = support::shared_data("malformed/sitemap/" + name);
    if (!file) continue;
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(from_file(*file) == urls, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(the_other_sample_sitemaps_have_the_pages_they_were_made_with) {
  const std::map<std::string, std::size_t> expected{{"sitemap.ns.xml", 2},
                                                    // Without <loc>.
                                                    {"sitemap.index.xml", 15},
                                                    {"sitemap.txt.gz", 5},
                                                    {"xmlSitemap.gz", 5}};
  for (const auto& [name, count] : expected) {
    const auto file = support::shared_data("malformed/sitemap/crawler-commons/" + name);
    if (file) BOOST_TEST(from_file(*file).size() == count, name);
  }
}

BOOST_AUTO_TEST_CASE(a_bomb_is_unpacked_to_its_bound_and_no_further) {
  const auto file = support::shared_data("malformed/sitemap/own/bomb-50MB.xml.gz");
  if (!file) return;
  const std::string bytes =
      base::value_or_throw(base::read_file(base::real_disk(), *file, 1 << 20));

  const auto inside = maybe_gunzip(bytes);

  BOOST_REQUIRE(inside.has_value());
  BOOST_TEST(inside->size() <= 50u << 20);
  BOOST_TEST(from_sitemap(*inside).links.size() <= kSitemapLimits.links);
}

BOOST_AUTO_TEST_CASE(what_is_gzip_twice_is_unpacked_twice) {
  const std::string once = support::gzip_of("<urlset/>");

  BOOST_TEST(maybe_gunzip(once).value() == "<urlset/>");
  BOOST_TEST(maybe_gunzip(support::gzip_of(once)).value() == "<urlset/>");
  BOOST_TEST(!maybe_gunzip("<urlset/>").has_value());
  BOOST_TEST(!maybe_gunzip("").has_value());
}

BOOST_AUTO_TEST_CASE(a_cut_file_gives_what_came) {
  std::string sitemap = "<urlset>";
  for (int i = 0; i < 5000; ++i) {
    sitemap += fmt::format("<url><loc>https://example.org/{}/{:x}</loc></url>", i, i * 2654435761u);
  }
  const std::string packed = support::gzip_of(sitemap);

  const auto inside = maybe_gunzip(std::string_view(packed).substr(0, packed.size() / 2));

  BOOST_REQUIRE(inside.has_value());
  BOOST_TEST(inside->size() > sitemap.size() / 4);
  BOOST_TEST(sitemap.starts_with(*inside));
}

BOOST_AUTO_TEST_CASE(a_sitemap_of_the_largest_size_is_read_whole) {
  std::string sitemap = "<urlset>";
  for (int i = 0; i < 50'000; ++i) {
    sitemap += fmt::format("<url><loc>https://example.org/{}</loc></url>", i);
  }

  const Extraction found = from_sitemap(sitemap + "</urlset>");

  BOOST_TEST(found.links.size() == 50'000u);
  BOOST_TEST(found.notes.empty());
}

BOOST_AUTO_TEST_CASE(what_is_beyond_the_limits_is_counted_in_a_note) {
  std::string sitemap = "<urlset>";
  for (int i = 0; i < 15; ++i) sitemap += fmt::format("<url><loc>/{}</loc></url>", i);
  sitemap += "<url><loc>/" + std::string(10'000, 'x') + "</loc></url>";

  const Extraction found =
      listed([&](LinkSet& links) { crawler::extract::add_sitemap_links(sitemap, links); },
             {.links = 10, .references = 100, .bytes = 1000});

  const Lines notes{"5 references left out: too many links",
                    "1 references over 8192 bytes left out"};
  BOOST_TEST(found.links.size() == 10u);
  BOOST_TEST(found.notes == notes, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_a_sitemap_lists_is_asked_for_with_a_referer) {
  const Extraction found = from_sitemap(
      "<urlset xmlns:image='i'><url><loc>/a</loc><image:image><image:loc>/b</image:loc>"
      "</image:image></url></urlset>");

  BOOST_REQUIRE(found.links.size() == 2u);
  for (const auto& link : found.links) {
    BOOST_TEST((link.referrer_policy == policies::ReferrerPolicy::no_referrer), link.context);
  }
}

BOOST_AUTO_TEST_SUITE_END()
