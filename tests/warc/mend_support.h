// What the tests of mending share: a folder to mend in, and archives to damage.
#pragma once

#include <zlib.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/support/memory_disk.h"
#include "tests/warc/reader_support.h"
#include "warc/mend/mend.h"
#include "warc/verify/verify.h"

namespace mend_test {

using support::must;
using warc::mend::Event;

struct Mended {
  warc::mend::Summary summary;
  std::vector<Event> events;
  std::string bytes;  // of the mended file; empty when there is none

  std::string reasons() const {
    std::string text;
    for (const Event& event : events) text += event.reason + "\n";
    return text;
  }
};

// The codes of everything `bytes` breaks of the rules of structure; what records say is not
// mending's matter.
inline std::string structure_faults(std::string bytes) {
  std::string codes;
  const support::MemoryFile file(std::move(bytes));
  const auto report = [&codes](const warc::Finding& finding) {
    const auto begins = [&](std::string_view start) { return finding.code.starts_with(start); };
    const bool is_structure = begins("gzip-") || begins("record-") || finding.code == "garbage" ||
                              finding.code == "blank-lines" || finding.code == "content-length" ||
                              finding.code == "header-lf" || finding.code == "header-cut";
    if (finding.severity == warc::Severity::error && is_structure) {
      codes += std::string(finding.code) + " ";
    }
  };
  must(warc::verify::verify_warc(file, report));
  return codes;
}

// Mends strings, on a disk of strings.
struct Workshop {
  // Whatever comes out must be in order, and nothing more to do.
  Mended mend(const std::string& bytes, const warc::mend::Options& options = {}) {
    Mended mended = mend_once(bytes, options);
    if (!mended.bytes.empty()) {
      const Mended again = mend_once(mended.bytes);
      BOOST_TEST(again.summary.is_whole);
      BOOST_TEST(again.events.empty());
      BOOST_TEST(structure_faults(mended.bytes) == "");
    }
    return mended;
  }

  Mended mend_once(const std::string& bytes, warc::mend::Options options = {}) {
    support::MemoryDisk disk;
    disk.files["a.warc.gz"] = std::make_shared<std::string>(bytes);
    Mended mended;
    options.on_event = [&mended](const Event& event) { mended.events.push_back(event); };
    mended.summary = must(warc::mend::mend_file(disk, "a.warc.gz", options));
    const bool is_written = !mended.summary.output.empty();
    if (is_written) mended.bytes = *disk.files.at(mended.summary.output.string());
    BOOST_TEST(*disk.files.at("a.warc.gz") == bytes);  // the damaged file is left alone
    BOOST_TEST(disk.files.size() == (is_written ? 2u : 1u));
    return mended;
  }
};

// Each of the sample's five records as its own piece of the file.
inline std::vector<std::string> members(bool gzip) {
  const auto records = support::sample_records();
  std::vector<std::string> pieces;
  for (const warc::Record& record : records) {
    pieces.push_back(gzip ? support::gzipped(record, records[0].id)
                          : support::plain(record, records[0].id));
  }
  return pieces;
}

// `text` as one gzip member.
inline std::string deflated(const std::string& text) {
  z_stream stream{};
  BOOST_REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  BOOST_REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string joined(const std::vector<std::string>& pieces) {
  std::string all;
  for (const std::string& piece : pieces) all += piece;
  return all;
}

}  // namespace mend_test
