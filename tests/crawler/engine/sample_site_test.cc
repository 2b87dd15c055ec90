// The whole sample site, crawled once; every case looks at the same collection and server log.
#include <map>
#include <set>

#include "crawler/demo/demo_site.h"
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;
using crawler::demo::DemoSite;
using crawler::demo::Expected;
using crawler::demo::Kind;
using crawler::demo::Request;

namespace {

constexpr milliseconds kDelay{30};
// The site's log says when a request had arrived; two arrivals can be that much closer than their
// departures.
constexpr milliseconds kSlack{5};

struct Crawled : Crawling {
  DemoSite site{{}};
  Collection collection{""};
  std::map<std::string, int> indexed;

  Crawled() {
    job.politeness.min_delay = kDelay;
    job.politeness.requisite_gap = milliseconds(10);
    job.retry.tries = 3;
    job.wacz = true;
    job.resolve = site.resolve_entries();
    collection = crawl({site.start_url()});
    indexed = collection.indexed();
  }
};

const Crawled& sample() {
  static const Crawled crawled;
  return crawled;
}

std::vector<Request> requests_to(const std::string& host) {
  std::vector<Request> found = sample().site.requests();
  std::erase_if(found, [&](const Request& request) { return !request.host.starts_with(host); });
  return found;
}

bool must_be_fetched(const Expected& expected) { return expected.kind != Kind::disallowed; }

}  // namespace

BOOST_AUTO_TEST_SUITE(sample_site)

BOOST_AUTO_TEST_CASE(the_crawl_ends_well) {
  BOOST_TEST((sample().report.exit_code == ExitCode::ok));
  BOOST_TEST(sample().report.left.queued == 0u);
  BOOST_TEST(sample().report.stats.failed == 0u);
  BOOST_TEST(std::filesystem::exists(sample().report.wacz));
}

BOOST_AUTO_TEST_CASE(every_address_of_the_site_is_in_the_index) {
  for (const Expected& expected : sample().site.manifest()) {
    if (!must_be_fetched(expected)) continue;
    BOOST_TEST_CONTEXT(expected.url) { BOOST_TEST(sample().indexed.contains(expected.url)); }
  }
}

