#include "crawler/status/page_list.h"

#include "base/json.h"
#include "warc/record.h"

namespace crawler::status {
namespace {

base::Result<base::LineFile> open_list(base::Disk& disk, const std::filesystem::path& path,
                                       const char* id, const char* title) {
  auto file = base::LineFile::open(disk, path);
  if (!file || !file->is_empty()) return file;
  base::JsonWriter json;
  json.begin_object().field("format", "json-pages-1.0").field("id", id).field("title", title);
  const auto written = file->append(json.end_object().take());
  if (!written) return written.error();
  return file;
}

// A uuid without its "<urn:uuid:" and ">".
std::string page_id() {
  const std::string urn = warc::random_ids().next();
  return urn.substr(10, 36);
}

}  // namespace

base::Result<PageList> PageList::open(base::Disk& disk, const std::filesystem::path& directory) {
  auto seeds = open_list(disk, directory / "pages.jsonl", "pages", "Seed Pages");
  if (!seeds) return seeds.error();
  auto extra = open_list(disk, directory / "extraPages.jsonl", "extraPages", "Other Pages");
  if (!extra) return extra.error();
  return PageList(std::move(*seeds), std::move(*extra));
}

void PageList::add(const PageEntry& page) {
  base::JsonWriter json;
  json.begin_object()
      .field("id", std::string_view(page_id()))
      .field("url", std::string_view(page.url));
  json.field("ts", std::string_view(base::to_iso8601(page.time)));
  json.field_if("title", page.title);
  if (page.headline != page.title) json.field_if("headline", page.headline);
  json.field_if("description", page.description).field_if("byline", page.byline);
  json.field_if("published", page.published).field_if("modified", page.modified);
  json.field_if("siteName", page.site_name).field_if("language", page.language);
  json.field_if("image", page.image).field_if("canonical", page.canonical);
  if (page.is_seed) json.field("seed", true);
  json.field("depth", page.depth).field("status", page.status).field_if("mime", page.mime);
  json.field_if("text", page.text);
  const std::string line = json.end_object().take();
  base::value_or_throw((page.is_seed ? seeds_ : extra_).append(line));
  if (!first_) first_ = std::make_unique<PageEntry>(page);
}

}  // namespace crawler::status
