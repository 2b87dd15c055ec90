// `varve ls`, `stats` and `mend` as an operator runs them, and what all archive tools have in
// common.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/crawler/cli/tools_support.h"
#include "warc/zip_writer.h"

using tools_test::has;
using tools_test::kUrl;
using tools_test::lines_of;
using tools_test::response;

std::string tools_test::varve_program() { return VARVE_PROGRAM; }

BOOST_FIXTURE_TEST_SUITE(tools_program, tools_test::Tools)

BOOST_AUTO_TEST_CASE(ls_prints_a_line_a_record) {
  for (const char* file : {"a.warc", "a.warc.gz"}) {
    const Run ls = varve({"ls", file});

    BOOST_TEST(ls.code == 0);
    BOOST_TEST(ls.err == "");
    BOOST_TEST(lines_of(ls.out) == 5u);
    BOOST_TEST(has(ls.out, "response   2026-11-22T10:31:26Z 200 text/html                " +
                               std::string(kUrl) + "\n"));
    BOOST_TEST(
        has(ls.out, "warcinfo   2026-11-22T10:31:26Z   - application/warc-fields  x.warc.gz"));
  }
}

BOOST_AUTO_TEST_CASE(ls_shows_what_the_filters_let_through) {
  const auto shown = [this](std::vector<std::string> filters) {
    filters.insert(filters.begin(), {"ls", "a.warc.gz"});
    return lines_of(varve(filters).out);
  };
  BOOST_TEST(shown({"--type", "response"}) == 1u);
  BOOST_TEST(shown({"--type", "response", "--type", "REQUEST"}) == 2u);
  BOOST_TEST(shown({"--status", "200"}) == 2u);
  BOOST_TEST(shown({"--status", "2xx"}) == 2u);
  BOOST_TEST(shown({"--status", "404"}) == 0u);
  BOOST_TEST(shown({"--mime", "text/"}) == 2u);
  BOOST_TEST(shown({"--mime", "application/*-fields"}) == 2u);
  BOOST_TEST(shown({"--url", "/a?b"}) == 4u);
  BOOST_TEST(shown({"--url", "example.cn"}) == 4u);
  BOOST_TEST(shown({"--url", "http://*/a*"}) == 4u);
  BOOST_TEST(shown({"--limit", "3"}) == 3u);
}

BOOST_AUTO_TEST_CASE(a_collection_is_the_warcs_in_it) {
  std::filesystem::create_directories(scratch.path() / "c/archive/x.warc.gz");
  std::filesystem::create_directories(scratch.path() / "c/indexes");
  write("c/archive/b.warc.gz", read("a.warc.gz"));
  write("c/archive/a.warc.gz", read("a.warc.gz"));
  write("c/archive/c.warc.gz.open", "half");
  write("c/c.wacz", "no package");

  const Run ls = varve({"ls", "c"});
  BOOST_TEST(ls.code == 0);
  BOOST_TEST(ls.err == "");
  BOOST_TEST(lines_of(ls.out) == 10u);
  const Run named = varve({"ls", "--json", "c/"});
  BOOST_TEST(named.out.find("c/archive/a.warc.gz") < named.out.find("c/archive/b.warc.gz"));
  BOOST_TEST(has(varve({"stats", "c"}).out, "files     2\nrecords   10\n"));
  BOOST_TEST(has(varve({"cat", "c", kUrl}).out, "WARC-Target-URI: " + std::string(kUrl)));
  BOOST_TEST(has(varve({"cat", "c", "0"}).err, "c holds 2 WARC files; name one"));
  BOOST_TEST(has(varve({"index", "c"}).out, "b.warc.gz"));
}

