// One package of several: which WARCs and pages of a crawl go into it. Private to warc/wacz*.cc.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "warc/wacz.h"

namespace warc {

struct WaczPart {
  std::vector<std::size_t> warcs;                    // places in WaczInput::warcs
  std::function<bool(std::string_view)> takes_page;  // a line of a page list
};

// write_wacz() with a part of `input` alone: index lines of the other WARCs and pages it does not
// take are left out.
base::Result<void> write_wacz_part(base::Disk& disk, const std::filesystem::path& out,
                                   const WaczInput& input, const WaczPart& part,
                                   const std::filesystem::path& temporary_directory);

}  // namespace warc
