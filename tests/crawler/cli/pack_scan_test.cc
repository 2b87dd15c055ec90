#include "crawler/cli/pack_scan.h"

#include "tests/crawler/cli/pack_support.h"
#include "tests/support/memory_file.h"
#include "tests/support/shared_data.h"
#include "tests/warc/warc_support.h"

using crawler::cli::ArchiveScan;
using crawler::cli::scan_archive;
using crawler::status::PageEntry;
using support::gzip_of;
using support::MemoryFile;
using support::must;
using support::titled;
using support::WarcText;

namespace {

const std::string kUrl = "http://a.test/";

std::vector<PageEntry> pages_of(const WarcText& warc) {
  std::vector<PageEntry> pages;
  must(scan_archive(MemoryFile(warc.gzipped()), [&](const PageEntry& page) -> base::Result<void> {
    pages.push_back(page);
    return {};
  }));
  return pages;
}

std::string title_of(const std::string& html, const std::string& type = "text/html") {
  const auto pages = pages_of(WarcText().response(kUrl, html, type));
  BOOST_REQUIRE(pages.size() == 1u);
  return pages.front().title;
}

WarcText with_hops(const std::string& hops) {
  return WarcText().response(kUrl, titled("t")).request(kUrl).metadata(kUrl, hops);
}

ArchiveScan scan(const std::string& bytes) { return must(scan_archive(MemoryFile(bytes), {})); }

}  // namespace

BOOST_AUTO_TEST_SUITE(pack_scan)

BOOST_AUTO_TEST_CASE(html_answered_with_200_is_a_page_with_its_title) {
  const auto pages = pages_of(support::wget_crawl());

  BOOST_REQUIRE(pages.size() == 2u);
  BOOST_TEST(pages[0].url == kUrl);
  BOOST_TEST(pages[0].title == "海湾渔业公告");
  BOOST_TEST(pages[0].is_seed);
  BOOST_TEST(pages[0].mime == "text/html");
  BOOST_TEST(base::to_iso8601(pages[0].time) == "2026-03-01T10:00:00.000Z");
  BOOST_TEST(pages[1].url == "http://a.test/two");
  BOOST_TEST(pages[1].title == "Two & a half");
  BOOST_TEST(!pages[1].is_seed);
  BOOST_TEST(pages[1].depth == 1u);
}

BOOST_AUTO_TEST_CASE(metadata_tells_pages_from_parts_of_pages) {
  struct Case {
    std::string hops;
    bool is_page, is_seed;
    unsigned depth;
  };
  for (const Case& c : std::vector<Case>{{"", true, true, 0},
                                         {"R", true, true, 0},
                                         {"L", true, false, 1},
                                         {"LRL", true, false, 2},
                                         {"E", false, false, 0},
                                         {"LE", false, false, 0},
                                         {"LER", false, false, 0},
                                         {"LX", false, false, 0},
                                         {"P", false, false, 0},
                                         {"EL", true, false, 1},
                                         {"LF", true, false, 2},
                                         {"PSS", true, false, 1},
                                         {"PSRSSL", true, false, 2},
                                         {"LLPSS", true, false, 1},
                                         {"LS", true, false, 2},
                                         {"LSS", true, false, 2},
                                         {"PSSE", false, false, 0}}) {
    const auto pages = pages_of(with_hops("via: x\r\nhopsFromSeed: " + c.hops + "\r\n"));

    BOOST_TEST_CONTEXT("hops " << c.hops) {
      BOOST_REQUIRE(pages.size() == (c.is_page ? 1u : 0u));
      if (!c.is_page) continue;
      BOOST_TEST(pages[0].is_seed == c.is_seed);
      BOOST_TEST(pages[0].depth == c.depth);
    }
  }
  BOOST_TEST(pages_of(with_hops("seed: \r\n")).at(0).is_seed);
}

BOOST_AUTO_TEST_CASE(what_a_saved_article_links_to_is_a_seed) {
  const auto pages = pages_of(with_hops("via: urn:sha1:ABC\r\nhopsFromSeed: L\r\n"));

  BOOST_TEST(pages.at(0).is_seed);
  BOOST_TEST(pages.at(0).depth == 0u);
}

BOOST_AUTO_TEST_CASE(browsers_say_what_a_request_is_for) {
  const auto pages_for = [](const std::string& dest) {
    return pages_of(
        WarcText().request(kUrl, {{"Sec-Fetch-Dest", dest}}).response(kUrl, titled("t")));
  };

  BOOST_TEST(pages_for("document").size() == 1u);
  BOOST_TEST(pages_for("iframe").empty());
  BOOST_TEST(pages_for("empty").empty());
}

// Records of one URL that stand next to each other may be of two visits.
BOOST_AUTO_TEST_CASE(what_belongs_to_one_visit_says_nothing_of_the_next) {
  WarcText warc;
  warc.response(kUrl, titled("framed")).request(kUrl, {{"Sec-Fetch-Dest", "iframe"}});
  warc.response(kUrl, titled("opened")).request(kUrl, {{"Sec-Fetch-Dest", "document"}});

  const auto pages = pages_of(warc);

  BOOST_REQUIRE(pages.size() == 1u);
  BOOST_TEST(pages[0].title == "opened");
}

