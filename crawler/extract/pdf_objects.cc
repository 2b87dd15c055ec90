#include "crawler/extract/pdf_objects.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

constexpr std::size_t kMaxDictionary = 4096;
constexpr std::string_view kBlanks{"\0\t\n\f\r ", 6};
constexpr std::string_view kStream = "stream";
constexpr std::string_view kEndStream = "endstream";

bool is_one_of(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }

// Does the name /NAME stand in `text`, as a whole?
std::size_t find_name(std::string_view text, std::string_view name, std::size_t from = 0) {
  for (std::size_t at = text.find(name, from); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if (end == text.size() || is_one_of(kBlanks, text[end]) || is_one_of("()<>[]{}/%", text[end])) {
      return at;
    }
  }
  return std::string_view::npos;
}

bool has_name(std::string_view text, std::string_view name) {
  return find_name(text, name) != std::string_view::npos;
}

// Behind the keyword `stream` come CR LF or LF; a CR alone is a common mistake.
std::size_t data_begin(std::string_view pdf, std::size_t at) {
  if (at < pdf.size() && pdf[at] == '\r') ++at;
  if (at < pdf.size() && pdf[at] == '\n') ++at;
  return at;
}

// The next keyword `stream` behind a dictionary; npos for none.
std::size_t find_stream(std::string_view pdf, std::size_t from) {
  for (std::size_t at = pdf.find(kStream, from); at != std::string_view::npos;
       at = pdf.find(kStream, at + 1)) {
    const std::size_t before = pdf.substr(0, at).find_last_not_of(kBlanks);
    const std::size_t end = at + kStream.size();
    const bool ends_line = end < pdf.size() && is_one_of("\r\n", pdf[end]);
    if (ends_line && before != std::string_view::npos && before >= from && pdf[before] == '>') {
      return at;
    }
  }
  return std::string_view::npos;
}

// A direct /Length; nothing for `/Length 12 0 R`.
std::optional<std::size_t> length_of(std::string_view dictionary) {
  std::size_t at = find_name(dictionary, "/Length");
  if (at == std::string_view::npos) return std::nullopt;
  at = std::min(dictionary.find_first_not_of(kBlanks, at + 7), dictionary.size());
  const char* const end = dictionary.data() + dictionary.size();
  std::size_t length = 0;
  const auto [stop, error] = std::from_chars(dictionary.data() + at, end, length);
  if (error != std::errc()) return std::nullopt;
  const std::string_view rest(stop, static_cast<std::size_t>(end - stop));
  const std::size_t next = rest.find_first_not_of(kBlanks);
  const bool is_reference =
      next != std::string_view::npos && rest[next] >= '0' && rest[next] <= '9';
  return is_reference ? std::nullopt : std::optional(length);
}

// Where the data from `begin` on ends: where /Length says if it says true, else at the keyword.
std::size_t data_end(std::string_view pdf, std::size_t begin, std::string_view dictionary) {
  if (const auto length = length_of(dictionary); length && *length <= pdf.size() - begin) {
    const std::size_t end = begin + *length;
    if (pdf.substr(data_begin(pdf, end)).starts_with(kEndStream)) return end;
  }
  return std::min(pdf.find(kEndStream, begin), pdf.size());
}

// Of the object whose stream begins behind `plain`.
std::string_view dictionary_of(std::string_view plain) {
  if (plain.size() > kMaxDictionary) plain.remove_prefix(plain.size() - kMaxDictionary);
  const std::size_t object = plain.rfind("obj");
  return object == std::string_view::npos ? plain : plain.substr(object + 3);
}

bool may_hold_links(std::string_view dictionary) {
  static constexpr std::string_view kNotRead[] = {
      "/Image",       "/XRef",          "/Length1", "/FontFile",
      "/Predictor",   "/ASCII85Decode", "/A85",     "/ASCIIHexDecode",
      "/AHx",         "/LZWDecode",     "/LZW",     "/RunLengthDecode",
      "/RL",          "/DCTDecode",     "/DCT",     "/CCITTFaxDecode",
      "/JBIG2Decode", "/JPXDecode",     "/Crypt",   "/FunctionType",
      "/ShadingType", "/EmbeddedFile",  "/Type1C",  "/CIDFontType0C",
  };
  return std::none_of(std::begin(kNotRead), std::end(kNotRead),
                      [&](std::string_view name) { return has_name(dictionary, name); });
}

