// The parts of a PDF file (ISO 32000-1, section 7) in which links may be: without a cross-reference
// table, which damaged files lack, by looking for the keywords that enclose streams. Linear,
// bounded, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crawler::extract {

struct PdfStream {
  std::string_view dictionary;  // at most its last 4 KiB
  std::string_view data;        // still filtered
};

struct PdfParts {
  std::vector<std::string_view> plain;  // what is outside streams
  std::vector<PdfStream> streams;       // the first kMaxPdfStreams that may hold objects or text
  bool is_encrypted = false;
  bool has_more_streams = false;
};

inline constexpr std::size_t kMaxPdfStreams = 2'000;

// Views into `pdf`. Empty for what does not say %PDF- within its first 1,024 bytes. Pictures,
// fonts, cross-reference streams and those with another filter than FlateDecode or with a predictor
// (object streams hardly ever have one) are left out.
PdfParts split_pdf(std::string_view pdf);

// Is the stream to be inflated? Else its data is as it is.
bool is_flate(const PdfStream& stream);

// The string object, literal or hexadecimal, at `at`: escapes undone, bytes as they are. `at` moves
// behind it, or behind `limit` bytes of one that is longer or never ends; those are empty, as is
// what is no string.
std::string take_pdf_string(std::string_view text, std::size_t& at, std::size_t limit);

}  // namespace crawler::extract