BOOST_AUTO_TEST_CASE(a_folder_without_warcs_is_an_error) {
  std::filesystem::create_directories(scratch.path() / "empty/archive");

  for (const char* tool : {"ls", "stats"}) {
    const Run run = varve({tool, "empty"});
    BOOST_TEST_CONTEXT(tool) {
      BOOST_TEST(run.code == 1);
      BOOST_TEST(run.err == "varve: error: empty holds no WARC file\n");
      BOOST_TEST(run.out == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(stats_of_what_cannot_be_read_are_no_zeros) {
  write("noise.warc", "this is no WARC file at all\n");

  for (const char* file : {"missing.warc", "noise.warc"}) {
    const Run stats = varve({"stats", file});
    BOOST_TEST_CONTEXT(file) {
      BOOST_TEST(stats.code == 1);
      BOOST_TEST(has(stats.err, file));
      BOOST_TEST(stats.out == "");
    }
  }
  const Run partly = varve({"stats", "missing.warc", "a.warc"});
  BOOST_TEST(partly.code == 1);
  BOOST_TEST(has(partly.out, "files     1\n"));
}

BOOST_AUTO_TEST_CASE(ls_json_has_all_fields_of_the_header) {
  const Run ls = varve({"ls", "--json", "--type", "response", "a.warc.gz"});

  const auto line = boost::json::parse(ls.out).as_object();
  BOOST_TEST(line.at("status").as_int64() == 200);
  BOOST_TEST(line.at("url").as_string() == kUrl);
  BOOST_TEST(line.at("headers").at("WARC-IP-Address").at(0).as_string() == "127.0.0.1");
  const auto offset = static_cast<std::size_t>(line.at("offset").as_int64());
  const auto length = static_cast<std::size_t>(line.at("length").as_int64());
  const auto members = support::gunzip_members(read("a.warc.gz").substr(offset, length));
  BOOST_REQUIRE(members.size() == 1u);
  BOOST_TEST(has(members[0].text, "WARC-Type: response"));
}

BOOST_AUTO_TEST_CASE(ls_tells_of_damage_and_exits_with_1) {
  write("torn.warc.gz", read("a.warc.gz").substr(0, 500));

  const Run ls = varve({"ls", "torn.warc.gz", "missing.warc", "a.warc"});

  BOOST_TEST(ls.code == 1);
  BOOST_TEST(has(ls.err, "torn.warc.gz:290: gzip-cut: the file ends inside this gzip member\n"));
  BOOST_TEST(has(ls.err, "missing.warc"));
  BOOST_TEST(has(ls.out, "warcinfo"));
  BOOST_TEST(lines_of(ls.out) >= 6u);
}

BOOST_AUTO_TEST_CASE(nothing_a_file_holds_reaches_a_terminal_raw) {
  write("evil.warc", response("http://a.test/\x1b[2J", "2026-01-01T00:00:00Z",
                              "HTTP/1.1 200 OK\r\nContent-Type: \x1b]0;x\x07\r\n\r\n"));
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"ls", "evil.warc"}, {"ls", "--json", "evil.warc"}, {"stats", "evil.warc"}}) {
    const Run run = varve(arguments);

    BOOST_TEST(!has(run.out + run.err, "\x1b"));
    BOOST_TEST(!has(run.out + run.err, "\x07"));
  }
}

BOOST_AUTO_TEST_CASE(standard_input_is_read_where_it_makes_sense) {
  for (const char* file : {"a.warc", "a.warc.gz"}) {
    const std::string cat = "cat " + std::string(file) + " | ";
    const Run ls = shell(cat + "varve ls - --limit 2");
    const Run stats = shell(cat + "varve stats -");
    const Run all = shell(cat + "varve cat - '" + kUrl + "' --all --payload");

    BOOST_TEST(lines_of(ls.out) == 2u);
    BOOST_TEST(has(stats.out, "records   5\n"));
    BOOST_TEST(has(all.out, "<p>abc"));
  }
  BOOST_TEST(shell("varve mend - < a.warc").code == 2);
}

BOOST_AUTO_TEST_CASE(a_reader_that_goes_away_is_no_error) {
  std::string many;
  for (int i = 0; i < 3000; ++i) many += support::sample_file(true, 2);
  write("many.warc.gz", many);

  const Run ls = shell("(varve ls many.warc.gz; echo $? > code) | head -1 > /dev/null");

  BOOST_TEST(ls.err == "");
  BOOST_TEST(read("code") == "0\n");
}

BOOST_AUTO_TEST_CASE(a_full_disk_behind_standard_output_is_an_error) {
  const Run ls = shell("varve ls a.warc.gz > /dev/full");

  BOOST_TEST(ls.code == 1);
  BOOST_TEST(has(ls.err, "standard output"));
}

BOOST_AUTO_TEST_CASE(stats_counts_in_tables_and_in_json) {
  const Run table = varve({"stats", "a.warc.gz", "a.warc"});
  BOOST_TEST(table.code == 0);
  BOOST_TEST(has(table.out, "files     2\nrecords   10\n"));
  BOOST_TEST(has(table.out, "captures  4, of them 2 revisits (50.0 %)\n"));

  const Run json = varve({"stats", "--json", "--top", "2", "a.warc.gz"});
  const auto counted = boost::json::parse(json.out).as_object();
  BOOST_TEST(counted.at("records").as_int64() == 5);
  BOOST_TEST(counted.at("type").at("top").as_array().size() == 2u);
  BOOST_TEST(counted.at("type").at("others").at("records").as_int64() == 3);
  BOOST_TEST(counted.at("host").at("top").at(0).at("name").as_string() == "www.example.cn");
}

BOOST_AUTO_TEST_CASE(every_warc_inside_a_wacz_is_read) {
  auto out = support::must(warc::Replacement::open(base::real_disk(), scratch.path() / "p.wacz"));
  warc::ZipWriter zip(*out, support::golden_time());
  support::must(zip.add("archive/a.warc.gz", warc::Block(read("a.warc.gz"))));
  support::must(zip.add("pages/pages.jsonl", warc::Block("{}\n")));
  support::must(zip.add("archive/b.warc", warc::Block(read("a.warc"))));
  support::must(zip.finish());
  support::must(out->commit());

  BOOST_TEST(lines_of(varve({"ls", "p.wacz"}).out) == 10u);
  BOOST_TEST(lines_of(varve({"ls", "p.wacz:archive/b.warc"}).out) == 5u);
  BOOST_TEST(has(varve({"stats", "p.wacz"}).out, "files     2\n"));
  BOOST_TEST(has(varve({"cat", "p.wacz", kUrl, "--payload"}).out, "<p>abc"));
  BOOST_TEST(varve({"cat", "p.wacz:archive/a.warc.gz", "0"}).code == 0);
  const Run ambiguous = varve({"cat", "p.wacz", "0"});
  BOOST_TEST(ambiguous.code == 1);
  BOOST_TEST(has(ambiguous.err, "p.wacz:archive/a.warc.gz"));
  BOOST_TEST(varve({"ls", "p.wacz:archive/none.warc"}).code == 1);
  BOOST_TEST(varve({"mend", "p.wacz"}).code == 1);
}

BOOST_AUTO_TEST_CASE(mend_writes_a_whole_file_beside_the_torn_one) {
  write("torn.warc.gz.open", read("a.warc.gz").substr(0, 700));

  const Run mend = varve({"mend", "torn.warc.gz.open"});

  BOOST_TEST(mend.code == 0);
  BOOST_TEST(has(mend.out, "torn.warc.gz.open:660: "));
  BOOST_TEST(
      has(mend.out, "mended as torn.mended.warc.gz: 2 records kept as stored, 0 packed anew"));
  BOOST_TEST(read("torn.mended.warc.gz") == read("a.warc.gz").substr(0, 660));
  BOOST_TEST(varve({"verify", "torn.mended.warc.gz"}).code == 0);
  const Run again = varve({"mend", "torn.mended.warc.gz"});
  BOOST_TEST(again.code == 0);
  BOOST_TEST(again.out == "torn.mended.warc.gz: whole, 2 records; nothing to mend\n");
  const Run twice = varve({"mend", "torn.warc.gz.open"});
  BOOST_TEST(twice.code == 1);
  BOOST_TEST(has(twice.err, "exists already"));
}

BOOST_AUTO_TEST_CASE(two_do_not_mend_one_file_and_a_killed_run_is_no_hindrance) {
  write("torn.warc.gz", read("a.warc.gz").substr(0, 700));
  write("torn.mended.warc.gz.tmp", "what a killed run left");
  const int other = ::open((scratch.path() / "torn.warc.gz").c_str(), O_RDONLY | O_CLOEXEC);
  BOOST_REQUIRE(::flock(other, LOCK_EX) == 0);

  const Run second = varve({"mend", "torn.warc.gz"});
  ::close(other);  // as the end of its process would
  const Run next = varve({"mend", "torn.warc.gz"});

  BOOST_TEST(second.code == 1);
  BOOST_TEST(has(second.err, "another varve mend is mending torn.warc.gz"));
  BOOST_TEST(next.code == 0);
  BOOST_TEST(read("torn.mended.warc.gz") == read("a.warc.gz").substr(0, 660));
  BOOST_TEST(!exists("torn.mended.warc.gz.tmp"));
}

BOOST_AUTO_TEST_CASE(mend_takes_a_name_and_reports_in_json) {
  write("t.warc", "junk\r\n" + read("a.warc"));

  const Run mend = varve({"mend", "t.warc", "-o", "out.warc.gz", "--gzip", "--json"});

  BOOST_TEST(mend.code == 0);
  const std::string last = mend.out.substr(mend.out.rfind('\n', mend.out.size() - 2) + 1);
  const auto summary = boost::json::parse(last).as_object();
  BOOST_TEST(summary.at("event").as_string() == "mended");
  BOOST_TEST(summary.at("output").as_string() == "out.warc.gz");
  BOOST_TEST(summary.at("repacked").as_int64() == 5);
  BOOST_TEST(summary.at("skipped_bytes").as_int64() == 6);
  BOOST_TEST(read("out.warc.gz") == read("a.warc.gz"));

  write("junk.warc", "junk");
  BOOST_TEST(varve({"mend", "junk.warc"}).code == 1);
  BOOST_TEST(!exists("junk.mended.warc"));
}

BOOST_AUTO_TEST_CASE(tools_called_wrongly_exit_with_2) {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"ls"},
                                             {"ls", "--nonsense", "a.warc"},
                                             {"ls", "--status", "ok", "a.warc"},
                                             {"cat", "a.warc"},
                                             {"cat", "a.warc", "0", "--headers", "--payload"},
                                             {"cat", "a.warc", kUrl, "--timestamp", "2026"},
                                             {"stats"},
                                             {"mend"},
                                             {"mend", "a.warc", "a.warc.gz", "-o", "x"}}) {
    const Run run = varve(arguments);

    BOOST_TEST_CONTEXT(arguments.front() << " " << arguments.back()) {
      BOOST_TEST(run.code == 2);
      BOOST_TEST(has(run.err, "varve: error: "));
    }
  }
  for (const char* tool : {"ls", "cat", "stats", "mend"}) {
    const Run help = varve({tool, "--help"});
    BOOST_TEST(help.code == 0);
    BOOST_TEST(has(help.out, "Usage: varve " + std::string(tool)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