void skip_line_end(std::string_view text, std::size_t& at) {
  if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
  ++at;
}

// 7.3.4.2, table 3. `at` is behind the backslash.
void take_escape(std::string_view text, std::size_t& at, std::string& out) {
  static constexpr std::string_view kLetters = "nrtbf", kMeanings = "\n\r\t\b\f";
  if (at == text.size()) return;
  const char c = text[at];
  if (is_one_of("\r\n", c)) return skip_line_end(text, at);
  if (c >= '0' && c <= '7') {
    unsigned value = 0;
    for (int i = 0; i < 3 && at < text.size() && text[at] >= '0' && text[at] <= '7'; ++i, ++at) {
      value = value * 8 + static_cast<unsigned>(text[at] - '0');
    }
    out += static_cast<char>(value & 0xff);
    return;
  }
  const std::size_t letter = kLetters.find(c);
  out += letter == std::string_view::npos ? c : kMeanings[letter];
  ++at;
}

std::string take_literal(std::string_view text, std::size_t& at) {
  std::string out;
  std::size_t depth = 1;
  for (++at; at < text.size();) {
    const char c = text[at++];
    if (c == '\\') {
      take_escape(text, at, out);
      continue;
    }
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) return out;
    out += c;
  }
  return {};
}

std::string take_hexadecimal(std::string_view text, std::size_t& at) {
  std::string out;
  int high = -1;
  for (++at; at < text.size(); ++at) {
    if (text[at] == '>') {
      // A missing last digit is 0 (7.3.4.3).
      if (high >= 0) out += static_cast<char>(high * 16);
      ++at;
      return out;
    }
    const int value = base::hex_value(text[at]);
    if (value < 0) continue;
    if (high >= 0) out += static_cast<char>(high * 16 + value);
    high = high >= 0 ? -1 : value;
  }
  return {};
}

}  // namespace

PdfParts split_pdf(std::string_view pdf) {
  PdfParts parts;
  if (pdf.substr(0, 1024).find("%PDF-") == std::string_view::npos) return parts;
  for (std::size_t at = 0; at < pdf.size();) {
    const std::size_t keyword = find_stream(pdf, at);
    const std::string_view plain = pdf.substr(at, keyword - at);
    parts.plain.push_back(plain);
    if (has_name(plain, "/Encrypt")) parts.is_encrypted = true;
    if (keyword == std::string_view::npos) break;
    const std::string_view dictionary = dictionary_of(plain);
    const std::size_t begin = data_begin(pdf, keyword + kStream.size());
    const std::size_t end = data_end(pdf, begin, dictionary);
    at = std::min(pdf.find(kEndStream, end), pdf.size());
    at = std::min(at + kEndStream.size(), pdf.size());
    if (!may_hold_links(dictionary)) continue;
    parts.has_more_streams = parts.streams.size() == kMaxPdfStreams;
    if (!parts.has_more_streams) {
      parts.streams.push_back({dictionary, pdf.substr(begin, end - begin)});
    }
  }
  return parts;
}

bool is_flate(const PdfStream& stream) {
  return has_name(stream.dictionary, "/FlateDecode") || has_name(stream.dictionary, "/Fl");
}

std::string take_pdf_string(std::string_view text, std::size_t& at, std::size_t limit) {
  const std::size_t from = at;
  const std::string_view head = text.substr(0, from + std::min(limit, text.size() - from));
  if (from >= head.size()) return {};
  if (head[from] == '(') return take_literal(head, at);
  const bool is_dictionary = head.substr(from, 2) == "<<";
  return head[from] == '<' && !is_dictionary ? take_hexadecimal(head, at) : std::string();
}

}  // namespace crawler::extract
