// Encodings: labels (Encoding Standard 4.2), sniffing (HTML standard 13.2.3), conversion, queries.
#include "crawler/extract/charset.h"

#include <cstdint>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/charset_prescan.h"
#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::charset_for_label;
using crawler::extract::css_charset;
using crawler::extract::extract;
using crawler::extract::html_charset;
using crawler::extract::query_encoder_for;
using crawler::extract::text_charset;
using crawler::extract::to_utf8;
using crawler::extract::xml_charset;
using support::document;
using support::told;
using support::urls_of;

std::string label(std::string_view text) {
  const auto* charset = charset_for_label(text);
  return charset == nullptr ? "none" : std::string(charset->name);
}

std::string sniffed(std::string_view html, std::string_view content_type = "") {
  return std::string(html_charset(html, content_type).name);
}

std::string xml(std::string_view bytes, std::string_view content_type = "") {
  return std::string(xml_charset(bytes, content_type).name);
}

std::string decoded(std::string_view bytes, std::string_view charset) {
  return to_utf8(bytes, *charset_for_label(charset));
}

std::string query(std::string_view utf8, std::string_view charset) {
  return query_encoder_for(*charset_for_label(charset))(utf8);
}

std::uint32_t fnv1a(std::string_view bytes) {
  std::uint32_t hash = 2166136261u;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

const std::string kZhong = "\xe4\xb8\xad";     // U+4E2D
const std::string kGuo = "\xe5\x9b\xbd";       // U+56FD
const std::string kReplaced = "\xef\xbf\xbd";  // U+FFFD

}  // namespace

BOOST_AUTO_TEST_SUITE(charset)

BOOST_AUTO_TEST_CASE(labels_mean_what_the_encoding_standard_says) {
  BOOST_TEST(label(" GB2312\n") == "gbk");
  BOOST_TEST(label("gb18030") == "gb18030");
  BOOST_TEST(label("latin1") == "windows-1252");
  BOOST_TEST(label("US-ASCII") == "windows-1252");
  BOOST_TEST(label("iso-8859-9") == "windows-1254");
  BOOST_TEST(label("ks_c_5601-1987") == "euc-kr");
  BOOST_TEST(label("big5-hkscs") == "big5");
  BOOST_TEST(label("x-sjis") == "shift_jis");
  BOOST_TEST(label("utf8") == "utf-8");
  BOOST_TEST(label("unicode") == "utf-16le");
  BOOST_TEST(label("hz-gb-2312") == "replacement");
}

