#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"
#include "warc/cdx.h"
#include "warc/cdx_line.h"

namespace fuzz {
namespace {

using warc::CdxEntry;
using warc::CdxLineParser;
using warc::IndexFormat;

// An entry that was read is written as a line that can be read, and that is written the same.
void write_and_read(const CdxEntry& entry, IndexFormat format) {
  const std::string line = to_line(entry, format);
  for (const char c : line) require(c >= 0x20 && c < 0x7f, "a line is printable ASCII");
  CdxLineParser parser;
  if (format != IndexFormat::cdxj) {
    require(parser.parse(legend_of(format)).has_value(), "our own legend can be read");
  }
  const auto again = parser.parse(line);
  if (!again) return;  // what a tolerant reader took may have no strict form
  require(again->has_value(), "an entry is not taken for a header");
  require(to_line(**again, format) == line, "what is read is written the same");
}

}  // namespace

void cdx_line(std::string_view input) {
  CdxLineParser parser;
  std::string_view rest = input;
  for (int lines = 0; !rest.empty() && lines < 100; ++lines) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    // A copy of its own size, with nothing behind it that could be read.
    const std::vector<char> bytes(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(end));
    std::string_view line(bytes.data(), bytes.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    warc::kind_of_line(line);
    const auto entry = parser.parse(line);
    if (!entry || !entry->has_value()) continue;
    require((*entry)->timestamp14.size() == 14, "a date has 14 digits");
    for (const IndexFormat format : {IndexFormat::cdxj, IndexFormat::cdx11, IndexFormat::cdx9}) {
      write_and_read(**entry, format);
    }
  }
}

}  // namespace fuzz
