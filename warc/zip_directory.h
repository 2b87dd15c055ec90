// Finds and parses the central directory of a ZIP file. Private to zip_reader.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "warc/zip_reader.h"

namespace warc {

struct ZipDirectory {
  std::uint64_t offset = 0;
  std::vector<ZipEntry> entries;
};

base::Result<ZipDirectory> read_zip_directory(const base::File& file, const ZipLimits& limits);

}  // namespace warc
