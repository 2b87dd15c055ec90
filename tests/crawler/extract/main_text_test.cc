// The readable main text: tests/cases/main_text.cases, and what a table cannot say.
#include "crawler/extract/main_text.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/disk.h"
#include "base/encoding.h"
#include "tests/crawler/extract/case_file.h"
#include "tests/crawler/extract/extracting.h"
#include "tests/support/shared_data.h"

namespace {

using crawler::extract::extract;
using crawler::extract::GumboEnd;
using crawler::extract::kMaxMainTextBytes;
using crawler::extract::MainText;

const std::string kSentence =
    "A sentence that is long enough to be taken for a paragraph, which it is, more or less.";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

bool is_clean(const std::string& text) {
  return base::is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f;
         });
}

MainText text_of(std::string_view html) { return crawler::extract::main_text(html); }

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(main_text)

BOOST_AUTO_TEST_CASE(every_page_gives_the_lines_it_names) {
  for (const support::Case& one : support::read_cases("main_text.cases")) {
    support::check_case(one, lines_of(text_of(one.input).text));
  }
}

BOOST_AUTO_TEST_CASE(every_dateline_gives_the_facts_it_names) {
  for (const support::Case& one : support::read_cases("datelines.cases")) {
    const MainText found = text_of(one.input);
    std::vector<std::string> lines;
    if (!found.published.empty()) lines.push_back("published " + found.published);
    if (!found.byline.empty()) lines.push_back("byline " + found.byline);
    support::check_case(one, lines);
  }
}

BOOST_AUTO_TEST_CASE(names_stand_alone_in_the_author_s_place) {
  const auto author = [](const std::string& text) {
    return text_of("<div class=author>" + text + "</div>").byline;
  };

  BOOST_TEST(author("Agent 47") == "Agent 47");
  BOOST_TEST(author("By Ann Lee | 3 May 2024") == "Ann Lee");
  BOOST_TEST(author("Ann Lee, May 3, 2024") == "Ann Lee");
  BOOST_TEST(author("约翰·史密斯（海湾日报）") == "约翰·史密斯");
  BOOST_TEST(author("3 May 2024") == "");
}

BOOST_AUTO_TEST_CASE(a_dateline_may_be_cut_anywhere) {
  const std::string line = "By Jane Doe 来源：海湾 作者：张三 李四 编辑：王五 2024年05月12日 08:30";
  for (std::size_t size = 0; size <= line.size(); ++size) {
    const MainText found = text_of("<h1>T</h1><div class=author>" + line.substr(0, size) +
                                   "</div><p>" + repeated(kSentence, 3) + "</p>");
    BOOST_TEST(is_clean(found.byline));
    BOOST_TEST(found.byline.size() <= 200u);
  }
}

BOOST_AUTO_TEST_CASE(a_dateline_goes_behind_what_metas_say) {
  const std::string article = "<h1>T</h1><p>By Ann Lee, 3 May 2024</p><p>" + kSentence + "<p>" +
                              kSentence + "<p>" + kSentence;
  auto bare = support::document(article, "text/html");
  auto said = support::document("<meta name=date content=2022-03-01>" + article, "text/html");
  bare.wants_text = said.wants_text = true;

  BOOST_TEST(extract(bare).facts.published == "2024-05-03");
  BOOST_TEST(extract(bare).facts.byline == "Ann Lee");
  BOOST_TEST(extract(said).facts.published == "2022-03-01");
}

BOOST_AUTO_TEST_CASE(title_and_author_are_told_apart) {
  const MainText found = text_of(
      "<body><h1><img alt=logo></h1><article><h1>The  <i>tides</i></h1><span class=author>作者："
      "张三</span><p>" +
      kSentence + "<p>" + kSentence + "</article>");

  BOOST_TEST(found.title == "The tides");
  BOOST_TEST(found.byline == "张三");
}

