#include "warc/wacz.h"

#include <map>
#include <sstream>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/faulty_disk.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"
#include "warc/cdx.h"
#include "warc/digest.h"
#include "warc/signature.h"

using support::must;
using warc::WaczInput;

namespace {

std::uint64_t little(std::string_view bytes, std::size_t at, int count) {
  std::uint64_t value = 0;
  for (int i = count; i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(bytes.at(at + static_cast<std::size_t>(i)));
  return value;
}

struct ZipEntry {
  std::string name;
  std::uint64_t method, local_extra, central_extra, data_offset;
  std::string content;
};

// Read as wabac.js does: end record, central directory, local headers.
std::vector<ZipEntry> read_zip(const std::string& zip) {
  const std::size_t end = zip.rfind("PK\x05\x06");
  BOOST_REQUIRE(end != std::string::npos);
  BOOST_TEST(end + 22 == zip.size());  // no comment, no padding
  const auto count = little(zip, end + 10, 2);
  std::size_t at = little(zip, end + 16, 4);
  std::vector<ZipEntry> entries;
  for (std::uint64_t i = 0; i < count; ++i) {
    BOOST_REQUIRE(zip.compare(at, 4, "PK\x01\x02") == 0);
    const auto name_size = little(zip, at + 28, 2), extra = little(zip, at + 30, 2),
               comment = little(zip, at + 32, 2);
    const auto size = little(zip, at + 20, 4), local = little(zip, at + 42, 4);
    ZipEntry entry;
    entry.name = zip.substr(at + 46, name_size);
    entry.method = little(zip, at + 10, 2);
    entry.central_extra = extra;
    BOOST_REQUIRE(zip.compare(local, 4, "PK\x03\x04") == 0);
    entry.local_extra = little(zip, local + 28, 2);
    entry.data_offset = local + 30 + little(zip, local + 26, 2) + entry.local_extra;
    entry.content = zip.substr(entry.data_offset, size);
    BOOST_TEST(size == little(zip, at + 24, 4));
    BOOST_TEST(
        little(zip, at + 16, 4) ==
        ::crc32(0, reinterpret_cast<const Bytef*>(entry.content.data()), static_cast<uInt>(size)));
    entries.push_back(entry);
    at += 46 + name_size + extra + comment;
  }
  return entries;
}

struct Packing {
  support::ScratchDir scratch;
  std::filesystem::path out = scratch.path() / "crawl.wacz";
  WaczInput input;

  Packing() {
    input.warcs = {file("varve-1.warc.gz", std::string(300'000, 'w')),
                   file("varve-2.warc.gz", "two")};
    input.cdxj = file("index.cdxj", cdxj(3));
    input.pages = file("pages.jsonl",
                       "{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"All "
                       "Pages\"}\n{\"id\":\"1\"}\n");
    input.extra_pages = file("extraPages.jsonl", "{\"format\": \"json-pages-1.0\"}\n");
    input.logs = {file("crawl.jsonl", "{}\n")};
    input.title = "A \"title\"";
    input.main_page_url = "http://example.cn/";
    input.created = support::golden_time();
  }

  std::filesystem::path file(const std::string& name, std::string_view bytes) const {
    support::write_all(scratch.path() / name, bytes);
    return scratch.path() / name;
  }
  static std::string cdxj(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      warc::CdxEntry entry;
      entry.key = "cn,example)/" + std::to_string(100'000 + i);
      entry.timestamp14 = "20261122103126";
      entry.filename = "varve-1.warc.gz";
      text += to_cdxj(entry) + "\n";
    }
    return text;
  }
  std::map<std::string, ZipEntry> pack() {
    must(write_wacz(base::real_disk(), out, input, scratch.path()));
    std::map<std::string, ZipEntry> entries;
    for (ZipEntry& entry : read_zip(support::read_all(out))) entries.emplace(entry.name, entry);
    return entries;
  }
  bool refused() {
    const auto packed = write_wacz(base::real_disk(), out, input, scratch.path());
    const bool tidy =
        !std::filesystem::exists(out) && !std::filesystem::exists(out.string() + ".tmp");
    return !packed && packed.error().code == base::Errc::invalid && tidy;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(wacz, Packing)

// formats 5.1 and Z-04 (logs end in .log).
BOOST_AUTO_TEST_CASE(the_package_has_the_layout_of_wacz_1_1_1) {
  const auto entries = pack();

  std::string names;
  for (const auto& [name, entry] : entries) names += name + " ";
  BOOST_TEST(
      names ==
      "archive/varve-1.warc.gz archive/varve-2.warc.gz datapackage-digest.json datapackage.json "
      "indexes/index.cdx.gz indexes/index.idx logs/crawl.log pages/extraPages.jsonl "
      "pages/pages.jsonl ");
  BOOST_TEST(entries.at("archive/varve-2.warc.gz").content == "two");
  BOOST_TEST((entries.at("archive/varve-1.warc.gz").content == std::string(300'000, 'w')));
}

// Z-05: a deflated WARC is found by nobody.
BOOST_AUTO_TEST_CASE(every_entry_is_stored) {
  for (const auto& [name, entry] : pack()) BOOST_TEST(entry.method == 0u, name);
}

// Z-11: WBZ reads garbage when only the local header has an extra field, and asks for 30 bytes of
// each file when the central one has; Z-12: what it reads of a ZIP file.
BOOST_AUTO_TEST_CASE(no_entry_has_an_extra_field) {
  for (const auto& [name, entry] : pack()) {
    BOOST_TEST(entry.local_extra == 0u, name);
    BOOST_TEST(entry.central_extra == 0u, name);
  }
}

// formats 5.2. What lies behind 4 GiB costs a reader one more request, so the WARCs come late.
BOOST_AUTO_TEST_CASE(index_and_pages_stand_in_front_and_the_description_at_the_end) {
  must(write_wacz(base::real_disk(), out, input, scratch.path()));
  std::string names;
  for (const ZipEntry& entry : read_zip(support::read_all(out))) names += entry.name + " ";

  BOOST_TEST(names ==
             "indexes/index.idx indexes/index.cdx.gz pages/pages.jsonl pages/extraPages.jsonl "
             "archive/varve-1.warc.gz archive/varve-2.warc.gz logs/crawl.log "
             "datapackage.json datapackage-digest.json ");
}

// Z-01, Z-02, Z-03, Z-14.
BOOST_AUTO_TEST_CASE(the_datapackage_lists_every_file_with_its_digest) {
  const auto entries = pack();
  const auto package = boost::json::parse(entries.at("datapackage.json").content).as_object();

  BOOST_TEST(package.at("profile").as_string() == "data-package");
  BOOST_TEST(package.at("wacz_version").as_string() == "1.1.1");
  BOOST_TEST(package.at("title").as_string() == "A \"title\"");
  BOOST_TEST(package.at("created").as_string() == "2026-11-22T10:31:26.123Z");
  BOOST_TEST(package.at("mainPageUrl").as_string() == "http://example.cn/");
  const auto& resources = package.at("resources").as_array();
  BOOST_TEST(resources.size() == entries.size() - 2);
  for (const auto& value : resources) {
    const auto& resource = value.as_object();
    const std::string name(resource.at("name").as_string());
    const std::string path(resource.at("path").as_string());
    const std::string& content = entries.at(path).content;
    BOOST_TEST(
        name.find_first_not_of("-abcdefghijklmnopqrstuvwxyz0123456789._/") == std::string::npos,
        name);
    BOOST_TEST(resource.at("bytes").to_number<std::uint64_t>() == content.size());
    BOOST_TEST(std::string(resource.at("hash").as_string()) ==
               "sha256:" + warc::sha256_hex(content));
  }
}

BOOST_AUTO_TEST_CASE(the_digest_file_signs_the_datapackage) {
  const auto entries = pack();

  BOOST_TEST(entries.at("datapackage-digest.json").content ==
             "{\"path\":\"datapackage.json\",\"hash\":\"sha256:" +
                 warc::sha256_hex(entries.at("datapackage.json").content) + "\"}");
}

// formats 5.3: these members and no others, `created` that of the package.
BOOST_AUTO_TEST_CASE(a_key_signs_the_datapackage) {
  input.signing_key = scratch.path() / "key.pem";
  const auto entries = pack();
  const auto digest = boost::json::parse(entries.at("datapackage-digest.json").content).as_object();
  const auto& signed_data = digest.at("signedData").as_object();
  const auto text = [&](const char* name) { return std::string(signed_data.at(name).as_string()); };

  BOOST_TEST(signed_data.size() == 6u);
  const warc::SignedData data{text("hash"),    text("created"),   text("software"),
                              text("version"), text("signature"), text("publicKey")};
  must(verify_signature(data));
  BOOST_TEST(data.hash == std::string(digest.at("hash").as_string()));
  BOOST_TEST(data.hash == "sha256:" + warc::sha256_hex(entries.at("datapackage.json").content));
  BOOST_TEST(data.created == "2026-11-22T10:31:26.123Z");
  BOOST_TEST(data.software == "varve");
}

BOOST_AUTO_TEST_CASE(a_key_that_is_none_is_refused) {
  input.signing_key = file("key.pem", "nonsense");

  BOOST_TEST(refused());
}

// Z-06, Z-07; 1024 lines a block (5.2).
BOOST_AUTO_TEST_CASE(the_index_is_in_blocks_and_the_idx_leads_to_each) {
  const std::string lines = cdxj(2'500);
  input.cdxj = file("index.cdxj", lines);
  const auto entries = pack();
  const std::string& cdx = entries.at("indexes/index.cdx.gz").content;
  const auto blocks = support::gunzip_members(cdx);

  std::string all;
  for (const auto& block : blocks) all += block.text;
  BOOST_TEST((all == lines));
  BOOST_REQUIRE_EQUAL(blocks.size(), 3u);
  std::istringstream idx(entries.at("indexes/index.idx").content);
  std::string line;
  std::getline(idx, line);
  BOOST_TEST(line == "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}");
  for (const auto& block : blocks) {
    BOOST_REQUIRE(std::getline(idx, line));
    const std::size_t brace = line.find('{');
    BOOST_TEST(block.text.starts_with(line.substr(0, brace)));
    const auto json = boost::json::parse(line.substr(brace)).as_object();
    BOOST_TEST(json.at("offset").to_number<std::uint64_t>() == block.offset);
    BOOST_TEST(json.at("length").to_number<std::uint64_t>() == block.length);
    BOOST_TEST(std::string(json.at("digest").as_string()) ==
               "sha256:" + warc::sha256_hex(cdx.substr(block.offset, block.length)));
  }
  BOOST_TEST(!std::getline(idx, line));
}

// Z-10.
BOOST_AUTO_TEST_CASE(only_the_warcs_are_needed) {
  input.cdxj.clear();
  input.pages.clear();
  input.extra_pages.clear();
  input.logs.clear();

  BOOST_TEST(pack().size() == 4u);
}

BOOST_AUTO_TEST_CASE(an_index_without_lines_is_left_out) {
  input.cdxj = file("index.cdxj", "");

  BOOST_TEST(pack().count("indexes/index.cdx.gz") == 0u);
}

BOOST_AUTO_TEST_CASE(the_same_input_gives_the_same_bytes) {
  pack();
  const std::string first = support::read_all(out);
  pack();

  BOOST_TEST((support::read_all(out) == first));
}

// Z-08: `filename` leads to archive/FILENAME.
BOOST_AUTO_TEST_CASE(an_index_line_to_a_warc_that_is_not_packed_is_refused) {
  input.warcs.erase(input.warcs.begin());

  BOOST_TEST(refused());
}

BOOST_AUTO_TEST_CASE(an_index_that_is_not_sorted_or_no_index_is_refused) {
  input.cdxj = file("index.cdxj", cdxj(2) + cdxj(1));
  BOOST_TEST(refused());
  input.cdxj = file("index.cdxj", "nonsense\n");
  BOOST_TEST(refused());
}

// Z-09.
BOOST_AUTO_TEST_CASE(a_page_list_without_header_is_refused) {
  input.pages = file("pages.jsonl", "{\"id\":\"1\",\"url\":\"http://a.cn/\"}\n");

  BOOST_TEST(refused());
}

// Z-03, Z-08: the path keeps the name the CDXJ has, the resource gets one that frictionless takes.
BOOST_AUTO_TEST_CASE(names_in_upper_case_are_kept_and_their_resources_told_apart) {
  input.warcs.push_back(file("VARVE-2.warc.gz", "three"));
  input.warcs.push_back(file("elsewhere.warc", "four"));
  input.warc_names = {"varve-1.warc.gz", "varve-2.warc.gz", "VARVE-2.warc.gz", "+.warc.gz"};
  const auto entries = pack();
  const auto package = boost::json::parse(entries.at("datapackage.json").content).as_object();

  BOOST_TEST(entries.at("archive/VARVE-2.warc.gz").content == "three");
  BOOST_TEST(entries.at("archive/+.warc.gz").content == "four");
  std::map<std::string, std::string> names;
  for (const auto& value : package.at("resources").as_array()) {
    const auto& resource = value.as_object();
    names.emplace(resource.at("name").as_string(), resource.at("path").as_string());
  }
  BOOST_TEST(names.size() == package.at("resources").as_array().size());
  BOOST_TEST(names.at("varve-2.warc.gz") == "archive/varve-2.warc.gz");
  BOOST_TEST(names.at("varve-2.warc.gz-2") == "archive/VARVE-2.warc.gz");
  BOOST_TEST(names.at("-.warc.gz") == "archive/+.warc.gz");
}

BOOST_AUTO_TEST_CASE(any_file_gets_a_name_that_fits_everywhere) {
  const auto names =
      warc::wacz_warc_names({"a/varve-20261122103126123-00000-crawler.warc.gz",
                             "b/News Crawl.WARC.GZ", "c/News Crawl.warc", "d/news-crawl.warc.gz",
                             "e/..\xe6\xb5\xb7..warc.gz", "f/data", "g/x.arc.gz", "h/trailing."});

  const std::vector<std::string> expected = {"varve-20261122103126123-00000-crawler.warc.gz",
                                             "news-crawl.warc.gz",
                                             "news-crawl-2.warc.gz",
                                             "news-crawl-3.warc.gz",
                                             ".---.warc.gz",
                                             "data.warc.gz",
                                             "x.arc.gz.warc.gz",
                                             "trailing.warc.gz"};
  BOOST_TEST(names == expected, boost::test_tools::per_element());
  input.warcs.assign(names.size(), file("one", "x"));
  input.warc_names = names;
  input.cdxj.clear();
  BOOST_TEST(pack().size() == 7u + names.size() - 2);
}

BOOST_AUTO_TEST_CASE(warc_names_that_cannot_be_addressed_are_refused) {
  input.warcs.push_back(file("a b.warc.gz", "x"));
  BOOST_TEST(refused());
  for (const char* name : {"a/b.warc.gz", "a..warc.gz", "\xe6\xb5\xb7.warc.gz", ""}) {
    input.warc_names = {"varve-1.warc.gz", "varve-2.warc.gz", name};
    BOOST_TEST(refused(), name);
  }
  input.warc_names.pop_back();
  BOOST_TEST(refused());
  input.warc_names.clear();
  input.warcs.back() = file("plain.warc", "x");
  BOOST_TEST(refused());
  input.warcs.back() = input.warcs.front();
  BOOST_TEST(refused());
}

BOOST_AUTO_TEST_CASE(whatever_fails_no_half_package_is_left) {
  for (std::uint64_t failing = 1; failing <= 4; ++failing) {
    support::FaultyDisk disk(base::real_disk(), {.append = failing, .writes_half = true});
    const auto packed = write_wacz(disk, out, input, scratch.path());
    if (packed) break;
    BOOST_TEST(failing < 4u);
    BOOST_TEST((packed.error().code == base::Errc::disk_full));
    BOOST_TEST(!std::filesystem::exists(out));
    BOOST_TEST(!std::filesystem::exists(out.string() + ".tmp"));
  }
  support::FaultyDisk disk(base::real_disk(), {.sync = 1});
  std::filesystem::remove(out);
  BOOST_TEST(!write_wacz(disk, out, input, scratch.path()));
  BOOST_TEST(!std::filesystem::exists(out));
}

BOOST_AUTO_TEST_SUITE_END()
