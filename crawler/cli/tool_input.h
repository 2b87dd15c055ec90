// Opens what the archive tools read: a WARC or ARC file, every one inside a WACZ or in the folder
// of a collection, or standard input ("-"); and tells on a terminal how far long work has come.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "warc/finding.h"

namespace crawler::cli {

// "varve: file 3 of 7, 41 %" on stderr, when that is a terminal and the work takes more than a
// second. Any thread.
class Progress {
 public:
  // `names`: what will be read. `is_stdout_busy`: the tool prints while it reads; then that is the
  // progress where standard output is a terminal, too.
  Progress(const std::vector<std::string>& names, bool is_stdout_busy);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // Takes the line away.
  ~Progress();

  // The same file, but reading it is progress, a byte the `passes`-th part of one; with the first
  // byte the next of the files begins. This outlives it.
  std::unique_ptr<base::File> watch(std::unique_ptr<base::File> file, unsigned passes = 1);
  // A line of text to stderr, made safe for a terminal.
  void say(std::string_view line);

  // For who opens files otherwise: the next one begins; `bytes` more have been read.
  void begin_file() { ++opened_; }
  void add(std::uint64_t bytes);
  // Takes the line away until the next reading, for who writes to the terminal.
  void clear();

 private:
  void show();

  using Clock = std::chrono::steady_clock;
  const std::size_t files_;
  std::uint64_t total_ = 0;  // bytes; 0 when that is not known
  const bool is_shown_;
  const Clock::time_point begin_;
  std::atomic<std::size_t> opened_ = 0;
  std::atomic<std::uint64_t> done_ = 0;
  std::mutex mutex_;  // of what follows
  Clock::time_point last_;
  bool has_line_ = false;
};

// Is this the name of a WARC or ARC file, compressed or not?
bool is_archive_name(std::string_view name);

struct ToolInput {
  // As findings name it: "a.warc.gz", "b.wacz:archive/c.warc.gz", "-".
  std::string name;
  std::shared_ptr<const base::File> file;
};

// Opens `name` for reading; "-" is standard input, a file of size 0 unless it can be searched.
base::Result<std::unique_ptr<base::File>> open_tool_input(base::Disk& disk,
                                                          const std::string& name);

// Calls `work` for the file `name`, for each WARC and ARC inside when it is a WACZ (in the order of
// its directory), or for each in its folder archive/, by name, when it is a collection;
// "b.wacz:archive/c.warc.gz" names one of them. What cannot be opened is said on stderr. Gives the
// largest exit code.
int for_each_archive(base::Disk& disk, const std::string& name, Progress& progress,
                     const std::function<int(const ToolInput&)>& work);

// "FILE:OFFSET: code: sentence", "FILE:OFFSET: note: code: sentence" for a note.
std::string to_line(std::string_view name, const warc::Finding& finding);

}  // namespace crawler::cli
