#include "crawler/engine/clock_journal.h"

namespace crawler::engine {

base::Result<ClockJournal> ClockJournal::open(base::Disk& disk,
                                              const std::filesystem::path& directory,
                                              const base::Clock& clock) {
  auto lines = base::LineFile::open(disk, directory / "clocks.jsonl");
  if (!lines) return lines.error();
  return ClockJournal(std::move(*lines), clock);
}

void ClockJournal::restore(frontier::Frontier&, frontier::TimePoint) const {}
void ClockJournal::note(const std::string&, std::chrono::milliseconds) {}
void ClockJournal::close() {}

}  // namespace crawler::engine
