#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "crawler/cli/cat_print.h"
#include "crawler/cli/cat_search.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/tool_line.h"
#include "crawler/cli/tool_records.h"
#include "warc/record_facts.h"

namespace crawler::cli {
namespace {

struct CatLine {
  std::string file, wanted, timestamp;
  bool headers = false, payload = false, raw_payload = false, all = false;

  CatPart part() const {
    if (headers) return CatPart::headers;
    if (raw_payload) return CatPart::raw_payload;
    return payload ? CatPart::payload : CatPart::record;
  }
};

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  return is_number && !text.empty() ? std::optional(number) : std::nullopt;
}

// "1234" or "1234+567", as `varve ls` prints it.
std::optional<warc::Position> parse_position(std::string_view text) {
  const std::size_t plus = text.find('+');
  const auto offset = parse_number(text.substr(0, plus));
  const auto inner = plus == text.npos ? 0 : parse_number(text.substr(plus + 1));
  if (!offset || !inner) return std::nullopt;
  return warc::Position{*offset, *inner};
}

// Of 14 digits.
std::optional<base::Timestamp> parse_timestamp(std::string_view d) {
  if (d.size() != 14) return std::nullopt;
  return warc::parse_warc_date(fmt::format("{}-{}-{}T{}:{}:{}Z", d.substr(0, 4), d.substr(4, 2),
                                           d.substr(6, 2), d.substr(8, 2), d.substr(10, 2),
                                           d.substr(12, 2)));
}

class Cat {
 public:
  explicit Cat(const CatLine& line) : line_(line), progress_({line.file}, true) {}

  int run();

 private:
  int print_at(const ToolInput& input, warc::Position position);
  int print_chosen();
  int print_all();
  base::Result<int> print(warc::Reader& reader, const warc::RecordHead& head);
  base::Result<int> print_original(const warc::RecordHead& revisit);
  int fail(const std::string& what) {
    progress_.clear();
    return tool_failed(base::fail(base::Errc::not_found, what));
  }
  bool is_pipe() const {
    return std::any_of(inputs_.begin(), inputs_.end(),
                       [](const ToolInput& input) { return input.file->size() == 0; });
  }

