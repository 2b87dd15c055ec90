#include "crawler/extract/charset.h"

#include <algorithm>
#include <cstdint>
#include <memory>

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ustring.h>

#include "base/encoding.h"
#include "crawler/extract/charset_prescan.h"

namespace crawler::extract {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &error));
  return U_SUCCESS(error) ? std::move(converter) : nullptr;
}

const Charset& utf8() {
  static const Charset& charset = *charset_for_label("utf-8");
  return charset;
}

const Charset* charset_of_bom(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xef\xbb\xbf") return &utf8();
  if (bytes.substr(0, 2) == "\xfe\xff") return charset_for_label("utf-16be");
  if (bytes.substr(0, 2) == "\xff\xfe") return charset_for_label("utf-16le");
  return nullptr;
}

const Charset& chosen(const Charset* declared) { return declared != nullptr ? *declared : utf8(); }

std::string repaired_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const auto* from = bytes.begin() + at;
    const auto* end = std::find_if(from, bytes.end(), [](char c) { return (c & 0x80) != 0; });
    out.append(from, end);
    at = static_cast<std::size_t>(end - bytes.begin());
    if (at < bytes.size()) base::append_utf8(out, base::next_code_point(bytes, at));
  }
  return out;
}

// Through UTF-16 pieces on the stack, so that memory is the output's alone.
std::string converted(std::string_view bytes, UConverter* from, UConverter* to) {
  std::string out;
  UChar pivot[1024];
  UChar* pivot_source = pivot;
  UChar* pivot_target = pivot;
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
  for (bool first = true; error == U_BUFFER_OVERFLOW_ERROR; first = false) {
    char buffer[8192];
    char* target = buffer;
    error = U_ZERO_ERROR;
    ucnv_convertEx(to, from, &target, buffer + sizeof buffer, &source, source_end, pivot,
                   &pivot_source, &pivot_target, pivot + std::size(pivot), first, true, &error);
    out.append(buffer, static_cast<std::size_t>(target - buffer));
  }
  return out;
}

// ICU calls this for each character the charset cannot hold. Written as UChars, so that stateful
// encodings (ISO-2022-JP) switch back to ASCII for it.
void escape_unmappable(const void*, UConverterFromUnicodeArgs* args, const UChar*, std::int32_t,
                       UChar32 point, UConverterCallbackReason reason, UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;  // a reset or a clone, nothing to write
  std::u16string escape = u"%26%23";
  for (const char digit : fmt::format("{}", static_cast<std::uint32_t>(point))) escape += digit;
  escape += u"%3B";
  const UChar* source = escape.data();
  *error = U_ZERO_ERROR;
  ucnv_cbFromUWriteUChars(args, &source, source + escape.size(), 0, error);
}

std::string encoded_query(std::string_view query, const char* encoder) {
  const bool ascii =
      std::all_of(query.begin(), query.end(), [](char c) { return (c & 0x80) == 0; });
  const Converter from = ascii ? nullptr : open_converter("UTF-8");
  const Converter to = ascii ? nullptr : open_converter(encoder);
  if (!from || !to) return std::string(query);
  UErrorCode error = U_ZERO_ERROR;
  ucnv_setFromUCallBack(to.get(), escape_unmappable, nullptr, nullptr, nullptr, &error);
  return converted(query, from.get(), to.get());
}

}  // namespace

const Charset& html_charset(std::string_view bytes, std::string_view content_type) {
  if (const Charset* charset = charset_of_bom(bytes)) return *charset;
  if (const Charset* charset = charset_in_content_type(content_type)) return *charset;
  return chosen(prescan_html(bytes));
}

const Charset& css_charset(std::string_view bytes, std::string_view content_type) {
  if (const Charset* charset = charset_of_bom(bytes)) return *charset;
  if (const Charset* charset = charset_in_content_type(content_type)) return *charset;
  return chosen(prescan_css(bytes));
}

std::string to_utf8(std::string_view bytes, const Charset& charset) {
  if (charset_of_bom(bytes) == &charset) bytes.remove_prefix(charset.name == "utf-8" ? 3 : 2);
  if (charset.name == "replacement") return bytes.empty() ? "" : "\xef\xbf\xbd";
  if (charset.icu_decoder == nullptr) return repaired_utf8(bytes);
  const Converter from = open_converter(charset.icu_decoder);
  const Converter to = open_converter("UTF-8");
  if (!from || !to) return repaired_utf8(bytes);  // an ICU built without this converter
  return converted(bytes, from.get(), to.get());
}

base::QueryEncoder query_encoder_for(const Charset& charset) {
  if (charset.icu_encoder == nullptr) return nullptr;
  return [encoder = charset.icu_encoder](std::string_view query) {
    return encoded_query(query, encoder);
  };
}

}  // namespace crawler::extract
