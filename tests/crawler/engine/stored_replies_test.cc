// Every stored reply of a hostile server (../shared/malformed/http, one file each, sent and then
// half-closed): whatever comes, the files stay whole and each URL has exactly one line in the log.
#include <map>

#include "tests/crawler/engine/crawling.h"
#include "tests/support/shared_data.h"
#include "warc/digest.h"
#include "warc/http_block.h"

using namespace engine_test;

namespace {

struct Replies : RawCrawling {
  std::vector<std::string> urls;

  Replies() {
    job.scope.kind = policies::ScopeOptions::Kind::page;
    job.scope.requisites = policies::ScopeOptions::Requisites::none;
    // The replies name private and public addresses as text: nothing but our hosts may be asked.
    job.scope.exclude = {"^https?://([^r]|r[^a]|ra[^w]|raw[^0-9.])"};
    job.timeout = milliseconds(2000);
    job.max_body_bytes = 1'000'000;
  }

  void serve(const std::filesystem::path& folder, const char* prefix) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      // A host for each: one that asks to be left alone for a day must not hold up the others.
      const std::string number = std::to_string(urls.size());
      const std::string host = "raw" + number + ".test";
      job.resolve.push_back(server.resolve(host));
      server.on(prefix + number, Reply{support::read_all(file), End::close});
      urls.push_back(server.url(prefix + number, host));
    }
  }

  void check_all() {
    const Collection collection = crawl(urls);

    std::map<std::string, int> lines;
    for (const auto& row : collection.lines("logs/crawl.jsonl")) {
      ++lines[text_of(row, "url")];
      const bool has_record = row.contains("filename");
      BOOST_TEST_CONTEXT(text_of(row, "url")) {
        BOOST_TEST(has_record == (text_of(row, "outcome") == "fetched"));
      }
    }
    for (const std::string& url : urls) {
      BOOST_TEST_CONTEXT(url) { BOOST_TEST(lines[url] == 1); }
    }
    BOOST_TEST(number_of(collection.report(), "left") == 0);
  }
};

constexpr auto kSha1 = warc::DigestAlgorithm::sha1;

std::string payload_as_read(const std::string& block) {
  warc::HttpBlock http(warc::HttpBlock::Message::response);
  http.append(block);
  std::string payload(http.payload());
  http.finish();
  return payload.append(http.payload());
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(stored_replies, Replies)

BOOST_AUTO_TEST_CASE(our_own_collection_of_broken_replies_is_survived) {
  const auto folder = support::shared_data("malformed/http/own");
  if (!folder) return;
  serve(*folder, "/own/");

  check_all();
}

BOOST_AUTO_TEST_CASE(the_replies_of_libcurls_own_tests_are_survived) {
  const auto folder = support::shared_data("malformed/http/curl");
  if (!folder) return;
  serve(*folder, "/curl/");

  check_all();
}

// However broken the chunks are that were kept, a reader comes to the payload the digest is of, and
// the two ways to store a reply have the same one (formats 1.1).
BOOST_AUTO_TEST_CASE(kept_transfer_encoding_changes_no_payload) {
  const auto folder = support::shared_data("malformed/http/own");
  if (!folder) return;
  serve(*folder, "/own/");
  std::map<std::string, std::string> digests;
  crawl(urls);
  for (const auto& record : archive().records()) {
    if (record.type() == "response") digests[record.uri()] = record.one("WARC-Payload-Digest");
  }
  job.keep_transfer_encoding = true;
  job.collection = "kept";

  for (const auto& record : crawl(urls).records()) {
    if (record.type() != "response") continue;
    BOOST_TEST_CONTEXT(record.uri() << " " << record.http_head()) {
      const std::string digest = record.one("WARC-Payload-Digest");
      BOOST_TEST(digest == warc::digest_of(payload_as_read(record.block), kSha1));
      const bool broken = record.truncated() == "unspecified";
      if (!broken) BOOST_TEST(digest == digests[record.uri()]);
    }
  }
}

BOOST_AUTO_TEST_CASE(broken_replies_harm_no_good_page_between_them) {
  const auto folder = support::shared_data("malformed/http/own");
  if (!folder) return;
  serve(*folder, "/own/");
  std::vector<std::string> mixed, good;
  for (std::size_t i = 0; i < urls.size(); ++i) {
    mixed.push_back(urls[i]);
    if (i % 5 != 2) continue;
    const std::string number = std::to_string(i);
    server.on("/good/" + number, support::text("good /good/" + number));
    good.push_back(server.url("/good/" + number, "raw" + number + ".test"));
    mixed.push_back(good.back());
  }

  const Collection collection = crawl(mixed);

  std::map<std::string, std::string> bodies;
  for (const auto& record : collection.records()) {
    if (record.type() == "response") bodies[record.uri()] = record.body();
  }
  for (const std::string& url : good) {
    BOOST_TEST_CONTEXT(url) { BOOST_TEST(bodies[url] == "good " + url.substr(url.find("/good/"))); }
  }
}

BOOST_AUTO_TEST_SUITE_END()