  const CatLine& line_;
  Progress progress_;
  Stdout out_;
  std::vector<ToolInput> inputs_;
};

int Cat::run() {
  const auto keep = [this](const ToolInput& input) {
    inputs_.push_back(input);
    return kToolOk;
  };
  const int opened = for_each_archive(base::real_disk(), line_.file, progress_, keep);
  if (inputs_.empty()) return opened;
  int code = kToolOk;
  if (const auto position = parse_position(line_.wanted)) {
    if (inputs_.size() > 1) {
      return fail(fmt::format("{} holds {} WARC files; name one, as {}", line_.file, inputs_.size(),
                              inputs_.front().name));
    }
    code = print_at(inputs_.front(), *position);
  } else {
    code = line_.all ? print_all() : print_chosen();
  }
  return out_.finish(std::max(code, opened));
}

int Cat::print_at(const ToolInput& input, warc::Position position) {
  bool was_there = false;
  int code = kToolOk;
  const auto visit = [&](warc::Reader& reader, const warc::RecordHead& head) -> base::Result<bool> {
    const warc::Position at = head.position;
    if (at.offset > position.offset) return false;
    if (at.offset != position.offset || at.inner != position.inner) return true;
    was_there = true;
    const auto printed = print(reader, head);
    if (!printed) return printed.error();
    code = *printed;
    // Whether the record is whole shows at its end.
    if (const auto end = reader.finish(); !end) return end.error();
    return false;
  };
  // A pipe begins where it begins.
  const std::uint64_t start = input.file->size() == 0 ? 0 : position.offset;
  const int read = for_each_record(input, progress_, visit, start);
  if (!was_there) {
    return fail(fmt::format("{}: no record begins at {}", input.name, to_text(position)));
  }
  return std::max(code, read);
}

int Cat::print_chosen() {
  if (is_pipe()) return fail("a URL is looked for in files; of a pipe, --all can be printed");
  const auto captures = find_captures(inputs_, line_.wanted, parse_timestamp(line_.timestamp));
  if (!captures) return fail(captures.error().detail);
  if (!captures->chosen) {
    const char* const damage = captures->faults == 0 ? "" : ", but the file is damaged";
    return fail(fmt::format("{}: {} is not in it{}", line_.file, line_.wanted, damage));
  }
  const FoundRecord& chosen = *captures->chosen;
  if (captures->count > 1) {
    progress_.say(fmt::format("{} captures; this is the {} of {} at {}:{} (--all, --timestamp)",
                              captures->count, chosen.type, chosen.date, chosen.input.name,
                              to_text(chosen.position)));
  }
  return print_at(chosen.input, chosen.position);
}

int Cat::print_all() {
  bool was_there = false;
  int code = kToolOk;
  const auto visit = [&](warc::Reader& reader, const warc::RecordHead& head) -> base::Result<bool> {
    if (!warc::is_capture(head) || !is_url(line_.wanted, head.target_uri())) return true;
    was_there = true;
    const auto printed = print(reader, head);
    if (!printed) return printed.error();
    code = std::max(code, *printed);
    return out_.is_open();
  };
  for (const ToolInput& input : inputs_) {
    code = std::max(code, for_each_record(input, progress_, visit));
  }
  if (!was_there) return fail(fmt::format("{}: {} is not in it", line_.file, line_.wanted));
  return code;
}

base::Result<int> Cat::print(warc::Reader& reader, const warc::RecordHead& head) {
  const bool wants_payload = line_.payload || line_.raw_payload;
  if (wants_payload && head.type == warc::kRevisit) return print_original(head);
  return print_record(reader, head, line_.part(), out_, progress_);
}

base::Result<int> Cat::print_original(const warc::RecordHead& revisit) {
  const std::string what =
      fmt::format("the record at {} is a revisit: its payload was captured with {} at {}",
                  to_text(revisit.position), revisit.field("WARC-Refers-To-Target-URI"),
                  revisit.field("WARC-Refers-To-Date"));
  if (is_pipe()) return fail(what);
  const auto original = find_original(inputs_, revisit);
  if (!original) return original.error();
  if (!*original) return fail(what + ", which is not in " + line_.file);
  progress_.say(fmt::format("a revisit; the payload is that of {}:{}", (*original)->input.name,
                            to_text((*original)->position)));
  return print_at((*original)->input, (*original)->position);
}

std::optional<std::string> fault_of(const CatLine& line) {
  if (!line.timestamp.empty() && !parse_timestamp(line.timestamp)) {
    return "--timestamp: \"" + line.timestamp + "\" is not YYYYMMDDhhmmss";
  }
  if (line.all && !line.timestamp.empty()) return "--all and --timestamp exclude each other";
  if (line.headers + line.payload + line.raw_payload > 1) {
    return "--headers, --payload and --raw-payload exclude each other";
  }
  return std::nullopt;
}

}  // namespace

int run_cat_command(std::vector<std::string> arguments) {
  CatLine line;
  CLI::App app(
      "Prints one record of a WARC, ARC or WACZ file as it is stored. A record is named by its\n"
      "offset, as `varve ls` shows it, or by its URL: then the newest response is taken.",
      "varve cat");
  app.add_option("FILE", line.file, "file to read; - is standard input")->required();
  app.add_option("RECORD", line.wanted, "offset, or URL")->required()->type_name("OFFSET|URL");
  app.add_flag("--headers", line.headers, "only the header, and that of HTTP");
  app.add_flag("--payload", line.payload, "only the payload, decoded; a revisit's is looked up");
  app.add_flag("--raw-payload", line.raw_payload, "the payload with its content coding");
  app.add_option("--timestamp", line.timestamp, "the capture of the URL nearest to this time")
      ->type_name("YYYYMMDDhhmmss");
  app.add_flag("--all", line.all, "all captures of the URL, one after the other");
  if (const auto code = parse_tool_line(app, std::move(arguments))) return *code;
  if (const auto fault = fault_of(line)) return tool_usage(*fault);
  return Cat(line).run();
}

}  // namespace crawler::cli
