// How fast texts become UTF-8, in MB/s of input on one core: on texts made here.
//   bench_charset [MEGABYTES]        of each text; default 8, what is read of a page at most
// The texts: pages of markup with sentences between (a fifth to a half of the bytes
// outside ASCII), and the sentences alone. Each figure is the best of seven runs.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/charset_detect.h"

namespace {

using crawler::extract::Charset;
using crawler::extract::charset_for_label;
using std::chrono::steady_clock;

// Common hanzi, kana, hangul, Cyrillic or Latin letters at random, in UTF-8.
class Words {
 public:
  Words(char32_t first, char32_t last) : first_(first), count_(last - first + 1) {}
  void append(std::string& out, std::size_t letters) {
    for (std::size_t i = 0; i < letters; ++i) {
      state_ = state_ * 1664525u + 1013904223u;
      base::append_utf8(out, first_ + (state_ >> 8) % count_);
    }
  }

 private:
  char32_t first_, count_;
  std::uint32_t state_ = 1;
};

std::string text_of(Words words, bool has_markup, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    if (has_markup) text += "<div class=\"story\"><a href=\"/news/2026/01/12345.html\"><span>";
    words.append(text, 20);
    if (has_markup) text += "</span></a></div>\n";
  }
  return text;
}

// In `charset`, by way of what links of such a page are encoded with.
std::string in_charset(const std::string& utf8, const Charset& charset) {
  return crawler::extract::query_encoder_for(charset)(utf8);
}

std::string in_utf16(const std::string& utf8) {
  std::string out = "\xff\xfe";
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t point = base::next_code_point(utf8, at);
    out += {static_cast<char>(point & 0xff), static_cast<char>(point >> 8)};
  }
  return out;
}

std::string broken(std::string utf8) {
  for (std::size_t at = 500; at < utf8.size(); at += 1000) utf8[at] = '\xff';
  return utf8;
}

// Keeps the optimizer from leaving out what is measured.
std::size_t total = 0;

template <typename Work>
void print(std::string_view name, std::size_t bytes, const Work& work) {
  double best = std::numeric_limits<double>::max();
  for (int run = 0; run < 7; ++run) {
    const auto begin = steady_clock::now();
    total += work();
    best = std::min(best, std::chrono::duration<double>(steady_clock::now() - begin).count());
  }
  fmt::print("{:<34} {:>8.0f} MB/s\n", name, static_cast<double>(bytes) / 1e6 / best);
}

void print_conversion(const std::string& name, const std::string& bytes, const char* charset) {
  const Charset& from = *charset_for_label(charset);
  print(name, bytes.size(), [&] { return crawler::extract::to_utf8(bytes, from).size(); });
}

void print_all(const char* kind, bool has_markup, std::size_t size) {
  const std::string chinese = text_of({0x4e00, 0x9fa5}, has_markup, size);
  const std::string kana = text_of({0x3041, 0x3093}, has_markup, size);
  const std::string hangul = text_of({0xac00, 0xd7a3}, has_markup, size);
  const std::string russian = text_of({0x410, 0x44f}, has_markup, size);
  const auto named = [kind](const char* charset) { return fmt::format("{}, {}", charset, kind); };
  const auto legacy = [&](const char* charset, const std::string& text) {
    const Charset& to = *charset_for_label(charset);
    print_conversion(named(charset), in_charset(text, to), charset);
  };
  print_conversion(named("utf-8"), chinese, "utf-8");
  print_conversion(named("utf-8 with faults"), broken(chinese), "utf-8");
  print_conversion(named("utf-16le"), in_utf16(chinese), "utf-16le");
  legacy("gbk", chinese);
  legacy("gb18030", chinese + hangul);  // hangul are of four bytes there
  legacy("shift_jis", kana);
  legacy("euc-jp", kana);
  legacy("iso-2022-jp", kana);
  legacy("euc-kr", hangul);
  legacy("windows-1251", russian);
  const std::string unlabelled = in_charset(chinese, *charset_for_label("gbk"));
  print(named("detection of gbk"), unlabelled.size(),
        [&] { return crawler::extract::detect_charset(unlabelled).name.size(); });
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t size = (argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 8) * 1'000'000;
  const std::string ascii = text_of({'a', 'z'}, true, size);
  print_conversion("utf-8, ASCII", ascii, "utf-8");
  print("is_utf8, ASCII", ascii.size(), [&] { return std::size_t{base::is_utf8(ascii)}; });
  print_all("pages", true, size);
  print_all("sentences", false, size);
  return total == 0;
}
