// `varve pack` of WARC files, whoever wrote them.
#include <boost/test/unit_test.hpp>

#include "tests/crawler/cli/packing.h"

using support::has;
using support::Package;
using support::text_of;
using support::titled;
using support::WarcText;
using Strings = std::vector<std::string>;

namespace {

struct Program : support::Packing {
  Program() : Packing(VARVE_PROGRAM) {}
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pack, Program)

// Z-01 to Z-09: what `varve verify` finds clean has all of them.
BOOST_AUTO_TEST_CASE(a_plain_warc_of_wget_is_packed_with_its_pages) {
  write("News 2026.warc", support::wget_crawl().plain());

  const Run done = require_packed({"News 2026.warc"}, "News 2026.wacz");

  BOOST_TEST(has(done.out, "package   News 2026.wacz ("));
  BOOST_TEST(has(done.out,
                 "archives  1 WARC, 1 packed anew, a gzip member a record\n"
                 "records   9\ncaptures  4\npages     2\n"));
  const Package package = packed("News 2026.wacz");
  BOOST_TEST(package.captures() == 4u);
  BOOST_TEST((package.pages("pages.jsonl") == Strings{"http://a.test/ 海湾渔业公告"}));
  BOOST_TEST((package.pages("extraPages.jsonl") == Strings{"http://a.test/two Two & a half"}));
  BOOST_TEST(text_of(package.description(), "mainPageUrl") == "http://a.test/");
  BOOST_TEST(text_of(package.description(), "mainPageDate") == "2026-03-01T10:00:00.000Z");
  BOOST_TEST(text_of(package.description(), "title") == "News 2026");
  BOOST_TEST(support::gunzip_members(package.read("archive/news-2026.warc.gz")).size() == 9u);
}

BOOST_AUTO_TEST_CASE(records_that_share_a_gzip_member_get_their_own) {
  const WarcText warc = support::wget_crawl();
  write("a.warc.gz", warc.gzipped(4));

  require_packed({"a.warc.gz", "-o", "out.wacz"}, "out.wacz");

  const auto members = support::gunzip_members(packed("out.wacz").read("archive/a.warc.gz"));
  BOOST_REQUIRE(members.size() == warc.records.size());
  for (std::size_t i = 0; i < members.size(); ++i) BOOST_TEST(members[i].text == warc.records[i]);
}

BOOST_AUTO_TEST_CASE(a_file_in_order_goes_in_byte_for_byte) {
  const std::string bytes = support::wget_crawl().gzipped();
  write("a.warc.gz", bytes);

  const Run done = require_packed({"a.warc.gz"}, "a.wacz");

  BOOST_TEST(!has(done.out, "packed anew"));
  BOOST_TEST(packed("a.wacz").read("archive/a.warc.gz") == bytes);
  BOOST_TEST(support::read_all(at("a.warc.gz")) == bytes);
}

BOOST_AUTO_TEST_CASE(files_of_one_name_are_told_apart) {
  write("one/a.warc.gz", WarcText().info().response("http://one.test/", titled("one")).gzipped());
  write("two/A.warc", WarcText().info().response("http://two.test/", titled("two")).plain());

  require_packed({"one/a.warc.gz", "two/A.warc", "-o", "out.wacz"}, "out.wacz");

  const Package package = packed("out.wacz");
  BOOST_TEST(package.has("archive/a.warc.gz"));
  BOOST_TEST(package.has("archive/a-2.warc.gz"));
  BOOST_TEST(
      (package.pages("pages.jsonl") == Strings{"http://one.test/ one", "http://two.test/ two"}));
}

BOOST_AUTO_TEST_CASE(a_package_is_replaced_only_when_told_to) {
  write("a.warc.gz", support::wget_crawl().gzipped());
  write("a.wacz", "precious");

  require_refused({"a.warc.gz"}, "a.wacz exists; --overwrite replaces it");
  BOOST_TEST(support::read_all(at("a.wacz")) == "precious");

  require_packed({"a.warc.gz", "--overwrite", "--title", "Bay", "--description", "of 2026"},
                 "a.wacz");
  BOOST_TEST(text_of(packed("a.wacz").description(), "title") == "Bay");
  BOOST_TEST(text_of(packed("a.wacz").description(), "description") == "of 2026");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_packed_is_refused_in_words) {
  const std::string good = support::wget_crawl().gzipped();
  write("good.warc.gz", good);
  write("torn.warc.gz", good.substr(0, good.size() - 30));
  write("left.warc.gz.open", good);
  write("empty.warc.gz", "");
  write("zip.warc.gz", "PK\x03\x04 and so on");
  write("old.arc",
        "filedesc://x.arc 0.0.0.0 20000101000000 text/plain 75\n1 0 Test\n"
        "URL IP-address Archive-date Content-type Archive-length\n\n\n\n\n\n\n\n\n\n\n");
  const auto with_good = [](const std::string& file) {
    return Strings{"good.warc.gz", file, "-o", "out.wacz"};
  };

  require_refused(with_good("torn.warc.gz"), "torn.warc.gz: is damaged: 1 record and");
  write("none.warc.gz", WarcText().info().gzipped());
  require_refused({"none.warc.gz"}, "no capture is indexed, so there is nothing to replay");
  require_refused(with_good("torn.warc.gz"), "run `varve mend torn.warc.gz`");
  require_refused(with_good("torn.warc.gz"), "1 of 2 files cannot be packed; nothing was written");
  require_refused(with_good("left.warc.gz.open"), "run `varve mend left.warc.gz.open`");
  require_refused(with_good("empty.warc.gz"), "empty.warc.gz: holds no WARC record");
  require_refused(with_good("zip.warc.gz"), "zip.warc.gz: is a ZIP file");
  require_refused(with_good("old.arc"), "old.arc: is an ARC file; only WARC files are packed");
}

BOOST_AUTO_TEST_CASE(wrong_use_exits_with_2) {
  write("a.warc.gz", support::wget_crawl().gzipped());
  write("b.warc.gz", support::wget_crawl().gzipped());
  write("p.wacz", "");
  write("folder/a.txt", "");
  const std::vector<std::pair<Strings, std::string>> cases = {
      {{}, "SOURCE is required"},
      {{"none.warc.gz"}, "there is no file none.warc.gz"},
      {{"a.warc.gz", "./a.warc.gz", "-o", "o.wacz"}, "./a.warc.gz is named twice"},
      {{"a.warc.gz", "b.warc.gz"}, "several files need a name"},
      {{"a.warc.gz", "-o", "out.zip"}, "viewers know a package by the end of its name"},
      {{"a.warc.gz", "-o", "no/out.wacz"}, "there is no folder no"},
      {{"a.warc.gz", "folder", "-o", "o.wacz"}, "name one collection, or files"},
      {{"folder"}, "folder is no collection: it has no folder archive/"},
      {{"p.wacz"}, "p.wacz is a package already"},
      {{"-", "-o", "o.wacz"}, "standard input cannot be packed"},
      {{"a.warc.gz", "--max-size", "lots"}, "--max-size: "},
      {{"a.warc.gz", "--no-pages", "--pages-from", "p.jsonl"}, "excludes"}};
  for (const auto& [arguments, complaint] : cases) {
    BOOST_TEST_CONTEXT(complaint) { require_refused(arguments, complaint, 2); }
  }
}

BOOST_AUTO_TEST_CASE(a_page_list_may_be_given_or_left_out) {
  write("a.warc.gz", support::wget_crawl().gzipped());
  const std::string list =
      "{\"format\": \"json-pages-1.0\", \"id\": \"pages\", \"title\": \"Mine\"}\n"
      "{\"id\": \"1\", \"url\": \"http://a.test/two\", \"ts\": \"2026-03-01T10:00:00Z\"}\n";
  write("mine.jsonl", list);
  write("bad.jsonl", "http://a.test/two\n");

  require_packed({"a.warc.gz", "--pages-from", "mine.jsonl"}, "a.wacz");
  BOOST_TEST(packed("a.wacz").read("pages/pages.jsonl") == list);
  BOOST_TEST(!packed("a.wacz").has("pages/extraPages.jsonl"));
  BOOST_TEST(text_of(packed("a.wacz").description(), "mainPageUrl") == "http://a.test/two");

  require_packed({"a.warc.gz", "--no-pages", "-o", "b.wacz"}, "b.wacz");
  BOOST_TEST(!packed("b.wacz").has("pages/pages.jsonl"));

  require_refused({"a.warc.gz", "--pages-from", "bad.jsonl", "-o", "c.wacz"},
                  "bad.jsonl:1: no JSON");
}

// Z-04
BOOST_AUTO_TEST_CASE(logs_go_into_it) {
  write("a.warc.gz", support::wget_crawl().gzipped());
  write("wget.log", "done\n");
  write("notes.txt", "by hand\n");

  require_packed({"--log", "wget.log", "--log", "notes.txt", "a.warc.gz"}, "a.wacz");

  BOOST_TEST(packed("a.wacz").read("logs/wget.log") == "done\n");
  BOOST_TEST(packed("a.wacz").read("logs/notes.log") == "by hand\n");
  require_refused({"a.warc.gz", "--overwrite", "--log", "none.log"}, "none.log");
}

BOOST_AUTO_TEST_CASE(a_key_signs_it_and_is_made_when_absent) {
  write("a.warc.gz", support::wget_crawl().gzipped());
  write("no-key.pem", "hello");

  require_packed({"a.warc.gz", "--sign", "key.pem"}, "a.wacz");

  BOOST_TEST(has(support::read_all(at("key.pem")), "PRIVATE KEY"));
  BOOST_TEST(has(packed("a.wacz").read("datapackage-digest.json"), "\"signedData\""));
  require_refused({"a.warc.gz", "--overwrite", "--sign", "no-key.pem"}, "no-key.pem");
}

// Z-15
BOOST_AUTO_TEST_CASE(a_large_crawl_makes_several_packages_and_a_file_that_opens_them) {
  for (const std::string name : {"a", "b", "c"}) {
    WarcText warc;
    warc.info().response("http://" + name + ".test/", titled(name));
    write(name + ".warc.gz", warc.gzipped());
  }
  const auto size = std::filesystem::file_size(at("a.warc.gz"));
  const Strings arguments = {"a.warc.gz",
                             "b.warc.gz",
                             "c.warc.gz",
                             "-o",
                             "out.wacz",
                             "--max-size",
                             std::to_string(size * 5 / 2)};
  write("out-2.wacz", "precious");
  require_refused(arguments, "out-2.wacz exists");
  std::filesystem::remove(at("out-2.wacz"));

  const Run done = pack(arguments);

  BOOST_REQUIRE_MESSAGE(done.code == 0, done.err);
  BOOST_TEST(has(done.out, "package   out-1.wacz ("));
  BOOST_TEST(has(done.out, "package   out-2.wacz ("));
  BOOST_TEST(has(done.out, "open      out.json\n"));
  BOOST_TEST(has(support::read_all(at("out.json")), "\"multi-wacz-package\""));
  BOOST_TEST(run({"verify", "out-1.wacz", "out-2.wacz"}).code == 0);
  BOOST_TEST((packed("out-1.wacz").pages("pages.jsonl") ==
              Strings{"http://a.test/ a", "http://b.test/ b"}));
  BOOST_TEST((packed("out-2.wacz").pages("pages.jsonl") == Strings{"http://c.test/ c"}));
}

BOOST_AUTO_TEST_CASE(a_capture_that_no_index_can_name_is_told) {
  WarcText warc = support::wget_crawl();
  warc.response("http://a.test/undated", titled("t"), "text/html", "200 OK", "yesterday");
  write("a.warc.gz", warc.gzipped());

  const Run done = pack({"a.warc.gz"});

  BOOST_TEST(done.code == 1);
  BOOST_TEST(has(done.err, "its WARC-Date \"yesterday\" is none"));
  BOOST_TEST(has(done.err, "1 capture without URL or date cannot be replayed"));
  BOOST_TEST(packed("a.wacz").captures() == 4u);
}

BOOST_AUTO_TEST_CASE(what_a_stopped_run_left_is_cleared_away) {
  write("a.warc.gz", support::wget_crawl().gzipped(2));
  write(".a.wacz.parts/a.warc.gz", "half");
  write(".a.wacz.parts/pages.jsonl", "half");

  require_packed({"a.warc.gz"}, "a.wacz");

  BOOST_TEST(packed("a.wacz").pages("pages.jsonl").size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
