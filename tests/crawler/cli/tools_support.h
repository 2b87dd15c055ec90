// What the tests of the archive tools share: a folder with a small archive, and `varve` in it.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include "tests/support/process.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/reader_support.h"

namespace tools_test {

// The program under test; in tools_program_test.cc.
std::string varve_program();

inline constexpr const char* kUrl = "http://www.example.cn/a?b=1";

// A record with any fields and block.
inline std::string record(const std::string& type, const std::string& url, const std::string& date,
                          const std::string& fields, const std::string& block) {
  return fmt::format(
      "WARC/1.1\r\nWARC-Type: {}\r\nWARC-Target-URI: {}\r\nWARC-Date: {}\r\n{}"
      "Content-Length: {}\r\n\r\n{}\r\n\r\n",
      type, url, date, fields, block.size(), block);
}

inline std::string response(const std::string& url, const std::string& date,
                            const std::string& http) {
  return record("response", url, date, "Content-Type: application/http;msgtype=response\r\n", http);
}

// `text` and a CRLF CRLF behind it.
inline std::string gzip(const std::string& text) {
  const auto member = support::must(warc::encode_member(text, warc::Block(), {}));
  return support::must(member.to_string(1 << 20));
}

struct Tools {
  support::ScratchDir scratch;

  Tools() {
    write("a.warc.gz", support::sample_file(true));
    write("a.warc", support::sample_file(false));
  }
  void write(const std::string& name, const std::string& bytes) {
    support::write_all(scratch.path() / name, bytes);
  }
  std::string read(const std::string& name) { return support::read_all(scratch.path() / name); }
  bool exists(const std::string& name) { return std::filesystem::exists(scratch.path() / name); }

  struct Run {
    int code;
    std::string out, err;
  };
  Run varve(std::vector<std::string> arguments) {
    support::Process process(varve_program(), std::move(arguments), scratch.path().string());
    const int code = process.wait();
    return {code, process.out(), process.err()};
  }
  Run shell(const std::string& line) {
    const std::string command = "varve() { \"" + varve_program() + "\" \"$@\"; }; " + line;
    support::Process process("/bin/sh", {"-c", command}, scratch.path().string());
    const int code = process.wait();
    return {code, process.out(), process.err()};
  }
};

inline std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}
inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace tools_test
