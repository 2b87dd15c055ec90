// What mending saves of every file of ../shared/malformed/warc and gzip: records kept as they are,
// records packed anew, records left out, bytes skipped. All but the first 0: the file is whole.
#include <filesystem>
#include <string>
#include <string_view>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/shared_data.h"
#include "tests/warc/mend_support.h"

namespace {

struct Verdict {
  std::string_view file;
  std::uint64_t copied, repacked, dropped, skipped_bytes;
};
std::ostream& operator<<(std::ostream& out, const Verdict& verdict) { return out << verdict.file; }

constexpr Verdict kVerdicts[] = {
    // clang-format off
    {"gzip/jwat/invalid-compression.gz", 0, 0, 0, 975},
    {"gzip/jwat/invalid-entries.gz", 0, 0, 0, 1214},
    {"gzip/jwat/invalid-magic.gz", 0, 0, 0, 975},
    {"gzip/jwat/invalid-truncated.gz", 0, 0, 0, 600},
    {"gzip/jwat/three-files.gz", 0, 0, 0, 1214},
    {"gzip/webarchive-commons/abcd.gz", 0, 0, 0, 24},
    {"gzip/webarchive-commons/double-single-inflate-error.gz", 0, 0, 0, 849},
    {"gzip/webarchive-commons/empty.gz", 0, 0, 0, 20},
    {"gzip/webarchive-commons/hi-2.gz", 0, 0, 0, 46},
    {"gzip/webarchive-commons/hi.gz", 0, 0, 0, 23},
    {"warc/gowarc-ia/corrupted-mid-record.warc.gz.open", 0, 12, 0, 34},
    {"warc/gowarc-ia/corrupted-trailing-bytes.warc.gz.open", 0, 30, 0, 55},
    {"warc/gowarc-ia/empty.warc.gz.open", 0, 0, 0, 23},
    {"warc/gowarc-ia/good.warc.gz.open", 0, 50, 0, 0},
    {"warc/gowarc-ia/single-record.warc.gz.open", 1, 0, 0, 0},
    {"warc/gowarc-ia/skip-non-open.warc.gz", 0, 10, 0, 0},
    {"warc/jwarc/cc.warc.gz", 1, 0, 0, 0},
    {"warc/jwarc/gzip_extra_sl.warc.gz", 1, 0, 0, 0},
    {"warc/jwat/invalid-warcfile-contenttype-recommended.warc", 7, 0, 0, 0},
    {"warc/jwat/invalid-warcfile-contenttype-warcinfo-recommended.warc", 1, 0, 0, 0},
    {"warc/jwat/invalid-warcfile-digest-fields.warc", 4, 0, 0, 0},
    {"warc/jwat/invalid-warcfile-duplicate-fields.warc", 0, 1, 0, 0},
    {"warc/jwat/invalid-warcfile-encoding-headers.warc.gz", 4, 0, 0, 0},
    {"warc/jwat/invalid-warcfile-fields-empty.warc", 0, 0, 1, 0},
    {"warc/jwat/invalid-warcfile-fields-invalidformat.warc", 0, 0, 1, 0},
    {"warc/jwat/invalid-warcfile-fields-missing.warc", 0, 0, 1, 0},
    {"warc/jwat/invalid-warcfile-lonely-continuation.warc", 0, 0, 1, 0},
    {"warc/jwat/invalid-warcfile-lonely-monkeys.warc", 0, 0, 1, 0},
    {"warc/jwat/invalid-warcfile-lonely-request-response-resource-conversion.warc", 0, 0, 4, 0},
    {"warc/jwat/invalid-warcfile-lonely-revisit.warc", 0, 0, 1, 0},
    {"warc/jwat/invalid-warcfile-lonely-warcinfo-metadata.warc", 0, 0, 2, 0},
    {"warc/jwat/invalid-warcfile-record-then-garbage.warc", 1, 0, 0, 57},
    {"warc/jwat/invalid-warcfile-segment-number-continuation.warc", 2, 0, 0, 0},
    {"warc/jwat/invalid-warcfile-segment-number-response.warc", 2, 0, 0, 0},
    {"warc/jwat/test-arc-1.0-invalid-fields.arc", 0, 0, 0, 4572},
    {"warc/jwat/test-utf8.warc", 1, 0, 0, 0},
    {"warc/jwat/valid-warcfile-contenttype-continuation.warc", 1, 0, 0, 0},
    {"warc/jwat/valid-warcfile-duplicate-concurrentto.warc", 1, 0, 0, 0},
    {"warc/jwat/valid-warcfile-fields-continuation.warc", 1, 0, 0, 0},
    {"warc/jwat/valid-warcfile-fields-metainfo.warc", 1, 0, 0, 0},
    {"warc/jwat/valid-warcfile-fields-warcinfo.warc", 1, 0, 0, 0},
    {"warc/jwat/valid-warcfile-non-warc-headers.warc", 1, 0, 0, 0},
    {"warc/jwat/valid-warcfile-upper-lower-case.warc", 5, 0, 0, 0},
    {"warc/jwat/valid-warcfile-utf8.warc", 1, 0, 0, 0},
    {"warc/libarchive/test_read_format_warc.warc", 3, 0, 0, 0},
    {"warc/libarchive/test_read_format_warc_incomplete.warc", 0, 0, 2, 0},
    {"warc/own/ansi-in-uri.warc", 2, 0, 0, 0},
    {"warc/own/bad-crc-middle.warc.gz", 2, 0, 1, 0},
    {"warc/own/bad-isize-middle.warc.gz", 2, 0, 1, 0},
    {"warc/own/bidi-in-uri.warc", 2, 0, 0, 0},
    {"warc/own/bom-first.warc", 1, 0, 0, 3},
    {"warc/own/bomb-10MB-member.warc.gz", 2, 0, 0, 0},
    {"warc/own/cl-duplicate.warc", 1, 0, 1, 0},
    {"warc/own/cl-missing.warc", 1, 0, 1, 0},
    {"warc/own/cl-negative.warc", 1, 0, 1, 0},
    {"warc/own/cl-overflow-i64.warc", 1, 0, 1, 0},
    {"warc/own/cl-overflow-u64.warc", 1, 0, 1, 0},
    {"warc/own/cl-too-big.warc", 1, 0, 1, 0},
    {"warc/own/cl-too-small.warc", 1, 0, 1, 0},
    {"warc/own/date-bad.warc", 2, 0, 0, 0},
    {"warc/own/date-year-0.warc", 2, 0, 0, 0},
    {"warc/own/digest-unknown-alg.warc", 2, 0, 0, 0},
    {"warc/own/digest-wrong.warc", 2, 0, 0, 0},
    {"warc/own/duplicate-record-id.warc", 2, 0, 0, 0},
    {"warc/own/elf-magic.warc.gz", 0, 0, 0, 64},
    {"warc/own/empty-file.warc", 0, 0, 0, 0},
    {"warc/own/empty-members.warc.gz", 1, 0, 0, 120},
    {"warc/own/header-fold.warc", 2, 0, 0, 0},
    {"warc/own/header-injection-crlf-in-uri.warc", 2, 0, 0, 0},
    {"warc/own/header-injection-new-record-in-uri.warc", 3, 0, 0, 0},
    {"warc/own/header-line-1MB.warc.gz", 1, 0, 0, 0},
    {"warc/own/header-no-colon.warc", 2, 0, 0, 0},
    {"warc/own/headers-100k-lines.warc.gz", 1, 0, 0, 0},
    {"warc/own/http-block-empty.warc", 2, 0, 0, 0},
    {"warc/own/http-block-no-blank-line.warc", 2, 0, 0, 0},
    {"warc/own/http-block-status-garbage.warc", 2, 0, 0, 0},
    {"warc/own/huge-fextra.warc.gz", 2, 0, 0, 0},
    {"warc/own/just-newlines.warc", 0, 0, 0, 2000},
    {"warc/own/latin1-in-header.warc", 2, 0, 0, 0},
    {"warc/own/lf-only.warc", 0, 0, 2, 0},
    {"warc/own/no-target-uri.warc", 2, 0, 0, 0},
    {"warc/own/no-trailing-crlfcrlf.warc", 1, 1, 0, 0},
    {"warc/own/nul-in-uri.warc", 2, 0, 0, 0},
    {"warc/own/ok-3-members.warc.gz", 3, 0, 0, 0},
    {"warc/own/ok-3-plain.warc", 3, 0, 0, 0},
    {"warc/own/one-trailing-crlf.warc", 1, 1, 0, 0},
    {"warc/own/payload-contains-warc-record.warc", 2, 0, 0, 0},
    {"warc/own/record-split-over-2-members.warc.gz", 1, 0, 0, 267},
    {"warc/own/revisit-loop.warc", 2, 0, 0, 0},
    {"warc/own/segment-missing-origin.warc", 2, 0, 0, 0},
    {"warc/own/space-in-uri.warc", 2, 0, 0, 0},
    {"warc/own/torn-1-byte-of-magic.warc.gz", 2, 0, 0, 1},
    {"warc/own/torn-before-crc.warc.gz", 2, 1, 0, 0},
    {"warc/own/torn-in-gzip-header.warc.gz", 2, 0, 0, 6},
    {"warc/own/torn-last-byte.warc.gz", 2, 1, 0, 0},
    {"warc/own/torn-mid-crc.warc.gz", 2, 1, 0, 0},
    {"warc/own/torn-mid-deflate.warc.gz", 2, 0, 0, 114},
    {"warc/own/torn-mid-isize.warc.gz", 2, 1, 0, 0},
    {"warc/own/torn-then-appended.warc.gz", 2, 0, 0, 60},
    {"warc/own/trailing-garbage.warc.gz", 2, 0, 0, 15},
    {"warc/own/type-missing.warc", 2, 0, 0, 0},
    {"warc/own/type-unknown.warc", 2, 0, 0, 0},
    {"warc/own/unterminated-fname.warc.gz", 0, 0, 0, 5010},
    {"warc/own/version-0.18.warc", 2, 0, 0, 0},
    {"warc/own/version-2.0.warc", 2, 0, 0, 0},
    {"warc/own/version-long.warc", 0, 0, 0, 70315},
    {"warc/own/whole-file-one-member.warc.gz", 0, 3, 0, 0},
    {"warc/own/zero-filled-tail.warc.gz", 2, 0, 0, 4096},
    {"warc/own/zero-hole-middle.warc.gz", 2, 0, 0, 512},
    {"warc/own/zstd-named-gz.warc.gz", 0, 0, 0, 44},
    {"warc/warcio/bad.arc", 0, 0, 0, 331},
    {"warc/warcio/example-bad-non-chunked.warc.gz", 0, 6, 0, 0},
    {"warc/warcio/example-bad.warc.gz.bad", 0, 6, 0, 0},
    {"warc/warcio/example-digest.warc", 4, 0, 0, 0},
    {"warc/warcio/example-iana.org-chunked.warc", 3, 0, 0, 0},
    {"warc/warcio/example-resource.warc.gz", 3, 0, 0, 0},
    {"warc/warcio/example-space-in-target-uri.warc.gz", 2, 0, 0, 0},
    {"warc/warcio/example-trunc.warc", 3, 1, 0, 0},
    {"warc/warcio/example-wget-bad-target-uri.warc.gz", 6, 0, 0, 0},
    {"warc/warcio/example-wrong-chunks.warc.gz", 0, 2, 0, 0},
    {"warc/warcio/example.warc", 6, 0, 0, 0},
    {"warc/warcio/example.warc.gz", 6, 0, 0, 0},
    {"warc/warcio/post-test.warc.gz", 6, 0, 0, 0},
    {"warc/webarchive-commons/link-extraction-test.warc", 4, 2, 2, 0},
    {"warc/webarchive-commons/mutliple-headers.warc", 1, 0, 0, 0},
    // clang-format on
};

constexpr std::string_view kArcFiles[] = {"warc/jwat/invalid-arcfile-record-then-garbage.arc",
                                          "warc/own/arc-in-warc.warc",
                                          "warc/warcio/example-space-in-url.arc",
                                          "warc/warcio/example.arc", "warc/warcio/example.arc.gz"};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mend_malformed, mend_test::Workshop)

