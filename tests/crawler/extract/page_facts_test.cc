// Page facts: tests/cases/facts.cases, and what a table cannot say.
#include "crawler/extract/page_facts.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/article.h"
#include "crawler/extract/page_date.h"
#include "tests/crawler/extract/case_file.h"
#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::Article;
using crawler::extract::extract;
using crawler::extract::Fact;
using crawler::extract::FactReader;
using crawler::extract::FactSource;
using crawler::extract::PageFacts;
using support::document;

PageFacts facts_of(const std::string& html, const std::string& charset = "utf-8") {
  return extract(document(html, "text/html; charset=" + charset)).facts;
}

// "fact value", in the order of PageFacts; what is empty is not told.
std::vector<std::string> told(const PageFacts& facts) {
  std::vector<std::string> lines;
  const auto tell = [&lines](const char* name, const std::string& value) {
    if (!value.empty()) lines.push_back(std::string(name) + " " + value);
  };
  tell("title", facts.title);
  tell("headline", facts.headline);
  tell("description", facts.description);
  tell("byline", facts.byline);
  tell("published", facts.published);
  tell("modified", facts.modified);
  tell("image", facts.image);
  tell("canonical", facts.canonical);
  tell("language", facts.language);
  tell("site_name", facts.site_name);
  tell("robots", facts.robots_meta);
  return lines;
}

Article saved(const std::string& bytes) {
  return crawler::extract::parse_article(bytes, "saved").value();
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page_facts)

BOOST_AUTO_TEST_CASE(every_case_gives_the_facts_it_names) {
  for (const support::Case& one : support::read_cases("facts.cases")) {
    support::check_case(one, told(facts_of(one.input)));
  }
}

BOOST_AUTO_TEST_CASE(the_facts_of_a_gbk_page_are_utf8) {
  // "China", "Zhang San" and "news" in GBK.
  const PageFacts facts = facts_of(
      "<title>\xd6\xd0\xb9\xfa\xa1\xa1\xa1\xa1</title><meta name=author "
      "content=\"\xd7\xf7\xd5\xdf\xa3\xba\xd5\xc5\xc8\xfd\">"
      "<meta name=PubDate content=\"2022\xc4\xea"
      "3\xd4\xc2"
      "1\xc8\xd5\">"
      "<meta property=og:image content=\"/\xd0\xc2\xce\xc5.jpg?q=\xd6\xd0\">",
      "gbk");

  BOOST_TEST(facts.title == "中国");
  BOOST_TEST(facts.byline == "张三");
  BOOST_TEST(facts.published == "2022-03-01");
  // The path in UTF-8, the query in the page's charset, as for links.
  BOOST_TEST(facts.image == "https://example.org/%E6%96%B0%E9%97%BB.jpg?q=%D6%D0");
  BOOST_TEST(facts.charset == "gbk");
}

BOOST_AUTO_TEST_CASE(a_gbk_page_that_says_so_only_itself_is_read_the_same) {
  const PageFacts facts = extract(document("<meta charset=gb2312><title>\xd6\xd0\xb9\xfa</title>"
                                           "<meta name=description content=\"\xd0\xc2\xce\xc5\">",
                                           "text/html"))
                              .facts;

  BOOST_TEST(facts.title == "中国");
  BOOST_TEST(facts.description == "新闻");
}

BOOST_AUTO_TEST_CASE(every_fact_has_its_size) {
  const std::string words = repeated("中文 ", 2000);
  std::string html = "<html lang='" + words + "'><title>" + words + "</title>";
  for (const char* name : {"og:title", "og:description", "article:author", "og:site_name",
                           "article:published_time", "article:modified_time", "robots"}) {
    html += "<meta name='" + std::string(name) + "' content='2022 " + words + "'>";
  }

  const PageFacts facts = facts_of(html);

  BOOST_TEST(facts.title.size() <= 1000u);
  BOOST_TEST(facts.title.size() > 990u);
  BOOST_TEST(facts.headline.size() <= 1000u);
  BOOST_TEST(facts.description.size() <= 2000u);
  BOOST_TEST(facts.description.size() > 1990u);
  for (const std::string* const small : {&facts.byline, &facts.site_name, &facts.published,
                                         &facts.modified, &facts.language, &facts.robots_meta}) {
    BOOST_TEST(small->size() <= 200u);
    BOOST_TEST(small->size() > 190u);
  }
}

BOOST_AUTO_TEST_CASE(addresses_too_long_are_left_out_rather_than_cut) {
  const std::string path = repeated("a", 3000);
  const std::string accents = repeated("\xc3\xa9", 900);  // six bytes each once encoded

  const PageFacts facts = facts_of("<meta property=og:image content='/" + path +
                                   "'><link rel=canonical href='/" + accents + "'>");

  BOOST_TEST(facts.image.empty());
  BOOST_TEST(facts.canonical.empty());
}

BOOST_AUTO_TEST_CASE(a_thousand_authors_are_as_many_as_fit) {
  std::string html;
  for (int i = 0; i < 1000; ++i) {
    html += "<meta name=author content='Author " + std::to_string(i) + "'>";
  }

  const PageFacts facts = facts_of(html);

  BOOST_TEST(facts.byline.starts_with("Author 0, Author 1, "));
  BOOST_TEST(facts.byline.size() <= 200u);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_do_no_harm) {
  const PageFacts facts = facts_of("<title>a\xff\xfe\x80 b</title>");

  BOOST_TEST(facts.title == "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd b");
}

