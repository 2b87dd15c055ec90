#include <CLI/CLI.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/record_filter.h"
#include "crawler/cli/tool_line.h"
#include "crawler/cli/tool_records.h"
#include "warc/record_facts.h"

namespace crawler::cli {
namespace {

struct LsLine {
  std::vector<std::string> files;
  RecordFilter filter;
  std::uint64_t limit = 0;  // 0: no limit
  bool json = false;
};

std::string or_dash(std::string text) { return text.empty() ? "-" : std::move(text); }

// Of a record that shares its member with others the length is not known.
std::string length_of(const warc::RecordHead& head, const warc::RecordEnd& end) {
  return end.is_alone ? fmt::format("{}", end.end_offset - head.position.offset) : "-";
}

// "2026-11-22T10:31:26Z"; a date that is none stays as it is.
std::string date_of(const warc::RecordHead& head) {
  const auto date = head.date();
  if (!date) return or_dash(std::string(head.field("WARC-Date")));
  return base::to_iso8601(*date).substr(0, 19) + "Z";
}

std::string row(const warc::RecordHead& head, const warc::RecordFacts& facts,
                const warc::RecordEnd& end) {
  const std::string_view name = head.field("WARC-Filename");
  const std::string_view uri = head.target_uri();
  return base::printable(
      fmt::format("{:>10} {:>9} {:<10} {:<20} {:>3} {:<24} {}", to_text(head.position),
                  length_of(head, end), or_dash(head.type.name), date_of(head),
                  facts.status == 0 ? "-" : std::to_string(facts.status), or_dash(facts.mime),
                  or_dash(std::string(uri.empty() ? name : uri))));
}

std::string json_row(const std::string& file, const warc::RecordHead& head,
                     const warc::RecordFacts& facts, const warc::RecordEnd& end) {
  base::JsonWriter json;
  json.begin_object().field("file", file).field("offset", head.position.offset);
  if (head.position.inner > 0) json.field("inner", head.position.inner);
  if (end.is_alone) json.field("length", end.end_offset - head.position.offset);
  json.field("whole", end.is_whole).field("version", head.version).field("type", head.type.name);
  json.field_if("date", head.field("WARC-Date"));
  if (facts.status != 0) json.field("status", facts.status);
  json.field_if("mime", facts.mime).field_if("url", head.target_uri());
  json.field("block_bytes", facts.block_bytes);
  std::map<std::string, std::vector<std::string>> fields;  // some stand more than once
  for (const auto& [name, value] : head.fields.entries()) fields[name].push_back(value);
  json.key("headers").begin_object();
  for (const auto& [name, values] : fields) {
    json.key(name).begin_array();
    for (const std::string& value : values) json.value(value);
    json.end_array();
  }
  return json.end_object().end_object().take();
}

int list(const LsLine& line) {
  Progress progress(line.files, true);
  Stdout out;
  std::uint64_t shown = 0;
  const auto is_done = [&] { return !out.is_open() || (line.limit > 0 && shown >= line.limit); };
  const auto list_input = [&](const ToolInput& input) {
    if (is_done()) return kToolOk;
    const auto visit = [&](warc::Reader& reader,
                           const warc::RecordHead& head) -> base::Result<bool> {
      const auto facts = warc::read_facts(reader, head);
      if (!facts) return facts.error();
      const auto end = reader.finish();
      if (!end) return end.error();
      if (line.filter.matches(head, *facts)) {
        ++shown;
        out.line(line.json ? json_row(input.name, head, *facts, *end) : row(head, *facts, *end));
      }
      return !is_done();
    };
    return for_each_record(input, progress, visit);
  };
  int code = kToolOk;
  for (const std::string& name : line.files) {
    if (is_done()) break;
    code = std::max(code, for_each_archive(base::real_disk(), name, progress, list_input));
  }
  return out.finish(code);
}

}  // namespace

int run_ls_command(std::vector<std::string> arguments) {
  LsLine line;
  CLI::App app(
      "Lists the records of WARC, ARC and WACZ files: where each begins (OFFSET+INNER inside a\n"
      "gzip member it shares), its stored length, type, date, HTTP status, media type and URL.\n"
      "What is wrong with a file goes to stderr; then the exit code is 1.",
      "varve ls");
  app.add_option("FILE", line.files, "files to read; - is standard input")->required();
  app.add_option("--type", line.filter.types, "only records of this type; may be repeated")
      ->type_name("TYPE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--status", line.filter.status, "only this HTTP status: 200, or 4xx")
      ->type_name("NNN");
  app.add_option("--mime", line.filter.mime, "only media types that begin so, or match (* and ?)")
      ->type_name("MIME");
  app.add_option("--url", line.filter.url,
                 "only URLs with this in them, or that match where it has a *")
      ->type_name("TEXT");
  app.add_option("--limit", line.limit, "stop after so many lines")->type_name("N");
  app.add_flag("--json", line.json, "a JSON object a line, with all fields of the header");
  if (const auto code = parse_tool_line(app, std::move(arguments))) return *code;
  if (const auto fault = line.filter.fault()) return tool_usage(*fault);
  return list(line);
}

}  // namespace crawler::cli
