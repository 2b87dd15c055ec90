// One exchange without a crawl around it: what is asked at the head, and who may be connected to.
#include "crawler/net/fetcher.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/raw_server.h"
#include "tests/support/scratch_dir.h"

using crawler::net::Capture;
using crawler::net::FetchOptions;
using crawler::net::FetchRequest;

namespace {

namespace asio = boost::asio;

struct Fetching {
  support::ScratchDir scratch;
  support::RawServer server;
  FetchOptions options;
  std::vector<int> asked;     // the statuses accepts_head was asked about
  policies::Verdict verdict;  // and what it says

  Fetching() {
    ::setenv("SSL_CERT_FILE", "/dev/null", 1);
    options.user_agent = "Test";
    options.allow_private = true;
    options.resolve = {server.resolve()};
    options.spool_directory = scratch.path();
  }

  Capture fetch(const std::string& target) {
    asio::io_context io;
    auto fetcher =
        crawler::net::make_curl_fetcher(io, base::real_disk(), base::system_clock(), options);
    BOOST_REQUIRE_MESSAGE(fetcher.has_value(), (fetcher ? "" : fetcher.error().detail));
    FetchRequest request;
    request.url = *base::Url::parse(server.url(target));
    request.accepts_head = [this](const warc::ResponseHead& head) {
      asked.push_back(head.status);
      return verdict;
    };
    Capture capture;
    asio::co_spawn(io, (*fetcher)->fetch(std::move(request)),
                   [&](std::exception_ptr, Capture result) { capture = std::move(result); });
    io.run();
    return capture;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(transfer, Fetching)

BOOST_AUTO_TEST_CASE(a_refused_head_ends_the_exchange_without_a_body) {
  verdict = {policies::Reason::mime, "video/mp4"};
  server.on("/film", support::Reply{support::response(200, "Content-Type: video/mp4\r\n",
                                                      std::string(3'000'000, 'f'))});

  const Capture capture = fetch("/film");

  BOOST_REQUIRE(capture.refused.has_value());
  BOOST_TEST((capture.refused->reason == policies::Reason::mime));
  BOOST_TEST(!capture.error.has_value());
  BOOST_TEST(capture.status() == 200);
  BOOST_TEST(capture.body.size() == 0u);
  BOOST_TEST(capture.wire_bytes == 0u);
  BOOST_TEST(capture.truncated == "");
}

BOOST_AUTO_TEST_CASE(an_accepted_head_changes_nothing) {
  server.on("/page", support::html("words"));

  const Capture capture = fetch("/page");

  BOOST_TEST(!capture.refused.has_value());
  BOOST_TEST(capture.body.size() == 5u);
  BOOST_TEST(asked == std::vector<int>{200});
}

BOOST_AUTO_TEST_CASE(the_head_is_asked_about_once_and_only_the_final_one) {
  server.on("/page", support::Reply{"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                                    "HTTP/1.1 100 Continue\r\n\r\n" +
                                    support::response(404, "", "words")});

  const Capture capture = fetch("/page");

  BOOST_TEST(asked == std::vector<int>{404});
  BOOST_TEST(capture.status() == 404);
  BOOST_TEST(capture.body.size() == 5u);
}

BOOST_AUTO_TEST_CASE(the_head_is_asked_about_before_a_body_that_never_comes) {
  verdict = {policies::Reason::body_size, ""};
  server.on("/stall",
            support::Reply{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", support::End::stall});

  BOOST_TEST(fetch("/stall").refused.has_value());
}

BOOST_AUTO_TEST_CASE(only_the_networks_named_are_open) {
  server.on("/page", support::html("words"));
  for (const auto& [network, is_open] : std::map<std::string, bool>{{"127.0.0.0/8", true},
                                                                    {"127.0.0.1", true},
                                                                    {"10.0.0.0/8", false},
                                                                    {"::1", false},
                                                                    {"127.0.0.2", false}}) {
    options.private_networks = {network};
    const Capture capture = fetch("/page");
    BOOST_TEST_CONTEXT(network) {
      BOOST_TEST(capture.has_response() == is_open);
      if (!is_open) BOOST_TEST((capture.error->code == base::Errc::refused));
    }
  }
  BOOST_TEST(server.accepted() == 2u);
}

BOOST_AUTO_TEST_CASE(networks_alone_open_nothing_unless_private_addresses_are_allowed) {
  options.allow_private = false;
  options.private_networks = {"127.0.0.0/8"};

  BOOST_TEST(fetch("/page").error.has_value());
  BOOST_TEST(server.accepted() == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_no_network_keeps_the_fetcher_from_being_made) {
  asio::io_context io;
  options.private_networks = {"intranet"};

  const auto fetcher =
      crawler::net::make_curl_fetcher(io, base::real_disk(), base::system_clock(), options);

  BOOST_REQUIRE(!fetcher);
  BOOST_TEST(fetcher.error().detail.find("intranet") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
