// What `varve pack` is to pack: the archives of a collection, or files.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "crawler/engine/collection.h"

namespace crawler::cli {

struct PackSource {
  std::optional<engine::CollectionPaths> collection;  // its root ends in its name
  std::vector<std::filesystem::path> archives;        // by name in a collection, else as given

  // Where the package goes when nobody says: NAME.wacz in the collection, STEM.wacz beside the one
  // file. Nothing for several files.
  std::optional<std::filesystem::path> usual_package() const;
};

// Errc::invalid, in words for the operator: a folder without archive/ or among others, a file named
// twice, standard input, a WACZ. Errc::refused: an ".open" file, which a crawl is writing or has
// left; but of those that `varve mend` has made a whole file of, that one is taken.
base::Result<PackSource> find_pack_source(const std::vector<std::string>& names);

}  // namespace crawler::cli
