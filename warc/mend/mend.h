// Makes a whole WARC file of a torn or damaged one, beside it (ISO 28500; formats sections 2.1 and
// 2.8). The damaged file is only read. What is in order is copied byte for byte. A record that is
// there but badly framed is framed anew; a record of which bytes are missing or wrong is left out.
//
//   kept as it is   in a gzip member of its own, or in a plain file, and closed by CRLF CRLF
//   packed anew     all else that is certainly all there: records that share a gzip member or are
//                   split over several, header lines that end in LF, no CRLF CRLF at the end; a
//                   wrong Content-Length, a member that is cut or whose checksum is wrong when the
//                   WARC-Block-Digest agrees. Of the header only line ends and Content-Length
//                   change
//   left out        blocks that are cut, wrong lengths and checksums that no digest makes good, ARC
//                   records among WARC ones
//
// Of a cut member whose record has no digest, the record is taken when its block is all there.
// Mending judges structure only; what a header says is verify's matter. Mending a mended file
// finds it whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "warc/record_head.h"

namespace warc::mend {

struct Event {
  enum class Kind { repacked, dropped, skipped };

  Kind kind = Kind::skipped;
  Position position;        // in the damaged file
  std::uint64_t bytes = 0;  // of the damaged file; 0 for a record that shares a gzip member
  std::string reason;       // one sentence or more in lower case, printable
};

struct Summary {
  std::uint64_t copied = 0, repacked = 0, dropped = 0;  // records
  std::uint64_t skipped_bytes = 0;                      // between records, of the damaged file
  bool is_whole = false;                                // nothing had to be done
  std::filesystem::path output;                         // empty when nothing was written

  std::uint64_t kept() const { return copied + repacked; }
};

struct Options {
  std::filesystem::path output;  // empty: mended_path()
  bool gzip = false;             // a plain file becomes a compressed one
  // Bytes of a block kept in memory; more are spooled beside the output.
  std::uint64_t memory_limit = 8 << 20;
  // In the order of the file; not of records that are copied. May be empty.
  std::function<void(const Event&)> on_event;
  // Told of each record's end how many bytes of the file are done. May be empty.
  std::function<void(std::uint64_t)> on_progress;
};

// Reads `damaged` and writes the output, through a neighbour with ".tmp" behind its name; what a
// run that was killed left there is replaced, so two may not mend the same file at once. Writes
// nothing when the file is whole or when nothing of it can be saved (kept() is 0).
// Errc::refused: the output exists, or a crawl is writing it (".open" behind its name).
// Errc::invalid: an ARC file, or a ZIP.
base::Result<Summary> mend_file(base::Disk& disk, const std::filesystem::path& damaged,
                                const Options& options);

// Where the mended form of `damaged` goes: "a.warc.gz" and "a.warc.gz.open" give
// "a.mended.warc.gz", "a.warc" gives "a.mended.warc". `is_gzip` tells what the mended file is.
std::filesystem::path mended_path(const std::filesystem::path& damaged, bool is_gzip);

}  // namespace warc::mend
