#include "crawler/cli/explain_collection.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include "base/json.h"
#include "crawler/extract/json_document.h"
#include "crawler/job/job_options.h"
#include "policies/robots_text.h"
#include "warc/cdx_line.h"
#include "warc/http_block.h"
#include "warc/index_file.h"
#include "warc/line_reader.h"
#include "warc/reader.h"
#include "warc/surt.h"

namespace crawler::cli {
namespace fs = std::filesystem;
namespace {

using extract::JsonDocument;

// The name tells when a file was begun: the last one is that of the last crawl. A crawl that runs
// has one that is still open.
std::optional<fs::path> last_warc(const engine::CollectionPaths& paths) {
  std::optional<fs::path> last;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(paths.archive(), error)) {
    if (entry.path().string().find(".warc.gz") == std::string::npos) continue;
    if (!last || last->filename() < entry.path().filename()) last = entry.path();
  }
  return last;
}

base::Result<std::string> block_of_first(base::Disk& disk, const fs::path& warc) {
  const auto file = disk.open(warc, base::OpenMode::read);
  if (!file) return file.error();
  warc::Reader reader(**file);
  const auto head = reader.next();
  if (!head) return head.error();
  std::string block;
  while (*head != nullptr && block.size() < kMaxLogLine) {
    const auto piece = reader.read();
    if (!piece) return piece.error();
    if (piece->empty()) break;
    block += *piece;
  }
  return block;
}

std::string text_of(const boost::json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_object() || value.is_array() || value.is_null()) return {};
  return boost::json::serialize(value);
}

void set_values(job::Job& job, const job::Option& option, const boost::json::value& value) {
  const auto set = [&](const boost::json::value& one) {
    // What an older program wrote and this one does not take is left at its default.
    const auto done = job::set_option(job, option, text_of(one));
    static_cast<void>(done);
  };
  if (!value.is_array()) return set(value);
  for (const boost::json::value& one : value.get_array()) set(one);
}

void add_seed(job::Job& job, const boost::json::value& seed) {
  const bool is_block = seed.is_object();
  const boost::json::value* url = is_block ? extract::member(&seed, "url") : &seed;
  if (url != nullptr && url->is_string()) job.seeds.push_back({text_of(*url), {}});
}

std::string flat_value(const boost::json::value& value, int depth);

std::string flat_members(const boost::json::object& object,
                         const std::vector<std::string_view>& left_out, int depth) {
  std::string text;
  for (const auto& [name, value] : object) {
    const std::string_view key(name.data(), name.size());
    if (std::find(left_out.begin(), left_out.end(), key) != left_out.end()) continue;
    const std::string one = flat_value(value, depth);
    if (one.empty()) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", key, one);
  }
  return text;
}

// `depth` bounds the recursion, as JsonDocument does.
std::string flat_value(const boost::json::value& value, int depth) {
  if (depth > 4 || value.is_null()) return {};
  if (value.is_object()) {
    const std::string members = flat_members(value.get_object(), {}, depth + 1);
    return members.empty() ? "" : "{" + members + "}";
  }
  if (!value.is_array()) return text_of(value);
  std::string text;
  for (const boost::json::value& one : value.get_array()) {
    text += (text.empty() ? "" : " ") + flat_value(one, depth + 1);
  }
  return text.empty() ? "" : "[" + text + "]";
}

// Seeds as URLs: nothing when one of them is a file.
std::optional<std::vector<base::Url>> urls_of(const std::vector<job::SeedSource>& seeds) {
  std::vector<base::Url> urls;
  for (const job::SeedSource& seed : seeds) {
    auto url = base::Url::parse(seed.text);
    if (!url || !url->is_http()) return std::nullopt;
    urls.push_back(std::move(*url).without_fragment());
  }
  return urls;
}

}  // namespace

base::Result<StoredJob> stored_job(base::Disk& disk, const engine::CollectionPaths& paths) {
  StoredJob stored;
  const auto warc = last_warc(paths);
  if (!warc) {
    stored.note = "the collection has no WARC file, so its job is not known: defaults are shown";
    return stored;
  }
  const auto block = block_of_first(disk, *warc);
  if (!block) return block.error();
  const warc::HeaderList fields = warc::parse_header_lines(*block);
  const JsonDocument json(fields.find("varve-job").value_or(std::string_view()));
  if (json.root() == nullptr || !json.root()->is_object()) {
    stored.note = warc->filename().string() + " does not tell its job: defaults are shown";
    return stored;
  }
  for (const auto& [name, value] : json.root()->get_object()) {
    const std::string_view key(name.data(), name.size());
    const job::Option* option = job::find_option(key);
    if (key == "seeds" && value.is_array()) {
      for (const boost::json::value& seed : value.get_array()) add_seed(stored.job, seed);
    } else if (option != nullptr && key != "collection" && key != "output") {
      set_values(stored.job, *option, value);
    }
  }
  return stored;
}

