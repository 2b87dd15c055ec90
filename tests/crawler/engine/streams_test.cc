// Bodies without an end, and bodies nobody wants: cut, or ended at their head.
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

// A body that goes on until the client leaves.
Reply endless(const std::string& type, std::chrono::milliseconds gap = milliseconds(0)) {
  Reply reply{"HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n"};
  reply.slowly = std::string(gap.count() > 0 ? 1 : 50'000, 'x');
  reply.gap = gap;
  reply.is_endless = true;
  return reply;
}

struct Streaming : RawCrawling {
  Streaming() {
    job.traps.stream_bytes = 200'000;
    server.on("/robots.txt", support::status(404));
  }
  support::StoredRecord stored(const std::string& target) {
    return archive().only("response", server.url(target));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(streams, Streaming)

BOOST_AUTO_TEST_CASE(a_body_without_a_length_is_cut_at_the_limit_for_streams) {
  server.on("/radio", endless("audio/mpeg"));

  crawl({server.url("/radio")});

  BOOST_TEST(stored("/radio").truncated() == "length");
  BOOST_TEST(stored("/radio").body().size() == 200'000u);
  BOOST_TEST((report.exit_code == ExitCode::ok));
}

BOOST_AUTO_TEST_CASE(an_endless_chunked_body_is_cut_too) {
  Reply reply{"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nTransfer-Encoding: chunked\r\n\r\n"};
  reply.slowly = "400\r\n" + std::string(1024, 'v') + "\r\n";
  reply.is_endless = true;
  server.on("/live", reply);

  crawl({server.url("/live")});

  BOOST_TEST(stored("/live").truncated() == "length");
  BOOST_TEST(stored("/live").body().size() <= 200'000u);
}

BOOST_AUTO_TEST_CASE(a_camera_that_replaces_its_picture_is_cut_even_with_a_length) {
  Reply reply = endless("Multipart/X-Mixed-Replace; boundary=x");
  reply.bytes.insert(reply.bytes.size() - 2, "Content-Length: 99999999\r\n");
  server.on("/cam", reply);

  crawl({server.url("/cam")});

  BOOST_TEST(stored("/cam").truncated() == "length");
}

BOOST_AUTO_TEST_CASE(a_slow_stream_is_cut_when_its_time_is_over) {
  job.traps.stream_seconds = 1;
  server.on("/ticker", endless("text/plain", milliseconds(5)));
  const auto begun = std::chrono::steady_clock::now();

  crawl({server.url("/ticker")});

  BOOST_TEST(stored("/ticker").truncated() == "time");
  BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds(4)));
  BOOST_TEST((report.exit_code == ExitCode::ok));
}

BOOST_AUTO_TEST_CASE(a_body_with_a_length_is_no_stream) {
  const std::string film(400'000, 'f');
  server.on("/film", Reply{support::response(200, "Content-Type: video/mp4\r\n", film)});

  crawl({server.url("/film")});

  BOOST_TEST(stored("/film").truncated() == "");
  BOOST_TEST(stored("/film").body().size() == film.size());
}

BOOST_AUTO_TEST_CASE(the_limit_of_all_bodies_holds_for_streams_too) {
  job.max_body_bytes = 50'000;
  server.on("/radio", endless("audio/mpeg"));

  crawl({server.url("/radio")});

  BOOST_TEST(stored("/radio").body().size() == 50'000u);
}

BOOST_AUTO_TEST_CASE(bandwidth_is_a_brake_on_a_transfer) {
  job.politeness.host_bandwidth = 2'000'000;
  server.on("/big", support::text(std::string(6'000'000, 'b')));
  const auto begun = std::chrono::steady_clock::now();

  crawl({server.url("/big")});

  // 6 MB at 2 MB a second; the first half megabyte comes at once.
  BOOST_TEST((std::chrono::steady_clock::now() - begun > milliseconds(1500)));
  BOOST_TEST(stored("/big").truncated() == "");
}

BOOST_AUTO_TEST_SUITE_END()