BOOST_AUTO_TEST_CASE(other_words_are_no_labels) {
  for (const char* word : {"", " ", "utf", "utf-7", "8", "gbk gb18030", "windows-9999", "a b"}) {
    BOOST_TEST(label(word) == "none", word);
  }
  BOOST_TEST(label(std::string(100'000, 'x')) == "none");
}

BOOST_AUTO_TEST_CASE(a_bom_beats_the_header_and_the_header_beats_the_document) {
  BOOST_TEST(sniffed("\xef\xbb\xbf<meta charset=gbk>", "text/html; charset=big5") == "utf-8");
  BOOST_TEST(sniffed("<meta charset=gbk>", "text/html; charset=big5") == "big5");
  BOOST_TEST(sniffed("<meta charset=gbk>", "text/html; charset=unknown") == "gbk");
  BOOST_TEST(sniffed("<meta charset=gbk>", "text/html") == "gbk");
  BOOST_TEST(sniffed("<p>") == "utf-8");
  BOOST_TEST(sniffed("\xff\xfe<") == "utf-16le");
  BOOST_TEST(sniffed("\xfe\xff") == "utf-16be");
}

BOOST_AUTO_TEST_CASE(headers_are_read_however_they_are_written) {
  BOOST_TEST(sniffed("", "text/html;CHARSET=\"gb2312\"; x=y") == "gbk");
  BOOST_TEST(sniffed("", "text/html; charset = 'euc-kr'") == "euc-kr");
  BOOST_TEST(sniffed("", "text/html; charset; charset=big5") == "big5");
  BOOST_TEST(sniffed("", "charset=\"big5") == "utf-8");
}

BOOST_AUTO_TEST_CASE(the_prescan_follows_the_html_standard) {
  BOOST_TEST(sniffed("<META CHARSET='GBK'>") == "gbk");
  BOOST_TEST(sniffed("<meta/charset=gbk/>") == "utf-8");  // the value is "gbk/"
  BOOST_TEST(sniffed("<meta http-equiv=Content-Type content='text/html; charset=gb2312'>") ==
             "gbk");
  BOOST_TEST(sniffed("<meta content='text/html; charset=gb2312' http-equiv=content-type>") ==
             "gbk");
  BOOST_TEST(sniffed("<meta content='text/html; charset=gb2312'>") == "utf-8");  // no pragma
  BOOST_TEST(sniffed("<meta http-equiv=refresh content='charset=gbk'>") == "utf-8");
  BOOST_TEST(sniffed("<!-- <meta charset=gbk> --><meta charset=big5>") == "big5");
  BOOST_TEST(sniffed("<!--><meta charset=gbk>") == "gbk");
  BOOST_TEST(sniffed("<a title='<meta charset=gbk>'><meta charset=big5>") == "big5");
  BOOST_TEST(sniffed("<metal charset=gbk>") == "utf-8");
  BOOST_TEST(sniffed("</x charset=gbk><? <meta charset=gbk> ><meta charset=big5>") == "big5");
  BOOST_TEST(sniffed("<meta charset=nonsense><meta charset=big5>") == "big5");
  BOOST_TEST(sniffed("<meta charset=utf-16le>") == "utf-8");
  BOOST_TEST(sniffed("<meta charset=x-user-defined>") == "windows-1252");
  BOOST_TEST(sniffed("<?xml version='1.0' encoding='gbk'?><p>") == "gbk");
}

BOOST_AUTO_TEST_CASE(only_the_first_1024_bytes_are_scanned) {
  const std::string meta = "<meta charset=gbk>";

  BOOST_TEST(sniffed(std::string(1024 - meta.size(), ' ') + meta) == "gbk");
  // Only the early one stops the later one from being looked for.
  BOOST_TEST(sniffed(std::string(1024, ' ') + meta) == "gbk");
  BOOST_TEST(sniffed("<meta charset=big5>" + std::string(1024, ' ') + meta) == "big5");
}

// HTML 13.2.3.5: browsers begin again when the tree builder meets a <meta> later on.
BOOST_AUTO_TEST_CASE(a_late_meta_counts_within_64_kib_and_before_guesses) {
  const std::string meta = "<meta charset=gbk>";

  BOOST_TEST(sniffed(std::string((64 << 10) - meta.size(), ' ') + meta) == "gbk");
  BOOST_TEST(sniffed(std::string(64 << 10, ' ') + meta) == "utf-8");
  BOOST_TEST(sniffed(std::string(2000, ' ') + meta, "text/html; charset=big5") == "big5");
  BOOST_TEST(sniffed("<script>" + std::string(2000, 'x') + "</script>" + meta + kZhong) == "gbk");
}

BOOST_AUTO_TEST_CASE(utf16_is_known_by_bom_header_or_xml_declaration) {
  const std::string_view little("<\0?\0x\0m\0l\0", 10), big("\0<\0?\0x\0m\0l", 10);

  BOOST_TEST(sniffed(little) == "utf-16le");
  BOOST_TEST(sniffed(big) == "utf-16be");
  BOOST_TEST(xml(little) == "utf-16le");
  BOOST_TEST(xml(big) == "utf-16be");
  BOOST_TEST(sniffed("<p>", "text/html; charset=utf-16") == "utf-16le");
  BOOST_TEST(sniffed("<p>", "text/html; charset=utf-16be") == "utf-16be");
  BOOST_TEST(sniffed("\xef\xbb\xbf<p>", "text/html; charset=utf-16") == "utf-8");
}

// XML 1.0 section 4.3.3, RFC 7303 section 3.
BOOST_AUTO_TEST_CASE(xml_declares_itself) {
  BOOST_TEST(xml("<?xml version='1.0' encoding='gb2312'?><rss/>") == "gbk");
  BOOST_TEST(xml("<?xml version=\"1.0\" encoding = \"Big5\" ?><rss/>") == "big5");
  BOOST_TEST(xml("<?xml encoding='gbk'?>", "text/xml; charset=big5") == "big5");
  BOOST_TEST(xml("\xef\xbb\xbf<?xml encoding='gbk'?>") == "utf-8");
  BOOST_TEST(xml("<?xml version='1.0'?><rss><meta charset=gbk></rss>") == "utf-8");
  BOOST_TEST(xml("<rss/>") == "utf-8");
  BOOST_TEST(xml("<?xml encoding='utf-16'?><rss/>") == "utf-8");
}

BOOST_AUTO_TEST_CASE(plain_text_is_what_its_header_says_or_a_guess) {
  const std::string gbk =
      "\xd5\xe2\xca\xc7\xd2\xbb\xc6\xaa\xbc\xf2\xb6\xcc\xb5\xc4\xd0\xc2\xce\xc5";

  BOOST_TEST(text_charset(gbk, "text/plain; charset=big5").name == "big5");
  BOOST_TEST(text_charset(gbk, "text/plain").name == "gbk");
  BOOST_TEST(text_charset("\xff\xfeh", "text/plain").name == "utf-16le");
  BOOST_TEST(text_charset("<meta charset=gbk>", "text/plain").name == "utf-8");
}

BOOST_AUTO_TEST_CASE(the_prescan_may_be_cut_anywhere) {
  const std::string whole =
      "<?xml encoding='gbk'?><!-- x --><a b = \"c\" d><meta http-equiv = 'content-type' "
      "content=\"text/html; charset = 'big5' \" charset = big5 >";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const std::string name = sniffed({exact.data(), exact.size()});
    BOOST_TEST((name == "utf-8" || name == "gbk" || name == "big5"));
  }
}

BOOST_AUTO_TEST_CASE(a_sheet_declares_itself_byte_for_byte) {
  BOOST_TEST(css_charset("@charset \"gbk\";", "").name == "gbk");
  BOOST_TEST(css_charset("@charset \"gbk\";", "text/css; charset=big5").name == "big5");
  BOOST_TEST(css_charset("@charset 'gbk';", "").name == "utf-8");
  BOOST_TEST(css_charset(" @charset \"gbk\";", "").name == "utf-8");
  BOOST_TEST(css_charset("@charset \"utf-16\";", "").name == "utf-8");
  BOOST_TEST(css_charset("@charset \"gbk", "").name == "utf-8");
}

BOOST_AUTO_TEST_CASE(texts_are_converted) {
  BOOST_TEST(decoded("\xd6\xd0\xb9\xfa", "gb2312") == kZhong + kGuo);
  BOOST_TEST(decoded("\x81\x30\x81\x30", "gbk") == "\xc2\x80");  // four bytes: U+0080
  BOOST_TEST(decoded("\xa4\xa4\xb0\xea", "big5") == kZhong + "\xe5\x9c\x8b");
  BOOST_TEST(decoded("\x92\x86", "shift_jis") == kZhong);
  BOOST_TEST(decoded("\xc3\xe6", "euc-jp") == kZhong);
  BOOST_TEST(decoded("\x1b$BCf\x1b(B", "iso-2022-jp") == kZhong);
  BOOST_TEST(decoded("\xf1\xe9", "euc-kr") == kZhong);
  BOOST_TEST(decoded("\x80\xe9", "iso-8859-1") == "\xe2\x82\xac\xc3\xa9");
  BOOST_TEST(decoded("\xcc\xe8\xf0", "windows-1251") == "\xd0\x9c\xd0\xb8\xd1\x80");
  BOOST_TEST(decoded("\xed\xc9\xd2", "koi8-r") == "\xd0\x9c\xd0\xb8\xd1\x80");
  BOOST_TEST(decoded("\xff\xfe\x2d\x4e", "utf-16") == kZhong);
  BOOST_TEST(decoded(std::string_view("\x3d\xd8\x00\xde", 4), "utf-16le") == "\xf0\x9f\x98\x80");
  BOOST_TEST(decoded("\xd8\x3d\xde", "utf-16be") == kReplaced);  // a lead and half a trail
  BOOST_TEST(decoded("\xfe\xff\x4e\x2d", "utf-16be") == kZhong);
  BOOST_TEST(decoded("x", "replacement") == kReplaced);
}

BOOST_AUTO_TEST_CASE(every_converter_named_exists) {
  for (const char* name :
       {"ibm866",       "iso-8859-2",   "iso-8859-3",     "iso-8859-4",   "iso-8859-5",
        "iso-8859-6",   "iso-8859-7",   "iso-8859-8",     "iso-8859-8-i", "iso-8859-10",
        "iso-8859-13",  "iso-8859-14",  "iso-8859-15",    "iso-8859-16",  "koi8-r",
        "koi8-u",       "macintosh",    "windows-874",    "windows-1250", "windows-1251",
        "windows-1252", "windows-1253", "windows-1254",   "windows-1255", "windows-1256",
        "windows-1257", "windows-1258", "x-mac-cyrillic", "gbk",          "gb18030",
        "big5",         "euc-jp",       "iso-2022-jp",    "shift_jis",    "euc-kr"}) {
    // A query with a character no old charset has: escaped by the converter, kept raw without one.
    BOOST_TEST(label(name) == name);
    if (std::string_view(name) == "gb18030") continue;  // it has them all
    BOOST_TEST(query("\xf0\x9f\x98\x80", name) == "%26%23128512%3B", name);
  }
}

BOOST_AUTO_TEST_CASE(malformed_text_becomes_replacement_characters) {
  BOOST_TEST(decoded("a\xff\xc0\xaf z", "utf-8") == "a" + kReplaced + kReplaced + kReplaced + " z");
  BOOST_TEST(decoded("\xed\xa0\x80", "utf-8") == kReplaced + kReplaced + kReplaced);
  BOOST_TEST(decoded("\xd6", "gbk") == kReplaced);
  BOOST_TEST(decoded("\xd6\xd0\xff<", "gbk") == kZhong + kReplaced + "<");
  BOOST_TEST(decoded("a\0b", "utf-16le").size() >= 1u);
}

// Encoding Standard 10.2.1, 12.2.1: "restore" gives the ASCII byte of a broken pair back, so that
// no tag can be hidden behind half a character.
BOOST_AUTO_TEST_CASE(an_ascii_byte_is_never_part_of_a_broken_character) {
  BOOST_TEST(decoded("\xd6<a>", "gbk") == kReplaced + "<a>");
  BOOST_TEST(decoded("\x81\x30<a>", "gb18030") == kReplaced + "0<a>");
  BOOST_TEST(decoded("\x81\x30\x81<a>", "gb18030") == kReplaced + "0" + kReplaced + "<a>");
  BOOST_TEST(decoded("\xf9\xff<a>", "big5") == kReplaced + "<a>");
  BOOST_TEST(decoded("\x82<a>", "shift_jis") == kReplaced + "<a>");
  BOOST_TEST(decoded("\x8f\xa1<a>", "euc-jp") == kReplaced + "<a>");
  BOOST_TEST(decoded("\xb0<a>", "euc-kr") == kReplaced + "<a>");
}

// The standard's tables where ICU 72's say something else.
BOOST_AUTO_TEST_CASE(characters_are_those_of_the_standards_indexes) {
  BOOST_TEST(decoded("\x80", "gbk") == "\u20ac");
  BOOST_TEST(decoded("\x80", "gb18030") == "\u20ac");
  BOOST_TEST(decoded("\xa2\xe3", "gb18030") == "\u20ac");
  BOOST_TEST(decoded("\xa3\xa0", "gbk") == "\u3000");
  BOOST_TEST(decoded("\xa8\xbc", "gbk") == "\u1e3f");
  BOOST_TEST(decoded("\x81\x35\xf4\x37", "gb18030") == "\ue7c7");
  BOOST_TEST(decoded("\xa6\xd9\xa6\xdf\xa6\xec\xa6\xf3", "gb18030") == "\ufe10\ufe16\ufe17\ufe19");
  BOOST_TEST(decoded("\xfe\x59\xfe\x61\xfe\x66\xfe\x67", "gb18030") == "\u9fb4\u9fb5\u9fb6\u9fb7");
  BOOST_TEST(decoded("\xfe\x6d\xfe\x7e\xfe\x90\xfe\xa0", "gb18030") == "\u9fb8\u9fb9\u9fba\u9fbb");
  BOOST_TEST(decoded("\xfe\x51", "gb18030") == "\ue816");  // still private use
  BOOST_TEST(decoded("\x90\x30\x81\x30\xe3\x32\x9a\x35", "gb18030") == "\U00010000\U0010ffff");
  BOOST_TEST(decoded("\x88\x62\x88\x40", "big5") == "\u00ca\u0304\u31c0");
  BOOST_TEST(decoded("\x5c\x7e\x80\xa0\xb1", "shift_jis") == "\\~\u0080" + kReplaced + "\uff71");
  BOOST_TEST(decoded("\xc9\xa1", "euc-kr") == kReplaced);
  BOOST_TEST(decoded("\xae\xbe", "koi8-u") == "\u045e\u040e");
  BOOST_TEST(decoded("\xaa\xba", "iso-8859-16") == "\u0218\u0219");
  BOOST_TEST(decoded("\xdb", "windows-874") == kReplaced);
  BOOST_TEST(decoded("\x80", "x-user-defined") == "\uf780");
}

// FNV-1a of the UTF-8 of every byte, and of every pair with a line end behind it (first 0x80 to
// 0xFF, second 0x00 to 0xFF), as an independent implementation of the standard (npm @exodus/bytes
// 1.x, encoding.js) decodes them.
BOOST_AUTO_TEST_CASE(every_byte_and_pair_is_decoded_as_the_standard_says) {
  const std::pair<const char*, std::uint32_t> singles[] = {
      {"ibm866", 0xf4c6e8aa},         {"iso-8859-2", 0x9531b1b6},     {"iso-8859-3", 0x71f5f617},
      {"iso-8859-4", 0x0dc1d92f},     {"iso-8859-5", 0xde843fef},     {"iso-8859-6", 0x9e54ee42},
      {"iso-8859-7", 0xca0d3d89},     {"iso-8859-8", 0x0efbe29d},     {"iso-8859-8-i", 0x0efbe29d},
      {"iso-8859-10", 0x8dd9fefb},    {"iso-8859-13", 0x290d8421},    {"iso-8859-14", 0x4be4a875},
      {"iso-8859-15", 0x63ae8b40},    {"iso-8859-16", 0x28c156e2},    {"koi8-r", 0x8f5185dd},
      {"koi8-u", 0x0cce12a1},         {"macintosh", 0x39605175},      {"windows-874", 0x7c892933},
      {"windows-1250", 0xc263ba75},   {"windows-1251", 0x3d69dc05},   {"windows-1252", 0x7931c13a},
      {"windows-1253", 0xd03bcd70},   {"windows-1254", 0xfb66a274},   {"windows-1255", 0x1bb85b7f},
      {"windows-1256", 0x6f71f10b},   {"windows-1257", 0x466f26ae},   {"windows-1258", 0x3846d743},
      {"x-mac-cyrillic", 0x5fbeae25}, {"x-user-defined", 0x591d1245},
  };
  const std::pair<const char*, std::uint32_t> doubles[] = {
      {"gbk", 0xa8d5da1e},    {"gb18030", 0xa8d5da1e},   {"big5", 0x1bb7b72c},
      {"euc-jp", 0x78ea23f5}, {"shift_jis", 0x67a968c1}, {"euc-kr", 0xca02cbd8},
  };
  std::string bytes, pairs, triples, quadruples;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (int i = 128; i < 256; ++i) {
    for (int j = 0; j < 256; ++j) pairs += {static_cast<char>(i), static_cast<char>(j), '\n'};
  }
  for (int i = 0xa1; i < 0xff; ++i) {
    for (int j = 0xa1; j < 0xff; ++j) {
      triples += {'\x8f', static_cast<char>(i), static_cast<char>(j), '\n'};
    }
  }
  for (int i = 0; i < 39'820; ++i) {
    quadruples += {static_cast<char>(0x81 + i / 12'600), static_cast<char>('0' + i / 1'260 % 10),
                   static_cast<char>(0x81 + i / 10 % 126), static_cast<char>('0' + i % 10)};
  }

  for (const auto& [name, hash] : singles) BOOST_TEST(fnv1a(decoded(bytes, name)) == hash, name);
  for (const auto& [name, hash] : doubles) BOOST_TEST(fnv1a(decoded(pairs, name)) == hash, name);
  BOOST_TEST(fnv1a(decoded(triples, "euc-jp")) == 0xc19b3c7b);
  BOOST_TEST(fnv1a(decoded(quadruples, "gb18030")) == 0x60d58932u);
}

// Encoding Standard 12.2.1.
BOOST_AUTO_TEST_CASE(iso_2022_jp_switches_its_sets) {
  BOOST_TEST(decoded("\x1b$B$3\x1b(J\\~\x1b(I1\x1b(Bz", "iso-2022-jp") ==
             "\u3053\u00a5\u203e\uff71z");
  BOOST_TEST(decoded("\x1b$B\x1b(Bz", "iso-2022-jp") == kReplaced + "z");  // nothing in between
  BOOST_TEST(decoded("\x1b$B$\x1b(Bz", "iso-2022-jp") == kReplaced + "z");
  BOOST_TEST(decoded("\x1bz\x0e\x80", "iso-2022-jp") == kReplaced + "z" + kReplaced + kReplaced);
}

BOOST_AUTO_TEST_CASE(long_texts_cross_the_converters_buffers) {
  std::string gbk, utf8;
  for (int i = 0; i < 100'000; ++i) {
    gbk += "a\xd6\xd0";
    utf8 += "a" + kZhong;
  }

  BOOST_TEST((decoded(gbk, "gbk") == utf8));
}

BOOST_AUTO_TEST_CASE(queries_are_written_in_the_documents_charset) {
  BOOST_TEST(query("q=" + kZhong, "gbk") == "q=\xd6\xd0");
  BOOST_TEST(query("q=a&b", "gbk") == "q=a&b");
  BOOST_TEST(query(kZhong, "shift_jis") == "\x92\x86");
  BOOST_TEST(query(kZhong, "windows-1252") == "%26%2320013%3B");
  BOOST_TEST(query("\u0218", "iso-8859-16") == "\xaa");
  BOOST_TEST(query("\u0442" + kZhong, "koi8-r") == "\xd4%26%2320013%3B");
  BOOST_TEST(query("\u20ac\u00e9", "gbk") == "\x80\xa8\xa6");
  BOOST_TEST(query("\ufe10\ue78d", "gbk") == "\xa6\xd9\xa6\xd9");
  BOOST_TEST(query("\uac00\ue7c7\U00010000", "gb18030") ==
             "\x82\x37\xcf\x35\x81\x35\xf4\x37\x90\x30\x81\x30");
  BOOST_TEST(query("\uac00", "gbk") == "%26%2344032%3B");
  BOOST_TEST(query("\u5341\u2550\u43f0", "big5") == "\xa4\x51\xf9\xf9%26%2317392%3B");
  BOOST_TEST(query("\u00a5\u203e\uff71\u2212", "shift_jis") == "\\~\xb1\x81\x7c");
  BOOST_TEST(query("\u00a5\u203e\uff71\u4e02", "euc-jp") == "\\~\x8e\xb1%26%2319970%3B");
  BOOST_TEST(query("\u00a5x\uff71\x0e", "iso-2022-jp") == "\x1b(J\\x\x1b$B%\"\x1b(B%26%2365533%3B");
  BOOST_TEST(query("a" + kZhong + "b", "iso-2022-jp") == "a\x1b$BCf\x1b(Bb");
  BOOST_TEST(!query_encoder_for(*charset_for_label("utf-8")));
  BOOST_TEST(!query_encoder_for(*charset_for_label("utf-16")));
}

BOOST_AUTO_TEST_CASE(a_gbk_page_asks_in_gbk) {
  const auto found =
      extract(document("<meta charset=gb2312><a href='/s?q=\xd6\xd0\xb9\xfa'>x</a>", "text/html"));

  BOOST_TEST(urls_of(found.links).at(0) == "https://example.org/s?q=%D6%D0%B9%FA");
  BOOST_TEST(found.facts.charset == "gbk");
}

BOOST_AUTO_TEST_CASE(a_page_in_gbk_gives_what_it_gives_in_utf8) {
  const auto page = [](const std::string& zhong) {
    return "<html lang=zh><title>" + zhong + "</title><a href='/" + zhong + ".html'>" + zhong +
           "</a><img src=" + zhong + ".png srcset='" + zhong + " 1x, b 2x'><style>a{b:url(" +
           zhong + "?" + zhong + ")}</style>";
  };

  const auto in_gbk = extract(document(page("\xd6\xd0"), "text/html; charset=gbk"));
  const auto in_utf8 = extract(document(page(kZhong), "text/html; charset=utf-8"));

  BOOST_TEST(in_utf8.links.size() == 5u);
  BOOST_TEST(told(in_gbk.links) == told(in_utf8.links), boost::test_tools::per_element());
  BOOST_TEST(in_gbk.facts.title == in_utf8.facts.title);
}

BOOST_AUTO_TEST_CASE(what_says_nothing_is_in_the_charset_of_its_page) {
  using namespace crawler::extract;
  const Charset* gbk = charset_for_label("gbk");
  const std::string text = "\xcd\xbc";

  BOOST_TEST(html_charset(text, "text/html", gbk).name == "gbk");
  BOOST_TEST(css_charset(text, "text/css", gbk).name == "gbk");
  BOOST_TEST(text_charset(text, "", gbk).name == "gbk");
  BOOST_TEST(css_charset(text, "text/css").name == "utf-8");
  BOOST_TEST(css_charset(text, "text/css; charset=big5", gbk).name == "big5");
  BOOST_TEST(html_charset("<meta charset=big5>", "text/html", gbk).name == "big5");
}

BOOST_AUTO_TEST_SUITE_END()
