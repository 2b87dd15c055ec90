#include "crawler/demo/demo_site.h"
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

struct TlsCrawling : Crawling {
  crawler::demo::DemoSite site{{.https = true}};

  TlsCrawling() {
    job.resolve = site.resolve_entries();
    job.scope.kind = policies::ScopeOptions::Kind::page;
    job.scope.requisites = policies::ScopeOptions::Requisites::none;
  }
  void trust_the_site() {
    job.ca_file = scratch.path() / "ca.pem";
    support::write_all(job.ca_file, site.ca_certificate_pem());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(https, TlsCrawling)

BOOST_AUTO_TEST_CASE(a_site_of_a_private_authority_is_crawled_with_its_ca_file) {
  trust_the_site();

  const Collection collection = crawl({site.https_start_url()});

  BOOST_TEST((report.exit_code == ExitCode::ok));
  const auto home = collection.only("response", site.https_start_url());
  const auto protocols = home.all("WARC-Protocol");
  BOOST_TEST(std::count(protocols.begin(), protocols.end(), "http/1.1") == 1);
  BOOST_TEST(std::count(protocols.begin(), protocols.end(), "tls/1.3") == 1);
  BOOST_TEST(home.one("WARC-Cipher-Suite").starts_with("TLS_"));
  BOOST_TEST(home.one("WARC-IP-Address") == "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(without_it_the_certificate_is_not_trusted) {
  const Collection collection = crawl({site.https_start_url()});

  BOOST_TEST((report.exit_code == ExitCode::seeds_failed));
  const auto outcome = collection.outcome(site.https_start_url());
  BOOST_TEST(text_of(outcome, "outcome") == "failed");
  BOOST_TEST(text_of(outcome, "error") == "tls");
  BOOST_TEST(site.requests().empty());
  BOOST_TEST(collection.records().empty());
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_name_is_not_trusted) {
  trust_the_site();
  const std::string port = std::to_string(site.https_port());
  job.resolve.push_back("other.test:" + port + ":127.0.0.1");

  const Collection collection = crawl({"https://other.test:" + port + "/"});

  BOOST_TEST(text_of(collection.outcome("https://other.test:" + port + "/"), "error") == "tls");
  BOOST_TEST(site.requests().empty());
}

BOOST_AUTO_TEST_CASE(a_server_that_speaks_no_tls_fails_the_seed) {
  const std::string port = std::to_string(site.http_port());
  trust_the_site();

  const std::string url = "https://www.varve-news.test:" + port + "/";
  const Collection collection = crawl({url});

  BOOST_TEST(text_of(collection.outcome(url), "outcome") == "failed");
  BOOST_TEST(text_of(collection.outcome(url), "error") == "tls");
}

BOOST_AUTO_TEST_CASE(an_unreadable_ca_file_keeps_the_crawl_from_starting) {
  job.ca_file = scratch.path() / "none.pem";

  const auto result = try_crawl({site.https_start_url()});

  BOOST_REQUIRE(!result);
  BOOST_TEST(result.error().detail.find("none.pem") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
