#include "warc/wacz_split.h"

#include <zlib.h>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"
#include "warc/cdx.h"
#include "warc/digest.h"
#include "warc/zip_reader.h"

using support::must;
using warc::WaczSplit;

namespace {

using Plan = std::vector<std::vector<std::size_t>>;

struct Splitting {
  support::ScratchDir scratch;
  std::filesystem::path out = scratch.path() / "news.wacz";
  warc::WaczInput input;

  Splitting() {
    for (const char* name : {"a.warc.gz", "b.warc.gz", "c.warc.gz"}) {
      input.warcs.push_back(file(name, std::string(1000, name[0])));
    }
    input.cdxj = file("index.cdxj", line("1", "a") + line("2", "b") + line("3", "c"));
    // The capture of 4 is in no WARC: its page goes to the first package.
    input.pages = file("pages.jsonl", header() + page("2"));
    input.extra_pages = file("extra.jsonl", header() + page("4") + page("1") + page("3"));
    input.logs = {file("crawl.log", "log\n")};
    input.title = "News";
    input.created = support::golden_time();
  }

  std::filesystem::path file(const std::string& name, std::string_view bytes) const {
    support::write_all(scratch.path() / name, bytes);
    return scratch.path() / name;
  }
  static std::string header() { return "{\"format\":\"json-pages-1.0\",\"id\":\"pages\"}\n"; }
  static std::string page(const std::string& n) {
    return "{\"id\":\"" + n + "\",\"url\":\"http:\\/\\/example.cn\\/" + n +
           "?q=\\u0025E6\",\"ts\":\"2026-11-22T10:31:2" + n + ".500Z\"}\n";
  }
  static std::string line(const std::string& n, const std::string& warc) {
    warc::CdxEntry entry;
    entry.key = "cn,example)/" + n;
    entry.timestamp14 = "2026112210312" + n;
    entry.url = "http://example.cn/" + n + "?q=%E6";
    entry.filename = warc + ".warc.gz";
    return to_cdxj(entry) + "\n";
  }
  warc::WaczPackages split(std::uint64_t max_bytes) {
    return must(write_split_wacz(base::real_disk(), out, input, WaczSplit{.max_bytes = max_bytes},
                                 scratch.path()));
  }
  warc::ZipReader zip(const std::string& name) const {
    return must(warc::ZipReader::open(
        must(base::real_disk().open(scratch.path() / name, base::OpenMode::read))));
  }
  std::string content(const std::string& wacz, const std::string& name) const {
    const auto reader = zip(wacz);
    const auto* entry = reader.find(name);
    return entry != nullptr ? must(reader.read(*entry, 1 << 20)) : "absent";
  }
  std::string index(const std::string& wacz) const {
    std::string lines;
    for (const auto& member : support::gunzip_members(content(wacz, "indexes/index.cdx.gz"))) {
      lines += member.text;
    }
    return lines;
  }
  std::string refusal() const {
    const auto written = write_split_wacz(base::real_disk(), out, input,
                                          WaczSplit{.max_bytes = 1000}, scratch.path());
    BOOST_REQUIRE(!written);
    return written.error().detail;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(wacz_split, Splitting)

BOOST_AUTO_TEST_CASE(packages_are_filled_in_order_and_never_beyond_the_limit) {
  const WaczSplit split{.max_bytes = 10, .max_warcs = 3};

  BOOST_TEST((plan_wacz({4, 6, 1, 10, 11, 2}, split) == Plan{{0, 1}, {2}, {3}, {4}, {5}}));
  BOOST_TEST((plan_wacz({1, 1, 1, 1, 0}, split) == Plan{{0, 1, 2}, {3, 4}}));
  BOOST_TEST((plan_wacz({~std::uint64_t{0}, ~std::uint64_t{0}}, split) == Plan{{0}, {1}}));
  BOOST_TEST((plan_wacz({}, split) == Plan{{}}));
}

// formats 5.2: 400 files in a package, because of the last 64 KiB.
BOOST_AUTO_TEST_CASE(the_directory_of_a_full_package_lies_in_what_readers_ask_for_first) {
  const std::size_t count = WaczSplit().max_warcs;
  input.warcs.assign(count, file("one.warc.gz", "x"));
  input.cdxj.clear();
  for (std::size_t i = 0; i < count; ++i) {
    input.warc_names.push_back("collection-20261122103126123-" + std::to_string(10'000 + i) +
                               "-a-rather-long-name-of-a-crawler.example.org.warc.gz");
  }
  const auto packages = split(1'000'000);

  BOOST_TEST(packages.members.size() == 1u);
  const std::string bytes = support::read_all(out);
  BOOST_TEST(bytes.size() - bytes.find("PK\x01\x02") < 65'536u);
}

BOOST_AUTO_TEST_CASE(what_fits_is_one_package) {
  const auto packages = split(3000);

  BOOST_TEST(packages.entry == out);
  BOOST_TEST(zip("news.wacz").find("archive/c.warc.gz") != nullptr);
  BOOST_TEST(!std::filesystem::exists(scratch.path() / "news.json"));
}

// Z-08, Z-09: each package has the index of its own WARCs, and the pages captured in them.
BOOST_AUTO_TEST_CASE(each_package_has_its_own_index_and_pages) {
  split(2000);

  BOOST_TEST(index("news-1.wacz") == line("1", "a") + line("2", "b"));
  BOOST_TEST(index("news-2.wacz") == line("3", "c"));
  BOOST_TEST(content("news-1.wacz", "pages/pages.jsonl") == header() + page("2"));
  BOOST_TEST(content("news-2.wacz", "pages/pages.jsonl") == header());
  BOOST_TEST(content("news-1.wacz", "pages/extraPages.jsonl") == header() + page("4") + page("1"));
  BOOST_TEST(content("news-2.wacz", "pages/extraPages.jsonl") == header() + page("3"));
  BOOST_TEST(content("news-1.wacz", "archive/b.warc.gz") == std::string(1000, 'b'));
  BOOST_TEST(content("news-2.wacz", "archive/b.warc.gz") == "absent");
  BOOST_TEST(content("news-1.wacz", "logs/crawl.log") == "log\n");
  BOOST_TEST(content("news-2.wacz", "logs/crawl.log") == "absent");
}

// Z-15.
BOOST_AUTO_TEST_CASE(a_json_file_makes_one_collection_of_them) {
  const auto packages = split(1000);

  BOOST_TEST(packages.entry == scratch.path() / "news.json");
  BOOST_REQUIRE_EQUAL(packages.members.size(), 3u);
  const auto json = boost::json::parse(support::read_all(packages.entry)).as_object();
  BOOST_TEST(json.at("profile").as_string() == "multi-wacz-package");
  const auto& resources = json.at("resources").as_array();
  BOOST_REQUIRE_EQUAL(resources.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string name = "news-" + std::to_string(i + 1) + ".wacz";
    const std::string bytes = support::read_all(scratch.path() / name);
    const auto& resource = resources[i].as_object();
    BOOST_TEST(resource.at("name").as_string() == name);
    BOOST_TEST(resource.at("path").as_string() == name);
    BOOST_TEST(resource.at("bytes").to_number<std::uint64_t>() == bytes.size());
    BOOST_TEST(resource.at("hash").as_string() == "sha256:" + warc::sha256_hex(bytes));
  }
}

// wabac.js looks for the original of a revisit in the packages that are named.
BOOST_AUTO_TEST_CASE(a_package_names_those_before_it) {
  const auto packages = split(1000);
  const auto last = boost::json::parse(content("news-3.wacz", "datapackage.json")).as_object();
  const auto& needed = last.at("relation").as_object().at("requires").as_array();

  BOOST_REQUIRE_EQUAL(needed.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    BOOST_TEST(needed[i].as_object().at("filename").as_string() == packages.members[i].name);
    BOOST_TEST(needed[i].as_object().at("hash").as_string() == packages.members[i].hash);
  }
  BOOST_TEST(content("news-1.wacz", "datapackage.json").find("relation") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_index_line_to_a_warc_in_no_package_is_refused) {
  input.cdxj = file("index.cdxj", line("1", "a") + line("2", "elsewhere"));
  BOOST_TEST(refusal().find("not of a WARC that is packed: cn,example)/2") != std::string::npos);

  input.cdxj = file("index.cdxj", "nonsense\n");
  BOOST_TEST(refusal().find("no CDXJ line") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(page_lines_nobody_can_read_go_to_the_first_package) {
  input.pages = file("pages.jsonl", header() + "{\"url\":1}\n[[[\n" + page("3"));
  split(1000);

  BOOST_TEST(content("news-1.wacz", "pages/pages.jsonl") == header() + "{\"url\":1}\n[[[\n");
  BOOST_TEST(content("news-3.wacz", "pages/pages.jsonl") == header() + page("3"));
}

BOOST_AUTO_TEST_SUITE_END()