BOOST_AUTO_TEST_CASE(what_has_no_web_address_no_date_or_no_body_is_no_page) {
  WarcText warc;
  warc.add("resource", "urn:text:x", "text/html", titled("a text"));
  warc.response("http://a.test/undated", titled("t"), "text/html", "200 OK", "yesterday");
  warc.add("revisit", kUrl, "application/http;msgtype=response",
           "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");

  BOOST_TEST(pages_of(warc).empty());
}

BOOST_AUTO_TEST_CASE(html_kept_as_a_resource_is_a_page) {
  const auto pages =
      pages_of(WarcText().add("resource", kUrl, "application/xhtml+xml", titled("kept")));

  BOOST_REQUIRE(pages.size() == 1u);
  BOOST_TEST(pages[0].title == "kept");
  BOOST_TEST(pages[0].is_seed);
}

BOOST_AUTO_TEST_CASE(a_title_is_found_behind_what_only_looks_like_one) {
  BOOST_TEST(title_of("<!-- <title></title> --><TITLE>\n the   real\tone </TITLE >") ==
             "the real one");
}

BOOST_AUTO_TEST_CASE(the_charset_may_be_declared_behind_the_title) {
  BOOST_TEST(title_of("<title>" + support::kGbkTitle + "</title><meta charset=gb2312>") ==
             "海湾渔业公告");
}

BOOST_AUTO_TEST_CASE(titles_are_looked_for_in_the_first_64_kib_only) {
  const std::string style = "<style>" + std::string(60'000, 'x') + "</style>";

  BOOST_TEST(title_of(style + titled("near")) == "near");
  BOOST_TEST(title_of(style + style + titled("far")).empty());
}

BOOST_AUTO_TEST_CASE(a_body_in_chunks_and_gzip_is_read) {
  const std::string body = gzip_of(titled("packed"));
  WarcText warc;
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", body.size());
  warc.add("response", kUrl, "application/http", head + size + body + "\r\n0\r\n\r\n");

  const auto pages = pages_of(warc);

  BOOST_REQUIRE(pages.size() == 1u);
  BOOST_TEST(pages[0].title == "packed");
}

// Z-09: viewers look a page up by the text in the index.
BOOST_AUTO_TEST_CASE(the_url_is_written_as_in_the_index) {
  const auto pages = pages_of(WarcText().response("http://a.test/a b\xc3\xa9", titled("t")));

  BOOST_REQUIRE(pages.size() == 1u);
  BOOST_TEST(pages[0].url == "http://a.test/a%20b%C3%A9");
}

BOOST_AUTO_TEST_CASE(a_file_is_packable_when_each_member_is_one_whole_record) {
  const WarcText warc = support::wget_crawl();
  const std::string good = warc.gzipped();

  BOOST_TEST(scan(good).is_packable);
  BOOST_TEST(scan(good).records == warc.records.size());
  BOOST_TEST(!scan(warc.plain()).is_packable);
  BOOST_TEST(!scan(warc.gzipped(2)).is_packable);
  BOOST_TEST(!scan(good.substr(0, good.size() - 1)).is_packable);
  BOOST_TEST(!scan(good + "junk").is_packable);
  BOOST_TEST(!scan("").is_packable);
}

BOOST_AUTO_TEST_CASE(an_arc_file_is_known_as_one) {
  const std::string arc =
      "filedesc://x.arc 0.0.0.0 20000101000000 text/plain 75\n"
      "1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n" +
      std::string(75 - 66, '\n') + "\n";

  BOOST_TEST(scan(arc).is_arc);
  BOOST_TEST(!scan(gzip_of(arc)).is_packable);
}

BOOST_AUTO_TEST_CASE(whatever_is_in_a_file_it_is_looked_through_to_its_end) {
  const auto folder = support::shared_data("malformed/warc");
  if (!folder) return;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (!entry.is_regular_file()) continue;
    const MemoryFile file(support::read_all(entry.path()));
    const auto take = [](const PageEntry& page) -> base::Result<void> {
      BOOST_TEST(page.url.starts_with("http"));
      BOOST_TEST(page.title.find_first_of("\t\r\n") == std::string::npos);
      return {};
    };

    BOOST_TEST(scan_archive(file, take).has_value(), entry.path().string());
    ++files;
  }
  BOOST_TEST(files > 100u);
}

BOOST_AUTO_TEST_CASE(an_error_of_the_sink_ends_the_scan) {
  const auto failing = [](const PageEntry&) -> base::Result<void> {
    return base::fail(base::Errc::disk_full, "full");
  };

  const auto outcome = scan_archive(MemoryFile(support::wget_crawl().plain()), failing);

  BOOST_REQUIRE(!outcome);
  BOOST_TEST((outcome.error().code == base::Errc::disk_full));
}

BOOST_AUTO_TEST_SUITE_END()
