// Holds indexes against the WARCs they are of, in both directions: every line points to the record
// it describes, and every capture has a line in every index (formats section 3). In bounded memory:
// both sides are sorted by file and offset outside of it. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "warc/cdx.h"
#include "warc/finding.h"
#include "warc/line_sorter.h"
#include "warc/verify/verify.h"

namespace warc::verify {

// A finding and the file it is in.
using FileFindingSink = std::function<void(const std::string& file, Finding)>;

class IndexCheck {
 public:
  // `disk` and `report` outlive the check; `temporary_directory` exists.
  IndexCheck(base::Disk& disk, const std::filesystem::path& temporary_directory,
             const FileFindingSink& report);

  // A WARC that indexes may point to, by its base name, and what findings call it; then its
  // records.
  void add_warc(std::string name, std::string shown) {
    warcs_.emplace(std::move(name), std::move(shown));
  }
  base::Result<void> add_record(std::string_view warc, const RecordFacts& facts);

  // Reads an index and gives its number of lines; lines that are none or out of order are reported
  // at once.
  base::Result<std::uint64_t> add_index(const base::File& file, const std::string& name);

  // Compares.
  base::Result<void> finish();

 private:
  struct Line;

  void error(const std::string& file, std::uint64_t offset, std::string_view code,
             std::string message) const;
  base::Result<void> add_entry(const CdxEntry& entry, std::uint64_t line_offset);
  void compare(const std::vector<Line>& lines) const;
  void compare_fields(const Line& record, const Line& line) const;

  const FileFindingSink& report_;
  LineSorter sorter_;
  std::map<std::string, std::string, std::less<>> warcs_;
  std::vector<std::string> indexes_;
  std::set<std::pair<std::size_t, std::string>> unknown_files_;  // said once
};

}  // namespace warc::verify
