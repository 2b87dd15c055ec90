// Encodings: labels (Encoding Standard 4.2), sniffing (HTML standard 13.2.3), conversion, queries.
#include "crawler/extract/charset.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/charset_prescan.h"
#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::charset_for_label;
using crawler::extract::css_charset;
using crawler::extract::extract;
using crawler::extract::html_charset;
using crawler::extract::query_encoder_for;
using crawler::extract::to_utf8;
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

std::string decoded(std::string_view bytes, std::string_view charset) {
  return to_utf8(bytes, *charset_for_label(charset));
}

std::string query(std::string_view utf8, std::string_view charset) {
  return query_encoder_for(*charset_for_label(charset))(utf8);
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
  BOOST_TEST(sniffed(std::string(1024, ' ') + meta) == "utf-8");
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

BOOST_AUTO_TEST_SUITE_END()
