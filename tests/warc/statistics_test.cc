#include "warc/statistics.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/warc/reader_support.h"

using warc::Statistics;
using warc::Tally;

namespace {

Statistics statistics_of(std::string bytes) {
  Statistics counted;
  const support::MemoryFile file(std::move(bytes));
  warc::Reader reader(file);
  while (const warc::RecordHead* head = support::must(reader.next())) {
    counted.add(*head, support::must(warc::read_facts(reader, *head)));
  }
  counted.add_file(file.size());
  return counted;
}

std::string names(const Tally& tally) {
  std::string text;
  for (const auto& [name, count] : tally.top(100)) {
    text += name + "=" + std::to_string(count.records) + " ";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_AUTO_TEST_CASE(records_are_counted_by_type_and_captures_by_what_they_hold) {
  for (const bool gzip : {true, false}) {
    const Statistics counted = statistics_of(support::sample_file(gzip));

    BOOST_TEST(names(counted.types) == "metadata=1 request=1 response=1 revisit=1 warcinfo=1 ");
    BOOST_TEST(names(counted.statuses) == "200=2 ");
    BOOST_TEST(names(counted.mimes) == "text/html=2 ");
    BOOST_TEST(names(counted.hosts) == "www.example.cn=2 ");
    BOOST_TEST(counted.captures == 2u);
    BOOST_TEST(counted.revisits == 1u);
    BOOST_TEST((counted.first == support::golden_time()));
    BOOST_TEST((counted.last == support::golden_time() + std::chrono::hours(1)));
  }
}

BOOST_AUTO_TEST_CASE(decoded_bytes_are_those_of_the_plain_file) {
  const std::string plain = support::sample_file(false);
  const std::string gzip = support::sample_file(true);

  BOOST_TEST(statistics_of(plain).decoded_bytes == plain.size());
  BOOST_TEST(statistics_of(gzip).decoded_bytes == plain.size());
  BOOST_TEST(statistics_of(gzip).stored_bytes == gzip.size());
}

BOOST_AUTO_TEST_CASE(a_lying_length_does_not_count) {
  std::string file = support::sample_file(false, 2);
  const std::size_t at = file.find("Content-Length: 90");
  BOOST_REQUIRE(at != std::string::npos);
  file.replace(at, 18, "Content-Length: 4000000000000000000");

  const Statistics counted = statistics_of(file);

  BOOST_TEST(counted.all.bytes < file.size());
  BOOST_TEST(names(counted.statuses) == "200=1 ");
}

BOOST_AUTO_TEST_CASE(a_record_that_says_nothing_is_counted_under_a_dash) {
  const Statistics counted =
      statistics_of("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 1\r\n\r\nx\r\n\r\n");

  BOOST_TEST(names(counted.statuses) == "-=1 ");
  BOOST_TEST(names(counted.mimes) == "-=1 ");
  BOOST_TEST(names(counted.hosts) == "-=1 ");
  BOOST_TEST(!counted.first);
}

BOOST_AUTO_TEST_CASE(the_most_frequent_come_first_and_the_rest_is_summed_up) {
  Tally tally(100);
  for (const char* name : {"b", "a", "c", "c", "a", "c"}) tally.add(name, 10);

  const auto rows = tally.top(2);
  BOOST_REQUIRE(rows.size() == 2u);
  BOOST_TEST(rows[0].name == "c");
  BOOST_TEST(rows[1].name == "a");
  BOOST_TEST(rows[1].count.bytes == 20u);
  BOOST_TEST(tally.others(2).records == 1u);
  BOOST_TEST(tally.others(2).bytes == 10u);
  BOOST_TEST(tally.others(3).records == 0u);
}

BOOST_AUTO_TEST_CASE(names_beyond_the_limit_share_one_count) {
  Tally tally(2);
  for (int i = 0; i < 10; ++i) tally.add("host" + std::to_string(i), 1);
  tally.add(std::string(100'000, 'x'), 1);

  BOOST_TEST(tally.names() == 2u);
  BOOST_TEST(tally.others(100).records == 9u);
}

BOOST_AUTO_TEST_CASE(of_a_long_name_only_the_beginning_is_kept) {
  Tally tally(2);
  tally.add(std::string(1 << 20, 'x'), 1);

  BOOST_TEST(tally.top(1).at(0).name.size() == 256u);
}

BOOST_AUTO_TEST_SUITE_END()
