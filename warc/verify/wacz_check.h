// Checks a WACZ 1.1.1 against itself (formats section 5): the package's description and its
// digests, the compressed index, the page lists, and inside it every WARC as verify_warc() does,
// with the index held against them. One thread.
#pragma once

#include <filesystem>
#include <memory>

#include "base/disk.h"
#include "base/error.h"
#include "warc/verify/index_check.h"
#include "warc/verify/verify.h"

namespace warc::verify {

// Files inside are named "archive/x.warc.gz" in the findings, the package itself "". Errors:
// reading the file, or writing to `temporary_directory`.
base::Result<WarcSummary> verify_wacz(base::Disk& disk, std::shared_ptr<const base::File> file,
                                      const std::filesystem::path& temporary_directory,
                                      const FileFindingSink& report);

}  // namespace warc::verify
