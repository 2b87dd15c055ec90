#include "crawler/extract/charset_detect.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>

#include <uchardet/uchardet.h>

#include "base/encoding.h"
#include "crawler/extract/charset_decode.h"
#include "crawler/extract/text_scan.h"

namespace crawler::extract {
namespace {

// Enough ASCII around other bytes to keep the words of a Latin script whole.
constexpr std::size_t kKeptAscii = 24;
constexpr std::string_view kReplacement = "\xef\xbf\xbd";

const Charset& charset_named(std::string_view name) { return *charset_for_label(name); }

bool is_ascii(char c) { return (c & 0x80) == 0; }

bool switches_to_japanese(std::string_view text) {
  return text.find("\x1b$B") != std::string_view::npos ||
         text.find("\x1b$@") != std::string_view::npos;
}

// In text of another encoding faults are the rule, for a lead byte meets ASCII or a further lead.
bool is_damaged_utf8(std::string_view text) {
  std::size_t sequences = 0, faults = 0;
  for (std::size_t at = end_of_ascii(text, 0); at < text.size();) {
    const std::size_t begin = at;
    const bool is_replacement = base::next_code_point(text, at) == 0xfffd;
    const bool is_fault = is_replacement && text.substr(begin, at - begin) != kReplacement;
    ++(is_fault ? faults : sequences);
    if (at < text.size() && is_ascii(text[at])) at = end_of_ascii(text, at);
  }
  return sequences >= 10 * faults;
}

struct DeleteDetector {
  void operator()(uchardet* detector) const { uchardet_delete(detector); }
};

struct Name {
  std::string_view uchardet, label;
};

// Where uchardet's name is no label of the standard but means one of its encodings. GB 18030 pages
// say so; of those that say nothing, forms send GBK.
constexpr Name kNames[] = {
    {"GB18030", "gbk"},     {"UHC", "euc-kr"},   {"MAC-CYRILLIC", "x-mac-cyrillic"},
    {"WINDOWS-936", "gbk"}, {"CP949", "euc-kr"}, {"CP932", "shift_jis"},
    {"BIG5-HKSCS", "big5"},
};

const Charset* charset_of_uchardet(std::string_view name) {
  for (const Name& known : kNames) {
    if (base::equals_ignoring_case(known.uchardet, name)) return charset_for_label(known.label);
  }
  const Charset* charset = charset_for_label(name);
  if (charset == nullptr || charset->name == "replacement") return nullptr;
  // UTF-16 without a BOM is for the prescan, and this is not UTF-8 by now.
  return charset->name.starts_with("utf-") ? nullptr : charset;
}

const Charset* guess_of_uchardet(const std::string& sample) {
  const std::unique_ptr<uchardet, DeleteDetector> detector(uchardet_new());
  if (!detector) return nullptr;
  if (uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return nullptr;
  uchardet_data_end(detector.get());
  return charset_of_uchardet(uchardet_get_charset(detector.get()));
}

// At most one fault in a hundred characters outside ASCII.
bool fits(const std::string& sample, const Charset& charset) {
  const std::string text = decode(sample, charset);
  std::size_t faults = 0, characters = 0;
  for (std::size_t at = end_of_ascii(text, 0); at < text.size(); at = end_of_ascii(text, at)) {
    ++characters;
    if (base::next_code_point(text, at) == 0xfffd) ++faults;
  }
  return 100 * faults <= characters;
}

}  // namespace

std::string detector_sample(std::string_view text) {
  std::string sample;
  const std::size_t first = end_of_ascii(text, 0);
  std::size_t at = first - std::min(first, kKeptAscii);
  while (at < text.size() && sample.size() < kMaxDetectedBytes) {
    const std::size_t ascii_end = end_of_ascii(text, at);
    const std::size_t ascii = ascii_end - at;
    if (ascii <= 2 * kKeptAscii) {
      sample += text.substr(at, ascii);
    } else {
      sample += text.substr(at, kKeptAscii);
      sample += '\n';
      if (ascii_end < text.size()) sample += text.substr(ascii_end - kKeptAscii, kKeptAscii);
    }
    at = ascii_end;
    const auto* end = std::find_if(text.begin() + at, text.end(), is_ascii);
    // A byte more: the second of a pair may be ASCII.
    const std::size_t other_end =
        std::min(static_cast<std::size_t>(end - text.begin()) + 1, text.size());
    sample += text.substr(at, other_end - at);
    at = other_end;
  }
  if (sample.size() > kMaxDetectedBytes) sample.resize(kMaxDetectedBytes);
  return sample;
}

const Charset& detect_charset(std::string_view text) {
  const bool all_ascii = end_of_ascii(text, 0) == text.size();
  if (all_ascii) return charset_named(switches_to_japanese(text) ? "iso-2022-jp" : "utf-8");
  if (base::is_utf8(text)) return charset_named("utf-8");
  const std::string sample = detector_sample(text);
  if (is_damaged_utf8(sample)) return charset_named("utf-8");
  const auto telling = std::count_if(sample.begin(), sample.end(), std::not_fn(is_ascii));
  if (static_cast<std::size_t>(telling) >= kMinTellingBytes) {
    const Charset* guess = guess_of_uchardet(sample);
    if (guess != nullptr && fits(sample, *guess)) return *guess;
  }
  return charset_named("windows-1252");
}

}  // namespace crawler::extract
