#include "warc/verify/index_check.h"

#include <set>
#include <string>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/reader_support.h"
#include "warc/cdx.h"
#include "warc/surt.h"
#include "warc/verify/verify.h"

namespace {

constexpr const char* kWarc = "x.warc.gz";

// One WARC of the sample records, and what any index of it may be held against.
class Checked {
 public:
  Checked()
      : sink_([this](const std::string& file, const warc::Finding& finding) {
          BOOST_TEST(support::is_documented(finding.code), finding.code);
          found_.insert(file + ":" + std::string(finding.code));
        }),
        check_(base::real_disk(), scratch_.path(), sink_) {
    check_.add_warc(kWarc, kWarc);
    const auto add = [this](const warc::verify::RecordFacts& facts) {
      if (facts.is_capture) captures_.push_back(facts);
      return check_.add_record(kWarc, facts);
    };
    const support::MemoryFile file(support::sample_file(true));
    support::must(warc::verify::verify_warc(file, nullptr, {.on_record = add}));
  }

  // The right lines, in order.
  std::vector<std::string> lines(warc::IndexFormat format) const {
    std::set<std::string> sorted;
    for (const auto& facts : captures_) {
      sorted.insert(to_line(support::entry_of(facts, kWarc), format));
    }
    return {sorted.begin(), sorted.end()};
  }

  // What is found, sorted: "FILE:code".
  std::string check(const std::vector<std::string>& lines, std::string_view legend = "") {
    std::string text(legend);
    if (!text.empty()) text += '\n';
    for (const std::string& line : lines) text += line + '\n';
    const support::MemoryFile index(text);
    support::must(check_.add_index(index, "index"));
    support::must(check_.finish());
    std::string all;
    for (const std::string& finding : found_) all += (all.empty() ? "" : " ") + finding;
    return all;
  }

 private:
  support::ScratchDir scratch_;
  std::set<std::string> found_;
  warc::verify::FileFindingSink sink_;
  warc::verify::IndexCheck check_;
  std::vector<warc::verify::RecordFacts> captures_;
};

std::vector<std::string> changed(std::vector<std::string> lines, std::size_t line,
                                 std::string_view from, std::string_view to) {
  const std::size_t at = lines[line].find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, from << " in " << lines[line]);
  lines[line].replace(at, from.size(), to);
  return lines;
}

struct Change {
  std::string_view from, to, found;
};
std::ostream& operator<<(std::ostream& out, const Change& c) { return out << c.from << c.to; }

constexpr Change kChanges[] = {
    {"cn,example)/a?b=1 ", "cn,example)/a?b=2 ", "index:index-key index:index-order"},
    {"20261122103126", "20261122103125", "index:index-field"},
    {"\"status\":\"200\"", "\"status\":\"404\"", "index:index-field"},
    {"text/html", "text/plain", "index:index-field"},
    {"\"digest\":\"sha1:", "\"digest\":\"sha1:A", "index:index-field"},
    {"\"length\":\"", "\"length\":\"1", "index:index-field"},
    {"\"offset\":\"", "\"offset\":\"1", "index:index-nowhere x.warc.gz:index-missing"},
    {"\"filename\":\"x", "\"filename\":\"y", "index:index-file x.warc.gz:index-missing"},
    {"\"offset\":", "\"offset\":-", "index:index-line x.warc.gz:index-missing"},
    // Others look the digest up without its label, or have none (formats 3.1).
    {"\"digest\":\"sha1:", "\"digest\":\"", ""},
    {"\"status\":\"200\",", "", ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(index_check)

BOOST_AUTO_TEST_CASE(an_index_of_the_file_is_clean_in_every_format) {
  for (const auto format :
       {warc::IndexFormat::cdxj, warc::IndexFormat::cdx11, warc::IndexFormat::cdx9}) {
    Checked checked;
    BOOST_TEST(checked.check(checked.lines(format), warc::legend_of(format)) == "");
  }
}

// CDX lines have no field for the method of the request.
BOOST_AUTO_TEST_CASE(the_key_of_a_cdx_line_may_hold_a_request_that_was_no_get) {
  constexpr auto kCdx = warc::IndexFormat::cdx11;
  Checked right, wrong;
  const auto lines = right.lines(kCdx);

  const auto posted = changed(lines, 0, "/a?b=1 ", "/a?__wb_method=post&b=1 ");
  BOOST_TEST(right.check(posted, warc::legend_of(kCdx)) == "");
  const auto elsewhere = changed(lines, 0, "/a?b=1 ", "/Z?__wb_method=post&b=1 ");
  BOOST_TEST(wrong.check(elsewhere, warc::legend_of(kCdx)) == "index:index-key");
}

BOOST_DATA_TEST_CASE(a_line_that_tells_something_else_is_found,
                     boost::unit_test::data::make(kChanges), change) {
  Checked checked;
  const auto lines = checked.lines(warc::IndexFormat::cdxj);
  BOOST_REQUIRE(lines.size() == 2);

  BOOST_TEST(checked.check(changed(lines, 0, change.from, change.to)) == change.found);
}

BOOST_AUTO_TEST_CASE(a_capture_without_a_line_is_found) {
  Checked checked;
  auto lines = checked.lines(warc::IndexFormat::cdxj);
  lines.pop_back();

  BOOST_TEST(checked.check(lines) == "x.warc.gz:index-missing");
}

BOOST_AUTO_TEST_CASE(a_line_too_much_is_found) {
  Checked checked;
  auto lines = checked.lines(warc::IndexFormat::cdxj);
  lines.push_back(
      "org,other)/ 20261122103126 {\"url\":\"http://other.org/\",\"filename\":\"x.warc.gz\","
      "\"offset\":\"3\",\"length\":\"7\"}");

  BOOST_TEST(checked.check(lines) == "index:index-nowhere");
}

BOOST_AUTO_TEST_CASE(a_line_out_of_order_is_found) {
  Checked checked;
  auto lines = checked.lines(warc::IndexFormat::cdxj);
  std::swap(lines[0], lines[1]);

  BOOST_TEST(checked.check(lines) == "index:index-order");
}

BOOST_AUTO_TEST_CASE(a_line_that_stands_twice_is_noted) {
  Checked checked;
  auto lines = checked.lines(warc::IndexFormat::cdxj);
  lines.insert(lines.begin(), lines[0]);

  BOOST_TEST(checked.check(lines) == "index:index-twice");
}

BOOST_AUTO_TEST_CASE(a_line_that_points_to_a_request_is_no_error) {
  Checked checked;
  auto lines = checked.lines(warc::IndexFormat::cdxj);
  const auto reading = support::read_bytes(support::sample_file(true));
  const auto& request = reading.records[2];
  warc::CdxEntry entry;
  entry.url = request.head.target_uri();
  entry.key = warc::surt(entry.url);
  entry.timestamp14 = "20261122103126";
  entry.offset = request.head.position.offset;
  entry.length = request.end.end_offset - entry.offset;
  entry.filename = kWarc;
  lines.push_back(to_cdxj(entry));
  std::sort(lines.begin(), lines.end());

  BOOST_TEST(checked.check(lines) == "");
}

BOOST_AUTO_TEST_SUITE_END()
