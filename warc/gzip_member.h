// One record as one gzip member (RFC 1952; formats section 2.8): exactly one record a member, never
// an empty member, nothing between members. The output depends on the record and the options only:
// mtime is 0 and the OS byte 255, "unknown" (W-56).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"
#include "warc/block.h"
#include "warc/record.h"

namespace warc {

struct MemberOptions {
  int level = 6;       // 0 to 12, as libdeflate; others are clamped
  bool store = false;  // stored blocks, for what is_incompressible() finds
  base::Disk* disk = &base::real_disk();
  // Where a member larger than memory_limit goes; must exist then.
  std::filesystem::path spool_directory = ".";
  std::uint64_t memory_limit = 8 << 20;  // bytes of the compressed member kept in memory
};

// The member of `record`. Streams: a block larger than memory is never whole in it. Errors are
// those of reading the block and writing the spool. Any thread.
base::Result<Block> encode_member(const Record& record, std::string_view warcinfo_id,
                                  const MemberOptions& options);
// The same of a record whose header, its blank line included, is there as bytes.
base::Result<Block> encode_member(std::string header, const Block& block,
                                  const MemberOptions& options);

}  // namespace warc