base::Result<job::Seeds> stored_seeds(base::Disk& disk, const engine::CollectionPaths& paths,
                                      const job::Job& job) {
  job::Seeds seeds;
  if (auto urls = urls_of(job.seeds)) {
    seeds.urls = std::move(*urls);
    return seeds;
  }
  const auto read =
      for_each_line(disk, paths.reports() / "seeds.jsonl", [&](std::string_view line) {
        auto url = base::Url::parse(text_in(std::string(line), "url"));
        if (url && url->is_http()) seeds.urls.push_back(std::move(*url));
        return true;
      });
  if (!read) return read.error();
  return seeds;
}

base::Result<void> for_each_line(base::Disk& disk, const fs::path& file,
                                 const std::function<bool(std::string_view)>& take) {
  const auto opened = disk.open(file, base::OpenMode::read);
  if (!opened && opened.error().code == base::Errc::not_found) return {};
  if (!opened) return opened.error();
  warc::LineReader reader(**opened, kMaxLogLine);
  while (true) {
    const auto line = reader.next();
    if (!line) return line.error();
    if (!*line) return {};
    if (!reader.is_cut() && !take(**line)) return {};
  }
}

base::Result<std::vector<std::string>> lines_about(base::Disk& disk, const fs::path& file,
                                                   std::string_view name, std::string_view value,
                                                   std::size_t most) {
  // Our own writer has one spelling for each text, so most lines need not be parsed.
  const std::string needle = fmt::format("\"{}\":{}", name, base::json_quoted(value));
  std::deque<std::string> found;
  const auto read = for_each_line(disk, file, [&](std::string_view line) {
    if (line.find(needle) == std::string_view::npos) return true;
    std::string text(line);
    if (text_in(text, name) != value) return true;
    found.push_back(std::move(text));
    if (found.size() > most) found.pop_front();
    return true;
  });
  if (!read) return read.error();
  return std::vector<std::string>(found.begin(), found.end());
}

std::string text_in(const std::string& line, std::string_view name) {
  const JsonDocument json(line);
  const boost::json::value* found = extract::member(json.root(), name);
  return found == nullptr ? std::string() : text_of(*found);
}

std::string flat(const std::string& line, const std::vector<std::string_view>& left_out) {
  const JsonDocument json(line);
  if (!json.root()->is_object()) return {};
  return flat_members(json.root()->get_object(), left_out, 0);
}

base::Result<std::vector<warc::CdxEntry>> captures_of(base::Disk& disk,
                                                      const engine::CollectionPaths& paths,
                                                      std::string_view href, std::size_t most) {
  const std::string key = warc::surt(href) + " ";
  warc::CdxLineParser parser;
  std::deque<warc::CdxEntry> found;
  const auto take = [&](std::string_view line) {
    if (!line.starts_with(key)) return line < key;  // it is sorted
    auto entry = parser.parse(line);
    if (!entry || !*entry || (*entry)->url != href) return true;
    found.push_back(std::move(**entry));
    if (found.size() > most) found.pop_front();
    return true;
  };
  const auto read = for_each_line(disk, paths.indexes() / warc::kCdxjName, take);
  if (!read) return read.error();
  return std::vector<warc::CdxEntry>(found.begin(), found.end());
}

base::Result<StoredResponse> read_capture(base::Disk& disk, const engine::CollectionPaths& paths,
                                          const warc::CdxEntry& capture) {
  const fs::path name = paths.archive() / fs::path(capture.filename).filename();
  const auto file = disk.open(name, base::OpenMode::read);
  if (!file) return file.error();
  warc::ReaderOptions options;
  options.start_offset = capture.offset;
  warc::Reader reader(**file, std::move(options));
  const auto head = reader.next();
  if (!head) return head.error();
  if (*head == nullptr) return base::fail(base::Errc::truncated, name.string() + " ends early");
  StoredResponse response;
  warc::HttpBlock http(warc::HttpBlock::Message::response);
  const auto keep = [&response](std::string_view bytes) -> base::Result<void> {
    const std::size_t room = policies::kMaxRobotsBytes - response.body.size();
    response.body += bytes.substr(0, room);
    return {};
  };
  for (bool is_over = false; !is_over;) {
    const auto piece = reader.read();
    if (!piece) return piece.error();
    is_over = piece->empty() || response.body.size() == policies::kMaxRobotsBytes;
    piece->empty() ? http.finish() : http.append(*piece);
    if (const auto decoded = http.decode(keep); !decoded) return decoded.error();
  }
  response.head = http.head();
  return response;
}

}  // namespace crawler::cli
