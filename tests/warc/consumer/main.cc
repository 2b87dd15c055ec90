// Writes a record, reads it back and has the file checked: one call into each library installed.
#include <cstdio>

#include "base/version.h"
#include "warc/gzip_member.h"
#include "warc/reader.h"
#include "warc/records.h"
#include "warc/verify/verify.h"
#include "warc/zip_reader.h"

int main(int, char** argv) {
  const auto file = base::value_or_throw(base::real_disk().open(argv[1], base::OpenMode::replace));
  const warc::Record record = base::value_or_throw(
      warc::make_resource(warc::random_ids(), "urn:text:hello", base::Timestamp(), "text/plain",
                          warc::Block("hello"), warc::DigestAlgorithm::sha1));
  const warc::Block member = base::value_or_throw(warc::encode_member(record, "", {}));
  const auto append = [&file](std::string_view bytes) { return file->append(bytes); };
  base::value_or_throw(member.for_each_chunk(append));

  warc::Reader reader(*file);
  const warc::RecordHead* head = base::value_or_throw(reader.next());
  if (head == nullptr || base::value_or_throw(reader.read()) != "hello") return 1;
  const auto summary = base::value_or_throw(warc::verify::verify_warc(*file, {}));
  const bool is_zip = warc::ZipReader::open(base::value_or_throw(base::real_disk().open(
                                                argv[1], base::OpenMode::read)))
                          .has_value();
  std::printf("varve %s: %s, %d record\n", base::kVersion, head->type.name.c_str(),
              static_cast<int>(summary.records));
  return is_zip ? 1 : 0;
}
