// What the WARC tests share: a fixed clock, whole files as text, gzip members one by one, and
// records taken apart.
#pragma once

#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/disk.h"
#include "base/time.h"

namespace support {

// 2026-11-22T10:31:26.123Z, the date of the golden exchange (formats 2.10).
inline base::Timestamp golden_time() {
  return base::Timestamp{std::chrono::milliseconds{1795343486123}};
}

class FixedClock : public base::Clock {
 public:
  base::Timestamp now() const override { return golden_time(); }
};

// The value, or a failed test that says why.
template <typename T>
T must(base::Result<T> result) {
  if (!result) BOOST_FAIL(base::describe(result.error()));
  return std::move(*result);
}
inline void must(const base::Result<void>& result) {
  if (!result) BOOST_FAIL(base::describe(result.error()));
}

inline std::string read_all(const std::filesystem::path& path) {
  return must(base::read_file(base::real_disk(), path, 1 << 30));
}

inline void write_all(const std::filesystem::path& path, std::string_view bytes) {
  auto file = must(base::real_disk().open(path, base::OpenMode::replace));
  must(file->append(bytes));
}

struct Member {
  std::size_t offset = 0, length = 0;
  std::string text;
};

// Every gzip member of `bytes`; a torn or foreign tail fails the test.
inline std::vector<Member> gunzip_members(const std::string& bytes) {
  std::vector<Member> members;
  std::size_t offset = 0;
  while (offset < bytes.size()) {
    z_stream stream{};
    BOOST_REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + offset));
    stream.avail_in = static_cast<uInt>(bytes.size() - offset);
    Member member{offset, 0, {}};
    std::vector<char> out(1 << 16);
    int code = Z_OK;
    while (code == Z_OK) {
      stream.next_out = reinterpret_cast<Bytef*>(out.data());
      stream.avail_out = static_cast<uInt>(out.size());
      code = inflate(&stream, Z_NO_FLUSH);
      member.text.append(out.data(), out.size() - stream.avail_out);
    }
    member.length = stream.total_in;
    inflateEnd(&stream);
    BOOST_REQUIRE_EQUAL(code, Z_STREAM_END);
    offset += member.length;
    members.push_back(std::move(member));
  }
  return members;
}

struct ParsedRecord {
  std::string version;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string block;

  std::vector<std::string> all(std::string_view name) const {
    std::vector<std::string> found;
    for (const auto& [key, value] : fields) {
      if (key == name) found.push_back(value);
    }
    return found;
  }
  std::string one(std::string_view name) const {
    const auto found = all(name);
    BOOST_REQUIRE_MESSAGE(found.size() == 1, name << " stands " << found.size() << " times");
    return found.front();
  }
};

// Strict on purpose: one record, CRLF only, the stated length, the closing CRLF CRLF (W-01, W-03).
inline ParsedRecord parse_record(const std::string& text) {
  ParsedRecord record;
  const std::size_t head_end = text.find("\r\n\r\n");
  BOOST_REQUIRE(head_end != std::string::npos);
  std::size_t at = 0;
  while (at < head_end) {
    const std::size_t end = text.find("\r\n", at);
    const std::string line = text.substr(at, end - at);
    BOOST_REQUIRE(line.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
    at = end + 2;
    if (record.version.empty()) {
      record.version = line;
      continue;
    }
    const std::size_t colon = line.find(": ");
    BOOST_REQUIRE_MESSAGE(colon != std::string::npos, line);
    record.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  const std::string rest = text.substr(head_end + 4);
  BOOST_REQUIRE(rest.size() >= 4);
  BOOST_REQUIRE(rest.ends_with("\r\n\r\n"));
  record.block = rest.substr(0, rest.size() - 4);
  BOOST_REQUIRE_EQUAL(record.one("Content-Length"), std::to_string(record.block.size()));
  return record;
}

}  // namespace support
