#include <algorithm>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/charset_detect.h"
#include "crawler/extract/content_kind.h"
#include "crawler/extract/mime_sniff.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using crawler::extract::Charset;
using crawler::extract::charset_for_label;
using crawler::extract::to_utf8;

constexpr std::string_view kAsciiCompatible[] = {
    "utf-8",  "gb18030",      "big5",         "euc-jp",      "shift_jis",
    "euc-kr", "windows-1252", "windows-1255", "iso-8859-16", "x-user-defined",
};
constexpr std::string_view kOthers[] = {"iso-2022-jp", "utf-16le", "utf-16be", "replacement"};

std::string converted(std::string_view bytes, const Charset& charset) {
  std::string text = to_utf8(bytes, charset);
  require(base::is_utf8(text), "text is well-formed UTF-8");
  require(text.size() <= 3 * bytes.size(), "text is at most three times as long");
  if (const auto encode = crawler::extract::query_encoder_for(charset)) {
    encode(std::string_view(text).substr(0, 200));
  }
  return text;
}

}  // namespace

void charset(std::string_view input) {
  for (const std::string_view name : kAsciiCompatible) {
    const std::string text = converted(input, *charset_for_label(name));
    require(
        std::count(text.begin(), text.end(), '<') == std::count(input.begin(), input.end(), '<'),
        "no tag is hidden or made");
  }
  for (const std::string_view name : kOthers) converted(input, *charset_for_label(name));
  converted(input, crawler::extract::html_charset(input, ""));
  converted(input, crawler::extract::xml_charset(input, ""));
  converted(input, crawler::extract::css_charset(input, ""));
  // Any text as a Content-Type.
  crawler::extract::text_charset("", input);
  require(crawler::extract::detector_sample(input).size() <= crawler::extract::kMaxDetectedBytes,
          "the detector's sample is small");
  const std::string mime = crawler::extract::computed_mime(input, input);
  require(!mime.empty(), "a type is always found");
  static const auto url = base::Url::parse("https://example.org/x").value();
  crawler::extract::content_of(mime, url, input);
  crawler::extract::content_of("text/xml", url, input);
}

}  // namespace fuzz
