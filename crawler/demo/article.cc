#include "crawler/demo/article.h"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace crawler::demo {
namespace {

std::string quote_paragraph(const Story& story, Language language, std::size_t number) {
  const Person& person = people()[story.person];
  const auto quotes = quotes_of(story.section);
  const char* quote = quotes[number % quotes.size()].in(language);
  return language == Language::chinese
             ? fmt::format("{}{}对本报记者说：“{}”", person.role.chinese, person.name.chinese,
                           quote)
             : fmt::format("\"{},\" said {}, {}.", quote, person.name.english, person.role.english);
}

std::string background_paragraph(const Story& story, Language language, std::size_t number) {
  const char* background = places()[story.place].background.in(language);
  const char* ending = endings()[(number * 5 + story.place) % endings().size()].in(language);
  const char* space = language == Language::chinese ? "" : " ";
  return fmt::format("{}{}{}", background, space, ending);
}

std::string path_of(const Story& story, Language language, std::chrono::sys_seconds published) {
  return language == Language::chinese
             ? fmt::format("/zh/{:%Y/%m/%d}/{}.shtml", published, story.slug)
             : fmt::format("/en/{:%Y/%m}/{}.html", published, story.slug);
}

// The reporter is never the person quoted: the two lists are walked in opposite directions.
std::string author_of(Language language, std::size_t number) {
  static constexpr Bilingual kReporters[] = {{"江渔", "Jiang Yu"},
                                             {"白帆", "Bai Fan"},
                                             {"潘晚潮", "Pan Wanchao"},
                                             {"艾礁", "Ai Jiao"},
                                             {"宋灯", "Song Deng"}};
  return kReporters[number % std::size(kReporters)].in(language);
}

void append_articles(std::vector<Article>& out, std::span<const Story> stories, Language language,
                     std::chrono::sys_seconds newest) {
  using namespace std::chrono_literals;
  for (std::size_t number = 0; number < stories.size(); ++number) {
    const Story& story = stories[number];
    const auto published = newest - number * (11h + 7min);
    out.push_back(
        Article{.language = language,
                .section = story.section,
                .path = path_of(story, language, published),
                .headline = story.headline,
                .author = author_of(language, number),
                .paragraphs = {story.lead, story.detail, quote_paragraph(story, language, number),
                               background_paragraph(story, language, number)},
                .published = published});
  }
}

}  // namespace

std::vector<Article> all_articles() {
  using namespace std::chrono;
  constexpr sys_seconds kMorning = sys_days{2026y / March / 20} + 6h + 30min;
  constexpr sys_seconds kAfternoon = sys_days{2026y / March / 20} + 15h + 10min;
  std::vector<Article> articles;
  append_articles(articles, chinese_stories(), Language::chinese, kAfternoon);
  append_articles(articles, english_stories(), Language::english, kMorning);
  std::ranges::sort(articles, std::ranges::greater{}, &Article::published);
  return articles;
}

}  // namespace crawler::demo
