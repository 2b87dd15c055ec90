#include "warc/wacz_multi.h"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"
#include "warc/digest.h"
#include "warc/zip_reader.h"

using support::must;

namespace {

struct Members {
  support::ScratchDir scratch;
  warc::MultiWacz multi;

  Members() {
    multi.title = "Two";
    multi.created = support::golden_time();
    add("First one.wacz", "first");
    add("second.wacz", "second");
  }
  void add(const std::string& name, std::string_view bytes) {
    support::write_all(scratch.path() / name, bytes);
    multi.members.push_back(must(warc::describe_wacz(base::real_disk(), scratch.path() / name)));
  }
  boost::json::object json() const {
    const auto out = scratch.path() / "all.json";
    must(write_multi_wacz_json(base::real_disk(), out, multi));
    return boost::json::parse(support::read_all(out)).as_object();
  }
  base::Result<void> zip() const {
    return write_multi_wacz(base::real_disk(), scratch.path() / "all.wacz", multi);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(wacz_multi, Members)

BOOST_AUTO_TEST_CASE(a_member_is_known_by_name_size_and_hash) {
  const warc::WaczMember& member = multi.members[1];

  BOOST_TEST(member.name == "second.wacz");
  BOOST_TEST(member.bytes == 6u);
  BOOST_TEST(member.hash == "sha256:" + warc::sha256_hex("second"));
}

// Z-15.
BOOST_AUTO_TEST_CASE(the_json_file_leads_to_the_members_beside_it) {
  multi.members[0].crawl_id = "crawl-7";
  const auto package = json();

  BOOST_TEST(package.at("profile").as_string() == "multi-wacz-package");
  BOOST_TEST(package.at("title").as_string() == "Two");
  const auto& first = package.at("resources").as_array().at(0).as_object();
  BOOST_TEST(first.at("name").as_string() == "First one.wacz");
  BOOST_TEST(first.at("path").as_string() == "First%20one.wacz");
  BOOST_TEST(first.at("crawlId").as_string() == "crawl-7");
  const auto& second = package.at("resources").as_array().at(1).as_object();
  BOOST_TEST(!second.contains("crawlId"));
}

// Z-15, Z-05: the members are stored as they are, and found where the package says.
BOOST_AUTO_TEST_CASE(a_package_holds_the_members_whole) {
  must(zip());

  const auto reader = must(warc::ZipReader::open(
      must(base::real_disk().open(scratch.path() / "all.wacz", base::OpenMode::read))));
  const auto read = [&reader](const std::string& name) {
    BOOST_REQUIRE_MESSAGE(reader.find(name) != nullptr, name);
    BOOST_TEST(reader.find(name)->is_stored());
    return must(reader.read(*reader.find(name), 10'000));
  };
  const std::string text = read("datapackage.json");
  const auto package = boost::json::parse(text).as_object();
  BOOST_TEST(package.at("profile").as_string() == "multi-wacz-package");
  const auto& resources = package.at("resources").as_array();
  BOOST_TEST(read(std::string(resources.at(0).at("path").as_string())) == "first");
  BOOST_TEST(read(std::string(resources.at(1).at("path").as_string())) == "second");
  BOOST_TEST(resources.at(0).at("path").as_string() == "first-one.wacz");
  BOOST_TEST(read("datapackage-digest.json").find(warc::sha256_hex(text)) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(members_from_several_folders_keep_apart) {
  std::filesystem::create_directory(scratch.path() / "more");
  add("more/second.wacz", "another second");
  multi.members.back().name = "third";
  must(zip());

  const auto reader = must(warc::ZipReader::open(
      must(base::real_disk().open(scratch.path() / "all.wacz", base::OpenMode::read))));
  BOOST_REQUIRE(reader.find("second-2.wacz") != nullptr);
  BOOST_TEST(must(reader.read(*reader.find("second-2.wacz"), 100)) == "another second");
}

BOOST_AUTO_TEST_CASE(two_members_of_one_name_are_refused) {
  multi.members[1].name = multi.members[0].name;

  BOOST_TEST(!zip());
  BOOST_TEST(!write_multi_wacz_json(base::real_disk(), scratch.path() / "all.json", multi));
}

BOOST_AUTO_TEST_CASE(a_member_that_has_changed_is_refused) {
  support::write_all(scratch.path() / "second.wacz", "SECOND");
  const auto written = zip();

  BOOST_TEST((!written && written.error().code == base::Errc::invalid));
  BOOST_TEST(!std::filesystem::exists(scratch.path() / "all.wacz"));
}

BOOST_AUTO_TEST_SUITE_END()
