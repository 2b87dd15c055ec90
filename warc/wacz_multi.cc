#include "warc/wacz_multi.h"

#include <memory>
#include <string_view>
#include <utility>

#include "base/encoding.h"
#include "base/json.h"
#include "warc/block.h"
#include "warc/digest.h"
#include "warc/replacement.h"
#include "warc/wacz_names.h"
#include "warc/zip_writer.h"

namespace warc {
namespace {

namespace fs = std::filesystem;

base::Result<Block> whole_file(base::Disk& disk, const fs::path& path) {
  auto opened = disk.open(path, base::OpenMode::read);
  if (!opened) return opened.error();
  const std::uint64_t size = (*opened)->size();
  return Block(std::shared_ptr<const base::File>(std::move(*opened)), 0, size);
}

// The members' paths are relative URLs: what is not unreserved (RFC 3986 2.3) is escaped.
std::string url_of(std::string_view name) {
  std::string url;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      url += c;
    } else {
      url += "%" + base::to_hex({&c, 1});
    }
  }
  return url;
}

base::Result<void> check_names(const MultiWacz& multi) {
  NameSet names;
  for (const WaczMember& member : multi.members) {
    if (member.name.empty() || !names.insert(member.name).second) {
      return base::fail(base::Errc::invalid,
                        "two WACZ files are called " + base::printable(member.name));
    }
  }
  return {};
}

// `paths` are where each member is found.
std::string to_json(const MultiWacz& multi, const std::vector<std::string>& paths) {
  const std::string created = base::to_iso8601(multi.created);
  base::JsonWriter json;
  json.begin_object()
      .field("profile", "multi-wacz-package")
      .field_if("title", multi.title)
      .field_if("description", multi.description)
      .field("created", created)
      .field("modified", created)
      .field_if("software", multi.software)
      .key("resources")
      .begin_array();
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const WaczMember& member = multi.members[i];
    json.begin_object()
        .field("name", member.name)
        .field("path", paths[i])
        .field("hash", member.hash)
        .field("bytes", member.bytes)
        .field_if("crawlId", member.crawl_id)
        .end_object();
  }
  return json.end_array().end_object().take();
}

base::Result<void> store(base::Disk& disk, ZipWriter& zip, const WaczMember& member,
                         const std::string& path) {
  const auto content = whole_file(disk, member.file);
  if (!content) return content.error();
  Hasher hasher(DigestAlgorithm::sha256);
  const auto hash = [&hasher](std::string_view bytes) -> base::Result<void> {
    hasher.update(bytes);
    return {};
  };
  if (auto added = zip.add(path, *content, hash); !added) return added;
  if (hasher.finish() == member.hash && content->size() == member.bytes) return {};
  return base::fail(base::Errc::invalid, member.file.string() + " has changed");
}

base::Result<void> store_all(base::Disk& disk, ZipWriter& zip, const MultiWacz& multi) {
  NameSet taken;
  std::vector<std::string> paths;
  for (const WaczMember& member : multi.members) {
    const std::string name = resource_name(member.file.filename().string());
    paths.push_back(unused_name(taken, name, name.ends_with(".wacz") ? 5 : 0));
    if (auto stored = store(disk, zip, member, paths.back()); !stored) return stored;
  }
  const std::string package = to_json(multi, paths);
  if (auto added = zip.add("datapackage.json", Block(package)); !added) return added;
  base::JsonWriter json;
  json.begin_object()
      .field("path", "datapackage.json")
      .field("hash", digest_of(package, DigestAlgorithm::sha256))
      .end_object();
  if (auto added = zip.add("datapackage-digest.json", Block(json.take())); !added) return added;
  return zip.finish();
}

}  // namespace

base::Result<WaczMember> describe_wacz(base::Disk& disk, const fs::path& file) {
  const auto content = whole_file(disk, file);
  if (!content) return content.error();
  auto hash = digest_of(*content, DigestAlgorithm::sha256);
  if (!hash) return hash.error();
  return WaczMember{file, file.filename().string(), std::move(*hash), content->size(), {}};
}

base::Result<void> write_multi_wacz_json(base::Disk& disk, const fs::path& out,
                                         const MultiWacz& multi) {
  if (auto checked = check_names(multi); !checked) return checked;
  std::vector<std::string> paths;
  for (const WaczMember& member : multi.members) {
    paths.push_back(url_of(member.file.filename().string()));
  }
  return base::write_atomically(disk, out, to_json(multi, paths) + "\n");
}

base::Result<void> write_multi_wacz(base::Disk& disk, const fs::path& out, const MultiWacz& multi) {
  if (auto checked = check_names(multi); !checked) return checked;
  auto replacement = Replacement::open(disk, out);
  if (!replacement) return replacement.error();
  ZipWriter zip(**replacement, multi.created);
  auto outcome = store_all(disk, zip, multi);
  if (outcome) outcome = (*replacement)->commit();
  return outcome;
}

}  // namespace warc
