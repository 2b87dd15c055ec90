#include "warc/wacz_pages.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <boost/json.hpp>

#include "base/encoding.h"
#include "warc/line_reader.h"
#include "warc/line_sorter.h"
#include "warc/spool.h"

namespace warc {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// A page may carry its text; a longer line cannot be parsed and its page goes to the first package.
constexpr std::size_t kMaxLine = 8 << 20;
constexpr std::uint64_t kMemoryLimit = 4 << 20;

using Member = std::optional<std::string_view>;

Member member(const json::value& object, const char* name) {
  const json::object* const members = object.if_object();
  const json::value* const found = members != nullptr ? members->if_contains(name) : nullptr;
  if (found == nullptr || !found->is_string()) return {};
  return std::string_view(found->get_string());
}

json::value parsed(std::string_view text) {
  json::error_code error;
  json::value value = json::parse({text.data(), text.size()}, error);
  return error ? json::value() : value;
}

std::uint64_t hash_of(std::string_view url, std::string_view timestamp14) {
  return std::hash<std::string>()(std::string(timestamp14).append(" ").append(url));
}

// Of the page a line tells of: its URL and the 14 digits of its moment.
std::optional<std::uint64_t> page_hash(std::string_view line) {
  const json::value page = parsed(line);
  const Member url = member(page, "url"), ts = member(page, "ts");
  if (!url || !ts) return {};
  std::string digits;
  std::copy_if(ts->begin(), ts->end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return hash_of(*url, digits.substr(0, 14));
}

using LineSink = std::function<base::Result<void>(std::string_view line)>;

base::Result<void> for_each_line(base::Disk& disk, const fs::path& path, std::size_t max_line,
                                 const LineSink& sink) {
  auto file = disk.open(path, base::OpenMode::read);
  if (!file) return file.error();
  LineReader lines(**file, max_line);
  while (true) {
    const auto line = lines.next();
    if (!line) return line.error();
    if (!*line) return {};
    if (auto taken = sink(**line); !taken) return taken;
  }
}

// wabac.js takes the first line for the header, whatever it holds.
base::Result<void> check_header(const base::File& list, const fs::path& path) {
  LineReader lines(list, 64 * 1024);
  const auto first = lines.next();
  if (!first) return first.error();
  if (*first && (*first)->find("\"json-pages-1.0\"") != std::string_view::npos) return {};
  return base::fail(base::Errc::invalid, path.string() + " does not begin with a page list header");
}

}  // namespace

base::Result<Block> read_page_list(base::Disk& disk, const fs::path& path,
                                   const std::function<bool(std::string_view)>& takes,
                                   const fs::path& temporary_directory) {
  auto file = disk.open(path, base::OpenMode::read);
  if (!file) return file.error();
  if (auto checked = check_header(**file, path); !checked) return checked.error();
  const std::uint64_t size = (*file)->size();
  if (!takes) return Block(std::shared_ptr<const base::File>(std::move(*file)), 0, size);

  Spool chosen(disk, temporary_directory, kMemoryLimit);
  bool is_header = true;
  const auto choose = [&](std::string_view line) -> base::Result<void> {
    if (!std::exchange(is_header, false) && !takes(line)) return {};
    return chosen.append(std::string(line) + "\n");
  };
  if (auto read = for_each_line(disk, path, kMaxLine, choose); !read) return read.error();
  return chosen.take();
}

base::Result<void> PageHomes::add_pages(base::Disk& disk, const fs::path& path) {
  return for_each_line(disk, path, kMaxLine, [this](std::string_view line) -> base::Result<void> {
    if (const auto hash = page_hash(line)) homes_.emplace_back(*hash, 0);
    return {};
  });
}

base::Result<void> PageHomes::find(
    base::Disk& disk, const fs::path& cdxj,
    const std::map<std::string, std::size_t, std::less<>>& package_of) {
  std::sort(homes_.begin(), homes_.end());
  const auto settle = [&](std::string_view line) -> base::Result<void> {
    const std::size_t key_end = line.find(' '), brace = line.find('{');
    const json::value entry =
        key_end < brace && brace < line.size() ? parsed(line.substr(brace)) : json::value();
    const Member url = member(entry, "url"), filename = member(entry, "filename");
    const auto package = filename ? package_of.find(*filename) : package_of.end();
    if (!url || package == package_of.end()) {
      return base::fail(base::Errc::invalid,
                        cdxj.string() + ": no CDXJ line, or not of a WARC " +
                            "that is packed: " + base::printable(line.substr(0, 200)));
    }
    const Home wanted{hash_of(*url, line.substr(key_end + 1, 14)), 0};
    auto home = std::lower_bound(homes_.begin(), homes_.end(), wanted,
                                 [](auto& a, auto& b) { return a.first < b.first; });
    for (; home != homes_.end() && home->first == wanted.first; ++home) {
      home->second = package->second;
    }
    return {};
  };
  return for_each_line(disk, cdxj, LineSorter::kMaxLine, settle);
}

std::size_t PageHomes::home_of(std::string_view page_line) const {
  const auto hash = page_hash(page_line);
  if (!hash) return 0;
  const auto home = std::lower_bound(homes_.begin(), homes_.end(), Home{*hash, 0},
                                     [](auto& a, auto& b) { return a.first < b.first; });
  return home != homes_.end() && home->first == *hash ? home->second : 0;
}

}  // namespace warc
