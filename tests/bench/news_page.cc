#include "tests/bench/news_page.h"

#include <random>
#include <string_view>

#include <fmt/format.h>

namespace bench {
namespace {

using Random = std::mt19937_64;

constexpr std::string_view kSyllables[] = {"ba",   "der", "gan", "lo",  "mi",   "ne",
                                           "port", "ra",  "son", "ter", "vill", "wa"};
constexpr std::string_view kChinese[] = {"新闻", "记者", "港口", "今天", "市民", "报道",
                                         "工程", "渔船", "，",   "。",   "表示", "一座"};

std::string word(Random& random) {
  std::string text;
  for (std::size_t left = 1 + random() % 3; left > 0; --left) text += kSyllables[random() % 12];
  return text;
}

std::string words(Random& random, std::size_t count) {
  std::string text = word(random);
  while (--count > 0) text += ' ' + word(random);
  return text;
}

std::string sentences(Random& random, std::size_t bytes) {
  const bool is_chinese = random() % 3 == 0;
  std::string text;
  while (text.size() < bytes) {
    if (is_chinese) {
      text += kChinese[random() % 12];
    } else {
      text += words(random, 6 + random() % 12) + (random() % 8 == 0 ? " &mdash; " : ". ");
    }
  }
  return text;
}

std::string path(Random& random) {
  return fmt::format("/{}/2026/{:02}/{:02}/{}-{}", word(random), 1 + random() % 12,
                     1 + random() % 28, word(random), word(random));
}

std::string head(Random& random) {
  const std::string title = words(random, 9);
  std::string text = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\" class=\"no-js\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<title>{0} &amp; more | The Daily</title>\n<base href=\"https://news.example/\">\n"
      "<meta name=\"description\" content=\"{1}\">\n<meta property=\"og:title\" content=\"{0}\">\n"
      "<meta property=\"og:image\" content=\"https://img.news.example{2}.jpg?w=1200&amp;h=630\">\n"
      "<link rel=\"canonical\" href=\"https://news.example{2}.html\">\n",
      title, words(random, 20), path(random));
  for (int i = 0; i < 8; ++i) {
    text += fmt::format("<link rel=\"{}\" href=\"/static/{}.{:08x}.css\" as=\"style\">\n",
                        i % 2 == 0 ? "preload" : "stylesheet", word(random), random() % (1u << 31));
  }
  return text + fmt::format(
                    "<script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\","
                    "\"@type\":\"NewsArticle\",\"headline\":\"{}\",\"image\":[\"https://"
                    "img.news.example{}.jpg\"],\"author\":{{\"name\":\"{}\"}}}}</script>\n",
                    title, path(random), words(random, 2));
}

// Minified: `if (a<b&&c>d)` and strings that hold tags are what makes scripts hard to skip.
std::string script(Random& random) {
  std::string text = "<script>!function(e,t){\"use strict\";";
  for (std::size_t left = 10 + random() % 60; left > 0; --left) {
    switch (random() % 4) {
      case 0:
        text += fmt::format("for(var n=0;n<e.length;n++)t[n]&&{}(e[n]);", word(random));
        break;
      case 1: text += fmt::format("t.innerHTML=\"<div class='{}'></div>\";", word(random)); break;
      case 2:
        text += fmt::format("window.{}={{id:{},on:!0}};", word(random), random() % 9999);
        break;
      default: text += fmt::format("e.push(\"/api/v2/{}?id={}\");", word(random), random() % 9999);
    }
  }
  return text + "}(window.q=window.q||[],document);</script>\n";
}

std::string style(Random& random) {
  std::string text = "<style>";
  for (std::size_t left = 30; left > 0; --left) {
    text += fmt::format(".{}__{}{{margin:0 auto;padding:{}px;color:#{:06x}}}", word(random),
                        word(random), random() % 40, random() % 0x1000000);
  }
  return text + ".hero{background:url(/static/hero.jpg)}</style>\n";
}

std::string icon(Random& random) {
  std::string text =
      "<svg class=\"icon\" width=\"24\" height=\"24\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
      "<g fill=\"none\"><path d=\"M";
  for (std::size_t left = 10 + random() % 30; left > 0; --left) {
    text += fmt::format("{}.{}-{}l", random() % 24, random() % 100, random() % 24);
  }
  return text + "\"/></g></svg>";
}

std::string card(Random& random) {
  const std::string to = path(random), picture = "https://img.news.example" + path(random);
  return fmt::format(
      "    <li class=\"card card--{0} grid__item\" data-id=\"{1}\" data-tracking='{{\"pos\":{2}}}'>"
      "\n      <a class=\"card__link\" href=\"{3}.html?ref=home&amp;pos={2}\" aria-label=\"{4}\">\n"
      "        <picture><source type=\"image/webp\" data-srcset=\"{5}-320.webp 320w, {5}-640.webp "
      "640w\" sizes=\"(min-width: 900px) 33vw, 100vw\">\n        <img class=\"card__image "
      "lazyload\" "
      "src=\"data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==\" "
      "data-src=\"{5}-640.jpg\" alt=\"{4}\" width=640 height=360></picture>\n"
      "        <h3 class=\"card__title\">{4}</h3></a>\n      <!-- card {1} -->\n"
      "      <p class=\"card__text\">{6}</p>{7}\n    </li>\n",
      word(random), random() % 1'000'000, random() % 100, to, words(random, 7), picture,
      sentences(random, 120), icon(random));
}

std::string paragraph(Random& random) {
  return fmt::format("<p class=\"story__paragraph\">{}<a href=\"{}.html\">{}</a>{}</p>\n",
                     sentences(random, 200), path(random), words(random, 3),
                     sentences(random, 300));
}

}  // namespace

std::string news_page(std::uint64_t seed, std::size_t bytes) {
  Random random(seed);
  std::string text = head(random) + style(random) + script(random) + "</head>\n<body>\n<main>\n";
  while (text.size() < bytes * 2 / 5) text += paragraph(random);
  text += "</main>\n<ul class=\"grid\">\n";
  while (text.size() < bytes) {
    text += random() % 6 == 0 ? script(random) : card(random);
  }
  return text + "</ul>\n</body>\n</html>\n";
}

}  // namespace bench
