// `varve index` as an operator runs it: output, messages and exit codes.
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "tests/support/process.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

using support::Process;

namespace {

std::string record(const std::string& type, const std::string& id, const std::string& block,
                   const std::string& more = "") {
  return "WARC/1.1\r\nWARC-Type: " + type + "\r\nWARC-Record-ID: <urn:x:" + id +
         ">\r\nWARC-Date: 2026-11-22T10:31:26Z\r\nWARC-Target-URI: http://a.cn/" + id.substr(0, 1) +
         "\r\n" + more +
         "Content-Type: application/http\r\nContent-Length: " + std::to_string(block.size()) +
         "\r\n\r\n" + block + "\r\n\r\n";
}
std::string page(const std::string& id) {
  return record("response", id, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhello");
}

struct IndexProgram {
  support::ScratchDir scratch;

  Process index(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "index");
    return Process(VARVE_PROGRAM, std::move(arguments), scratch.path().string());
  }
  void write(const std::string& name, const std::string& bytes) {
    support::write_all(scratch.path() / name, bytes);
  }
  std::string read(const std::string& name) { return support::read_all(scratch.path() / name); }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(scratch.path()), {}));
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The keys of the lines, one behind the other.
std::string keys(const std::string& text) {
  std::string found;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    found += text.substr(at, text.find(' ', at) - at) + " ";
  }
  return found;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(index_program, IndexProgram)

BOOST_AUTO_TEST_CASE(captures_are_printed_in_order_of_their_keys) {
  write("z.warc", page("b") + page("a"));
  write("y.warc", page("c"));

  Process sorted = index({"z.warc", "y.warc"});
  Process unsorted = index({"--unsorted", "z.warc", "y.warc"});

  BOOST_TEST(sorted.wait() == 0);
  BOOST_TEST(keys(sorted.out()) == "cn,a)/a cn,a)/b cn,a)/c ");
  BOOST_TEST(sorted.err() == "");
  BOOST_TEST(unsorted.wait() == 0);
  BOOST_TEST(keys(unsorted.out()) == "cn,a)/b cn,a)/a cn,a)/c ");
}

BOOST_AUTO_TEST_CASE(the_output_file_appears_whole) {
  write("z.warc", page("b") + page("a"));
  write("index.cdx", "old\n");

  Process varve = index({"z.warc", "--format", "cdx11", "-o", "index.cdx", "--overwrite"});

  BOOST_TEST(varve.wait() == 0);
  BOOST_TEST(varve.out() == "");
  BOOST_TEST(read("index.cdx").starts_with(" CDX N b a m s k r M S V g\ncn,a)/a 20261122103126 "));
  BOOST_TEST(files() == 2u);
}

// What could be read is indexed all the same.
BOOST_AUTO_TEST_CASE(a_torn_archive_is_told_and_exits_with_1) {
  const std::string whole = page("a");
  write("torn.warc", whole + page("b").substr(0, 200));
  write("good.warc", page("c"));

  Process varve = index({"torn.warc", "absent.warc", "good.warc", "-o", "index.cdxj"});

  BOOST_TEST(varve.wait() == 1);
  BOOST_TEST(keys(read("index.cdxj")) == "cn,a)/a cn,a)/c ");
  BOOST_TEST(has(varve.err(), "torn.warc:" + std::to_string(whole.size()) +
                                  ": not-indexed: response of http://a.cn/b is not in the index"));
  BOOST_TEST(has(varve.err(), "absent.warc"));
}

BOOST_AUTO_TEST_CASE(an_archive_that_is_wrong_throughout_does_not_fill_the_terminal) {
  std::string undated;
  for (int i = 0; i < 50; ++i) undated += page("a");
  for (std::size_t at = 0; (at = undated.find("WARC-Date", at)) != std::string::npos;) {
    undated.replace(at, 9, "WARC-Data");
  }
  write("a.warc", undated);

  Process varve = index({"a.warc"});

  BOOST_TEST(varve.wait() == 1);
  BOOST_TEST(std::count(varve.err().begin(), varve.err().end(), '\n') == 11);
  BOOST_TEST(has(varve.err(), "a.warc: and 40 more\n"));
}

// formats 3.2.
BOOST_AUTO_TEST_CASE(post_keys_can_be_left_out) {
  write("p.warc",
        page("a1") + record("request", "a2", "PUT / HTTP/1.1\r\nContent-Type: text/plain\r\n\r\nx",
                            "WARC-Concurrent-To: <urn:x:a1>\r\n"));

  Process with = index({"p.warc"}), without = index({"--no-post", "p.warc"});

  BOOST_TEST((with.wait() == 0 && without.wait() == 0));
  BOOST_TEST(keys(with.out()) == "cn,a)/a?__wb_method=put&__wb_post_data=ea== ");
  BOOST_TEST(keys(without.out()) == "cn,a)/a ");
}

