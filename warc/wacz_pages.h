// The page lists of a WACZ (formats Z-09): JSON lines, the first of them a header. Private to
// warc/wacz*.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "warc/block.h"

namespace warc {

// The list as it is, or its header and the lines that `takes` when that is given; these lie in
// memory or in a nameless file. Errc::invalid for a list without header.
base::Result<Block> read_page_list(base::Disk& disk, const std::filesystem::path& path,
                                   const std::function<bool(std::string_view)>& takes,
                                   const std::filesystem::path& temporary_directory);

// Which of several packages holds the capture of a page. 16 bytes of memory for each page.
class PageHomes {
 public:
  // Learns the pages of a list.
  base::Result<void> add_pages(base::Disk& disk, const std::filesystem::path& path);

  // Looks for the captures of all pages, after the last list. `package_of` leads from the name of a
  // WARC to the number of a package; Errc::invalid for a line with another name or none.
  base::Result<void> find(base::Disk& disk, const std::filesystem::path& cdxj,
                          const std::map<std::string, std::size_t, std::less<>>& package_of);

  // For a line of a page list. The first package, 0, is home to pages without capture.
  std::size_t home_of(std::string_view page_line) const;

 private:
  using Home = std::pair<std::uint64_t, std::size_t>;  // a hash of URL and second, the package
  std::vector<Home> homes_;                            // sorted by find()
};

}  // namespace warc
