#include "crawler/cli/pack_source.h"

#include <algorithm>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "crawler/cli/tool_input.h"
#include "warc/mend/mend.h"

namespace crawler::cli {
namespace fs = std::filesystem;
namespace {

base::Error invalid(std::string what) { return base::fail(base::Errc::invalid, std::move(what)); }

base::Error unsealed(const fs::path& path) {
  return base::fail(base::Errc::refused,
                    fmt::format("{0} is being written, or was left by a crawl that did not end; if "
                                "so, run `varve mend {0}`, and where that finds it whole take "
                                "\".open\" off its name",
                                path.string()));
}

bool is_unsealed(const fs::path& path) { return path.extension() == ".open"; }

// "collections/news" of "collections/news/"; the real name of ".".
fs::path with_name(const fs::path& folder) {
  fs::path path = folder.lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  if (path.filename() != "." && path.filename() != ".." && path.has_filename()) return path;
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  return error ? path : real;
}

base::Result<PackSource> collection_source(const fs::path& folder) {
  PackSource source;
  source.collection = engine::CollectionPaths{with_name(folder)};
  const fs::path archive = source.collection->archive();
  std::error_code error;
  if (!fs::is_directory(archive, error)) {
    return invalid(folder.string() +
                   " is no collection: it has no folder archive/; name the WARC files in it");
  }
  for (fs::directory_iterator entry(archive, error), end; !error && entry != end;
       entry.increment(error)) {
    const fs::path& path = entry->path();
    if (is_archive_name(path.native())) source.archives.push_back(path);
    const bool is_mended = fs::exists(warc::mend::mended_path(path, true)) ||
                           fs::exists(warc::mend::mended_path(path, false));
    if (is_unsealed(path) && !is_mended) return unsealed(path);
  }
  if (error) return base::from_errno(error.value(), "read " + archive.string());
  if (source.archives.empty()) return invalid(archive.string() + " holds no WARC file");
  std::sort(source.archives.begin(), source.archives.end());
  return source;
}

base::Result<void> check_file(const fs::path& path) {
  if (path == "-") return invalid("standard input cannot be packed: it must be read twice");
  if (path.extension() == ".wacz") return invalid(path.string() + " is a package already");
  if (is_unsealed(path)) return unsealed(path);
  std::error_code error;
  if (!fs::exists(path, error)) return invalid("there is no file " + path.string());
  if (!fs::is_regular_file(path, error)) return invalid(path.string() + " is no file");
  return {};
}

}  // namespace

std::optional<fs::path> PackSource::usual_package() const {
  if (collection) return collection->wacz();
  if (archives.size() != 1) return std::nullopt;
  std::string name = archives.front().filename().string();
  for (const std::string ending : {".gz", ".warc"}) {
    if (name.size() > ending.size() && name.ends_with(ending)) {
      name.resize(name.size() - ending.size());
    }
  }
  return archives.front().parent_path() / (name + ".wacz");
}

base::Result<PackSource> find_pack_source(const std::vector<std::string>& names) {
  const auto is_folder = [](const std::string& name) {
    std::error_code error;
    return fs::is_directory(name, error);
  };
  if (std::any_of(names.begin(), names.end(), is_folder)) {
    if (names.size() == 1) return collection_source(names.front());
    return invalid("name one collection, or files");
  }
  PackSource source;
  std::set<fs::path> seen;
  for (const std::string& name : names) {
    if (auto checked = check_file(name); !checked) return checked.error();
    std::error_code error;
    if (!seen.insert(fs::weakly_canonical(name, error)).second) {
      return invalid(name + " is named twice");
    }
    source.archives.emplace_back(name);
  }
  return source;
}

}  // namespace crawler::cli
