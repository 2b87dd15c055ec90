#include "crawler/cli/pack_index.h"

#include <algorithm>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/cdx_line.h"
#include "warc/line_reader.h"
#include "warc/reader.h"
#include "warc/record_facts.h"

namespace crawler::cli {
namespace {

namespace fs = std::filesystem;

// Behind the last capture the index knows, by the name of a WARC.
using Ends = std::map<std::string, std::uint64_t, std::less<>>;

// What is wrong with `line`, if anything; `ends` learns from it.
std::string take_line(std::string_view line, warc::CdxLineParser& parser, Ends& ends) {
  const auto entry = parser.parse(line);
  if (!entry || !*entry || warc::kind_of_line(line) != warc::LineKind::cdxj) return "no CDXJ line";
  const auto known = ends.find((*entry)->filename);
  if (known == ends.end()) {
    return fmt::format("names {}, which is not there", base::printable((*entry)->filename));
  }
  known->second = std::max(known->second, (*entry)->offset + (*entry)->length);
  return {};
}

base::Result<IndexState> read_lines(const base::File& file, Ends& ends) {
  warc::LineReader lines(file, warc::CdxLineParser::kMaxLine);
  warc::CdxLineParser parser;
  IndexState state;
  std::string last;
  while (true) {
    const auto line = lines.next();
    if (!line) return line.error();
    if (!*line) return state;
    ++state.captures;
    std::string fault = lines.is_cut() ? "too long" : take_line(**line, parser, ends);
    if (fault.empty() && **line < last) fault = "not sorted";
    if (!fault.empty()) {
      state.fault = fmt::format("line {}: {}", state.captures, fault);
      return state;
    }
    last = **line;
  }
}

// Is there nothing to index from `offset` to the end, and are these records?
base::Result<bool> holds_no_capture(const base::File& warc, std::uint64_t offset) {
  if (offset >= warc.size()) return offset == warc.size();
  bool is_sound = true;
  warc::ReaderOptions options;
  options.start_offset = offset;
  options.on_finding = [&is_sound](const warc::Finding& finding) {
    if (finding.severity == warc::Severity::error) is_sound = false;
  };
  warc::Reader reader(warc, options);
  while (true) {
    const auto head = reader.next();
    if (!head) return head.error();
    if (!is_sound || *head == nullptr) return is_sound;
    if (warc::is_capture(**head)) return false;
  }
}

}  // namespace

base::Result<IndexState> examine_index(base::Disk& disk, const fs::path& cdxj,
                                       const std::vector<fs::path>& warcs) {
  const auto file = disk.open(cdxj, base::OpenMode::read);
  if (!file) return file.error();
  Ends ends;
  for (const fs::path& warc : warcs) ends.emplace(warc.filename().string(), 0);
  auto state = read_lines(**file, ends);
  if (!state || !state->fault.empty()) return state;
  for (const fs::path& path : warcs) {
    const auto warc = disk.open(path, base::OpenMode::read);
    if (!warc) return warc.error();
    const auto is_known = holds_no_capture(**warc, ends.find(path.filename().string())->second);
    if (!is_known) return is_known.error();
    if (*is_known) continue;
    state->fault = "it is not that of " + base::printable(path.filename().string());
    return state;
  }
  return state;
}

}  // namespace crawler::cli