BOOST_DATA_TEST_CASE(what_can_be_saved_of_a_malformed_file_is_saved,
                     boost::unit_test::data::make(kVerdicts), verdict) {
  const auto path = support::shared_data("malformed/" + std::string(verdict.file));
  if (!path) return;

  const mend_test::Mended mended = mend(support::read_all(*path));

  BOOST_TEST(mended.summary.copied == verdict.copied);
  BOOST_TEST(mended.summary.repacked == verdict.repacked);
  BOOST_TEST(mended.summary.dropped == verdict.dropped);
  BOOST_TEST(mended.summary.skipped_bytes == verdict.skipped_bytes);
  const bool is_changed = verdict.repacked + verdict.dropped + verdict.skipped_bytes > 0;
  if (is_changed) BOOST_TEST(!mended.summary.is_whole);
}

BOOST_DATA_TEST_CASE(arc_files_are_read_only, boost::unit_test::data::make(kArcFiles), file) {
  const auto path = support::shared_data("malformed/" + std::string(file));
  if (!path) return;

  const auto mended = warc::mend::mend_file(base::real_disk(), *path, {});

  BOOST_REQUIRE(!mended);
  BOOST_TEST((mended.error().code == base::Errc::invalid));
}

BOOST_AUTO_TEST_CASE(no_file_is_forgotten) {
  const auto folder = support::shared_data("malformed");
  if (!folder) return;
  std::size_t files = 0;
  for (const char* part : {"warc", "gzip"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder / part)) {
      const std::string name = entry.path().filename().string();
      if (entry.is_regular_file() && name != "LICENSE" && name != "COPYING") ++files;
    }
  }
  BOOST_TEST(files == std::size(kVerdicts) + std::size(kArcFiles));
}

BOOST_AUTO_TEST_SUITE_END()
