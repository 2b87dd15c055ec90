#include "warc/verify/wacz_check.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/encoding.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/reader_support.h"
#include "warc/digest.h"
#include "warc/index_file.h"
#include "warc/replacement.h"
#include "warc/verify/verify.h"
#include "warc/wacz.h"
#include "warc/zip_reader.h"
#include "warc/zip_writer.h"

namespace {

using Files = std::map<std::string, std::string>;

class Package {
 public:
  explicit Package(bool is_signed = false) {
    support::write_all(at("x.warc.gz"), support::sample_file(true));
    write_index();
    support::write_all(at("pages.jsonl"),
                       "{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"All\"}\n"
                       "{\"id\":\"1\",\"url\":\"http://www.example.cn/a?b=1\","
                       "\"ts\":\"2026-11-22T10:31:26.123Z\"}\n");
    warc::WaczInput input;
    input.warcs = {at("x.warc.gz")};
    input.cdxj = at("index.cdxj");
    input.pages = at("pages.jsonl");
    input.created = support::golden_time();
    if (is_signed) input.signing_key = at("key.pem");
    support::must(warc::write_wacz(base::real_disk(), at("x.wacz"), input, scratch_.path()));
  }

  std::string bytes() const { return support::read_all(at("x.wacz")); }

  // The files inside.
  Files files() const {
    Files all;
    const auto zip =
        support::must(warc::ZipReader::open(std::make_shared<support::MemoryFile>(bytes())));
    for (const auto& entry : zip.entries()) {
      all[entry.name] = support::must(zip.read(entry, 1 << 20));
    }
    return all;
  }

  // "FILE:code" for each error, once, sorted.
  std::string check(const std::string& package) const {
    std::set<std::string> found;
    const auto sink = [&](const std::string& file, const warc::Finding& finding) {
      BOOST_TEST(support::is_documented(finding.code), finding.code);
      if (finding.severity == warc::Severity::error) {
        found.insert(file + ":" + std::string(finding.code));
      }
    };
    support::must(warc::verify::verify_wacz(
        base::real_disk(), std::make_shared<support::MemoryFile>(package), scratch_.path(), sink));
    std::string all;
    for (const std::string& finding : found) all += (all.empty() ? "" : " ") + finding;
    return all;
  }

  // A package of these files, whatever they are.
  std::string pack(const Files& files) const {
    auto out = support::must(warc::Replacement::open(base::real_disk(), at("y.wacz")));
    warc::ZipWriter zip(*out, support::golden_time());
    for (const auto& [name, content] : files) {
      support::must(zip.add(name, warc::Block(content)));
    }
    support::must(zip.finish());
    support::must(out->commit());
    return support::read_all(at("y.wacz"));
  }

 private:
  std::filesystem::path at(const char* name) const { return scratch_.path() / name; }

  void write_index() {
    warc::IndexBuilder index(base::real_disk(), scratch_.path());
    const auto add = [&](const warc::verify::RecordFacts& facts) -> base::Result<void> {
      if (!facts.is_capture) return {};
      return index.add(support::entry_of(facts, "x.warc.gz"));
    };
    const support::MemoryFile file(support::sample_file(true));
    support::must(warc::verify::verify_warc(file, nullptr, {.on_record = add}));
    support::must(index.finish());
  }

  support::ScratchDir scratch_;
};

// The description says the truth again about changed files.
void describe_again(Files& files) {
  const auto replace_value = [&](std::string& text, std::size_t from, std::string_view key,
                                 const std::string& value, char end) {
    const std::size_t begin = text.find(key, from) + key.size();
    text.replace(begin, text.find(end, begin) - begin, value);
  };
  std::string& description = files["datapackage.json"];
  for (const auto& [name, content] : files) {
    const std::size_t at = description.find("\"path\":\"" + name + "\"");
    if (at == std::string::npos) continue;
    replace_value(description, at, "\"hash\":\"",
                  warc::digest_of(content, warc::DigestAlgorithm::sha256), '"');
    replace_value(description, at, "\"bytes\":", std::to_string(content.size()), '}');
  }
  replace_value(files["datapackage-digest.json"], 0, "\"hash\":\"",
                warc::digest_of(description, warc::DigestAlgorithm::sha256), '"');
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
  text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wacz_check)

BOOST_AUTO_TEST_CASE(a_package_we_write_is_clean) {
  const Package package;
  BOOST_TEST(package.check(package.bytes()) == "");
  BOOST_TEST(package.check(package.pack(package.files())) == "");
  const Package signed_package(true);
  BOOST_TEST(signed_package.check(signed_package.bytes()) == "");
}

BOOST_AUTO_TEST_CASE(every_changed_byte_of_a_file_inside_is_caught) {
  const Package package;
  const std::string bytes = package.bytes();
  const auto zip =
      support::must(warc::ZipReader::open(std::make_shared<support::MemoryFile>(bytes)));
  for (const auto& entry : zip.entries()) {
    const std::uint64_t begin = support::must(zip.data_offset(entry));
    const std::uint64_t step = std::max<std::uint64_t>(1, entry.size / 100);
    for (std::uint64_t at = begin; at < begin + entry.size; at += step) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ 0x10);
      BOOST_TEST(package.check(changed) != "", entry.name << " at " << at - begin);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_package_cut_anywhere_is_caught) {
  const Package package;
  const std::string bytes = package.bytes();
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    BOOST_TEST(package.check(bytes.substr(0, size)) != "", "cut at " << size);
  }
}

