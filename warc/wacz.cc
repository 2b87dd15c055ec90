#include "warc/wacz.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"
#include "warc/block.h"
#include "warc/digest.h"
#include "warc/line_reader.h"
#include "warc/replacement.h"
#include "warc/wacz_index.h"

namespace warc {
namespace {

namespace fs = std::filesystem;

struct Resource {
  std::string path;
  std::string hash;
  std::uint64_t bytes = 0;
};

struct FreeArchive {
  void operator()(archive* handle) const { archive_write_free(handle); }
};
struct FreeEntry {
  void operator()(archive_entry* handle) const { archive_entry_free(handle); }
};

// A ZIP file of stored entries.
class Zip {
 public:
  Zip(Replacement& out, base::Timestamp time) : out_(out), time_(time) {}

  base::Result<void> start() {
    handle_.reset(archive_write_new());
    if (!handle_) return base::fail(base::Errc::io, "archive_write_new failed");
    const bool ready =
        archive_write_set_format_zip(handle_.get()) == ARCHIVE_OK &&
        archive_write_zip_set_compression_store(handle_.get()) == ARCHIVE_OK &&
        // No padding to a block at the end: the central directory must be the file's last bytes.
        archive_write_set_bytes_in_last_block(handle_.get(), 1) == ARCHIVE_OK &&
        archive_write_open(handle_.get(), this, nullptr, write_callback, nullptr) == ARCHIVE_OK;
    return ready ? base::Result<void>() : failure("start");
  }

  // Stores `content` and gives its digest.
  base::Result<Resource> add(const std::string& path, const Block& content) {
    const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
    if (!entry) return base::fail(base::Errc::io, "archive_entry_new failed");
    archive_entry_set_pathname(entry.get(), path.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time_).time_since_epoch();
    archive_entry_set_mtime(entry.get(), static_cast<time_t>(seconds.count()), 0);
    if (archive_write_header(handle_.get(), entry.get()) != ARCHIVE_OK) return failure(path);

    Hasher hasher(DigestAlgorithm::sha256);
    const auto store = [&](std::string_view bytes) -> base::Result<void> {
      hasher.update(bytes);
      const la_ssize_t written = archive_write_data(handle_.get(), bytes.data(), bytes.size());
      const bool whole = written >= 0 && static_cast<std::size_t>(written) == bytes.size();
      return whole ? base::Result<void>() : failure(path);
    };
    if (auto stored = content.for_each_chunk(store); !stored) return stored.error();
    if (archive_write_finish_entry(handle_.get()) != ARCHIVE_OK) return failure(path);
    return Resource{path, hasher.finish(), content.size()};
  }

  base::Result<void> finish() {
    return archive_write_close(handle_.get()) == ARCHIVE_OK ? base::Result<void>()
                                                            : failure("central directory");
  }

 private:
  static la_ssize_t write_callback(archive* handle, void* self, const void* bytes,
                                   std::size_t size) noexcept {
    Zip& zip = *static_cast<Zip*>(self);
    auto written = zip.out_.append({static_cast<const char*>(bytes), size});
    if (written) return static_cast<la_ssize_t>(size);
    zip.write_error_ = written.error();
    archive_set_error(handle, EIO, "write failed");
    return -1;
  }

  // What the disk said when it was the disk, else what libarchive says.
  base::Error failure(std::string_view what) const {
    if (write_error_) return *write_error_;
    const char* reason = archive_error_string(handle_.get());
    return base::fail(base::Errc::io,
                      fmt::format("zip: {}: {}", what, reason != nullptr ? reason : "no reason"));
  }

