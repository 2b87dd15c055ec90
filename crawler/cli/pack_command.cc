#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/log.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/pack_run.h"
#include "crawler/cli/tool_line.h"
#include "crawler/job/quantity.h"
#include "crawler/status/progress.h"

namespace crawler::cli {
namespace fs = std::filesystem;
namespace {

struct PackLine {
  std::vector<std::string> sources;
  std::string output, max_size;
  PackRequest request;
};

std::uint64_t size_of(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  return error ? 0 : size;
}

std::string plural(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string text_of(const Packed& packed) {
  std::string text;
  for (const warc::WaczMember& member : packed.packages.members) {
    text += fmt::format("package   {} ({})\n", base::printable(member.file.string()),
                        status::human_bytes(size_of(member.file)));
  }
  text += fmt::format("archives  {}", plural(packed.warcs, "WARC"));
  if (packed.prepared && packed.prepared->converted > 0) {
    text += fmt::format(", {} packed anew, a gzip member a record", packed.prepared->converted);
  }
  text += '\n';
  if (packed.prepared) text += fmt::format("records   {}\n", packed.prepared->records);
  text += fmt::format("captures  {}\npages     {}\n", packed.captures, packed.pages);
  if (packed.packages.members.size() > 1) {
    text += fmt::format("open      {}\n", base::printable(packed.packages.entry.string()));
  }
  return text;
}

int pack(const PackRequest& request) {
  try {
    const auto packed = run_pack(base::real_disk(), request);
    if (!packed) return tool_failed(packed.error());
    Stdout report;
    report.write(text_of(*packed));
    if (!packed->prepared || packed->prepared->not_indexed == 0) return report.finish(kToolOk);
    const std::string missing = plural(packed->prepared->not_indexed, "capture");
    base::log(base::LogLevel::error, missing + " without URL or date cannot be replayed");
    return report.finish(kToolFailed);
  } catch (const base::FatalError& error) {
    return tool_failed(error.error());
  }
}

// What CLI11 cannot judge; the exit code when it is wrong.
std::optional<int> settle(PackLine& line) {
  auto source = find_pack_source(line.sources);
  if (!source) {
    const bool is_usage = source.error().code == base::Errc::invalid;
    return is_usage ? tool_usage(source.error().detail) : tool_failed(source.error());
  }
  const auto out = line.output.empty() ? source->usual_package() : fs::path(line.output);
  if (!out) return tool_usage("several files need a name for their package: -o OUT.wacz");
  if (out->extension() != ".wacz") {
    return tool_usage("-o: viewers know a package by the end of its name, .wacz");
  }
  std::error_code error;
  if (out->has_parent_path() && !fs::is_directory(out->parent_path(), error)) {
    return tool_usage("-o: there is no folder " + out->parent_path().string());
  }
  if (!line.max_size.empty()) {
    const auto bytes = job::parse_bytes(line.max_size);
    if (!bytes) return tool_usage("--max-size: " + bytes.error().detail);
    line.request.max_bytes = *bytes;
  }
  line.request.source = std::move(*source);
  line.request.out = *out;
  return std::nullopt;
}

void describe(CLI::App& app, PackLine& line) {
  app.add_option("SOURCE", line.sources, "a collection's folder, or WARC files")->required();
  app.add_option("-o,--output", line.output,
                 "the package (default: NAME.wacz in the collection, STEM.wacz beside one file)")
      ->type_name("OUT.wacz");
  app.add_option("--title", line.request.title, "its title (default: the name)")->type_name("TEXT");
  app.add_option("--description", line.request.description, "what it is about")->type_name("TEXT");
  app.add_option("--sign", line.request.signing_key,
                 "sign it with this P-384 key, made when absent")
      ->type_name("KEY.pem");
  auto* const pages = app.add_option("--pages-from", line.request.page_list, "its list of pages");
  pages->type_name("FILE.jsonl");
  app.add_flag("--no-pages", line.request.no_pages, "without a list of pages")->excludes(pages);
  app.add_option("--max-size", line.max_size,
                 "make several packages, of at most so many bytes of WARCs, and a JSON file that "
                 "opens them")
      ->type_name("BYTES");
  app.add_flag("--overwrite", line.request.overwrite, "replace packages that exist");
  app.add_option("--log", line.request.logs, "put this log into it, too; may be repeated")
      ->allow_extra_args(false)
      ->type_name("FILE");
}

}  // namespace

int run_pack_command(std::vector<std::string> arguments) {
  PackLine line;
  CLI::App app(
      "Packs archives as WACZ: one file with everything a replay needs. Of a collection all that\n"
      "the crawl left; of WARC files also their index and pages, which are found by what their\n"
      "records tell. Files that are not compressed, or hold several records in a gzip member, are\n"
      "packed anew on the way; the files themselves stay as they are.",
      "varve pack");
  describe(app, line);
  if (const auto code = parse_tool_line(app, std::move(arguments))) return *code;
  if (const auto code = settle(line)) return *code;
  return pack(line.request);
}

}  // namespace crawler::cli
