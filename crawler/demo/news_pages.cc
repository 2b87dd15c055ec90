// The news itself: home, sections with their pages, articles, and the pictures they show. Pictures
// live on a host that refuses foreign Referers, so pages ask browsers not to send any, in the three
// ways there are: for the page by <meta>, for one picture by attribute, and once by header.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "crawler/demo/html.h"
#include "crawler/demo/image.h"
#include "crawler/demo/pages.h"

namespace crawler::demo {
namespace {

constexpr std::size_t kStoriesPerPage = 5;

enum class Privacy { meta, attribute, header };

Privacy privacy_of(std::size_t article) {
  if (article == 4) return Privacy::header;
  return article % 3 == 0 ? Privacy::meta : Privacy::attribute;
}

const std::vector<Article>& articles() {
  static const std::vector<Article> all = all_articles();
  return all;
}

std::string picture(const std::string& url, std::string_view alt, std::string_view more) {
  return fmt::format("<img src=\"{}\" alt=\"{}\"{}>", url, escaped(alt), more);
}

// One article as a tile on home and section pages.
std::string card(const std::string& image_origin, std::size_t number) {
  const Article& article = articles()[number];
  return fmt::format(
      "<li><a href=\"{0}\">{1}</a>\n<h2><a href=\"{0}\">{2}</a></h2>\n<p>{3}</p></li>\n",
      article.path,
      picture(image_origin + thumbnail_target(picture_of(number)), article.headline,
              " width=\"320\" height=\"180\" referrerpolicy=\"no-referrer\""),
      escaped(article.headline), escaped(article.paragraphs.front()));
}

std::vector<std::size_t> articles_in(Section section) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < articles().size(); ++i) {
    if (articles()[i].section == section) found.push_back(i);
  }
  return found;
}

std::size_t pages_in(Section section) {
  return (articles_in(section).size() + kStoriesPerPage - 1) / kStoriesPerPage;
}

std::string section_target(Section section, std::size_t page) {
  return page == 1 ? fmt::format("/section/{}/", slug_of(section))
                   : fmt::format("/section/{}/page/{}/", slug_of(section), page);
}

std::string page_links(Section section, std::size_t current) {
  std::string links;
  for (std::size_t page = 1; page <= pages_in(section); ++page) {
    links += page == current
                 ? fmt::format("<strong>{}</strong> ", page)
                 : fmt::format("<a href=\"{}\">{}</a> ", section_target(section, page), page);
  }
  return fmt::format("<p class=\"pages\">第 Page {}</p>\n", links);
}

void add_page(Site& site, const std::string& target, std::string html) {
  site.add(Host::www, target, Kind::page,
           Response{.content_type = kHtmlType, .body = std::move(html)});
}

void add_section_page(Site& site, Section section, std::size_t page) {
  // Without a scheme, as many sites write it: the same page serves http and https.
  const std::string& origin = site.origins().images;
  const std::string image_origin = origin.substr(origin.find("//"));

  const std::vector<std::size_t> stories = articles_in(section);
  std::string cards;
  for (std::size_t i = (page - 1) * kStoriesPerPage;
       i < stories.size() && i < page * kStoriesPerPage; ++i) {
    cards += card(image_origin, stories[i]);
  }
  const std::string frame = section == Section::weather && page == 1
                                ? "<iframe src=\"/embed/tides.html\" title=\"Tides\"></iframe>\n"
                                : "";
  PageHead head;
  head.language = Language::chinese;
  head.title = fmt::format("{} {}", title_of(section).chinese, title_of(section).english);
  head.description = description_of(section).chinese;
  add_page(site, section_target(section, page),
           document(head,
                    fmt::format("<h1>{}</h1>\n<p>{}<br>{}</p>\n{}<ul class=\"cards\">\n{}</ul>\n{}",
                                escaped(head.title), description_of(section).chinese,
                                description_of(section).english, frame, cards,
                                page_links(section, page))));
}

void add_home(Site& site) {
  constexpr std::size_t kNewest = 12;
  const Article& lead = articles().front();
  std::string cards;
  for (std::size_t i = 1; i <= kNewest; ++i) cards += card(site.origins().images, i);
  const std::string main = fmt::format(
      R"html(<div class="hero" style="background-image: url('/static/bay.jpg')">
<h1><a href="{www}{path}">{headline}</a></h1>
</div>
<ul class="cards">
{cards}</ul>
<h2>服务 Services</h2>
<ul class="services">
{links}</ul>)html",
      fmt::arg("www", site.origins().www), fmt::arg("path", lead.path),
      fmt::arg("headline", escaped(lead.headline)), fmt::arg("cards", cards),
      fmt::arg("links", special_links()));
  PageHead head;
  head.language = Language::chinese;
  head.title = "首页 Home";
  head.description = "海湾镇的新闻：渡轮、鱼市、潮汐、学校与旧闻。News of a small harbour town.";
  add_page(site, "/", document(head, main));
}

// The headline picture; on pages that are private as a whole also in two sizes.
std::string head_picture(const Site& site, std::size_t number, Privacy privacy) {
  const std::string full = site.origins().images + picture_target(picture_of(number));
  const std::string small = site.origins().images + thumbnail_target(picture_of(number));
  const std::string& headline = articles()[number].headline;
  if (privacy == Privacy::attribute) {
    return picture(full, headline, " width=\"640\" referrerpolicy=\"no-referrer\"");
  }
  if (number % 2 == 0) return picture(full, headline, " width=\"640\"");
  return fmt::format(
      "<picture><source media=\"(max-width: 480px)\" srcset=\"{1}\">"
      "<img src=\"{0}\" srcset=\"{1} 320w, {0} 640w\" sizes=\"(max-width: 700px) 90vw, 640px\" "
      "alt=\"{2}\"></picture>",
      full, small, escaped(headline));
}