BOOST_AUTO_TEST_CASE(a_portrait_of_the_author_is_no_name) {
  const MainText found = text_of("<div class=author>" + repeated(kSentence, 4) +
                                 "</div><a rel=author href=/x>By Ann Lee</a>");

  BOOST_TEST(found.byline == "Ann Lee");
}

BOOST_AUTO_TEST_CASE(the_text_ends_with_the_last_line_that_fits) {
  const std::string line = repeated("潮汐，", 300);

  const MainText found = text_of("<article>" + repeated("<p>" + line + "</p>", 200));

  const std::vector<std::string> lines = lines_of(found.text);
  BOOST_TEST(found.text.size() <= kMaxMainTextBytes);
  BOOST_TEST(lines.size() == (kMaxMainTextBytes + 1) / (line.size() + 1));
  BOOST_TEST(lines.back() == line);
}

BOOST_AUTO_TEST_CASE(control_characters_and_broken_bytes_stay_out) {
  const MainText found = text_of(
      "<p>a\x01\x1b[31mb\xc2\x9b"
      "c\xff d&#x202e;e" +
      kSentence + kSentence);

  BOOST_TEST(is_clean(found.text));
  BOOST_TEST(
      found.text.starts_with("a\xef\xbf\xbd\xef\xbf\xbd[31mb\xef\xbf\xbd"
                             "c\xef\xbf\xbd d\xe2\x80\xae"
                             "e"));
}

BOOST_AUTO_TEST_CASE(pages_nested_without_end_are_read_or_refused_in_time) {
  for (const std::string tag : {"<div>", "<b>", "<table><td>", "<a href=x>", "<font><p>", "<h1>",
                                "<div class='content sidebar'>", "<li class=comment>"}) {
    const auto begun = std::chrono::steady_clock::now();
    const MainText found = text_of(repeated(tag + "word, ", 20'000));
    const auto taken = std::chrono::steady_clock::now() - begun;

    BOOST_TEST(found.text.size() <= kMaxMainTextBytes);
    BOOST_TEST((found.end == GumboEnd::complete || found.text.empty()));
    // Generous: sanitizers and a busy machine make it slow, and the parser's clock is its own.
    BOOST_TEST((taken < std::chrono::seconds(20)), tag);
  }
}

BOOST_AUTO_TEST_CASE(a_response_gives_its_text_only_on_demand) {
  auto page = support::document("<title>t</title><h1>Tides</h1><p class=byline>By Ann Lee</p><p>" +
                                    kSentence + "<p>" + kSentence,
                                "text/html");

  BOOST_TEST(extract(page).text.empty());
  BOOST_TEST(extract(page).facts.byline.empty());

  page.wants_text = true;
  const auto found = extract(page);
  BOOST_TEST(found.text.find(kSentence) != std::string::npos);
  BOOST_TEST(found.facts.byline == "Ann Lee");
  BOOST_TEST(found.facts.headline == "Tides");
  BOOST_TEST(found.facts.title == "t");
}

BOOST_AUTO_TEST_CASE(the_text_of_a_gbk_page_is_utf8) {
  std::string body = "<p>";
  for (int i = 0; i < 60; ++i) body += "\xd6\xd0\xb9\xfa\xa3\xac";
  auto page = support::document(body, "text/html; charset=gb2312");
  page.wants_text = true;

  BOOST_TEST(extract(page).text == repeated("中国，", 60));
}

BOOST_AUTO_TEST_CASE(damaged_pages_give_clean_text) {
  const auto folder = support::shared_data("malformed/html");
  if (!folder) return;
  int pages = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (!entry.is_regular_file() || entry.file_size() > 300'000) continue;
    const auto bytes = base::read_file(base::real_disk(), entry.path(), 1 << 20);
    BOOST_REQUIRE(bytes);
    const MainText found = text_of(*bytes);
    BOOST_TEST(is_clean(found.text), entry.path());
    BOOST_TEST(is_clean(found.title), entry.path());
    ++pages;
  }
  BOOST_TEST(pages > 10);
}

BOOST_AUTO_TEST_SUITE_END()
