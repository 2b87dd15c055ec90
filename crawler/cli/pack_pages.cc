#include "crawler/cli/pack_pages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "base/encoding.h"
#include "warc/line_reader.h"
#include "warc/record_head.h"

namespace crawler::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::uint64_t kSortBytes = 64 << 20;
constexpr std::size_t kMaxPageLine = 8 << 20;  // with its text, as browsertrix writes it

// A page on its way through the sorters: fields with tabs between, none of which holds one.
//   by_url    URL  date  order  rank  depth  type  title
//   by_order  rank  order  URL  date  depth  type  title
constexpr std::size_t kFields = 7;
using Fields = std::array<std::string_view, kFields>;
constexpr std::string_view kSeed = "0", kOther = "1";

std::string to_line(const Fields& fields) {
  std::string line(fields.front());
  for (std::size_t i = 1; i < kFields; ++i) line.append("\t").append(fields[i]);
  return line;
}

Fields fields_of(std::string_view line) {
  Fields fields;
  for (std::size_t i = 0; i + 1 < kFields; ++i) {
    const std::size_t end = std::min(line.find('\t'), line.size());
    fields[i] = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  fields.back() = line;
  return fields;
}

status::PageEntry entry_of(const Fields& by_order) {
  const auto& [rank, order, url, date, depth, mime, title] = by_order;
  status::PageEntry page;
  page.url = url;
  page.time = warc::parse_warc_date(date).value_or(base::Timestamp{});
  page.title = title;
  page.is_seed = rank == kSeed;
  std::from_chars(depth.data(), depth.data() + depth.size(), page.depth);
  page.status = 200;
  page.mime = mime;
  return page;
}

// The captures of one URL, which come one after the other, the newest last.
struct PageGroup {
  std::string newest, order;  // newest: a line of by_url
  std::string_view rank = kOther;

  bool holds(std::string_view url) const {
    return !newest.empty() && fields_of(newest).front() == url;
  }
  void add(std::string_view line) {
    const Fields fields = fields_of(line);
    if (order.empty() || fields[2] < order) order = fields[2];
    if (fields[3] == kSeed) rank = kSeed;
    newest = line;
  }
  std::string by_order() const {
    const Fields fields = fields_of(newest);
    return to_line({rank, order, fields[0], fields[1], fields[4], fields[5], fields[6]});
  }
};

base::Result<void> bring_into_order(warc::LineSorter& by_url, warc::LineSorter& by_order) {
  PageGroup group;
  const auto take = [&](std::string_view line) -> base::Result<void> {
    if (!group.newest.empty() && !group.holds(fields_of(line).front())) {
      if (auto added = by_order.add(std::exchange(group, {}).by_order()); !added) return added;
    }
    group.add(line);
    return {};
  };
  if (auto merged = by_url.merge(take); !merged) return merged;
  return group.newest.empty() ? base::Result<void>() : by_order.add(group.by_order());
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Nothing when the line is no JSON object.
std::optional<json::object> object_of(std::string_view line) {
  json::error_code error;
  const json::value value = json::parse({line.data(), line.size()}, error);
  if (error || !value.is_object()) return std::nullopt;
  return value.get_object();
}

}  // namespace

base::Result<PageSummary> summarise_pages(base::Disk& disk, const fs::path& list) {
  const auto file = disk.open(list, base::OpenMode::read);
  if (!file) return file.error();
  warc::LineReader lines(**file, kMaxPageLine);
  PageSummary summary;
  for (std::uint64_t number = 1;; ++number) {
    const auto line = lines.next();
    if (!line) return line.error();
    if (!*line) {
      if (number > 1) return summary;
      return base::fail(base::Errc::invalid, list.string() + " is empty; it lacks even its header");
    }
    const auto wrong = [&](std::string_view what) {
      return base::fail(base::Errc::invalid, fmt::format("{}:{}: {}", list.string(), number, what));
    };
    const auto object = object_of(**line);
    if (!object || lines.is_cut()) return wrong("no JSON object");
    if (number == 1) {
      if (text_of(*object, "format") == "json-pages-1.0") continue;
      return wrong("a page list begins with the line {\"format\": \"json-pages-1.0\", ...}");
    }
    const std::string url = text_of(*object, "url");
    if (url.empty()) return wrong("the page has no url");
    if (summary.pages++ > 0) continue;
    summary.first_url = url;
    summary.first_date = warc::parse_warc_date(text_of(*object, "ts"));
  }
}

PageSorter::PageSorter(base::Disk& disk, fs::path directory)
    : disk_(disk), directory_(std::move(directory)), by_url_(disk, directory_, kSortBytes) {}

base::Result<void> PageSorter::add(std::size_t archive, std::uint64_t number,
                                   const status::PageEntry& page) {
  const std::string date = base::to_iso8601(page.time);
  const std::string order = fmt::format("{:010}.{:015}", archive, number);
  const std::string depth = std::to_string(page.depth);
  const std::string line =
      to_line({page.url, date, order, page.is_seed ? kSeed : kOther, depth, page.mime, page.title});
  const std::lock_guard lock(mutex_);
  return by_url_.add(line);
}

base::Result<void> PageSorter::write() {
  warc::LineSorter by_order(disk_, directory_, kSortBytes);
  if (auto sorted = bring_into_order(by_url_, by_order); !sorted) return sorted;
  auto lists = status::PageList::open(disk_, directory_);
  if (!lists) return lists.error();
  return by_order.merge([&lists](std::string_view line) -> base::Result<void> {
    status::PageEntry page = entry_of(fields_of(line));
    // Seeds come first. Viewers open the first page of pages.jsonl, so there has to be one.
    if (lists->first() == nullptr) page.is_seed = true;
    lists->add(page);
    return {};
  });
}

}  // namespace crawler::cli