  Replacement& out_;
  base::Timestamp time_;
  // Before handle_: freeing an unfinished archive may still call back.
  std::optional<base::Error> write_error_;
  std::unique_ptr<archive, FreeArchive> handle_;
};

base::Result<Block> whole_file(base::Disk& disk, const fs::path& path) {
  auto opened = disk.open(path, base::OpenMode::read);
  if (!opened) return opened.error();
  const std::uint64_t size = (*opened)->size();
  return Block(std::shared_ptr<const base::File>(std::move(*opened)), 0, size);
}

// Z-03: frictionless takes only these for the name of a resource.
std::string resource_name(std::string_view path) {
  std::string name = base::to_lower_ascii(path.substr(path.rfind('/') + 1));
  for (char& c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    if (!fits) c = '-';
  }
  return name;
}

base::Result<std::set<std::string, std::less<>>> warc_names(const std::vector<fs::path>& warcs) {
  std::set<std::string, std::less<>> names;
  for (const fs::path& warc : warcs) {
    const std::string name = warc.filename().string();
    const bool printable =
        std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!printable || !name.ends_with(".warc.gz") || name.find('"') != std::string::npos ||
        name.find('\\') != std::string::npos) {
      return base::fail(base::Errc::invalid,
                        "\"" + base::printable(name) + "\" is no name for a WARC in a WACZ");
    }
    if (!names.insert(name).second) {
      return base::fail(base::Errc::invalid, "two WARCs are called " + name);
    }
  }
  return names;
}

// Z-09: wabac.js takes the first line for the header, whatever it holds.
base::Result<void> check_pages(base::Disk& disk, const fs::path& path) {
  auto file = disk.open(path, base::OpenMode::read);
  if (!file) return file.error();
  LineReader lines(**file, 64 * 1024);
  const auto first = lines.next();
  if (!first) return first.error();
  if (*first && (*first)->find("\"json-pages-1.0\"") != std::string_view::npos) return {};
  return base::fail(base::Errc::invalid, path.string() + " does not begin with a page list header");
}

std::string datapackage(const WaczInput& input, const std::vector<Resource>& resources) {
  const std::string created = base::to_iso8601(input.created);
  base::JsonWriter json;
  json.begin_object()
      .field("profile", "data-package")
      .field("wacz_version", "1.1.1")
      .field_if("title", input.title)
      .field_if("description", input.description)
      .field("created", created)
      .field("modified", created)
      .field_if("software", input.software)
      .field_if("mainPageUrl", input.main_page_url);
  if (input.main_page_date) json.field("mainPageDate", base::to_iso8601(*input.main_page_date));
  json.key("resources").begin_array();
  for (const Resource& resource : resources) {
    json.begin_object()
        .field("name", resource_name(resource.path))
        .field("path", resource.path)
        .field("hash", resource.hash)
        .field("bytes", resource.bytes)
        .end_object();
  }
  return json.end_array().end_object().take();
}

// Adds everything in the order a reader of a remote file likes best: what is large first, so that
// the small files lie near the central directory at the end (formats 5.2).
class Package {
 public:
  Package(base::Disk& disk, Zip& zip) : disk_(disk), zip_(zip) {}

  base::Result<void> add(const std::string& path, const Block& content) {
    auto resource = zip_.add(path, content);
    if (!resource) return resource.error();
    resources_.push_back(std::move(*resource));
    return {};
  }

  base::Result<void> add_file(const std::string& path, const fs::path& source) {
    const auto content = whole_file(disk_, source);
    return content ? add(path, *content) : base::Result<void>(content.error());
  }

  base::Result<void> add_pages(const std::string& path, const fs::path& source) {
    if (source.empty()) return {};
    if (auto checked = check_pages(disk_, source); !checked) return checked;
    return add_file(path, source);
  }

  base::Result<void> close(const WaczInput& input) {
    const auto described = zip_.add("datapackage.json", Block(datapackage(input, resources_)));
    if (!described) return described.error();
    base::JsonWriter json;
    json.begin_object().field("path", described->path).field("hash", described->hash).end_object();
    const auto digest = zip_.add("datapackage-digest.json", Block(json.take()));
    if (!digest) return digest.error();
    return zip_.finish();
  }

 private:
  base::Disk& disk_;
  Zip& zip_;
  std::vector<Resource> resources_;
};

base::Result<void> add_resources(Package& package, const WaczInput& input, const WaczIndex& index) {
  for (const fs::path& warc : input.warcs) {
    if (auto added = package.add_file("archive/" + warc.filename().string(), warc); !added) {
      return added;
    }
  }
  for (const fs::path& log : input.logs) {
    const std::string path = "logs/" + resource_name(log.stem().string()) + ".log";
    if (auto added = package.add_file(path, log); !added) return added;
  }
  base::Result<void> outcome;
  if (!index.cdx_gz.empty()) outcome = package.add("indexes/index.cdx.gz", index.cdx_gz);
  if (outcome && !index.idx.empty()) outcome = package.add("indexes/index.idx", index.idx);
  if (outcome) outcome = package.add_pages("pages/extraPages.jsonl", input.extra_pages);
  if (outcome) outcome = package.add_pages("pages/pages.jsonl", input.pages);
  return outcome;
}

}  // namespace

base::Result<void> write_wacz(base::Disk& disk, const fs::path& out, const WaczInput& input,
                              const fs::path& temporary_directory) {
  const auto names = warc_names(input.warcs);
  if (!names) return names.error();
  WaczIndex index;
  if (!input.cdxj.empty()) {
    auto compressed = compress_index(disk, input.cdxj, *names, temporary_directory);
    if (!compressed) return compressed.error();
    index = std::move(*compressed);
  }

  auto replacement = Replacement::open(disk, out);
  if (!replacement) return replacement.error();
  Zip zip(**replacement, input.created);
  Package package(disk, zip);
  auto outcome = zip.start();
  if (outcome) outcome = add_resources(package, input, index);
  if (outcome) outcome = package.close(input);
  if (outcome) outcome = (*replacement)->commit();
  return outcome;
}

}  // namespace warc
