// Feeds files to a target without libFuzzer, so that every seed and every input that once crashed
// is a plain test:  fuzz_replay TARGET FILE_OR_FOLDER...
// Of each file also its beginnings (cut at 16 places) and its bytes with one flipped (at 16
// places), which is what a fuzzer tries first. Folders that are absent are passed over.
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "tests/fuzz/targets.h"

namespace {

namespace fs = std::filesystem;

struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
};

constexpr Target kTargets[] = {
    {"reader", fuzz::reader},
    {"verify", fuzz::verify},
    {"gzip_member", fuzz::gzip_member},
    {"http_block", fuzz::http_block},
    {"cdx_line", fuzz::cdx_line},
    {"content_coding", fuzz::content_coding},
    {"zip_reader", fuzz::zip_reader},
    {"request_query", fuzz::request_query},
    {"css", fuzz::css},
    {"html", fuzz::html},
    {"srcset", fuzz::srcset},
    {"url", fuzz::url},
    {"charset", fuzz::charset},
    {"link_header", fuzz::link_header},
    {"pdf", fuzz::pdf},
    {"script", fuzz::script},
    {"json", fuzz::json},
    {"main_text", fuzz::main_text},
    {"feed", fuzz::feed},
    {"robots", fuzz::robots},
};

constexpr std::size_t kPlaces = 4;
constexpr std::uint64_t kMaxFile = 16 << 20;

std::vector<fs::path> files_in(const fs::path& path) {
  if (fs::is_regular_file(path)) return {path};
  std::vector<fs::path> files;
  if (!fs::is_directory(path)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

std::size_t run_variants(const Target& target, const std::string& bytes) {
  target.run(bytes);
  if (bytes.empty()) return 1;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    const std::size_t at = bytes.size() * i / kPlaces;
    // A copy of its own size, so that a sanitizer sees a read behind its end.
    target.run(std::string(bytes, 0, at));
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << i % 8));
    target.run(flipped);
  }
  return 1 + 2 * kPlaces;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view name = argc > 1 ? argv[1] : "";
  for (const Target& target : kTargets) {
    if (target.name != name) continue;
    std::size_t files = 0, inputs = 0;
    for (int i = 2; i < argc; ++i) {
      for (const fs::path& file : files_in(argv[i])) {
        const auto bytes = base::read_file(base::real_disk(), file, kMaxFile);
        if (!bytes) {
          std::fprintf(stderr, "fuzz_replay: %s\n", base::describe(bytes.error()).c_str());
          return 1;
        }
        // Before it runs: the last name printed is that of the input which crashed.
        std::printf("%s\n", file.c_str());
        std::fflush(stdout);
        ++files;
        inputs += run_variants(target, *bytes);
      }
    }
    std::printf("%s: %zu files, %zu inputs\n", argv[1], files, inputs);
    return files > 0 ? 0 : 1;
  }
  std::fprintf(stderr, "usage: fuzz_replay TARGET FILE_OR_FOLDER...\n");
  return 2;
}
