#include "warc/verify/verify.h"

#include <utility>

#include <fmt/format.h>

#include "base/time.h"
#include "warc/cdx.h"
#include "warc/reader.h"
#include "warc/verify/block_check.h"
#include "warc/verify/file_rules.h"
#include "warc/verify/record_rules.h"

namespace warc::verify {
namespace {

RecordFacts facts_of(const RecordHead& head, const RecordEnd& end, const BlockCheck& block) {
  RecordFacts facts;
  facts.offset = head.position.offset;
  facts.length = end.end_offset - head.position.offset;
  facts.is_alone = end.is_alone;
  facts.is_capture = head.type == kResponse || head.type == kRevisit || head.type == kResource;
  facts.url = head.target_uri();
  if (const auto date = head.date()) facts.timestamp14 = base::to_timestamp14(*date);
  facts.mime = head.type == kRevisit ? std::string(kRevisitMime) : block.mime();
  if (block.status() > 0) facts.status = fmt::format("{:03}", block.status());
  facts.digest = block.payload_digest();
  return facts;
}

}  // namespace

base::Result<WarcSummary> verify_warc(const base::File& file, const FindingSink& report,
                                      const WarcOptions& options) {
  WarcSummary summary;
  std::uint64_t errors = 0;
  const FindingSink count = [&](Finding finding) {
    errors += finding.severity == Severity::error ? 1 : 0;
    if (report) report(std::move(finding));
  };
  Reader reader(file, {.on_finding = count, .is_strict = true});
  FileRules rules(count);
  while (true) {
    const auto next = reader.next();
    if (!next) return next.error();
    if (*next == nullptr) break;
    const RecordHead& head = **next;
    ++summary.records;
    check_head(head, count);
    rules.add(head);
    BlockCheck block(head, count);
    while (true) {
      const auto piece = reader.read();
      if (!piece) return piece.error();
      if (piece->empty()) break;
      block.append(*piece);
    }
    const auto end = reader.finish();
    if (!end) return end.error();
    block.finish(end->is_whole);
    summary.bytes = end->end_offset;
    if (!options.on_record) continue;
    if (auto taken = options.on_record(facts_of(head, *end, block)); !taken) return taken.error();
  }
  rules.finish();
  // A file that has bytes but nothing that reads as a record must not pass for clean.
  if (summary.records == 0 && errors == 0) {
    count({Severity::error, 0, "no-record", "the file holds no record"});
  }
  return summary;
}

}  // namespace warc::verify
