#include "crawler/engine/package.h"

#include <string>

#include "base/version.h"
#include "warc/index_file.h"

namespace crawler::engine {

warc::WaczInput package_input(const CollectionPaths& paths) {
  warc::WaczInput input;
  input.warcs = sealed_warcs(paths);
  input.cdxj = paths.indexes() / warc::kCdxjName;
  input.pages = paths.pages() / "pages.jsonl";
  input.extra_pages = paths.pages() / "extraPages.jsonl";
  input.title = paths.root.filename().string();
  input.software = std::string("Varve/") + base::kVersion;
  return input;
}

}  // namespace crawler::engine
