// Packs a collection again in the ways no crawl does by itself, for the judges in this folder:
//   pack_the_sample COLLECTION OUT
// writes OUT/signed.wacz with OUT/key.pem; OUT/split-N.wacz of at most 1 MB of WARCs with
// OUT/split.json; and OUT/around.wacz with the same members in it.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "base/time.h"
#include "warc/wacz.h"
#include "warc/wacz_multi.h"
#include "warc/wacz_split.h"

namespace {

namespace fs = std::filesystem;

warc::WaczInput input_of(const fs::path& collection) {
  warc::WaczInput input;
  for (const auto& entry : fs::directory_iterator(collection / "archive")) {
    input.warcs.push_back(entry.path());
  }
  std::sort(input.warcs.begin(), input.warcs.end());
  input.cdxj = collection / "indexes" / "index.cdxj";
  input.pages = collection / "pages" / "pages.jsonl";
  input.extra_pages = collection / "pages" / "extraPages.jsonl";
  input.title = "sample";
  input.created = base::system_clock().now();
  return input;
}

void pack(const fs::path& collection, const fs::path& out) {
  base::Disk& disk = base::real_disk();
  warc::WaczInput input = input_of(collection);
  const auto packages =
      base::value_or_throw(write_split_wacz(disk, out / "split.wacz", input, {1'000'000}, out));
  warc::MultiWacz multi;
  multi.title = "around";
  multi.created = input.created;
  multi.members = packages.members;
  base::value_or_throw(write_multi_wacz(disk, out / "around.wacz", multi));
  input.signing_key = out / "key.pem";
  base::value_or_throw(write_wacz(disk, out / "signed.wacz", input, out));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: pack_the_sample COLLECTION OUT\n", stderr);
    return 2;
  }
  try {
    fs::create_directories(argv[2]);
    pack(argv[1], argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pack_the_sample: %s\n", error.what());
    return 1;
  }
  return 0;
}
