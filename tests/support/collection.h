// A finished collection as a test sees it: records, index lines and logs, read with nothing of the
// crawler's own code but JSON and gzip libraries.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/warc/warc_support.h"

namespace support {

struct StoredRecord : ParsedRecord {
  std::string file;  // without its folder
  std::size_t offset = 0, length = 0;

  std::string type() const { return one("WARC-Type"); }
  std::string uri() const {
    const auto uris = all("WARC-Target-URI");
    return uris.empty() ? "" : uris.front();
  }
  // "" when absent.
  std::string truncated() const {
    const auto values = all("WARC-Truncated");
    return values.empty() ? "" : values.front();
  }
  // Of an HTTP message: what stands before and behind the first blank line.
  std::string http_head() const { return block.substr(0, block.find("\r\n\r\n") + 4); }
  std::string body() const { return block.substr(block.find("\r\n\r\n") + 4); }
};

inline std::string text_of(const boost::json::object& object, const char* name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}
inline int number_of(const boost::json::object& object, const char* name) {
  const boost::json::value* value = object.if_contains(name);
  if (value == nullptr) return -1;
  return value->is_string() ? std::stoi(std::string(value->get_string())) : value->to_number<int>();
}

class Collection {
 public:
  explicit Collection(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }

  std::vector<std::string> warc_names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(root_ / "archive")) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  // Every record of every sealed file, in order. Fails the test where a file is not whole.
  std::vector<StoredRecord> records() const {
    std::vector<StoredRecord> all;
    for (const std::string& name : warc_names()) {
      if (!name.ends_with(".warc.gz")) continue;
      for (Member& member : gunzip_members(read_all(root_ / "archive" / name))) {
        StoredRecord record;
        static_cast<ParsedRecord&>(record) = parse_record(member.text);
        record.file = name;
        record.offset = member.offset;
        record.length = member.length;
        all.push_back(std::move(record));
      }
    }
    return all;
  }
  std::vector<StoredRecord> records(const std::string& type, const std::string& uri) const {
    std::vector<StoredRecord> found = records();
    std::erase_if(found, [&](const StoredRecord& record) {
      return record.type() != type || record.uri() != uri;
    });
    return found;
  }
  // The one record of that type and URI.
  StoredRecord only(const std::string& type, const std::string& uri) const {
    auto found = records(type, uri);
    BOOST_REQUIRE_MESSAGE(found.size() == 1, found.size() << " " << type << " records of " << uri);
    return std::move(found.front());
  }

  std::vector<boost::json::object> lines(const std::string& file) const {
    std::vector<boost::json::object> rows;
    for (const std::string& line : text_lines(file)) {
      rows.push_back(boost::json::parse(line).as_object());
    }
    return rows;
  }
  boost::json::object report() const {
    return boost::json::parse(read_all(root_ / "reports/crawl.json")).as_object();
  }

  // The one line of crawl.jsonl about that URL.
  boost::json::object outcome(const std::string& url) const {
    auto rows = lines("logs/crawl.jsonl");
    std::erase_if(rows, [&](const auto& row) { return text_of(row, "url") != url; });
    BOOST_REQUIRE_MESSAGE(rows.size() == 1, rows.size() << " lines in crawl.jsonl of " << url);
    return rows.front();
  }

  // The JSON parts of index.cdxj, in its order.
  std::vector<boost::json::object> index() const {
    std::vector<boost::json::object> rows;
    for (const std::string& line : text_lines("indexes/index.cdxj")) {
      rows.push_back(boost::json::parse(line.substr(line.find('{'))).as_object());
    }
    return rows;
  }
  // How often each URL stands in the index with that status ("" for any).
  std::map<std::string, int> indexed(const std::string& status = "") const {
    std::map<std::string, int> times;
    for (const auto& row : index()) {
      if (status.empty() || text_of(row, "status") == status) ++times[text_of(row, "url")];
    }
    return times;
  }

  std::vector<std::string> text_lines(const std::string& file) const {
    const std::string bytes = read_all(root_ / file);
    std::vector<std::string> found;
    for (std::size_t from = 0; from < bytes.size();) {
      const std::size_t end = bytes.find('\n', from);
      BOOST_REQUIRE_MESSAGE(end != bytes.npos, file << " ends within a line");
      found.push_back(bytes.substr(from, end - from));
      from = end + 1;
    }
    return found;
  }

  // Promises that hold for every collection whatever the web did: only sealed files, whole members,
  // a request and metadata for each response, and an index that is sorted and leads exactly to the
  // captures.
  void require_sound() const {
    std::map<std::pair<std::string, std::size_t>, StoredRecord> captures;
    std::map<std::string, int> concurrent;
    for (const std::string& name : warc_names()) {
      BOOST_REQUIRE_MESSAGE(name.ends_with(".warc.gz"), name << " is not sealed");
    }
    for (StoredRecord& record : records()) {
      const std::string type = record.type();
      for (const std::string& id : record.all("WARC-Concurrent-To")) ++concurrent[id];
      for (const std::string& id : record.all("WARC-Refers-To")) ++concurrent[id];
      const bool is_capture = type == "response" || type == "resource";
      if (is_capture) captures.emplace(std::pair(record.file, record.offset), std::move(record));
    }
    for (const auto& [place, record] : captures) {
      const int expected = record.type() == "response" ? 2 : 1;
      BOOST_CHECK_MESSAGE(concurrent[record.one("WARC-Record-ID")] >= expected,
                          record.uri() << " lacks its request or metadata");
    }
    if (!std::filesystem::exists(root_ / "indexes/index.cdxj")) {
      BOOST_REQUIRE(captures.empty());
      return;
    }
    const auto sorted = text_lines("indexes/index.cdxj");
    BOOST_CHECK(std::is_sorted(sorted.begin(), sorted.end()));
    const auto rows = index();
    BOOST_CHECK_EQUAL(rows.size(), captures.size());
    for (const auto& row : rows) {
      const auto offset = static_cast<std::size_t>(number_of(row, "offset"));
      const auto found = captures.find({text_of(row, "filename"), offset});
      BOOST_REQUIRE_MESSAGE(found != captures.end(), "no capture where the index says");
      BOOST_CHECK_EQUAL(found->second.uri(), text_of(row, "url"));
      BOOST_CHECK_EQUAL(found->second.length, static_cast<std::size_t>(number_of(row, "length")));
    }
  }

  // Does `text` stand in any file of the collection, packed or not?
  bool mentions(const std::string& text) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_)) {
      if (!entry.is_regular_file()) continue;
      const std::string bytes = read_all(entry.path());
      if (bytes.find(text) != bytes.npos) return true;
      if (!entry.path().string().ends_with(".warc.gz")) continue;
      for (const Member& member : gunzip_members(bytes)) {
        if (member.text.find(text) != std::string::npos) return true;
      }
    }
    return false;
  }

 private:
  std::filesystem::path root_;
};

}  // namespace support
