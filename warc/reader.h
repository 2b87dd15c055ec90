// Reads the records of any WARC 0.18 to 1.1 or ARC 1.0 file, plain, gzip per record or gzip over
// the whole file, in bounded memory. A reader never gives up on a damaged file: it says what is
// wrong (FindingSink), looks for the next record and says exactly which bytes it skipped. Only
// reading the file itself can fail.
//
//   Reader reader(*file, {.on_finding = print});
//   while (true) {
//     const auto head = reader.next();            // Result<const RecordHead*>, nullptr at the end
//     ...
//     for piece = reader.read(); non-empty        // the block; may be left unread
//     const auto end = reader.finish();           // where the record ends, and was it whole
//   }
//
// One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"
#include "base/time.h"
#include "warc/finding.h"
#include "warc/record_head.h"

namespace warc {

enum class Format { unknown, warc, arc };
enum class Compression { none, gzip };

struct RecordEnd {
  // The first byte of the file behind the record's bytes. For a record in a gzip member of its own
  // [position.offset, end_offset) is that member; in a plain file it is the record with its closing
  // CRLF CRLF.
  std::uint64_t end_offset = 0;
  // Header, content_length bytes of block, and (gzip) a member whose checks agree. Says nothing of
  // digests.
  bool is_whole = false;
  // [position.offset, end_offset) is this record and nothing else: what an index may point to.
  bool is_alone = false;
};

struct ReaderOptions {
  FindingSink on_finding;  // may be empty
  // Decodes with zlib alone, at half the speed: it refuses some code tables (a count of literals
  // beyond 286) that libdeflate lets pass.
  bool is_strict = false;
  std::uint64_t start_offset = 0;  // where a record or member begins; as an index says
};

class Reader {
 public:
  // `file` outlives the reader; a pipe will do when start_offset is 0, but after damage it is
  // searched forward only.
  explicit Reader(const base::File& file, ReaderOptions options = {});
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader();

  // The next record, nullptr at the end of the file. Finishes the record before it. The head is
  // valid until the next call of next().
  base::Result<const RecordHead*> next();

  // The next piece of the block, empty at its end (or where the file ends or is damaged: finish()
  // tells). Valid until the next call on the reader. At most a few MiB.
  base::Result<std::string_view> read();

  // Passes over the rest of the block and what closes the record. May be called again.
  base::Result<RecordEnd> finish();

  // Known after the first next().
  Format format() const;
  Compression compression() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace warc
