// Several WACZ files as one collection (formats Z-15): a JSON file beside them, or a WACZ around
// them in which they are stored as they are. ReplayWeb.page opens both and fetches of the members
// what it needs. Knows nothing of what is in a member.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "base/time.h"

namespace warc {

struct WaczMember {
  std::filesystem::path file;
  std::string name;  // what pages and revisits say when they mean it; no two alike
  std::string hash;  // "sha256:..." of the whole file
  std::uint64_t bytes = 0;
  std::string crawl_id;  // the same for members that were one crawl; may be empty
};

struct MultiWacz {
  std::string title, description;
  base::Timestamp created;
  std::string software = "varve";
  std::vector<WaczMember> members;
};

// Size and hash of a finished WACZ; reads all of it. Its name is the base name.
base::Result<WaczMember> describe_wacz(base::Disk& disk, const std::filesystem::path& file);

// Writes the JSON file. Members are found beside it, under their base names. Errc::invalid when two
// names are alike.
base::Result<void> write_multi_wacz_json(base::Disk& disk, const std::filesystem::path& out,
                                         const MultiWacz& multi);

// Writes a WACZ with the members in it. Errc::invalid when two names are alike or a member has no
// longer its size and hash.
base::Result<void> write_multi_wacz(base::Disk& disk, const std::filesystem::path& out,
                                    const MultiWacz& multi);

}  // namespace warc