BOOST_AUTO_TEST_CASE(linked_data_wins_and_what_it_leaves_open_is_filled) {
  FactReader reader;
  reader.add(Fact::byline, FactSource::open_graph, "Meta");
  reader.add(Fact::headline, FactSource::linked_data, "LD");
  reader.add(Fact::byline, FactSource::linked_data, "Ann Lee, Bo Chen");
  reader.add(Fact::published, FactSource::linked_data, "2022-03-01 10:14");
  reader.add(Fact::headline, FactSource::open_graph, "og");
  reader.add(Fact::image, FactSource::open_graph, "//img.example/i.png");
  PageFacts facts;

  reader.fill(facts, std::nullopt);

  BOOST_TEST(told(facts) == (std::vector<std::string>{
                                "title LD", "headline LD", "byline Ann Lee, Bo Chen",
                                "published 2022-03-01T10:14", "image https://img.example/i.png"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_document_without_address_keeps_absolute_ones_only) {
  FactReader reader;
  reader.add(Fact::image, FactSource::meta, "/i.png");
  reader.add(Fact::canonical, FactSource::document, "https://example.org/a");
  PageFacts facts;

  reader.fill(facts, std::nullopt);

  BOOST_TEST(facts.image.empty());
  BOOST_TEST(facts.canonical == "https://example.org/a");
}

BOOST_AUTO_TEST_CASE(a_document_within_a_document_has_no_say) {
  const PageFacts facts = facts_of(
      "<title>outer</title><iframe srcdoc=\"<title>inner</title><meta name=author content=x>\">"
      "</iframe>");

  BOOST_TEST(facts.title == "outer");
  BOOST_TEST(facts.byline.empty());
}

BOOST_AUTO_TEST_CASE(a_saved_page_is_described_by_its_own_facts) {
  const Article article = saved(
      "<!DOCTYPE html><title>Floods - Bay Post</title><meta property=og:title content=Floods>"
      "<meta property=article:author content='By Ann Lee'><meta name=pubdate content='2022/3/1'>"
      "<link rel=canonical href='https://bay.example/floods#top'>");

  BOOST_TEST(article.title == "Floods");
  BOOST_TEST(article.author == "Ann Lee");
  BOOST_TEST(article.date == "2022-03-01");
  BOOST_TEST(article.canonical == "https://bay.example/floods");
}

BOOST_AUTO_TEST_CASE(the_author_of_a_saved_page_may_stand_in_its_text_only) {
  BOOST_TEST(saved("<html><title>T</title><p class=byline>作者：张三</p>").author == "张三");
  BOOST_TEST(saved("<html><title>T</title>").title == "T");
}

BOOST_AUTO_TEST_CASE(front_matter_goes_before_what_the_article_says_itself) {
  const std::string rest =
      "---\n<title>Own</title><meta name=author content=Own><meta name=date content=2022-03-01>";

  const Article full = saved("---\ntitle: Given\nauthor: Somebody\ndate: today\n" + rest);
  const Article bare = saved("---\ncategories: x\n" + rest);

  BOOST_TEST(full.title == "Given");
  BOOST_TEST(full.author == "Somebody");
  BOOST_TEST(full.date == "today");
  BOOST_TEST(bare.title == "Own");
  BOOST_TEST(bare.author == "Own");
  BOOST_TEST(bare.date == "2022-03-01");
}

BOOST_AUTO_TEST_CASE(a_date_may_be_cut_anywhere) {
  for (const std::string whole : {"2022-03-01T10:14:18.250+08:00", "2022年03月01日 10:14",
                                  "Tue, 01 Mar 2022 08:20:30 GMT", "20220301101418"}) {
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      const std::string_view part = std::string_view(whole).substr(0, size);
      const std::string iso = crawler::extract::to_iso_date(part);
      BOOST_TEST(iso.empty() == part.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_date_is_found_in_a_line) {
  const auto found = [](std::string_view line) {
    const auto date = crawler::extract::find_date(line);
    return date ? date->iso + " " + std::string(line.substr(date->begin, date->end - date->begin))
                : std::string();
  };

  BOOST_TEST(found("No. 12345, 2022-3-1 10:14 x") == "2022-03-01T10:14 2022-3-1 10:14");
  BOOST_TEST(found("on 31 3rd Sept. 2022") == "2022-09-03 3rd Sept. 2022");
  BOOST_TEST(found("May 3, 2022 at ten") == "2022-05-03 May 3, 2022");
  BOOST_TEST(found("May 3, 2022 10:14 p.m.") == "2022-05-03 May 3, 2022");
  for (const std::string_view none :
       {"2022-03", "2022-02-30", "31 April 2022", "3 May", "May 2022", "May 3, 20222", "20220301",
        "12022-03-01", "2022-03-011", "3 Mayor 2022", "1022-03-01", ""}) {
    BOOST_TEST(found(none) == "");
  }
}

BOOST_AUTO_TEST_CASE(a_date_in_iso_8601_is_a_fixed_point) {
  for (const std::string date :
       {"2022", "2022-03", "2022-03-01", "2022-03-01T10:14", "2022-03-01T10:14:18",
        "2022-03-01T10:14:18.5Z", "2022-03-01T10:14:18+08:00", "2022-03-01T10:14-03:30"}) {
    BOOST_TEST(crawler::extract::to_iso_date(date) == date);
  }
}

BOOST_AUTO_TEST_SUITE_END()
