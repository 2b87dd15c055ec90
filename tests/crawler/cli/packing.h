// `varve pack` as an operator runs it, and what is in the package it leaves.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/crawler/cli/pack_support.h"
#include "tests/support/collection.h"
#include "tests/support/process.h"
#include "tests/support/scratch_dir.h"
#include "warc/zip_reader.h"

namespace support {

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class Package {
 public:
  explicit Package(const std::filesystem::path& path) : zip_(open(path)) {}

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const warc::ZipEntry& entry : zip_.entries()) names.push_back(entry.name);
    return names;
  }
  bool has(const std::string& name) const { return zip_.find(name) != nullptr; }
  std::string read(const std::string& name) const {
    const warc::ZipEntry* entry = zip_.find(name);
    BOOST_REQUIRE_MESSAGE(entry != nullptr, "no " << name << " in the package");
    return must(zip_.read(*entry, 1 << 30));
  }
  boost::json::object description() const {
    return boost::json::parse(read("datapackage.json")).as_object();
  }
  // "URL title" of each page, header left out.
  std::vector<std::string> pages(const std::string& list) const {
    std::vector<std::string> found;
    const std::string text = read("pages/" + list);
    for (std::size_t from = text.find('\n') + 1; from < text.size();) {
      const std::size_t end = std::min(text.find('\n', from), text.size());
      const auto page = boost::json::parse(text.substr(from, end - from)).as_object();
      found.push_back(text_of(page, "url") + " " + text_of(page, "title"));
      from = end + 1;
    }
    return found;
  }
  // Lines of the index.
  std::size_t captures() const {
    if (!has("indexes/index.cdx.gz")) return 0;
    std::size_t lines = 0;
    for (const Member& member : gunzip_members(read("indexes/index.cdx.gz"))) {
      lines += static_cast<std::size_t>(std::count(member.text.begin(), member.text.end(), '\n'));
    }
    return lines;
  }

 private:
  static warc::ZipReader open(const std::filesystem::path& path) {
    auto file = must(base::real_disk().open(path, base::OpenMode::read));
    return must(warc::ZipReader::open(std::shared_ptr<const base::File>(std::move(file))));
  }

  warc::ZipReader zip_;
};

struct Packing {
  // The path of `varve`.
  explicit Packing(std::string varve) : program(std::move(varve)) {}

  const std::string program;
  ScratchDir scratch;

  std::filesystem::path at(const std::string& name) const { return scratch.path() / name; }
  void write(const std::string& name, const std::string& bytes) {
    std::filesystem::create_directories(at(name).parent_path());
    write_all(at(name), bytes);
  }

  struct Run {
    int code = 0;
    std::string out, err;
  };
  // `varve` in the scratch folder.
  Run run(std::vector<std::string> arguments) {
    Process process(program, std::move(arguments), scratch.path().string());
    const int code = process.wait();
    return {code, process.out(), process.err()};
  }
  Run pack(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "pack");
    Run done = run(std::move(arguments));
    require_no_scratch();
    return done;
  }
  Package packed(const std::string& name) { return Package(at(name)); }

  // Packs and looks at it with the strictest checker there is.
  Run require_packed(std::vector<std::string> arguments, const std::string& package) {
    Run done = pack(std::move(arguments));
    BOOST_REQUIRE_MESSAGE(done.code == 0, done.err);
    const Run verified = run({"verify", package});
    BOOST_TEST(verified.code == 0, verified.out << verified.err);
    return done;
  }
  // Refused with `complaint`, and nothing is left behind.
  void require_refused(std::vector<std::string> arguments, const std::string& complaint,
                       int code = 1) {
    const std::size_t files = count_files();
    const Run done = pack(std::move(arguments));
    BOOST_TEST(done.code == code);
    BOOST_TEST(has(done.err, complaint), complaint << " is not in: " << done.err);
    BOOST_TEST(count_files() == files);
  }

 private:
  std::size_t count_files() const {
    using Iterator = std::filesystem::recursive_directory_iterator;
    return static_cast<std::size_t>(std::distance(Iterator(scratch.path()), Iterator()));
  }
  void require_no_scratch() const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(scratch.path())) {
      const std::string name = entry.path().filename().string();
      BOOST_TEST(!name.ends_with(".parts"), name << " was left");
      BOOST_TEST(!name.ends_with(".tmp"), name << " was left");
    }
  }
};

}  // namespace support
