// Pages that do not say what they are in: own texts, a few sentences of news each.
#include "crawler/extract/charset_detect.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/charset.h"
#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::charset_for_label;
using crawler::extract::detect_charset;
using crawler::extract::detector_sample;
using crawler::extract::html_charset;
using crawler::extract::kMaxDetectedBytes;
using crawler::extract::to_utf8;

struct Language {
  const char* charset;
  std::string text;
};

// What query_encoder_for() gives for text the charset holds is the text in that charset.
std::string in_charset(const Language& language) {
  return crawler::extract::query_encoder_for(*charset_for_label(language.charset))(language.text);
}

// A page with markup, as it comes from a server.
std::string page_of(const std::string& text) {
  return "<!doctype html><html><head><title>" + text.substr(0, 8) +
         "</title><script>function f(){return document.getElementById('x');}</script></head>"
         "<body class=\"main\"><div id=content class=\"article-content\"><p>" +
         text + "</p></div><a href=\"/about/index.html\">About us</a></body></html>";
}

std::string detected(std::string_view text) { return std::string(detect_charset(text).name); }

const Language kLanguages[] = {
    {"gbk",
     "新华社北京电 记者从有关部门获悉，今年以来我国经济运行总体平稳，就业形势稳定，居"
     "民收入持续增长。专家表示，下一步要继续扩大内需，推动高质量发展。"},
    {"big5",
     "中央社台北電 行政院今天表示，今年以來國內經濟穩定成長，失業率持續下降，民眾所得"
     "增加。專家指出，未來應該繼續擴大投資，推動產業轉型。"},
    {"shift_jis",
     "東京都は今日、新しい交通計画を発表しました。市民の生活を便利にするために、バスと"
     "電車の路線を見直すとしています。来年の春から始まる予定です。"},
    {"euc-jp",
     "東京都は今日、新しい交通計画を発表しました。市民の生活を便利にするために、バスと"
     "電車の路線を見直すとしています。来年の春から始まる予定です。"},
    {"euc-kr",
     "서울시는 오늘 새로운 교통 계획을 발표했다. 시민들의 생활을 편리하게 하"
     "기 위해 버스와 지하철 노선을 다시 살펴본다고 밝혔다. 내년 봄부터 시작"
     "할 예정이다."},
    {"windows-1251",
     "Сегодня в Москве прошло заседание правительства, на котором обсуждались вопросы разв"
     "ития экономики и социальной сферы. Министр рассказал о планах на следующий год."},
    {"koi8-r",
     "Сегодня в Москве прошло заседание правительства, на котором обсуждались вопросы разв"
     "ития экономики и социальной сферы. Министр рассказал о планах на следующий год."},
    {"windows-1252",
     "Le gouvernement a annoncé aujourd’hui une série de mesures destinées à améliorer la "
     "qualité de la vie dans les régions où l’économie a été très touchée par la crise."},
    {"iso-8859-7",
     "Η κυβέρνηση ανακοίνωσε σήμερα μια σειρά από μέτρα για την ανάπτυξη της οικονομίας κα"
     "ι τη στήριξη των πολιτών που έχουν ανάγκη."},
    {"windows-1256",
     "أعلنت الحكومة اليوم عن مجموعة من الإجراءات الجديدة لدعم الاقتصاد وتحسين مستوى المعيش"
     "ة للمواطنين في جميع المناطق."},
    {"windows-1255",
     "הממשלה הודיעה היום על שורה של צעדים חדשים לקידום הכלכלה ולשיפור רמת החיים של האזרחים"
     " בכל האזורים."},
    {"windows-1250",
     "Vláda dnes oznámila řadu opatření, která mají zlepšit kvalitu života v regionech, kd"
     "e byla ekonomika těžce zasažena krizí. Příští rok začne nový program."},
    {"windows-874",
     "รัฐบาลประกาศมาตรการใหม่ในวันนี้เพื่อพัฒนาเศรษฐกิจและปรับปรุงคุณภาพชีวิตของประชาชนในท"
     "ุกพื้นที่ของประเทศ"},
    {"windows-1254",
     "Hükümet bugün ekonomiyi geliştirmek ve vatandaşların yaşam kalitesini artırmak için "
     "yeni önlemler açıkladı. Gelecek yıl başlayacak olan program için çalışmalar sürüyor."},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(charset_detect)

BOOST_AUTO_TEST_CASE(pages_that_declare_nothing_are_recognized) {
  for (const Language& language : kLanguages) {
    const std::string bytes = in_charset(language);
    const std::string page = page_of(bytes);

    BOOST_TEST(detected(page) == language.charset);
    BOOST_TEST(to_utf8(bytes, *charset_for_label(language.charset)) == language.text);
  }
}

BOOST_AUTO_TEST_CASE(an_unlabelled_gbk_news_page_is_read_with_its_links) {
  const std::string name = "\xd0\xc2\xce\xc5";  // U+65B0 U+95FB
  std::string page = page_of(in_charset(kLanguages[0]));
  page += "<a href='/s?q=" + name + "'>" + name + "</a>";

  const auto& charset = html_charset(page, "text/html");
  const std::string query = crawler::extract::query_encoder_for(charset)("\u65b0\u95fb");

  BOOST_TEST(charset.name == "gbk");
  BOOST_TEST(query == name);
}

BOOST_AUTO_TEST_CASE(what_is_utf8_is_never_guessed_at) {
  for (const Language& language : kLanguages) {
    BOOST_TEST(detected(page_of(language.text).append(language.text)) == "utf-8");
  }
  BOOST_TEST(detected("plain ASCII") == "utf-8");
  BOOST_TEST(detected("") == "utf-8");
}

BOOST_AUTO_TEST_CASE(a_few_faults_do_not_make_utf8_something_else) {
  std::string text = kLanguages[0].text;

  BOOST_TEST(detected(text.substr(0, text.size() - 1)) == "utf-8");  // cut within a character
  BOOST_TEST(detected(text + "\xd6\xd0\xb9\xfa") == "utf-8");
  BOOST_TEST(detected("\xff" + text) == "utf-8");
}

BOOST_AUTO_TEST_CASE(seven_bit_japanese_is_known_by_its_escapes) {
  BOOST_TEST(detected("<p>\x1b$B$3$s\x1b(B</p>") == "iso-2022-jp");
  BOOST_TEST(detected("<p>\x1b$@$3$s\x1b(B</p>") == "iso-2022-jp");
  BOOST_TEST(detected("<p>\x1b[0m</p>") == "utf-8");
}

BOOST_AUTO_TEST_CASE(too_little_evidence_is_windows_1252) {
  BOOST_TEST(detected("<p>caf\xe9</p>") == "windows-1252");
  BOOST_TEST(detected("<p>\xa9 2026</p>") == "windows-1252");
  BOOST_TEST(detected("\xd6\xd0\xb9\xfa") == "windows-1252");
}

BOOST_AUTO_TEST_CASE(encodings_nobody_may_mean_are_not_taken) {
  // HZ and ISO-2022-KR are of seven bits; bytes at random are no text at all.
  BOOST_TEST(detected("~{VPND~}") == "utf-8");
  BOOST_TEST(detected("\x1b$)C\x0e!!\x0f") == "utf-8");
  std::string noise;
  unsigned state = 7;
  for (int i = 0; i < 2000; ++i)
    noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  BOOST_TEST(charset_for_label(detected(noise)) != nullptr);
}

BOOST_AUTO_TEST_CASE(the_sample_is_small_and_keeps_what_tells) {
  const std::string word = in_charset(kLanguages[0]);
  const std::string markup(10'000, 'm');

  const std::string sample = detector_sample(markup + word + markup + word + markup);

  BOOST_TEST(sample.size() < 2 * word.size() + 200);
  BOOST_TEST(sample.find(word) != std::string::npos);
  BOOST_TEST(sample.rfind(word) > sample.find(word));
  std::string large;
  while (large.size() < 1'000'000) large += word;
  BOOST_TEST(detector_sample(large).size() == kMaxDetectedBytes);
  BOOST_TEST(detector_sample("ASCII").size() <= 5u);
}

BOOST_AUTO_TEST_CASE(a_page_may_be_cut_anywhere) {
  const std::string page = page_of(in_charset(kLanguages[0]));
  for (std::size_t size = 0; size <= page.size(); ++size) {
    const std::string cut(page, 0, size);
    const std::string name = detected(cut);
    BOOST_TEST(charset_for_label(name) != nullptr);
  }
}

BOOST_AUTO_TEST_SUITE_END()
