// Reads what `varve explain` wants of a collection: the job of its last crawl, lines of its logs
// and reports, captures. Never writes; files may be large, so they are read line by line.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "base/url.h"
#include "crawler/engine/collection.h"
#include "crawler/job/job.h"
#include "crawler/job/seeds.h"
#include "warc/cdx.h"
#include "warc/http_message.h"

namespace crawler::cli {

// The job as the last WARC file's first record has it, but for where it lies (collection, output).
// `note` tells what it lacks. Errors: a WARC file that cannot be read; no_found without any.
struct StoredJob {
  job::Job job;
  std::string note;
};
base::Result<StoredJob> stored_job(base::Disk& disk, const engine::CollectionPaths& paths);

// The seeds of such a job: lists and articles are not in a collection, so for them
// reports/seeds.jsonl is asked.
base::Result<job::Seeds> stored_seeds(base::Disk& disk, const engine::CollectionPaths& paths,
                                      const job::Job& job);

// Lines longer than this are none of ours.
inline constexpr std::size_t kMaxLogLine = 1 << 20;

// Calls `take` with each line of `file` until it says false. No file: no lines.
base::Result<void> for_each_line(base::Disk& disk, const std::filesystem::path& file,
                                 const std::function<bool(std::string_view)>& take);

// The last `most` lines of a .jsonl file whose member `name` is the string `value`.
base::Result<std::vector<std::string>> lines_about(base::Disk& disk,
                                                   const std::filesystem::path& file,
                                                   std::string_view name, std::string_view value,
                                                   std::size_t most);

// The member of a line, a string or a number as text; empty when there is none.
std::string text_in(const std::string& line, std::string_view name);

// "urls 3, pages 2, statuses {2xx 2, 4xx 1}": all members but `left_out`, in one line.
std::string flat(const std::string& line, const std::vector<std::string_view>& left_out);

// The captures of `href` in indexes/index.cdxj, oldest first, at most the last `most`.
base::Result<std::vector<warc::CdxEntry>> captures_of(base::Disk& disk,
                                                      const engine::CollectionPaths& paths,
                                                      std::string_view href, std::size_t most);

struct StoredResponse {
  warc::ResponseHead head;
  std::string body;  // decoded, its first 512,000 bytes
};
base::Result<StoredResponse> read_capture(base::Disk& disk, const engine::CollectionPaths& paths,
                                          const warc::CdxEntry& capture);

}  // namespace crawler::cli
