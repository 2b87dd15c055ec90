// The indexes inside a WACZ (formats Z-05 to Z-07). Private to wacz_check.cc.
#pragma once

#include "base/error.h"
#include "warc/verify/index_check.h"
#include "warc/zip_reader.h"

namespace warc::verify {

// Adds the lines of `entry` to `index` when it is an index; and checks the .idx beside a compressed
// one. False for other files.
base::Result<bool> check_wacz_index(const ZipReader& zip, const ZipEntry& entry, IndexCheck& index,
                                    const FileFindingSink& report);

}  // namespace warc::verify
