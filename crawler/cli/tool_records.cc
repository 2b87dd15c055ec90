#include "crawler/cli/tool_records.h"

#include <fmt/format.h>

#include "crawler/cli/tool_line.h"

namespace crawler::cli {
namespace {

base::Result<void> walk(warc::Reader& reader, const RecordVisitor& visit) {
  while (true) {
    const auto head = reader.next();
    if (!head) return head.error();
    if (*head == nullptr) return {};
    const auto goes_on = visit(reader, **head);
    if (!goes_on) return goes_on.error();
    if (!*goes_on) return {};
  }
}

}  // namespace

int for_each_record(const ToolInput& input, Progress& progress, const RecordVisitor& visit,
                    std::uint64_t start_offset) {
  int code = kToolOk;
  const auto hear = [&](const warc::Finding& finding) {
    if (finding.severity == warc::Severity::note) return;
    code = kToolFailed;
    progress.say(to_line(input.name, finding));
  };
  warc::Reader reader(*input.file, {.on_finding = hear, .start_offset = start_offset});
  if (const auto walked = walk(reader, visit); !walked) {
    progress.say(fmt::format("{}: {}", input.name, walked.error().detail));
    return kToolFailed;
  }
  return code;
}

std::string to_text(warc::Position position) {
  return position.inner == 0 ? fmt::format("{}", position.offset)
                             : fmt::format("{}+{}", position.offset, position.inner);
}

}  // namespace crawler::cli
