#include "crawler/status/crawl_log.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/crawler/status/visits.h"
#include "tests/support/scratch_dir.h"

using namespace status_test;
using crawler::status::CrawlLog;
using crawler::status::to_log_line;

namespace {

boost::json::object parsed(const std::string& line) {
  boost::system::error_code error;
  const auto value = boost::json::parse(line, error);
  BOOST_REQUIRE_MESSAGE(!error, error.message() << ": " << line);
  return value.as_object();
}

std::string text(const boost::json::object& object, const char* name) {
  BOOST_REQUIRE_MESSAGE(object.contains(name), name << " is missing");
  return std::string(object.at(name).as_string());
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  const auto bytes = base::read_file(base::real_disk(), file, 1 << 20);
  BOOST_REQUIRE(bytes);
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < bytes->size();) {
    const std::size_t end = bytes->find('\n', from);
    BOOST_REQUIRE(end != std::string::npos);
    lines.push_back(bytes->substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crawl_log)

BOOST_AUTO_TEST_CASE(a_line_tells_what_robots_are_asked_and_what_the_page_is) {
  Outcome outcome = answered(200, "text/html");
  const auto plain = parsed(to_log_line(task("http://a.test/x", "L"), outcome));
  for (const char* name : {"robots", "robotsTags", "botWall", "soft404"}) {
    BOOST_TEST(!plain.contains(name), name);
  }
  outcome.robots = "disallowed: Disallow: /x";
  outcome.robots_tags = "nofollow, noai";
  outcome.bot_wall = "somebody";
  outcome.is_soft_404 = true;

  const auto line = parsed(to_log_line(task("http://a.test/x", "L"), outcome));

  BOOST_TEST(text(line, "robots") == "disallowed: Disallow: /x");
  BOOST_TEST(text(line, "robotsTags") == "nofollow, noai");
  BOOST_TEST(text(line, "botWall") == "somebody");
  BOOST_TEST(line.at("soft404").as_bool());
}

BOOST_AUTO_TEST_CASE(a_line_tells_what_was_fetched_and_where_it_lies) {
  Outcome outcome = answered(200, "text/html");
  outcome.started = base::Timestamp{std::chrono::milliseconds{1795343486123}};
  outcome.duration = std::chrono::milliseconds(37);
  outcome.digest = "sha1:ABC";
  outcome.links = 5;

  const auto line = parsed(to_log_line(task("http://a.test/x", "L"), outcome));

  BOOST_TEST(text(line, "ts") == "2026-11-22T10:31:26.123Z");
  BOOST_TEST(text(line, "url") == "http://a.test/x");
  BOOST_TEST(text(line, "outcome") == "fetched");
  BOOST_TEST(text(line, "kind") == "page");
  BOOST_TEST(text(line, "hops") == "L");
  BOOST_TEST(text(line, "filename") == "a.warc.gz");
  BOOST_TEST(line.at("status").to_number<int>() == 200);
  BOOST_TEST(line.at("durationMs").to_number<int>() == 37);
  BOOST_TEST(line.at("offset").to_number<int>() == 10);
  BOOST_TEST(line.at("length").to_number<int>() == 20);
  BOOST_TEST(line.at("links").to_number<int>() == 5);
  BOOST_TEST(!line.contains("reason"));
  BOOST_TEST(!line.contains("error"));
}

BOOST_AUTO_TEST_CASE(a_refusal_names_the_policy_and_the_rule) {
  Outcome outcome;
  outcome.kind = OutcomeKind::refused;
  outcome.verdict = {policies::Reason::robots, "Disallow: /private/"};

  const auto line = parsed(to_log_line(task("http://a.test/private/x"), outcome));

  BOOST_TEST(text(line, "outcome") == "refused");
  BOOST_TEST(text(line, "reason") == "robots");
  BOOST_TEST(text(line, "detail") == "Disallow: /private/");
  BOOST_TEST(!line.contains("status"));
}

BOOST_AUTO_TEST_CASE(whatever_a_server_sends_a_line_is_ascii_json) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  const std::string hostile[] = {every_byte,
                                 "\"}\n{\"outcome\":\"fetched",
                                 "\x1b]0;owned\x07",
                                 "\xed\xa0\x80 lone surrogate",
                                 "\xe2\x80\xa8 line separator",
                                 std::string(100'000, '\\')};
  for (const std::string& bytes : hostile) {
    Task visited = task("http://a.test/%0A?\xe4\xb8\xad");
    visited.candidate.via = bytes;
    Outcome outcome = answered(200, bytes);
    outcome.kind = OutcomeKind::failed;
    outcome.verdict = {policies::Reason::robots, bytes};
    outcome.error = base::fail(base::Errc::protocol, bytes);
    outcome.notes = {bytes, bytes};
    outcome.truncated = bytes;

    const std::string line = to_log_line(visited, outcome);

    const bool ascii =
        std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    BOOST_TEST(ascii);
    const auto object = parsed(line);
    BOOST_TEST(text(object, "outcome") == "failed");
    BOOST_TEST(object.at("notes").as_array().size() == 2u);
  }
}

BOOST_AUTO_TEST_CASE(one_line_a_url_and_errors_beside) {
  support::ScratchDir scratch;
  auto log = CrawlLog::open(base::real_disk(), scratch.path());
  BOOST_REQUIRE(log);
  Outcome postponed, retry, failed;
  postponed.kind = OutcomeKind::postponed;
  retry.kind = OutcomeKind::retry;
  retry.status = 503;
  failed.kind = OutcomeKind::failed;
  failed.error = base::fail(base::Errc::timeout, "nothing came");

  log->write(task("http://a.test/1"), answered(200, "text/html"));
  log->write(task("http://a.test/2"), postponed);
  log->write(task("http://a.test/2"), retry);
  log->write(task("http://a.test/2"), failed);

  const auto crawl = lines_of(scratch.path() / "crawl.jsonl");
  const auto errors = lines_of(scratch.path() / "errors.jsonl");
  BOOST_REQUIRE(crawl.size() == 2u);
  BOOST_TEST(text(parsed(crawl[0]), "outcome") == "fetched");
  BOOST_TEST(text(parsed(crawl[1]), "outcome") == "failed");
  BOOST_REQUIRE(errors.size() == 2u);
  BOOST_TEST(text(parsed(errors[0]), "outcome") == "retry");
  BOOST_TEST(text(parsed(errors[1]), "errorDetail") == "nothing came");
}

BOOST_AUTO_TEST_CASE(a_second_crawl_adds_to_the_log_of_the_first) {
  support::ScratchDir scratch;
  for (int crawl = 0; crawl < 2; ++crawl) {
    auto log = CrawlLog::open(base::real_disk(), scratch.path());
    BOOST_REQUIRE(log);
    log->write(task("http://a.test/1"), answered(200, "text/html"));
  }

  BOOST_TEST(lines_of(scratch.path() / "crawl.jsonl").size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_line_that_cannot_be_written_ends_the_crawl) {
  if (!std::filesystem::exists("/dev/full")) return;
  support::ScratchDir scratch;
  std::filesystem::create_symlink("/dev/full", scratch.path() / "crawl.jsonl");
  auto log = CrawlLog::open(base::real_disk(), scratch.path());
  BOOST_REQUIRE(log);

  BOOST_CHECK_THROW(log->write(task("http://a.test/1"), answered(200, "text/html")),
                    base::FatalError);
}

BOOST_AUTO_TEST_SUITE_END()
