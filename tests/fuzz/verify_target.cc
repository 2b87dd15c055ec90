#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/targets.h"
#include "warc/verify/verify.h"

namespace fuzz {

void verify(std::string_view input) {
  const auto check = [&](const warc::Finding& finding) {
    require(!finding.code.empty() && !finding.message.empty(), "a finding has code and sentence");
    require(finding.offset <= input.size(), "a finding lies in the file");
  };
  const auto summary = warc::verify::verify_warc(MemoryFile(input), check);
  require(summary.has_value(), "memory can be read");
  require(summary->bytes <= input.size(), "no more is read than there is");
}

}  // namespace fuzz
