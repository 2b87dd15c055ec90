// `varve cat` as an operator runs it.
#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include "tests/crawler/cli/tools_support.h"

using tools_test::gzip;
using tools_test::has;
using tools_test::response;

BOOST_FIXTURE_TEST_SUITE(cat_program, tools_test::Tools)

BOOST_AUTO_TEST_CASE(cat_prints_the_record_at_an_offset) {
  const auto reading = support::read_bytes(read("a.warc.gz"));
  for (const auto& wanted : reading.records) {
    const Run cat = varve({"cat", "a.warc.gz", std::to_string(wanted.head.position.offset)});

    BOOST_TEST(cat.code == 0);
    BOOST_TEST(cat.out == wanted.head.raw + wanted.block + "\r\n\r\n");
  }
  for (const char* nothing : {"1", "999999"}) {
    const Run cat = varve({"cat", "a.warc.gz", nothing});

    BOOST_TEST(cat.code == 1);
    BOOST_TEST(cat.out == "");
    BOOST_TEST(has(cat.err, "no record begins at " + std::string(nothing)));
  }
}

BOOST_AUTO_TEST_CASE(cat_prints_a_record_that_shares_its_member) {
  const std::string second =
      response("http://b.test/", "2026-01-01T00:00:00Z", "HTTP/1.1 200 OK\r\n\r\nb");
  const std::string first =
      response("http://a.test/", "2026-01-01T00:00:00Z", "HTTP/1.1 200 OK\r\n\r\na");
  std::string shared = first + second;
  shared.resize(shared.size() - 4);  // gzip() closes it
  write("shared.warc.gz", gzip(shared));

  const Run cat = varve({"cat", "shared.warc.gz", "0+" + std::to_string(first.size())});

  BOOST_TEST(cat.out == second);
}

BOOST_AUTO_TEST_CASE(cat_takes_the_newest_response_of_a_url_and_says_so) {
  std::string file;
  for (const char* year : {"2024", "2026", "2025"}) {
    file += response("http://a.test/", std::string(year) + "-01-01T00:00:00Z",
                     std::string("HTTP/1.1 200 OK\r\n\r\n") + year);
  }
  write("years.warc", file);

  const Run newest = varve({"cat", "years.warc", "http://A.test", "--payload"});
  const Run nearest =
      varve({"cat", "years.warc", "http://a.test/", "--payload", "--timestamp", "20240301000000"});
  const Run all = varve({"cat", "years.warc", "http://a.test/", "--payload", "--all"});

  BOOST_TEST(newest.out == "2026");
  BOOST_TEST(has(newest.err, "3 captures; this is the response of 2026-01-01T00:00:00Z"));
  BOOST_TEST(nearest.out == "2024");
  BOOST_TEST(all.out == "202420262025");
  BOOST_TEST(varve({"cat", "years.warc", "http://other.test/"}).code == 1);
}

BOOST_AUTO_TEST_CASE(cat_takes_the_payload_out_of_chunks_and_content_coding) {
  const std::string coded = gzip("<p>hello");
  const std::string chunked = fmt::format("{:x}\r\n", coded.size()) + coded + "\r\n0\r\n\r\n";
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
  write("c.warc", response("http://a.test/", "2026-01-01T00:00:00Z", head + chunked));

  BOOST_TEST(varve({"cat", "c.warc", "0", "--payload"}).out == "<p>hello\r\n\r\n");
  BOOST_TEST(varve({"cat", "c.warc", "0", "--raw-payload"}).out == coded);
  const Run headers = varve({"cat", "c.warc", "0", "--headers"});
  BOOST_TEST(headers.out.starts_with("WARC/1.1\r\n"));
  BOOST_TEST(headers.out.ends_with("\r\n\r\n" + head));
}

BOOST_AUTO_TEST_CASE(cat_says_when_a_payload_cannot_be_given_whole) {
  const std::string coded = gzip(std::string(5000, 'x') + "end");
  write("cut.warc", response("http://a.test/", "2026-01-01T00:00:00Z",
                             "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" +
                                 coded.substr(0, coded.size() - 12)));

  const Run cat = varve({"cat", "cut.warc", "0", "--payload"});

  BOOST_TEST(cat.code == 1);
  BOOST_TEST(has(cat.err, "content coding: "));
  BOOST_TEST(varve({"cat", "cut.warc", "0", "--raw-payload"}).code == 0);
}

BOOST_AUTO_TEST_CASE(cat_looks_up_the_payload_of_a_revisit) {
  // W-47
  const auto reading = support::read_bytes(read("a.warc.gz"));
  const auto& revisit = reading.records.at(4).head;
  BOOST_REQUIRE(revisit.type.name == "revisit");

  const Run cat = varve({"cat", "a.warc.gz", std::to_string(revisit.position.offset), "--payload"});
  BOOST_TEST(cat.code == 0);
  BOOST_TEST(has(cat.out, "<p>abc"));

  write("only.warc.gz", read("a.warc.gz").substr(revisit.position.offset));
  const Run missing = varve({"cat", "only.warc.gz", "0", "--payload"});
  BOOST_TEST(missing.code == 1);
  BOOST_TEST(missing.out == "");
  BOOST_TEST(has(missing.err, "which is not in only.warc.gz"));
}

BOOST_AUTO_TEST_SUITE_END()
