// The articles of The Bay Daily, the sample site's newspaper: invented news of an invented harbour
// town, written for this project. Every story has its own headline, lead and detail
// (articles_zh.cc, articles_en.cc); voices, places and endings come from tables (article_parts.cc).
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crawler::demo {

enum class Section { harbour, market, school, weather, sport, archive };
inline constexpr std::size_t kSections = 6;

enum class Language { chinese, english };

// The part of an article that is its own.
struct Story {
  Section section;
  const char* slug;
  std::size_t place;   // in places()
  std::size_t person;  // in people()
  const char* headline;
  const char* lead;
  const char* detail;
};

std::span<const Story> chinese_stories();
std::span<const Story> english_stories();

// A thing named and described in both languages.
struct Bilingual {
  const char* chinese;
  const char* english;

  const char* in(Language language) const {
    return language == Language::chinese ? chinese : english;
  }
};

struct Person {
  Bilingual name;
  Bilingual role;
};

struct Place {
  Bilingual name;
  Bilingual background;  // one or two sentences
};

std::span<const Place> places();
std::span<const Person> people();
std::span<const Bilingual> quotes_of(Section section);
std::span<const Bilingual> endings();
Bilingual title_of(Section section);
Bilingual description_of(Section section);
std::string_view slug_of(Section section);

struct Article {
  Language language = Language::chinese;
  Section section = Section::harbour;
  std::string path;  // on the www host: "/en/2026/03/late-ferry.html"
  std::string headline;
  std::string author;
  std::vector<std::string> paragraphs;  // plain text; the first is the lead
  std::chrono::sys_seconds published;
};

// All of them, newest first, the languages mixed. The same in every run.
std::vector<Article> all_articles();

}  // namespace crawler::demo
