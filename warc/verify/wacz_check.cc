#include "warc/verify/wacz_check.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "base/encoding.h"
#include "warc/digest.h"
#include "warc/signature.h"
#include "warc/verify/wacz_index_check.h"
#include "warc/zip_reader.h"

namespace warc::verify {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kMaxDescription = 64 << 20;
constexpr std::size_t kMaxDepth = 32;
constexpr std::string_view kDescription = "datapackage.json";
constexpr std::string_view kDescriptionDigest = "datapackage-digest.json";
constexpr std::string_view kPagesHeader = "\"json-pages-1.0\"";

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

bool is_fit_for_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
         c == '/';
}

class Package {
 public:
  Package(base::Disk& disk, const ZipReader& zip, const std::filesystem::path& temporary_directory,
          const FileFindingSink& report)
      : zip_(zip), report_(report), index_(disk, temporary_directory, report) {}

  base::Result<WarcSummary> check() {
    const std::string description = read_json(kDescription);
    if (!description.empty()) check_description(description);
    check_digest_file(description);
    check_unlisted();
    for (const ZipEntry& entry : zip_.entries()) {
      if (auto checked = check_entry(entry); !checked) return checked.error();
    }
    if (auto checked = check_indexes(); !checked) return checked.error();
    return summary_;
  }

 private:
  void error(std::string_view file, std::string_view code, std::string message,
             std::uint64_t offset = 0) const {
    report_(std::string(file), {Severity::error, offset, code, std::move(message)});
  }

  std::string read_json(std::string_view name);
  std::optional<json::object> parse_object(std::string_view name, std::string_view text) const;
  void check_description(std::string_view text);
  void check_resource(const json::object& resource);
  void check_digest_file(std::string_view description);
  void check_signature(const json::object& digest, std::string_view hash);
  void check_unlisted() const;
  base::Result<void> check_entry(const ZipEntry& entry);
  base::Result<void> check_warc(const ZipEntry& entry);
  base::Result<void> check_pages(const ZipEntry& entry);
  base::Result<void> check_indexes();

  const ZipReader& zip_;
  const FileFindingSink& report_;
  IndexCheck index_;
  std::set<std::string, std::less<>> listed_;
  std::string created_;
  WarcSummary summary_;
};

std::string Package::read_json(std::string_view name) {
  const ZipEntry* entry = zip_.find(name);
  if (entry == nullptr) {
    error("", "wacz-missing", fmt::format("the package has no {}", name));
    return {};
  }
  auto text = zip_.read(*entry, kMaxDescription);
  if (text) return std::move(*text);
  error(name, "wacz-damaged", text.error().detail);
  return {};
}

std::optional<json::object> Package::parse_object(std::string_view name,
                                                  std::string_view text) const {
  boost::system::error_code failed;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::value value = json::parse({text.data(), text.size()}, failed, {}, options);
  if (!failed && value.is_object()) return std::move(value.get_object());
  error(name, "wacz-json", "this is no JSON object");
  return std::nullopt;
}

// Z-01, Z-02.
void Package::check_description(std::string_view text) {
  const auto description = parse_object(kDescription, text);
  if (!description) return;
  if (text_of(*description, "profile") != "data-package") {
    error(kDescription, "wacz-profile", "\"profile\" is not \"data-package\"");
  }
  if (text_of(*description, "wacz_version") != "1.1.1") {
    error(kDescription, "wacz-version", "\"wacz_version\" is not \"1.1.1\"");
  }
  created_ = text_of(*description, "created");
  const json::value* resources = description->if_contains("resources");
  if (resources == nullptr || !resources->is_array()) {
    return error(kDescription, "wacz-json", "\"resources\" is no list");
  }
  for (const json::value& resource : resources->get_array()) {
    if (resource.is_object()) {
      check_resource(resource.get_object());
    } else {
      error(kDescription, "wacz-json", "an entry of \"resources\" is no object");
    }
  }
}

// Z-02, Z-03.
void Package::check_resource(const json::object& resource) {
  const std::string path = text_of(resource, "path"), name = text_of(resource, "name");
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_fit_for_name)) {
    error(
        kDescription, "wacz-name",
        "the resource name \"" + base::printable(name.substr(0, 100)) + "\" is not [-a-z0-9._/]+");
  }
  const ZipEntry* entry = zip_.find(path);
  if (entry == nullptr) {
    return error(kDescription, "wacz-missing",
                 "\"" + base::printable(path.substr(0, 200)) + "\" is listed, but not there");
  }
  listed_.insert(path);
  const json::value* bytes = resource.if_contains("bytes");
  boost::system::error_code failed;
  if (bytes == nullptr || bytes->to_number<std::uint64_t>(failed) != entry->size || failed) {
    error(path, "wacz-size",
          fmt::format("the description gives another size than {}", entry->size));
  }
  const std::string hash = text_of(resource, "hash");
  if (!entry->is_stored()) {
    // Z-05; small files may be deflated, and are read whole.
    const auto content = zip_.read(*entry, kMaxDescription);
    if (!content) return error(path, "wacz-damaged", content.error().detail);
    if (digest_of(*content, DigestAlgorithm::sha256) != hash) {
      error(path, "wacz-hash", "the file does not have the hash the description gives");
    }
    return;
  }
  const auto content = zip_.stored(*entry);
  if (!content) return error(path, "wacz-damaged", content.error().detail);
  const auto digest = digest_of(*content, DigestAlgorithm::sha256);
  if (!digest) return error(path, "wacz-damaged", digest.error().detail);
  if (*digest != hash) {
    error(path, "wacz-hash", "the file does not have the hash the description gives");
  }
}

