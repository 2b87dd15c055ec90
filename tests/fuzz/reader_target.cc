#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/targets.h"
#include "warc/http_block.h"
#include "warc/reader.h"

namespace fuzz {
namespace {

// A gzip bomb of records is read no further: 1 MiB of them holds every state there is.
constexpr std::uint64_t kEnough = 1 << 20;

struct Seen {
  std::string raw;
  warc::Position position;
  warc::RecordEnd end;
  std::uint64_t block_bytes = 0;
  bool operator==(const Seen& other) const {
    return raw == other.raw && position.offset == other.position.offset &&
           position.inner == other.position.inner && block_bytes == other.block_bytes &&
           end.end_offset == other.end.end_offset && end.is_whole == other.end.is_whole &&
           end.is_alone == other.end.is_alone;
  }
};

struct Findings {
  std::uint64_t file_size = 0;
  std::uint64_t errors = 0;

  void check(const warc::Finding& finding) {
    require(!finding.code.empty() && !finding.message.empty(), "a finding has code and sentence");
    for (const char c : finding.message) {
      require(static_cast<unsigned char>(c) >= 0x20, "a finding is printable");
    }
    require(finding.offset <= file_size && finding.skipped <= file_size - finding.offset,
            "a finding lies in the file");
    if (finding.severity == warc::Severity::error) ++errors;
  }
};

std::uint64_t read_block(warc::Reader& reader, const warc::RecordHead& head) {
  std::uint64_t bytes = 0;
  warc::HttpBlock http(head.type == warc::kRequest ? warc::HttpBlock::Message::request
                                                   : warc::HttpBlock::Message::response);
  while (true) {
    const auto piece = reader.read();
    require(piece.has_value(), "memory can be read");
    if (piece->empty()) break;
    bytes += piece->size();
    http.append(*piece);
  }
  http.finish();
  return bytes;
}

std::vector<Seen> read_all(const base::File& file, std::uint64_t file_size, Findings& findings) {
  std::vector<Seen> all;
  std::uint64_t decoded = 0;
  findings.file_size = file_size;
  warc::Reader reader(file, {.on_finding = [&](const warc::Finding& f) { findings.check(f); }});
  while (decoded < kEnough) {
    const auto head = reader.next();
    require(head.has_value(), "memory can be read");
    if (*head == nullptr) break;
    const warc::RecordHead& record = **head;
    Seen seen{record.raw, record.position, {}, read_block(reader, record)};
    const auto end = reader.finish();
    require(end.has_value(), "memory can be read");
    seen.end = *end;
    require(seen.block_bytes <= record.content_length, "no block is longer than it says");
    require(!end->is_whole || seen.block_bytes == record.content_length, "whole means all bytes");
    require(end->end_offset <= file_size && record.position.offset <= end->end_offset,
            "a record lies in the file");
    require(all.empty() || record.position.offset >= all.back().position.offset,
            "records come in order");
    record.date();
    record.target_uri();
    warc::http_message_of(record);
    decoded += record.raw.size() + seen.block_bytes + 1;
    all.push_back(std::move(seen));
  }
  return all;
}

// What may be pointed to is found again from there.
void read_again(const base::File& file, const Seen& seen) {
  warc::Reader reader(file, {.on_finding = {}, .start_offset = seen.position.offset});
  const auto head = reader.next();
  require(head && *head != nullptr && (*head)->raw == seen.raw, "a record is where it was");
  const auto end = reader.finish();
  require(end && end->end_offset == seen.end.end_offset && end->is_whole == seen.end.is_whole,
          "a record ends where it did");
}

}  // namespace

void reader(std::string_view input) {
  Findings findings, pipe_findings;
  const MemoryFile file(input);
  const std::vector<Seen> records = read_all(file, input.size(), findings);
  std::size_t again = 0;
  for (const Seen& seen : records) {
    if (seen.end.is_alone && seen.end.is_whole && again++ < 4) read_again(file, seen);
  }
  const std::vector<Seen> piped = read_all(MemoryPipe(input), input.size(), pipe_findings);
  require(findings.errors > 0 || piped == records, "a clean file is the same from a pipe");
}

}  // namespace fuzz
