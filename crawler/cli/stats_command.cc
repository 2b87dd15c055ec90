#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/tool_line.h"
#include "crawler/cli/tool_records.h"
#include "warc/statistics.h"

namespace crawler::cli {
namespace {

struct StatsLine {
  std::vector<std::string> files;
  std::size_t top = 20;
  bool json = false;
};

struct Part {
  const char* title;
  const warc::Tally& tally;
};

std::vector<Part> parts_of(const warc::Statistics& counted) {
  return {{"type", counted.types},
          {"status", counted.statuses},
          {"mime", counted.mimes},
          {"host", counted.hosts}};
}

double ratio_of(const warc::Statistics& counted) {
  return counted.stored_bytes == 0 ? 0.0
                                   : static_cast<double>(counted.decoded_bytes) /
                                         static_cast<double>(counted.stored_bytes);
}

double revisit_share(const warc::Statistics& counted) {
  return counted.captures == 0
             ? 0.0
             : static_cast<double>(counted.revisits) / static_cast<double>(counted.captures);
}

std::string table(const warc::Statistics& counted, std::size_t top) {
  std::string text = fmt::format(
      "files     {}\nrecords   {}\nbytes     {} stored, {} uncompressed (ratio {:.2f})\n"
      "captures  {}, of them {} revisits ({:.1f} %)\n",
      counted.files, counted.all.records, counted.stored_bytes, counted.decoded_bytes,
      ratio_of(counted), counted.captures, counted.revisits, 100 * revisit_share(counted));
  if (counted.first) {
    text += fmt::format("dates     {} to {}\n", base::to_iso8601(*counted.first),
                        base::to_iso8601(*counted.last));
  }
  for (const Part& part : parts_of(counted)) {
    text += fmt::format("\n{:<40} {:>10} {:>15}\n", part.title, "records", "bytes");
    for (const auto& [name, count] : part.tally.top(top)) {
      text +=
          fmt::format("{:<40} {:>10} {:>15}\n", base::printable(name), count.records, count.bytes);
    }
    if (const auto others = part.tally.others(top); others.records > 0) {
      text += fmt::format("{:<40} {:>10} {:>15}\n", "(others)", others.records, others.bytes);
    }
  }
  return text;
}

void add_count(base::JsonWriter& json, const warc::Count& count) {
  json.field("records", count.records).field("bytes", count.bytes);
}

std::string json_of(const warc::Statistics& counted, std::size_t top) {
  base::JsonWriter json;
  json.begin_object().field("files", counted.files).field("records", counted.all.records);
  json.field("stored_bytes", counted.stored_bytes).field("decoded_bytes", counted.decoded_bytes);
  json.field("ratio", ratio_of(counted)).field("captures", counted.captures);
  json.field("revisits", counted.revisits).field("revisit_share", revisit_share(counted));
  if (counted.first) {
    json.field("first", base::to_iso8601(*counted.first));
    json.field("last", base::to_iso8601(*counted.last));
  }
  for (const Part& part : parts_of(counted)) {
    json.key(part.title).begin_object().key("top").begin_array();
    for (const auto& [name, count] : part.tally.top(top)) {
      add_count(json.begin_object().field("name", name), count);
      json.end_object();
    }
    add_count(json.end_array().key("others").begin_object(), part.tally.others(top));
    json.end_object().end_object();
  }
  return json.end_object().take() + '\n';
}

int count(const StatsLine& line) {
  Progress progress(line.files, false);
  warc::Statistics counted;
  const auto count_input = [&](const ToolInput& input) {
    std::uint64_t end_offset = 0;
    const auto visit = [&](warc::Reader& reader,
                           const warc::RecordHead& head) -> base::Result<bool> {
      const auto facts = warc::read_facts(reader, head);
      if (!facts) return facts.error();
      const auto end = reader.finish();
      if (!end) return end.error();
      counted.add(head, *facts);
      end_offset = std::max(end_offset, end->end_offset);
      return true;
    };
    const int code = for_each_record(input, progress, visit);
    // A pipe has no size.
    counted.add_file(std::max(input.file->size(), end_offset));
    return code;
  };
  int code = kToolOk;
  for (const std::string& name : line.files) {
    code = std::max(code, for_each_archive(base::real_disk(), name, progress, count_input));
  }
  Stdout out;
  // Of what could not be read at all there is nothing to tell but what was told.
  if (code != kToolOk && counted.all.records == 0) return code;
  out.write(line.json ? json_of(counted, line.top) : table(counted, line.top));
  return out.finish(code);
}

}  // namespace

int run_stats_command(std::vector<std::string> arguments) {
  StatsLine line;
  CLI::App app(
      "Counts records and bytes of WARC, ARC and WACZ files by type, and captures by HTTP status,\n"
      "media type and host. Bytes are those of the records' blocks, uncompressed.",
      "varve stats");
  app.add_option("FILE", line.files, "files to read; - is standard input")->required();
  app.add_option("--top", line.top, "show so many of each (default: 20)")->type_name("N");
  app.add_flag("--json", line.json, "one JSON object instead of tables");
  if (const auto code = parse_tool_line(app, std::move(arguments))) return *code;
  return count(line);
}

}  // namespace crawler::cli
