// The verdict on every file of ../shared/malformed/warc and gzip: what jwat, warcio, libarchive and
// others test their readers with. An empty list of codes is a clean file.
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/shared_data.h"
#include "tests/warc/reader_support.h"
#include "warc/verify/verify.h"

namespace {

struct Verdict {
  std::string_view file;
  std::size_t records;
  std::string_view errors;  // codes, each once, sorted
};
std::ostream& operator<<(std::ostream& out, const Verdict& verdict) { return out << verdict.file; }

constexpr Verdict kVerdicts[] = {
    // clang-format off
    {"warc/gowarc-ia/corrupted-mid-record.warc.gz.open", 12, "gzip-garbage gzip-shared http-length"},
    {"warc/gowarc-ia/corrupted-trailing-bytes.warc.gz.open", 30, "gzip-garbage gzip-shared http-length"},
    {"warc/gowarc-ia/empty.warc.gz.open", 0, "gzip-empty"},
    {"warc/gowarc-ia/good.warc.gz.open", 50, "gzip-shared http-length"},
    {"warc/gowarc-ia/single-record.warc.gz.open", 1, "http-length"},
    {"warc/gowarc-ia/skip-non-open.warc.gz", 10, "gzip-shared http-length"},
    {"warc/jwarc/cc.warc.gz", 1, ""},
    {"warc/jwarc/gzip_extra_sl.warc.gz", 1, ""},
    {"warc/jwat/invalid-arcfile-record-then-garbage.arc", 1, "garbage"},
    {"warc/jwat/invalid-warcfile-contenttype-recommended.warc", 7, "content-type id-twice payload-digest"},
    {"warc/jwat/invalid-warcfile-contenttype-warcinfo-recommended.warc", 1, ""},
    {"warc/jwat/invalid-warcfile-digest-fields.warc", 4, "block-digest digest-form http-length id-twice payload-digest"},
    {"warc/jwat/invalid-warcfile-duplicate-fields.warc", 1, "content-length field-twice"},
    {"warc/jwat/invalid-warcfile-encoding-headers.warc.gz", 4, ""},
    {"warc/jwat/invalid-warcfile-fields-empty.warc", 1, "content-length date-missing digest-form id-missing ip-form segment type-missing"},
    {"warc/jwat/invalid-warcfile-fields-invalidformat.warc", 1, "content-length date-form digest-form id-form ip-form segment target-form"},
    {"warc/jwat/invalid-warcfile-fields-missing.warc", 1, "content-length date-missing digest-form filename-forbidden id-form id-missing ip-form segment truncated-form type-missing"},
    {"warc/jwat/invalid-warcfile-lonely-continuation.warc", 1, "content-length date-missing id-missing segment target-missing"},
    {"warc/jwat/invalid-warcfile-lonely-monkeys.warc", 1, "content-length date-missing header-lf id-missing"},
    {"warc/jwat/invalid-warcfile-lonely-request-response-resource-conversion.warc", 4, "content-length date-missing id-missing target-missing"},
    {"warc/jwat/invalid-warcfile-lonely-revisit.warc", 1, "content-length date-missing id-missing profile-missing target-missing"},
    {"warc/jwat/invalid-warcfile-lonely-warcinfo-metadata.warc", 2, "content-length date-missing id-missing"},
    {"warc/jwat/invalid-warcfile-record-then-garbage.warc", 1, "blank-lines garbage"},
    {"warc/jwat/invalid-warcfile-segment-number-continuation.warc", 2, "id-twice segment"},
    {"warc/jwat/invalid-warcfile-segment-number-response.warc", 2, "http-length id-twice segment"},
    {"warc/jwat/test-arc-1.0-invalid-fields.arc", 0, "garbage"},
    {"warc/jwat/test-utf8.warc", 1, ""},
    {"warc/jwat/valid-warcfile-contenttype-continuation.warc", 1, ""},
    {"warc/jwat/valid-warcfile-duplicate-concurrentto.warc", 1, ""},
    {"warc/jwat/valid-warcfile-fields-continuation.warc", 1, ""},
    {"warc/jwat/valid-warcfile-fields-metainfo.warc", 1, ""},
    {"warc/jwat/valid-warcfile-fields-warcinfo.warc", 1, ""},
    {"warc/jwat/valid-warcfile-non-warc-headers.warc", 1, ""},
    {"warc/jwat/valid-warcfile-upper-lower-case.warc", 5, ""},
    {"warc/jwat/valid-warcfile-utf8.warc", 1, ""},
    {"warc/libarchive/test_read_format_warc.warc", 3, ""},
    {"warc/libarchive/test_read_format_warc_incomplete.warc", 2, "content-length id-missing record-cut target-missing"},
    {"warc/own/ansi-in-uri.warc", 2, "header-control target-form"},
    {"warc/own/arc-in-warc.warc", 2, "format-mixed"},
    {"warc/own/bad-crc-middle.warc.gz", 3, "gzip-crc"},
    {"warc/own/bad-isize-middle.warc.gz", 3, "gzip-length"},
    {"warc/own/bidi-in-uri.warc", 2, "target-form"},
    {"warc/own/bom-first.warc", 1, "garbage"},
    {"warc/own/bomb-10MB-member.warc.gz", 2, "id-twice"},
    {"warc/own/cl-duplicate.warc", 2, "content-length"},
    {"warc/own/cl-missing.warc", 2, "content-length"},
    {"warc/own/cl-negative.warc", 2, "content-length"},
    {"warc/own/cl-overflow-i64.warc", 2, "content-length"},
    {"warc/own/cl-overflow-u64.warc", 2, "content-length"},
    {"warc/own/cl-too-big.warc", 2, "content-length record-cut"},
    {"warc/own/cl-too-small.warc", 2, "content-length"},
    {"warc/own/date-bad.warc", 2, "date-form"},
    {"warc/own/date-year-0.warc", 2, "date-form"},
    {"warc/own/digest-unknown-alg.warc", 2, "digest-form"},
    {"warc/own/digest-wrong.warc", 2, "block-digest"},
    {"warc/own/duplicate-record-id.warc", 2, "id-twice"},
    {"warc/own/elf-magic.warc.gz", 0, "garbage"},
    {"warc/own/empty-file.warc", 0, "empty"},
    {"warc/own/empty-members.warc.gz", 1, "gzip-empty"},
    {"warc/own/header-fold.warc", 2, ""},
    {"warc/own/header-injection-crlf-in-uri.warc", 2, "field-twice"},
    {"warc/own/header-injection-new-record-in-uri.warc", 3, "http-head"},
    {"warc/own/header-line-1MB.warc.gz", 1, ""},
    {"warc/own/header-no-colon.warc", 2, "header-field"},
    {"warc/own/headers-100k-lines.warc.gz", 1, ""},
    {"warc/own/http-block-empty.warc", 2, "http-head"},
    {"warc/own/http-block-no-blank-line.warc", 2, "http-end"},
    {"warc/own/http-block-status-garbage.warc", 2, "http-start"},
    {"warc/own/huge-fextra.warc.gz", 2, ""},
    {"warc/own/just-newlines.warc", 0, "blank-lines"},
    {"warc/own/latin1-in-header.warc", 2, "header-utf8 target-form"},
    {"warc/own/lf-only.warc", 2, "content-length header-lf record-cut"},
    {"warc/own/no-target-uri.warc", 2, "target-missing"},
    {"warc/own/no-trailing-crlfcrlf.warc", 2, "record-end"},
    {"warc/own/nul-in-uri.warc", 2, "header-control target-form"},
    {"warc/own/ok-3-members.warc.gz", 3, ""},
    {"warc/own/ok-3-plain.warc", 3, ""},
    {"warc/own/one-trailing-crlf.warc", 2, "record-end"},
    {"warc/own/payload-contains-warc-record.warc", 2, ""},
    {"warc/own/record-split-over-2-members.warc.gz", 1, "garbage header-cut"},
    {"warc/own/revisit-loop.warc", 2, "refers-missing"},
    {"warc/own/segment-missing-origin.warc", 2, ""},
    {"warc/own/space-in-uri.warc", 2, "target-form"},
    {"warc/own/torn-1-byte-of-magic.warc.gz", 2, "gzip-cut"},
    {"warc/own/torn-before-crc.warc.gz", 3, "gzip-cut"},
    {"warc/own/torn-in-gzip-header.warc.gz", 2, "gzip-cut"},
    {"warc/own/torn-last-byte.warc.gz", 3, "gzip-cut"},
    {"warc/own/torn-mid-crc.warc.gz", 3, "gzip-cut"},
    {"warc/own/torn-mid-deflate.warc.gz", 2, "gzip-cut header-cut"},
    {"warc/own/torn-mid-isize.warc.gz", 3, "gzip-cut"},
    {"warc/own/torn-then-appended.warc.gz", 2, "gzip-damaged"},
    {"warc/own/trailing-garbage.warc.gz", 2, "gzip-garbage"},
    {"warc/own/type-missing.warc", 2, "type-missing"},
    {"warc/own/type-unknown.warc", 2, ""},
    {"warc/own/unterminated-fname.warc.gz", 0, "gzip-cut"},
    {"warc/own/version-0.18.warc", 2, ""},
    {"warc/own/version-2.0.warc", 2, "version"},
    {"warc/own/version-long.warc", 0, "garbage"},
    {"warc/own/whole-file-one-member.warc.gz", 3, "gzip-shared"},
    {"warc/own/zero-filled-tail.warc.gz", 2, "gzip-padding"},
    {"warc/own/zero-hole-middle.warc.gz", 2, "gzip-garbage"},
    {"warc/own/zstd-named-gz.warc.gz", 0, "zstd"},
    {"warc/warcio/bad.arc", 0, "garbage"},
    {"warc/warcio/example-bad-non-chunked.warc.gz", 6, "block-digest gzip-shared"},
    {"warc/warcio/example-bad.warc.gz.bad", 6, "gzip-shared http-end"},
    {"warc/warcio/example-digest.warc", 4, "block-digest digest-form id-twice payload-digest"},
    {"warc/warcio/example-iana.org-chunked.warc", 3, "payload-digest"},
    {"warc/warcio/example-resource.warc.gz", 3, ""},
    {"warc/warcio/example-space-in-target-uri.warc.gz", 2, "target-form"},
    {"warc/warcio/example-space-in-url.arc", 2, "record-cut"},
    {"warc/warcio/example-trunc.warc", 4, "content-length"},
    {"warc/warcio/example-wget-bad-target-uri.warc.gz", 6, "target-form"},
    {"warc/warcio/example-wrong-chunks.warc.gz", 2, "blank-lines block-digest gzip-split http-length record-end"},
    {"warc/warcio/example.arc", 2, ""},
    {"warc/warcio/example.arc.gz", 2, ""},
    {"warc/warcio/example.warc", 6, ""},
    {"warc/warcio/example.warc.gz", 6, ""},
    {"warc/warcio/post-test.warc.gz", 6, ""},
    {"warc/webarchive-commons/link-extraction-test.warc", 8, "content-length http-length id-missing record-end target-missing"},
    {"warc/webarchive-commons/mutliple-headers.warc", 1, ""},
    {"gzip/jwat/invalid-compression.gz", 0, "garbage"},
    {"gzip/jwat/invalid-entries.gz", 0, "garbage gzip-garbage"},
    {"gzip/jwat/invalid-magic.gz", 0, "garbage"},
    {"gzip/jwat/invalid-truncated.gz", 0, "garbage gzip-cut"},
    {"gzip/jwat/three-files.gz", 0, "garbage"},
    {"gzip/webarchive-commons/abcd.gz", 0, "garbage"},
    {"gzip/webarchive-commons/double-single-inflate-error.gz", 0, "garbage gzip-damaged"},
    {"gzip/webarchive-commons/empty.gz", 0, "gzip-empty"},
    {"gzip/webarchive-commons/hi-2.gz", 0, "garbage"},
    {"gzip/webarchive-commons/hi.gz", 0, "garbage"},
    // clang-format on
};

std::string joined(const std::set<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) text += (text.empty() ? "" : " ") + code;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verify_malformed)

