#include "warc/wacz.h"

#include <memory>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "warc/block.h"
#include "warc/digest.h"
#include "warc/replacement.h"
#include "warc/signature.h"
#include "warc/wacz_index.h"
#include "warc/wacz_names.h"
#include "warc/wacz_pages.h"
#include "warc/wacz_part.h"
#include "warc/zip_writer.h"

namespace warc {
namespace {

namespace fs = std::filesystem;

struct Resource {
  std::string name, path;
  std::string hash;
  std::uint64_t bytes = 0;
};

base::Result<Block> whole_file(base::Disk& disk, const fs::path& path) {
  auto opened = disk.open(path, base::OpenMode::read);
  if (!opened) return opened.error();
  const std::uint64_t size = (*opened)->size();
  return Block(std::shared_ptr<const base::File>(std::move(*opened)), 0, size);
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
        .field("name", resource.name)
        .field("path", resource.path)
        .field("hash", resource.hash)
        .field("bytes", resource.bytes)
        .end_object();
  }
  json.end_array();
  if (input.needs.empty()) return json.end_object().take();
  // Not in the specification: where wabac.js looks for the originals of revisits.
  json.key("relation").begin_object().key("requires").begin_array();
  for (const WaczRelation& needed : input.needs) {
    json.begin_object().field("filename", needed.name).field("hash", needed.hash).end_object();
  }
  return json.end_array().end_object().end_object().take();
}

std::string digest_file(const std::string& hash, const SignedData* signed_data) {
  base::JsonWriter json;
  json.begin_object().field("path", "datapackage.json").field("hash", hash);
  if (signed_data != nullptr) {
    json.key("signedData")
        .begin_object()
        .field("hash", signed_data->hash)
        .field("created", signed_data->created)
        .field("software", signed_data->software)
        .field("version", signed_data->version)
        .field("signature", signed_data->signature)
        .field("publicKey", signed_data->public_key)
        .end_object();
  }
  return json.end_object().take();
}

class Package {
 public:
  Package(base::Disk& disk, const WaczInput& input, const WaczPart* part, ZipWriter& zip)
      : disk_(disk), input_(input), part_(part), zip_(zip) {}

  base::Result<void> add(const std::string& path, const Block& content) {
    Hasher hasher(DigestAlgorithm::sha256);
    const auto hash = [&hasher](std::string_view bytes) -> base::Result<void> {
      hasher.update(bytes);
      return {};
    };
    if (auto added = zip_.add(path, content, hash); !added) return added;
    resources_.push_back(
        {unused_name(names_, resource_name(path)), path, hasher.finish(), content.size()});
    return {};
  }

  base::Result<void> add_file(const std::string& path, const fs::path& source) {
    const auto content = whole_file(disk_, source);
    return content ? add(path, *content) : base::Result<void>(content.error());
  }

  base::Result<void> add_pages(const std::string& path, const fs::path& source,
                               const fs::path& temporary_directory) {
    if (source.empty()) return {};
    const auto takes = part_ != nullptr ? part_->takes_page : nullptr;
    const auto list = read_page_list(disk_, source, takes, temporary_directory);
    return list ? add(path, *list) : base::Result<void>(list.error());
  }

  base::Result<void> close(const SigningKey* key) {
    const std::string description = datapackage(input_, resources_);
    const std::string hash = digest_of(description, DigestAlgorithm::sha256);
    if (auto added = zip_.add("datapackage.json", Block(description)); !added) return added;
    std::optional<SignedData> signed_data;
    if (key != nullptr) {
      auto made = key->sign(hash, base::to_iso8601(input_.created), input_.software);
      if (!made) return made.error();
      signed_data = std::move(*made);
    }
    const std::string digest = digest_file(hash, signed_data ? &*signed_data : nullptr);
    if (auto added = zip_.add("datapackage-digest.json", Block(digest)); !added) return added;
    return zip_.finish();
  }