std::string second_picture(const Site& site, std::size_t number, Privacy privacy) {
  const std::string policy = privacy == Privacy::attribute ? " referrerpolicy=\"no-referrer\"" : "";
  const std::string& origin = site.origins().images;
  if (number == 0) {
    return fmt::format("<img data-src=\"{}\" alt=\"\" width=\"640\" height=\"360\"{}>",
                       origin + picture_target(kLazyPicture), policy);
  }
  const std::size_t other = (number + 17) % articles().size();
  return picture(origin + picture_target(picture_of(other)), "", " width=\"480\"" + policy);
}

std::string article_body(const Site& site, std::size_t number, Privacy privacy) {
  const Article& article = articles()[number];
  const std::size_t next = (number + 1) % articles().size();
  std::string text;
  for (std::size_t i = 0; i < article.paragraphs.size(); ++i) {
    text += fmt::format("<p>{}</p>\n", escaped(article.paragraphs[i]));
    if (i == 1) text += fmt::format("<p>{}</p>\n", second_picture(site, number, privacy));
  }
  return fmt::format(
      R"(<article class="story">
<h1>{headline}</h1>
<p class="byline">{author} ·
<time datetime="{date:%Y-%m-%dT%H:%M:%SZ}">{date:%Y-%m-%d %H:%M}</time> ·
<a href="/section/{slug}/">{section}</a></p>
<p>{picture}</p>
{text}<p class="caption">{more} <a href="{next_path}">{next_headline}</a></p>
</article>)",
      fmt::arg("headline", escaped(article.headline)), fmt::arg("author", article.author),
      fmt::arg("date", article.published), fmt::arg("slug", slug_of(article.section)),
      fmt::arg("section", title_of(article.section).in(article.language)),
      fmt::arg("picture", head_picture(site, number, privacy)), fmt::arg("text", text),
      fmt::arg("more", article.language == Language::chinese ? "下一篇：" : "Next:"),
      fmt::arg("next_path", articles()[next].path),
      fmt::arg("next_headline", escaped(articles()[next].headline)));
}

void add_article(Site& site, std::size_t number) {
  const Article& article = articles()[number];
  const Privacy privacy = privacy_of(number);
  PageHead head;
  head.language = article.language;
  head.title = article.headline;
  head.description = article.paragraphs.front();
  head.no_referrer = privacy == Privacy::meta;
  // A picture of the other host only where its request, too, carries no Referer.
  if (privacy != Privacy::attribute) {
    head.share_image = site.origins().images + picture_target(picture_of(number));
  }
  Response response{.content_type = kHtmlType,
                    .body = document(head, article_body(site, number, privacy))};
  if (privacy == Privacy::header) response.headers.emplace_back("Referrer-Policy", "no-referrer");
  site.add(Host::www, article.path, Kind::page, std::move(response));
}

}  // namespace

std::string picture_target(std::size_t picture) {
  return picture < kLandscapes ? fmt::format("/photo/2026/h{:03}.jpg", picture)
                               : fmt::format("/chart/2026/c{:03}.png", picture - kLandscapes);
}

std::string thumbnail_target(std::size_t picture) {
  return fmt::format("/thumb/2026/t{:03}.jpg", picture);
}

// The first weather stories get the charts, the others landscapes in their order.
std::size_t picture_of(std::size_t article) {
  std::size_t charts = 0, landscapes = 0;
  for (std::size_t i = 0;; ++i) {
    const bool has_chart = articles()[i].section == Section::weather && charts < kCharts;
    if (i == article) return has_chart ? kLandscapes + charts : landscapes;
    ++(has_chart ? charts : landscapes);
  }
}

void add_pictures(Site& site) {
  const std::vector<Photograph>& pictures = photographs();
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    // The hero picture is served from the www host instead, as a style's background.
    if (i == kHeroPicture) continue;
    const char* type = pictures[i].is_png ? "image/png" : "image/jpeg";
    site.add(Host::images, picture_target(i), Kind::forbidden_with_referer,
             Response{.content_type = type, .body = pictures[i].file});
    if (i == kLazyPicture) continue;
    site.add(Host::images, thumbnail_target(i), Kind::forbidden_with_referer,
             Response{.content_type = "image/jpeg", .body = pictures[i].thumbnail});
  }
}

void add_news_pages(Site& site) {
  add_home(site);
  for (std::size_t i = 0; i < kSections; ++i) {
    const auto section = static_cast<Section>(i);
    for (std::size_t page = 1; page <= pages_in(section); ++page) {
      add_section_page(site, section, page);
    }
  }
  for (std::size_t i = 0; i < articles().size(); ++i) add_article(site, i);
}

std::vector<std::string> listed_targets() {
  std::vector<std::string> targets{"/"};
  for (std::size_t i = 0; i < kSections; ++i) {
    targets.push_back(section_target(static_cast<Section>(i), 1));
  }
  for (const Article& article : articles()) targets.push_back(article.path);
  return targets;
}

}  // namespace crawler::demo
