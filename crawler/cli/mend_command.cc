#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/tool_line.h"
#include "crawler/cli/tool_records.h"
#include "warc/mend/mend.h"

namespace crawler::cli {
namespace {

struct MendLine {
  std::vector<std::string> files;
  std::string output;
  bool gzip = false, json = false;
};

std::string_view name_of(warc::mend::Event::Kind kind) {
  switch (kind) {
    case warc::mend::Event::Kind::repacked: return "repacked";
    case warc::mend::Event::Kind::dropped: return "dropped";
    case warc::mend::Event::Kind::skipped: break;
  }
  return "skipped";
}

std::string text_of(const std::string& file, const warc::mend::Event& event) {
  const std::string bytes = event.bytes == 0 ? "" : fmt::format(" ({} bytes)", event.bytes);
  return base::printable(fmt::format("{}:{}: {}{}: {}", file, to_text(event.position),
                                     name_of(event.kind), bytes, event.reason));
}

std::string json_of(const std::string& file, const warc::mend::Event& event) {
  base::JsonWriter json;
  json.begin_object().field("file", file).field("event", name_of(event.kind));
  json.field("offset", event.position.offset);
  if (event.position.inner > 0) json.field("inner", event.position.inner);
  json.field("bytes", event.bytes).field("reason", event.reason);
  return json.end_object().take();
}

std::string_view verdict_of(const warc::mend::Summary& summary) {
  if (summary.is_whole) return "whole";
  return summary.kept() == 0 ? "lost" : "mended";
}

std::string counted(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string text_of(const std::string& file, const warc::mend::Summary& summary) {
  const std::string name = base::printable(file);
  if (summary.is_whole) {
    return fmt::format("{}: whole, {}; nothing to mend", name, counted(summary.copied, "record"));
  }
  const std::string lost =
      fmt::format("{} dropped, {} between records skipped", counted(summary.dropped, "record"),
                  counted(summary.skipped_bytes, "byte"));
  if (summary.kept() == 0) return fmt::format("{}: nothing can be saved: {}", name, lost);
  return fmt::format("{}: mended as {}: {} kept as stored, {} packed anew, {}", name,
                     base::printable(summary.output.string()), counted(summary.copied, "record"),
                     summary.repacked, lost);
}

std::string json_of(const std::string& file, const warc::mend::Summary& summary) {
  base::JsonWriter json;
  json.begin_object().field("file", file).field("event", verdict_of(summary));
  json.field_if("output", summary.output.string());
  json.field("copied", summary.copied).field("repacked", summary.repacked);
  json.field("dropped", summary.dropped).field("skipped_bytes", summary.skipped_bytes);
  return json.end_object().take();
}

// Keeps a second `varve mend` away from the same damaged file. A lock dies with its process:
// nothing is left behind that would stop the next run.
class SourceLock {
 public:
  explicit SourceLock(const std::string& file)
      : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  SourceLock(const SourceLock&) = delete;
  SourceLock& operator=(const SourceLock&) = delete;
  ~SourceLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  // A file system without locks, or a file that is not there, keeps nobody away.
  bool is_held_elsewhere() const {
    return descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  }

 private:
  const int descriptor_;
};

int mend_one(const MendLine& line, const std::string& file, Progress& progress, Stdout& out) {
  const auto tell = [&](const auto& what) {
    progress.clear();
    out.line(line.json ? json_of(file, what) : text_of(file, what));
  };
  const SourceLock lock(file);
  if (lock.is_held_elsewhere()) {
    return tool_failed(base::fail(base::Errc::refused, "another varve mend is mending " + file));
  }
  warc::mend::Options options;
  options.output = line.output;
  options.gzip = line.gzip;
  options.on_event = tell;
  progress.begin_file();
  options.on_progress = [&progress, done = std::uint64_t{0}](std::uint64_t bytes) mutable {
    progress.add(bytes - std::exchange(done, bytes));
  };
  const auto summary = warc::mend::mend_file(base::real_disk(), file, options);
  if (!summary) {
    const std::string& detail = summary.error().detail;
    const bool is_named = detail.find(file) != std::string::npos;
    return tool_failed({summary.error().code, is_named ? detail : file + ": " + detail});
  }
  tell(*summary);
  return summary->kept() == 0 ? kToolFailed : kToolOk;
}

}  // namespace

int run_mend_command(std::vector<std::string> arguments) {
  MendLine line;
  CLI::App app(
      "Makes a whole WARC file of a torn or damaged one, beside it: NAME.mended.warc.gz, or\n"
      "NAME.mended.warc where the file is not compressed. The damaged file stays as it is. "
      "Records\n"
      "that are in order are copied byte for byte; those that are badly framed are packed anew;\n"
      "those of which something is missing are left out. Each change is told with its offset.\n"
      "A file that is whole is left alone, and nothing is written. What is in the records, and\n"
      "whether their digests agree, is for varve verify to say. Exit code 0 when a whole file is\n"
      "there, also when records had to be left out; 1 when not.",
      "varve mend");
  app.add_option("FILE", line.files, "files to mend")->required();
  app.add_option("-o,--output", line.output, "name of the mended file, of one FILE")
      ->type_name("FILE");
  app.add_flag("--gzip", line.gzip, "compress what is not");
  app.add_flag("--json", line.json, "a JSON object a line");
  if (const auto code = parse_tool_line(app, std::move(arguments))) return *code;
  if (!line.output.empty() && line.files.size() > 1) {
    return tool_usage("-o names one file, but there are several to mend");
  }
  const auto is_stdin = [](const std::string& file) { return file == "-"; };
  if (std::any_of(line.files.begin(), line.files.end(), is_stdin)) {
    return tool_usage("standard input cannot be mended: it must be read twice");
  }
  Progress progress(line.files, false);
  Stdout out;
  int code = kToolOk;
  for (const std::string& file : line.files) {
    code = std::max(code, mend_one(line, file, progress, out));
  }
  return out.finish(code);
}

}  // namespace crawler::cli