BOOST_DATA_TEST_CASE(each_published_file_gets_the_right_verdict,
                     boost::unit_test::data::make(kVerdicts), verdict) {
  const auto folder = support::shared_data("malformed");
  if (!folder) return;
  const auto file =
      support::must(base::real_disk().open(*folder / verdict.file, base::OpenMode::read));
  std::set<std::string> errors;
  const auto note = [&](warc::Finding finding) {
    BOOST_TEST(support::is_documented(finding.code), finding.code);
    if (finding.severity == warc::Severity::error) errors.insert(std::string(finding.code));
  };

  const auto summary = support::must(warc::verify::verify_warc(*file, note));

  BOOST_TEST(joined(errors) == verdict.errors);
  BOOST_TEST(summary.records == verdict.records);
}

BOOST_AUTO_TEST_CASE(no_published_file_is_left_out) {
  const auto folder = support::shared_data("malformed");
  if (!folder) return;
  std::set<std::string> known;
  for (const Verdict& verdict : kVerdicts) known.insert(std::string(verdict.file));
  for (const char* part : {"warc", "gzip"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder / part)) {
      const std::string name = std::filesystem::relative(entry.path(), *folder).string();
      const bool is_about_the_data =
          name.find("COPYING") != std::string::npos || name.find("LICENSE") != std::string::npos;
      if (!entry.is_regular_file() || is_about_the_data) continue;
      BOOST_TEST(known.contains(name), "no verdict for " << name);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