void Package::check_digest_file(std::string_view description) {
  const std::string text = read_json(kDescriptionDigest);
  if (text.empty()) return;
  const auto digest = parse_object(kDescriptionDigest, text);
  if (!digest) return;
  const std::string hash = digest_of(description, DigestAlgorithm::sha256);
  if (text_of(*digest, "path") != kDescription || text_of(*digest, "hash") != hash) {
    error(kDescriptionDigest, "wacz-hash", "this is not the hash of datapackage.json");
  }
  check_signature(*digest, hash);
}

// 5.3. Signatures by a domain's certificate are noted only: they need a clock and a trust store.
void Package::check_signature(const json::object& digest, std::string_view hash) {
  const json::value* value = digest.if_contains("signedData");
  if (value == nullptr) return;
  if (!value->is_object())
    return error(kDescriptionDigest, "wacz-signature", "signedData is no object");
  const json::object& object = value->get_object();
  if (object.if_contains("domain") != nullptr) {
    report_(
        std::string(kDescriptionDigest),
        {Severity::note, 0, "wacz-domain", "signed by a domain; its certificate is not checked"});
    return;
  }
  const SignedData data{text_of(object, "hash"),      text_of(object, "created"),
                        text_of(object, "software"),  text_of(object, "version"),
                        text_of(object, "signature"), text_of(object, "publicKey")};
  if (data.hash != hash || data.created != created_) {
    return error(kDescriptionDigest, "wacz-signature", "the signature is of another package");
  }
  if (auto verified = verify_signature(data); !verified) {
    error(kDescriptionDigest, "wacz-signature", verified.error().detail);
  }
}

void Package::check_unlisted() const {
  for (const ZipEntry& entry : zip_.entries()) {
    const bool is_folder = entry.name.ends_with('/');
    if (is_folder || listed_.contains(entry.name)) continue;
    if (entry.name == kDescription || entry.name == kDescriptionDigest) continue;
    error(base::printable(entry.name), "wacz-unlisted", "the description does not list this file");
  }
}

base::Result<void> Package::check_entry(const ZipEntry& entry) {
  // The CRC of what is large is left to the hash, which covers the same bytes.
  if (const auto offset = zip_.data_offset(entry); !offset) {
    error(base::printable(entry.name), "wacz-damaged", offset.error().detail);
    return {};
  }
  if (entry.name.starts_with("archive/") && !entry.name.ends_with('/')) return check_warc(entry);
  if (entry.name.starts_with("pages/") && entry.name.ends_with(".jsonl")) return check_pages(entry);
  return {};
}

base::Result<void> Package::check_warc(const ZipEntry& entry) {
  const std::string name = base::printable(entry.name);
  if (!entry.is_stored()) {
    error(name, "wacz-deflated", "a WARC must be stored as it is, or nothing of it is replayed");
    return {};
  }
  const auto file = zip_.open_stored(entry);
  if (!file) return file.error();
  const std::string base_name = entry.name.substr(entry.name.rfind('/') + 1);
  index_.add_warc(base_name, name);
  const FindingSink sink = [&](Finding finding) { report_(name, std::move(finding)); };
  const auto add = [&](const RecordFacts& facts) { return index_.add_record(base_name, facts); };
  const auto checked = verify_warc(**file, sink, {.on_record = add});
  if (!checked) return checked.error();
  summary_.records += checked->records;
  summary_.bytes += checked->bytes;
  return {};
}

// Z-09.
base::Result<void> Package::check_pages(const ZipEntry& entry) {
  const auto content = zip_.read(entry, 1 << 30);
  if (!content) {
    error(entry.name, "wacz-damaged", content.error().detail);
    return {};
  }
  std::string_view rest = *content;
  for (bool is_first = true; !rest.empty(); is_first = false) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    const std::uint64_t offset = content->size() - rest.size();
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (is_first && line.find(kPagesHeader) == std::string_view::npos) {
      error(entry.name, "pages-header", "the list does not begin with its header line");
      continue;
    }
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = kMaxDepth;
    const json::value value = json::parse({line.data(), line.size()}, failed, {}, options);
    if (failed || !value.is_object()) {
      error(entry.name, "pages-line", "the line is no JSON object", offset);
    } else if (!is_first && text_of(value.get_object(), "url").empty()) {
      error(entry.name, "pages-line", "the page has no url", offset);
    }
  }
  return {};
}

base::Result<void> Package::check_indexes() {
  bool has_index = false;
  for (const ZipEntry& entry : zip_.entries()) {
    if (!entry.name.starts_with("indexes/")) continue;
    auto found = check_wacz_index(zip_, entry, index_, report_);
    if (!found) return found.error();
    has_index = has_index || *found;
  }
  if (!has_index && summary_.records > 0) error("", "wacz-missing", "the package has no index");
  return index_.finish();
}

}  // namespace

base::Result<WarcSummary> verify_wacz(base::Disk& disk, std::shared_ptr<const base::File> file,
                                      const std::filesystem::path& temporary_directory,
                                      const FileFindingSink& report) {
  const auto zip = ZipReader::open(std::move(file));
  if (!zip) {
    if (zip.error().code == base::Errc::io) return zip.error();
    report("", {Severity::error, 0, "wacz-zip", zip.error().detail});
    return WarcSummary{};
  }
  return Package(disk, *zip, temporary_directory, report).check();
}

}  // namespace warc::verify