BOOST_AUTO_TEST_CASE(each_is_stored_once_with_the_status_it_was_served_with) {
  for (const Expected& expected : sample().site.manifest()) {
    if (!must_be_fetched(expected)) continue;
    const auto with_status = sample().collection.indexed(std::to_string(expected.status));
    BOOST_TEST_CONTEXT(expected.url) {
      BOOST_REQUIRE(with_status.contains(expected.url));
      BOOST_TEST(with_status.at(expected.url) == 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(bodies_without_a_coding_have_the_digest_of_the_manifest) {
  std::map<std::string, std::string> digests;
  for (const auto& record : sample().collection.records()) {
    if (record.type() != "response") continue;
    const bool coded = record.http_head().find("ontent-Encoding:") != std::string::npos;
    if (!coded && record.http_head().find(" 503 ") == std::string::npos) {
      digests[record.uri()] = record.one("WARC-Payload-Digest");
    }
  }
  std::size_t compared = 0;
  for (const Expected& expected : sample().site.manifest()) {
    const auto found = digests.find(expected.url);
    if (found == digests.end()) continue;
    ++compared;
    BOOST_TEST_CONTEXT(expected.url) { BOOST_TEST(found->second == "sha1:" + expected.sha1); }
  }
  BOOST_TEST(compared > 100u);
}

BOOST_AUTO_TEST_CASE(nothing_disallowed_or_outside_is_asked_for) {
  for (const Request& request : sample().site.requests()) {
    BOOST_TEST_CONTEXT(request.host << request.target) {
      BOOST_TEST(!request.target.starts_with("/private/"));
      BOOST_TEST((request.host.starts_with("www.varve-news.test") ||
                  request.host.starts_with("i.varve-news.test")));
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_for_that_the_site_has_not) {
  std::set<std::string> known;
  for (const Expected& expected : sample().site.manifest()) known.insert(expected.url);
  std::size_t asked = 0, probes = 0;
  for (const Request& request : sample().site.requests()) {
    // How the site answers for what it has not is found out once (docs/traps.md, soft-404).
    const bool is_probe = request.target.size() == 30 && request.target.ends_with(".html") &&
                          request.target.find_first_not_of("0123456789abcdef", 1) == 25;
    probes += is_probe ? 1 : 0;
    BOOST_TEST((is_probe || known.contains("http://" + request.host + request.target)),
               request.host << request.target);
    ++asked;
  }
  BOOST_TEST(asked > 200u);
  BOOST_TEST(probes == 1u);
}

BOOST_AUTO_TEST_CASE(a_disallowed_page_is_reported_as_refused_by_robots) {
  std::size_t refused = 0;
  for (const auto& row : sample().collection.lines("logs/crawl.jsonl")) {
    if (text_of(row, "outcome") != "refused") continue;
    ++refused;
    BOOST_TEST(text_of(row, "reason") == "robots");
    BOOST_TEST(text_of(row, "url").find("/private/") != std::string::npos);
  }
  BOOST_TEST(refused > 0u);
  BOOST_TEST(sample().report.stats.refused == refused);
}

BOOST_AUTO_TEST_CASE(no_picture_is_lost_to_a_foreign_referer) {
  BOOST_TEST(sample().collection.indexed("403").empty());
}

BOOST_AUTO_TEST_CASE(a_search_link_of_a_gbk_page_is_followed_in_gbk) {  // URL Standard, query state
  bool reached = false;
  for (const Expected& expected : sample().site.manifest()) {
    const bool is_search = expected.url.ends_with("/search?q=%BA%A3%B4%F8");
    if (!is_search) continue;
    reached = true;
    BOOST_TEST(sample().collection.indexed("200").contains(expected.url));
  }
  BOOST_TEST(reached);
}

BOOST_AUTO_TEST_CASE(pages_nobody_links_to_are_found_by_sitemap_and_feed) {
  const std::string site = sample().site.start_url();
  const std::map<std::string, std::string> ways{{"archive/1961/ferry-log.html", "sitemap"},
                                                {"notes/fog-bell.html", "feed"}};
  for (const auto& [target, way] : ways) {
    const auto metadata = sample().collection.only("metadata", site + target);
    BOOST_TEST_CONTEXT(target) {
      BOOST_TEST(metadata.block.find("via: " + site + way) != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_request_says_who_asks_and_what_it_can_read) {
  for (const Request& request : sample().site.requests()) {
    BOOST_TEST(request.method == "GET");
    BOOST_TEST(request.user_agent.find("Varve/") != std::string::npos);
    BOOST_TEST(request.accept_encoding == "gzip, br");
  }
}

BOOST_AUTO_TEST_CASE(robots_txt_comes_first_on_each_host) {
  for (const char* host : {"www.", "i."}) {
    const auto requests = requests_to(host);
    BOOST_REQUIRE(!requests.empty());
    BOOST_TEST(requests.front().target == "/robots.txt");
    std::size_t times = 0;
    for (const Request& request : requests) times += request.target == "/robots.txt" ? 1 : 0;
    BOOST_TEST(times == 1u);
  }
}

BOOST_AUTO_TEST_CASE(no_address_is_asked_for_twice_but_the_one_that_failed) {
  std::map<std::string, int> times;
  for (const Request& request : sample().site.requests()) ++times[request.host + request.target];
  for (const auto& [address, count] : times) {
    const bool failed_once = address.ends_with("/live/tide-gauge.html");
    BOOST_TEST_CONTEXT(address) { BOOST_TEST(count == (failed_once ? 2 : 1)); }
  }
}

BOOST_AUTO_TEST_CASE(a_503_is_tried_again_not_before_retry_after_and_both_are_kept) {
  std::vector<Request> gauge = requests_to("www.");
  const auto first = std::find_if(gauge.begin(), gauge.end(), [](const Request& request) {
    return request.target == "/live/tide-gauge.html";
  });
  BOOST_REQUIRE(first != gauge.end());
  // "Unavailable" concerns the whole host: nobody asks anything meanwhile.
  BOOST_REQUIRE(first + 1 != gauge.end());
  BOOST_TEST(((first + 1)->time - first->time >= std::chrono::seconds(1)));

  const std::string url =
      sample().site.start_url().substr(0, sample().site.start_url().size() - 1) +
      "/live/tide-gauge.html";
  BOOST_TEST(sample().collection.indexed("503").at(url) == 1);
  BOOST_TEST(sample().collection.indexed("200").at(url) == 1);
  BOOST_TEST(number_of(sample().collection.outcome(url), "attempt") == 2);
}

BOOST_AUTO_TEST_CASE(two_pages_are_never_closer_than_the_delay) {
  std::set<std::string> pages;
  for (const auto& row : sample().collection.lines("logs/crawl.jsonl")) {
    if (text_of(row, "kind") == "page") pages.insert(text_of(row, "url"));
  }
  const Request* last = nullptr;
  const auto requests = requests_to("www.");
  for (const Request& request : requests) {
    if (!pages.contains("http://" + request.host + request.target)) continue;
    if (last != nullptr) {
      BOOST_TEST_CONTEXT(last->target << " and " << request.target) {
        BOOST_TEST((request.time - last->time >= kDelay - kSlack));
      }
    }
    last = &request;
  }
  BOOST_TEST(pages.size() > 20u);
}

BOOST_AUTO_TEST_CASE(the_crawl_delay_of_the_picture_host_holds_for_every_picture) {
  const auto requests = requests_to("i.");
  BOOST_REQUIRE(requests.size() > 5u);
  for (std::size_t i = 1; i < requests.size(); ++i) {
    BOOST_TEST_CONTEXT(requests[i].target) {
      BOOST_TEST((requests[i].time - requests[i - 1].time >= milliseconds(100) - kSlack));
    }
  }
}

BOOST_AUTO_TEST_CASE(connections_are_kept_and_used_again) {
  std::set<std::uint64_t> connections;
  const auto requests = sample().site.requests();
  for (const Request& request : requests) connections.insert(request.connection);

  BOOST_TEST(connections.size() * 5 < requests.size());
}

BOOST_AUTO_TEST_CASE(referers_are_what_a_browser_would_send) {
  for (const Request& request : requests_to("i.")) {
    if (request.referer.empty()) continue;
    BOOST_TEST_CONTEXT(request.target << " from " << request.referer) {
      BOOST_TEST(request.referer.starts_with("http://i."));
    }
  }
}

BOOST_AUTO_TEST_CASE(each_url_taken_has_one_line_in_the_log) {
  std::map<std::string, int> lines;
  for (const auto& row : sample().collection.lines("logs/crawl.jsonl")) {
    ++lines[text_of(row, "url")];
  }
  for (const auto& [url, count] : lines) {
    BOOST_TEST_CONTEXT(url) { BOOST_TEST(count == 1); }
  }
  for (const Request& request : sample().site.requests()) {
    if (request.target == "/robots.txt") continue;
    BOOST_TEST_CONTEXT(request.target) {
      BOOST_TEST(lines.contains("http://" + request.host + request.target));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_report_counts_what_the_index_holds) {
  const auto json = sample().collection.report();

  BOOST_TEST(number_of(json, "fetched") == static_cast<int>(sample().collection.index().size()));
  BOOST_TEST(number_of(json, "exitCode") == 0);
  BOOST_TEST(number_of(json, "left") == 0);
  BOOST_TEST(text_of(json, "mainPage") == sample().site.start_url());
}

BOOST_AUTO_TEST_CASE(every_page_is_in_the_page_lists) {
  std::set<std::string> listed;
  for (const char* file : {"pages/pages.jsonl", "pages/extraPages.jsonl"}) {
    for (const auto& row : sample().collection.lines(file)) listed.insert(text_of(row, "url"));
  }
  for (const Expected& expected : sample().site.manifest()) {
    if (expected.kind != Kind::page || expected.status != 200) continue;
    BOOST_TEST_CONTEXT(expected.url) { BOOST_TEST(listed.contains(expected.url)); }
  }
}

BOOST_AUTO_TEST_CASE(chunked_bodies_are_stored_without_chunks) {
  const std::string site = sample().site.start_url();
  const auto record = sample().collection.only("response", site + "features/market-diary.html");

  BOOST_TEST(record.http_head().find("X-Archive-Orig-Transfer-Encoding: chunked") !=
             std::string::npos);
  BOOST_TEST(record.http_head().find("\r\nTransfer-Encoding:") == std::string::npos);
  BOOST_TEST(record.http_head().find("Content-Length: " + std::to_string(record.body().size())) !=
             std::string::npos);
  BOOST_TEST(record.body().starts_with("<!"));
  BOOST_TEST(record.truncated().empty());
}

BOOST_AUTO_TEST_SUITE_END()