BOOST_AUTO_TEST_CASE(profile_and_version_are_those_readers_know) {  // Z-01
  const Package package;
  Files files = package.files();
  replace(files["datapackage.json"], "\"data-package\"", "\"wacz\"");
  replace(files["datapackage.json"], "\"1.1.1\"", "\"1.2.0\"");
  describe_again(files);

  BOOST_TEST(package.check(package.pack(files)) ==
             "datapackage.json:wacz-profile datapackage.json:wacz-version");
}

BOOST_AUTO_TEST_CASE(what_is_listed_is_there_and_what_is_there_is_listed) {  // Z-02
  const Package package;
  Files files = package.files();
  files["archive/y.warc.gz"] = support::sample_file(true);
  files.erase("pages/pages.jsonl");

  BOOST_TEST(package.check(package.pack(files)) ==
             "archive/y.warc.gz:index-missing archive/y.warc.gz:wacz-unlisted "
             "datapackage.json:wacz-missing");
}

BOOST_AUTO_TEST_CASE(names_of_resources_are_lower_case) {  // Z-03
  const Package package;
  Files files = package.files();
  replace(files["datapackage.json"], "\"name\":\"x.warc.gz\"", "\"name\":\"X.warc.gz\"");
  describe_again(files);

  BOOST_TEST(package.check(package.pack(files)) == "datapackage.json:wacz-name");
}

BOOST_AUTO_TEST_CASE(an_index_without_its_idx_is_not_found) {  // Z-06
  const Package package;
  Files files = package.files();
  files.erase("indexes/index.idx");

  BOOST_TEST(package.check(package.pack(files)) ==
             "datapackage.json:wacz-missing indexes/index.cdx.gz:idx-missing");
}

BOOST_AUTO_TEST_CASE(the_idx_leads_to_the_blocks_of_the_index) {  // Z-07
  const Package package;
  Files files = package.files();
  replace(files["indexes/index.idx"], "\"digest\":\"sha256:", "\"digest\":\"sha256:0");
  describe_again(files);
  BOOST_TEST(package.check(package.pack(files)) == "indexes/index.idx:idx-digest");

  files = package.files();
  replace(files["indexes/index.idx"], "\"length\":", "\"length\":1");
  describe_again(files);
  BOOST_TEST(package.check(package.pack(files)) == "indexes/index.idx:idx-cover");

  files = package.files();
  replace(files["indexes/index.idx"], "cn,example", "cn,sample");
  describe_again(files);
  BOOST_TEST(package.check(package.pack(files)) == "indexes/index.idx:idx-key");
}

BOOST_AUTO_TEST_CASE(page_lists_begin_with_their_header) {  // Z-09
  const Package package;
  Files files = package.files();
  std::string& pages = files["pages/pages.jsonl"];
  pages.erase(0, pages.find('\n') + 1);
  pages += "no json\n";
  describe_again(files);

  BOOST_TEST(package.check(package.pack(files)) ==
             "pages/pages.jsonl:pages-header pages/pages.jsonl:pages-line");
}

BOOST_AUTO_TEST_CASE(a_damaged_warc_inside_is_found_under_its_name) {
  const Package package;
  Files files = package.files();
  std::string& warc = files["archive/x.warc.gz"];
  warc[warc.size() - 8] ^= 1;  // the last member's checksum
  describe_again(files);

  BOOST_TEST(package.check(package.pack(files)) ==
             "archive/x.warc.gz:gzip-crc indexes/index.cdx.gz:index-torn-record");
}

BOOST_AUTO_TEST_CASE(a_signature_of_something_else_is_found) {  // 5.3
  const Package package(true);
  Files files = package.files();
  replace(files["datapackage.json"], "\"software\":\"varve", "\"software\":\"other");
  describe_again(files);
  BOOST_TEST(package.check(package.pack(files)) == "datapackage-digest.json:wacz-signature");

  files = package.files();
  std::string& digest = files["datapackage-digest.json"];
  const std::size_t at = digest.find("\"signature\":\"") + 20;
  digest[at] = digest[at] == 'A' ? 'B' : 'A';
  BOOST_TEST(package.check(package.pack(files)) == "datapackage-digest.json:wacz-signature");
}

BOOST_AUTO_TEST_CASE(what_is_no_package_is_said_to_be_none) {
  const Package package;
  BOOST_TEST(package.check("") == ":wacz-zip");
  BOOST_TEST(package.check(support::sample_file(true)) == ":wacz-zip");
  BOOST_TEST(package.check(package.pack({{"a", "b"}})) == ":wacz-missing a:wacz-unlisted");
}

BOOST_AUTO_TEST_SUITE_END()
