#include "crawler/status/skipped_list.h"

namespace crawler::status {

base::Result<SkippedList> SkippedList::open(base::Disk& disk,
                                            const std::filesystem::path& directory, std::uint64_t) {
  auto lines = base::LineFile::open(disk, directory / "skipped.jsonl");
  if (!lines) return lines.error();
  return SkippedList(std::move(*lines));
}

void SkippedList::add(const policies::Candidate&, const policies::Verdict&, base::Timestamp) {}

}  // namespace crawler::status
