#include "crawler/extract/mime_sniff.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>

#include "base/encoding.h"
#include "crawler/extract/mime_type.h"

namespace crawler::extract {
namespace {

using namespace std::string_view_literals;

// Types that mean "whatever Apache did not know" (section 5.1), byte for byte.
constexpr std::string_view kApacheBugTypes[] = {
    "text/plain",
    "text/plain; charset=ISO-8859-1",
    "text/plain; charset=iso-8859-1",
    "text/plain; charset=UTF-8",
};

// Section 7.1: each followed by a space or '>'.
constexpr std::string_view kHtmlBeginnings[] = {
    "<!DOCTYPE HTML", "<HTML", "<HEAD",  "<SCRIPT", "<IFRAME", "<H1",   "<DIV", "<FONT",
    "<TABLE",         "<A",    "<STYLE", "<TITLE",  "<B",      "<BODY", "<BR",  "<P",
    "<!--",
};

struct Pattern {
  std::string_view bytes;  // a '?' matches any byte; none of the patterns holds a real one
  std::string_view type;
};

constexpr Pattern kTextPatterns[] = {
    {"%!PS-Adobe-"sv, "application/postscript"},
    {"\xfe\xff??"sv, "text/plain"},
    {"\xff\xfe??"sv, "text/plain"},
    {"\xef\xbb\xbf?"sv, "text/plain"},
};

constexpr Pattern kImagePatterns[] = {
    {"\0\0\1\0"sv, "image/x-icon"},
    {"\0\0\2\0"sv, "image/x-icon"},
    {"BM"sv, "image/bmp"},
    {"GIF87a"sv, "image/gif"},
    {"GIF89a"sv, "image/gif"},
    {"RIFF????WEBPVP"sv, "image/webp"},
    {"\x89PNG\r\n\x1a\n"sv, "image/png"},
    {"\xff\xd8\xff"sv, "image/jpeg"},
};

constexpr Pattern kMediaPatterns[] = {
    {"FORM????AIFF"sv, "audio/aiff"}, {"ID3"sv, "audio/mpeg"},
    {"OggS\0"sv, "application/ogg"},  {"MThd\0\0\0\6"sv, "audio/midi"},
    {"RIFF????AVI "sv, "video/avi"},  {"RIFF????WAVE"sv, "audio/wave"},
};

constexpr Pattern kArchivePatterns[] = {
    {"\x1f\x8b\x08"sv, "application/x-gzip"},
    {"PK\3\4"sv, "application/zip"},
    {"Rar!\x1a\7\0"sv, "application/x-rar-compressed"},
};

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

bool matches(std::string_view bytes, std::string_view pattern) {
  if (bytes.size() < pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '?' && pattern[i] != bytes[i]) return false;
  }
  return true;
}

// The type of the first that matches; empty for none.
template <std::size_t size>
std::string_view match(std::string_view bytes, const Pattern (&patterns)[size]) {
  for (const Pattern& pattern : patterns) {
    if (matches(bytes, pattern.bytes)) return pattern.type;
  }
  return {};
}

// Section 6.2.1.
bool is_mp4(std::string_view bytes) {
  if (bytes.size() < 12) return false;
  const std::size_t box_size = byte_at(bytes, 0) << 24 | byte_at(bytes, 1) << 16 |
                               byte_at(bytes, 2) << 8 | byte_at(bytes, 3);
  if (bytes.size() < box_size || box_size % 4 != 0) return false;
  if (bytes.substr(4, 4) != "ftyp") return false;
  if (bytes.substr(8, 3) == "mp4") return true;
  for (std::size_t at = 16; at < box_size; at += 4) {
    if (bytes.substr(at, 3) == "mp4") return true;
  }
  return false;
}

// Section 6.2.2: the DocType element (42 82) of an EBML head says "webm".
bool is_webm(std::string_view bytes) {
  if (bytes.substr(0, 4) != "\x1a\x45\xdf\xa3") return false;
  for (std::size_t at = 4; at + 2 < bytes.size() && at < 38; ++at) {
    if (bytes.substr(at, 2) != "\x42\x82") continue;
    std::size_t size_bytes = 1;
    const unsigned size = byte_at(bytes, at + 2);
    while (size_bytes < 8 && (size & (0x80u >> (size_bytes - 1))) == 0) ++size_bytes;
    const std::size_t name = std::min(at + 2 + size_bytes, bytes.size());
    const std::size_t padded = std::min(bytes.find_first_not_of('\0', name), bytes.size());
    if (bytes.substr(padded, 4) == "webm") return true;
  }
  return false;
}

// Section 6.2.3. A frame of layer III: its length in bytes, or 0 for none.
std::size_t mp3_frame_at(std::string_view bytes, std::size_t at) {
  static constexpr unsigned kMpeg1Rates[] = {0,   32,  40,  48,  56,  64,  80, 96,
                                             112, 128, 160, 192, 224, 256, 320};
  static constexpr unsigned kMpeg2Rates[] = {0,  8,  16, 24,  32,  40,  48, 56,
                                             64, 80, 96, 112, 128, 144, 160};
  static constexpr unsigned kSampleRates[] = {44'100, 48'000, 32'000};
  if (at + 4 > bytes.size() || byte_at(bytes, at) != 0xff) return 0;
  const unsigned second = byte_at(bytes, at + 1), third = byte_at(bytes, at + 2);
  const unsigned version = second >> 3 & 3, layer = second >> 1 & 3;
  const unsigned rate = third >> 4, sampling = third >> 2 & 3;
  if ((second & 0xe0) != 0xe0 || layer != 1 || version == 1) return 0;
  if (rate == 0 || rate == 15 || sampling == 3) return 0;
  const bool is_mpeg1 = version == 3;
  const unsigned samples = kSampleRates[sampling] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  const unsigned bits = (is_mpeg1 ? kMpeg1Rates[rate] : kMpeg2Rates[rate]) * 1000;
  return bits * (is_mpeg1 ? 144 : 72) / samples + (third >> 1 & 1);
}

// Two frames in a row: the first four bytes alone are found in any binary file.
bool is_mp3(std::string_view bytes) {
  const std::size_t size = mp3_frame_at(bytes, 0);
  return size >= 4 && mp3_frame_at(bytes, size) != 0;
}

std::string_view media_type_of(std::string_view bytes) {
  if (const auto type = match(bytes, kMediaPatterns); !type.empty()) return type;
  if (is_mp4(bytes)) return "video/mp4";
  if (is_webm(bytes)) return "video/webm";
  return is_mp3(bytes) ? "audio/mpeg" : "";
}

bool is_binary(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x08 || byte == 0x0b || (byte >= 0x0e && byte <= 0x1a) ||
         (byte >= 0x1c && byte <= 0x1f);
}

std::string_view text_or_binary(std::string_view bytes) {
  const bool binary = std::any_of(bytes.begin(), bytes.end(), is_binary);
  return binary ? "application/octet-stream" : "text/plain";
}

// Of types that can run or hold scripts; empty for none.
std::string_view scriptable_type_of(std::string_view bytes) {
  const std::size_t blanks = std::min(bytes.find_first_not_of("\t\n\f\r "), bytes.size());
  const std::string_view text = bytes.substr(blanks);
  for (const std::string_view beginning : kHtmlBeginnings) {
    if (!base::starts_with_ignoring_case(text, beginning)) continue;
    const std::string_view end = text.substr(beginning.size(), 1);
    if (end == " " || end == ">") return "text/html";
  }
  if (text.starts_with("<?xml")) return "text/xml";
  return bytes.starts_with("%PDF-") ? "application/pdf" : "";
}

// Section 7.1, "rules for identifying an unknown MIME type".
std::string_view identified(std::string_view bytes, bool sniff_scriptable) {
  if (sniff_scriptable) {
    if (const auto type = scriptable_type_of(bytes); !type.empty()) return type;
  }
  if (const auto type = match(bytes, kTextPatterns); !type.empty()) return type;
  if (const auto type = match(bytes, kImagePatterns); !type.empty()) return type;
  if (const auto type = media_type_of(bytes); !type.empty()) return type;
  if (const auto type = match(bytes, kArchivePatterns); !type.empty()) return type;
  return text_or_binary(bytes);
}

// Section 7.2, "distinguishing if a resource is text or binary".
std::string_view text_unless_binary(std::string_view bytes) {
  if (bytes.starts_with("\xfe\xff") || bytes.starts_with("\xff\xfe")) return "text/plain";
  if (bytes.starts_with("\xef\xbb\xbf")) return "text/plain";
  return text_or_binary(bytes);
}

bool is_unknown(const std::optional<MimeType>& type) {
  return !type || type->essence == "unknown/unknown" || type->essence == "application/unknown";
}

bool has_apache_bug(std::string_view content_type) {
  return std::find(std::begin(kApacheBugTypes), std::end(kApacheBugTypes), content_type) !=
         std::end(kApacheBugTypes);
}

bool is_media(std::string_view essence) {
  return essence.starts_with("audio/") || essence.starts_with("video/") ||
         essence == "application/ogg";
}

}  // namespace

std::string computed_mime(std::string_view content_type, std::string_view bytes, bool nosniff) {
  bytes = bytes.substr(0, kSniffedBytes);
  const std::optional<MimeType> supplied = extract_mime_type(content_type);
  if (is_unknown(supplied)) return std::string(identified(bytes, !nosniff));
  const std::string& essence = supplied->essence;
  if (is_xml_type(essence) || essence == "text/html" || nosniff) return essence;
  if (has_apache_bug(content_type)) return std::string(text_unless_binary(bytes));
  std::string_view better;
  if (essence.starts_with("image/")) better = match(bytes, kImagePatterns);
  if (is_media(essence)) better = media_type_of(bytes);
  return better.empty() ? essence : std::string(better);
}

bool is_nosniff(std::string_view x_content_type_options) {
  const std::string_view first = x_content_type_options.substr(0, x_content_type_options.find(','));
  return base::equals_ignoring_case(base::trimmed(first), "nosniff");
}

}  // namespace crawler::extract