BOOST_AUTO_TEST_CASE(merge_makes_one_index_of_many) {
  write("z.warc", page("b") + page("a"));
  Process first = index({"--unsorted", "z.warc", "-o", "first.cdxj"});
  BOOST_TEST(first.wait() == 0);
  write("second.cdxj", "torn\n" + read("first.cdxj"));

  Process clean = index({"--merge", "first.cdxj", "first.cdxj"});
  Process torn = index({"--merge", "second.cdxj", "first.cdxj", "-o", "first.cdxj", "--overwrite"});

  BOOST_TEST(clean.wait() == 0);
  BOOST_TEST(keys(clean.out()) == "cn,a)/a cn,a)/b ");
  BOOST_TEST(torn.wait() == 1);
  BOOST_TEST(read("first.cdxj") == clean.out());
  BOOST_TEST(torn.err() == "second.cdxj:1: no index line\n");
}

BOOST_AUTO_TEST_CASE(wrong_use_exits_with_2_and_what_cannot_be_written_with_1) {
  write("z.warc", page("a"));
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{},
                                             {"--format", "cdx7", "z.warc"},
                                             {"--jobs", "0", "z.warc"},
                                             {"--merge", "--unsorted", "z.warc"},
                                             {"--merge", "--format", "cdxj", "z.warc"},
                                             {"--nonsense", "z.warc"}}) {
    Process varve = index(wrong);
    BOOST_TEST(varve.wait() == 2);
    BOOST_TEST(varve.out() == "");
    BOOST_TEST(varve.err() != "");
  }
  Process unwritable = index({"z.warc", "-o", "no/such/folder/index.cdxj"});
  BOOST_TEST(unwritable.wait() == 1);
  Process help = index({"--help"});
  BOOST_TEST(help.wait() == 0);
  BOOST_TEST(has(help.out(), "--no-post"));
}

BOOST_AUTO_TEST_CASE(an_archive_or_a_device_is_never_replaced_by_an_index) {
  write("z.warc", page("a"));
  write("other.txt", "mine");
  BOOST_REQUIRE(::mkfifo((scratch.path() / "pipe").c_str(), 0600) == 0);
  std::filesystem::create_symlink("other.txt", scratch.path() / "link");

  for (const std::string output : {"z.warc", "other.txt", "pipe", "link"}) {
    Process varve = index({"z.warc", "-o", output});
    BOOST_TEST(varve.wait() == 2, output);
    BOOST_TEST(has(varve.err(), output));
  }
  BOOST_TEST(read("z.warc") == page("a"));
  BOOST_TEST(read("other.txt") == "mine");
  Process forced = index({"z.warc", "-o", "z.warc", "--overwrite"});
  BOOST_TEST(forced.wait() == 2);
  Process replaced = index({"z.warc", "-o", "other.txt", "--overwrite"});
  BOOST_TEST(replaced.wait() == 0);
  BOOST_TEST(keys(read("other.txt")) == "cn,a)/a ");
}

BOOST_AUTO_TEST_CASE(files_that_lines_could_not_tell_apart_are_refused) {
  std::filesystem::create_directory(scratch.path() / "s1");
  std::filesystem::create_directory(scratch.path() / "s2");
  write("s1/z.warc", page("a"));
  write("s2/z.warc", page("b"));

  Process refused = index({"s1/z.warc", "s2/z.warc"});
  Process told_apart = index({"s1/z.warc", "s2/z.warc", "--filename", "path"});

  BOOST_TEST(refused.wait() == 2);
  BOOST_TEST(has(refused.err(), "z.warc"));
  BOOST_TEST(told_apart.wait() == 0);
  BOOST_TEST(has(told_apart.out(), "s2/z.warc"));
}

BOOST_AUTO_TEST_CASE(an_empty_file_and_lines_with_escapes_are_no_success) {
  write("empty.warc.gz", "");
  write("evil.cdxj", "\x1b[31mX 20240101000000 {\"url\":\"http://q/\"}\n");

  Process empty = index({"empty.warc.gz"});
  Process evil = index({"--merge", "evil.cdxj"});

  BOOST_TEST(empty.wait() == 1);
  BOOST_TEST(empty.err() != "");
  BOOST_TEST(evil.wait() == 1);
  BOOST_TEST(evil.out() == "");
}

// The name stands in the index as the file is called, and is found again.
BOOST_AUTO_TEST_CASE(an_archive_with_blanks_in_its_name_verifies_with_its_index) {
  std::filesystem::create_directory(scratch.path() / "k");
  write("k/a b.warc", page("a"));
  for (const char* format : {"cdxj", "cdx11"}) {
    const std::string name = std::string("k/i.") + (format[3] == 'j' ? "cdxj" : "cdx");
    Process made = index({"k/a b.warc", "-o", name, "--format", format});
    BOOST_TEST(made.wait() == 0);
  }

  Process verified(VARVE_PROGRAM, {"verify", "k"}, scratch.path().string());

  BOOST_TEST(verified.wait() == 0, verified.out());
}

BOOST_AUTO_TEST_SUITE_END()
