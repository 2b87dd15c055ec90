#include "crawler/demo/demo_site.h"

#include <map>

#include <brotli/decode.h>
#include <openssl/sha.h>
#include <zlib.h>
#include <boost/test/unit_test.hpp>

#include "base/encoding.h"
#include "tests/support/http_client.h"

using namespace crawler::demo;
using support::HttpAnswer;
using support::HttpConnection;

namespace {

const std::string kWww = "www.varve-news.test";
const std::string kPictures = "i.varve-news.test";

struct RunningSite {
  DemoSite site{DemoSiteOptions{}};

  HttpAnswer get(const std::string& host, const std::string& target,
                 const support::HttpFields& more = {}) const {
    return support::http_get(site.http_port(), host + ":" + std::to_string(site.http_port()),
                             target, more);
  }

  const Expected& expected(const std::string& url_end) const {
    for (const Expected& entry : site.manifest()) {
      if (entry.url.ends_with(url_end)) return entry;
    }
    throw std::runtime_error("not in the manifest: " + url_end);
  }
};

// Host field and target of an absolute URL.
std::pair<std::string, std::string> split(const std::string& url) {
  const std::size_t host = url.find("//") + 2;
  const std::size_t path = url.find('/', host);
  return {url.substr(host, path - host), url.substr(path)};
}

std::string sha1_of(const std::string& bytes) {
  std::string digest(SHA_DIGEST_LENGTH, '\0');
  SHA1(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
       reinterpret_cast<unsigned char*>(digest.data()));
  return base::to_base32(digest);
}

std::string gunzipped(const std::string& bytes) {
  std::string out(1 << 20, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int outcome = inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return outcome == Z_STREAM_END && stream.avail_in == 0 ? out : "not gzip";
}

std::string unbrotlied(const std::string& bytes) {
  std::string out(1 << 20, '\0');
  std::size_t size = out.size();
  const auto outcome =
      BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                              &size, reinterpret_cast<std::uint8_t*>(out.data()));
  out.resize(size);
  return outcome == BROTLI_DECODER_RESULT_SUCCESS ? out : "not brotli";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(demo_site, RunningSite)

BOOST_AUTO_TEST_CASE(every_url_of_the_manifest_answers_as_it_says) {
  for (const Expected& entry : site.manifest()) {
    const auto [host, target] = split(entry.url);
    if (entry.kind == Kind::flaky) {
      BOOST_TEST(support::http_get(site.http_port(), host, target).status == 503);
    }

    const HttpAnswer answer = support::http_get(site.http_port(), host, target);

    BOOST_TEST(answer.status == entry.status, entry.url);
    BOOST_TEST(answer.field("Content-Type") == entry.content_type, entry.url);
    BOOST_TEST(answer.body.size() == entry.size, entry.url);
    BOOST_TEST(sha1_of(answer.body) == entry.sha1, entry.url);
  }
}

BOOST_AUTO_TEST_CASE(pictures_are_refused_to_foreign_referers_only) {
  const std::string picture = "/photo/2026/h000.jpg";
  const auto with = [&](const std::string& referer) {
    return get(kPictures, picture, {{"Referer", referer}}).status;
  };

  BOOST_TEST(get(kPictures, picture).status == 200);
  BOOST_TEST(with(site.start_url()) == 403);
  BOOST_TEST(with("http://elsewhere.example/?i.varve-news.test") == 403);
  BOOST_TEST(with("not a URL") == 403);
  BOOST_TEST(with("http://i.varve-news.test:8790/") == 200);
}

BOOST_AUTO_TEST_CASE(robots_files_say_who_may_come_and_how_often) {  // RFC 9309 2.2
  const HttpAnswer www = get(kWww, "/robots.txt");
  const HttpAnswer pictures = get(kPictures, "/robots.txt");

  BOOST_TEST(www.body.find("Disallow: /private/\n") != www.body.npos);
  BOOST_TEST(www.body.find("Sitemap: " + site.start_url() + "sitemap.xml\n") != www.body.npos);
  BOOST_TEST(www.body.find("Crawl-delay") == www.body.npos);
  BOOST_TEST(pictures.body.find("Crawl-delay: 0.1\n") != pictures.body.npos);
}

BOOST_AUTO_TEST_CASE(the_tide_gauge_fails_once_and_then_heals) {  // RFC 9110 10.2.3
  const HttpAnswer first = get(kWww, "/live/tide-gauge.html");
  const HttpAnswer second = get(kWww, "/live/tide-gauge.html");
  const HttpAnswer third = get(kWww, "/live/tide-gauge.html");

  BOOST_TEST(first.status == 503);
  BOOST_TEST(first.field("Retry-After") == "1");
  BOOST_TEST(second.status == 200);
  BOOST_TEST(third.status == 200);
}

BOOST_AUTO_TEST_CASE(codings_hold_the_identity_body_of_the_manifest) {
  const support::HttpFields accept{{"Accept-Encoding", "gzip, br"}};
  const HttpAnswer gzip = get(kWww, "/features/tide-almanac.html", accept);
  const HttpAnswer both = get(kWww, "/features/harbour-year.html", accept);
  const HttpAnswer brotli = get(kWww, "/features/archive-letters.html", accept);

  BOOST_TEST(gzip.field("Content-Encoding") == "gzip");
  BOOST_TEST(sha1_of(gunzipped(gzip.body)) == expected("tide-almanac.html").sha1);
  BOOST_TEST(both.is_chunked);
  BOOST_TEST(sha1_of(gunzipped(both.body)) == expected("harbour-year.html").sha1);
  BOOST_TEST(brotli.field("Content-Encoding") == "br");
  BOOST_TEST(sha1_of(unbrotlied(brotli.body)) == expected("archive-letters.html").sha1);
}

BOOST_AUTO_TEST_CASE(the_telegraph_ends_with_its_connection) {  // RFC 9112 6.3, rule 8
  const HttpAnswer answer = get(kWww, "/features/telegraph.html");

  BOOST_TEST(answer.head.starts_with("HTTP/1.0 200 OK\r\n"));
  BOOST_TEST(answer.is_until_close);
  BOOST_TEST(answer.body.size() == expected("telegraph.html").size);
}

BOOST_AUTO_TEST_CASE(the_market_diary_comes_in_chunks) {
  BOOST_TEST(get(kWww, "/features/market-diary.html").is_chunked);
}

BOOST_AUTO_TEST_CASE(redirects_lead_to_pages_of_the_site) {
  const HttpAnswer ferry = get(kWww, "/go/ferry");
  const HttpAnswer hop = get(kWww, "/go/lighthouse");
  const HttpAnswer last = get(kWww, hop.field("Location"));

  BOOST_TEST(ferry.status == 301);
  BOOST_TEST((expected(ferry.field("Location")).kind == Kind::page));
  BOOST_TEST(last.status == 302);
  BOOST_TEST((expected(last.field("Location")).kind == Kind::page));
}

BOOST_AUTO_TEST_CASE(the_search_knows_the_gbk_spelling_only) {  // URL Standard, query encoding
  BOOST_TEST(get(kWww, "/search?q=%BA%A3%B4%F8").status == 200);
  BOOST_TEST(get(kWww, "/search?q=%E6%B5%B7%E5%B8%A6").status == 404);
}

BOOST_AUTO_TEST_CASE(one_connection_serves_many_requests_and_the_log_tells) {
  HttpConnection connection(site.http_port());

  connection.get(kWww, "/about.html", {{"User-Agent", "test/1"}, {"Referer", "http://a.test/"}});
  connection.get(kWww, "/nothing", {{"Accept-Encoding", "gzip"}});
  get(kPictures, "/robots.txt");

  const std::vector<Request> log = site.requests();
  BOOST_REQUIRE(log.size() == 3U);
  BOOST_TEST(log[0].target == "/about.html");
  BOOST_TEST(log[0].host == kWww);
  BOOST_TEST(log[0].user_agent == "test/1");
  BOOST_TEST(log[0].referer == "http://a.test/");
  BOOST_TEST(log[1].accept_encoding == "gzip");
  BOOST_TEST(log[0].connection == log[1].connection);
  BOOST_TEST(log[1].connection != log[2].connection);
  BOOST_TEST((log[0].time <= log[1].time));
}

BOOST_AUTO_TEST_CASE(strangers_get_an_answer_that_says_why_not) {
  BOOST_TEST(get("127.0.0.1", "/").status == 421);
  BOOST_TEST(get(kWww, "/nowhere").status == 404);
  HttpConnection posting(site.http_port());
  BOOST_TEST(posting.exchange("POST", kWww, "/", {{"Content-Length", "0"}}).status == 405);
}

BOOST_AUTO_TEST_CASE(requests_beyond_the_bounds_are_refused_and_cut_off) {
  HttpConnection long_header(site.http_port());
  long_header.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n");
  HttpConnection long_body(site.http_port());
  long_body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n");
  HttpConnection garbage(site.http_port());
  garbage.send("\x16\x03\x01 not HTTP\r\n\r\n");

  BOOST_TEST(long_header.read_answer().status == 431);
  BOOST_TEST(long_body.read_answer().status == 413);
  BOOST_TEST(garbage.read_answer().status == 400);
  BOOST_TEST(long_body.is_at_end());
  BOOST_TEST(garbage.is_at_end());
}

BOOST_AUTO_TEST_CASE(a_taken_port_is_a_clear_error) {
  const auto says_which = [this](const std::runtime_error& error) {
    const std::string text = error.what();
    return text.find("127.0.0.1 port " + std::to_string(site.http_port())) != text.npos;
  };

  BOOST_CHECK_EXCEPTION(DemoSite(DemoSiteOptions{.http_port = site.http_port()}),
                        std::runtime_error, says_which);
  BOOST_CHECK_THROW(DemoSite(DemoSiteOptions{.address = "localhost"}), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(pages_carry_the_port_in_use) {
  const std::string port = ":" + std::to_string(site.http_port());

  BOOST_TEST(site.start_url() == "http://www.varve-news.test" + port + "/");
  BOOST_TEST(get(kWww, "/").body.find("http://i.varve-news.test" + port + "/thumb/") !=
             std::string::npos);
  BOOST_TEST(site.resolve_entries().at(1) == kPictures + port + ":127.0.0.1");
  BOOST_TEST(site.https_start_url().empty());
}

BOOST_AUTO_TEST_CASE(latency_delays_every_answer) {
  const DemoSite slow(DemoSiteOptions{.latency = std::chrono::milliseconds(50)});
  const auto begin = std::chrono::steady_clock::now();

  const HttpAnswer answer = support::http_get(slow.http_port(), kWww, "/robots.txt");

  BOOST_TEST(answer.status == 200);
  BOOST_TEST((std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(50)));
}

BOOST_AUTO_TEST_CASE(a_site_stops_while_connections_are_open) {
  auto other = std::make_unique<DemoSite>(DemoSiteOptions{});
  HttpConnection idle(other->http_port());
  HttpConnection used(other->http_port());
  used.get(kWww, "/about.html");

  other.reset();

  BOOST_TEST(used.is_at_end());
}

BOOST_AUTO_TEST_SUITE_END()