 private:
  base::Disk& disk_;
  const WaczInput& input_;
  const WaczPart* part_;
  ZipWriter& zip_;
  NameSet names_;
  std::vector<Resource> resources_;
};

struct NamedWarc {
  std::string name;
  fs::path path;
};

base::Result<std::vector<NamedWarc>> chosen_warcs(const WaczInput& input, const WaczPart* part) {
  const auto names = checked_warc_names(input);
  if (!names) return names.error();
  std::vector<NamedWarc> chosen;
  if (part != nullptr) {
    for (const std::size_t i : part->warcs) chosen.push_back({names->at(i), input.warcs.at(i)});
    return chosen;
  }
  for (std::size_t i = 0; i < names->size(); ++i) chosen.push_back({(*names)[i], input.warcs[i]});
  return chosen;
}

base::Result<WaczIndex> make_index(base::Disk& disk, const WaczInput& input, const WaczPart* part,
                                   const std::vector<NamedWarc>& warcs,
                                   const fs::path& temporary_directory) {
  if (input.cdxj.empty()) return WaczIndex();
  NameSet names;
  for (const NamedWarc& warc : warcs) names.insert(warc.name);
  const auto others = part != nullptr ? OtherLines::skip : OtherLines::refuse;
  return compress_index(disk, input.cdxj, names, others, temporary_directory);
}

base::Result<void> add_resources(Package& package, const WaczInput& input, const WaczIndex& index,
                                 const std::vector<NamedWarc>& warcs, const fs::path& temporary) {
  base::Result<void> outcome;
  if (!index.idx.empty()) outcome = package.add("indexes/index.idx", index.idx);
  if (outcome && !index.cdx_gz.empty()) outcome = package.add("indexes/index.cdx.gz", index.cdx_gz);
  if (outcome) outcome = package.add_pages("pages/pages.jsonl", input.pages, temporary);
  if (outcome) outcome = package.add_pages("pages/extraPages.jsonl", input.extra_pages, temporary);
  if (!outcome) return outcome;
  for (const NamedWarc& warc : warcs) {
    if (auto added = package.add_file("archive/" + warc.name, warc.path); !added) return added;
  }
  NameSet log_names;
  for (const fs::path& log : input.logs) {
    const std::string name = unused_name(log_names, resource_name(log.stem().string()));
    if (auto added = package.add_file("logs/" + name + ".log", log); !added) return added;
  }
  return {};
}

// All of `input` when `part` is nullptr.
base::Result<void> write(base::Disk& disk, const fs::path& out, const WaczInput& input,
                         const WaczPart* part, const fs::path& temporary_directory) {
  const auto warcs = chosen_warcs(input, part);
  if (!warcs) return warcs.error();
  std::optional<SigningKey> key;
  if (!input.signing_key.empty()) {
    auto loaded = SigningKey::load_or_create(disk, input.signing_key);
    if (!loaded) return loaded.error();
    key = std::move(*loaded);
  }
  const auto index = make_index(disk, input, part, *warcs, temporary_directory);
  if (!index) return index.error();

  auto replacement = Replacement::open(disk, out);
  if (!replacement) return replacement.error();
  ZipWriter zip(**replacement, input.created);
  Package package(disk, input, part, zip);
  auto outcome = add_resources(package, input, *index, *warcs, temporary_directory);
  if (outcome) outcome = package.close(key ? &*key : nullptr);
  if (outcome) outcome = (*replacement)->commit();
  return outcome;
}

}  // namespace

base::Result<void> write_wacz(base::Disk& disk, const fs::path& out, const WaczInput& input,
                              const fs::path& temporary_directory) {
  return write(disk, out, input, nullptr, temporary_directory);
}

base::Result<void> write_wacz_part(base::Disk& disk, const fs::path& out, const WaczInput& input,
                                   const WaczPart& part, const fs::path& temporary_directory) {
  return write(disk, out, input, &part, temporary_directory);
}

}  // namespace warc
