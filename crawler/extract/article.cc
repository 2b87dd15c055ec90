#include "crawler/extract/article.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/front_matter.h"
#include "crawler/extract/html.h"
#include "crawler/extract/link_set.h"
#include "crawler/extract/main_text.h"
#include "crawler/extract/markdown_links.h"

namespace crawler::extract {
namespace {

constexpr std::size_t kSniffBytes = 512;

std::string joined(const std::vector<std::string>& values) {
  return fmt::format("{}", fmt::join(values, ", "));
}

// Categories written as one string are separated by commas.
std::vector<std::string> categories_of(const std::vector<std::string>& values) {
  if (values.size() != 1) return values;
  std::vector<std::string> categories;
  std::string_view rest = values.front();
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view category = base::trimmed(rest.substr(0, comma));
    if (!category.empty()) categories.emplace_back(category);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return categories;
}

// The pictures of a front matter are fetched as a reader without a page would: no Referer.
void add_picture(std::string_view url, std::string_view key, LinkSet& links) {
  links.add({.text = url,
             .kind = policies::LinkKind::requisite,
             .context = key,
             .referrer_policy = policies::ReferrerPolicy::no_referrer});
}

void take_field(const FrontMatterField& field, Article& article) {
  if (field.key == "title") {
    article.title = joined(field.values);
  } else if (field.key == "author") {
    article.author = joined(field.values);
  } else if (field.key == "date") {
    article.date = joined(field.values);
  } else if (field.key == "categories") {
    article.categories = categories_of(field.values);
  } else {
    article.other.emplace_back(field.key, joined(field.values));
  }
}

void take_pictures(const std::vector<FrontMatterField>& fields, LinkSet& links) {
  for (const std::string_view key : {"headimg", "thumbnail"}) {
    for (const FrontMatterField& field : fields) {
      if (field.key != key) continue;
      for (const std::string& url : field.values) add_picture(url, key, links);
    }
  }
}

void take_markdown(std::string_view body, LinkSet& links) {
  read_markdown_links(body, [&](const MarkdownLink& link) {
    links.add({.text = link.url,
               .kind = link.is_image ? policies::LinkKind::requisite : policies::LinkKind::page,
               .context = link.is_image ? "markdown/image" : "markdown/link"});
  });
}

// Requisites before pages, and none twice: the front matter, the HTML and the Markdown were read
// apart.
std::vector<Link> in_article_order(std::vector<Link> links) {
  std::set<std::pair<policies::LinkKind, std::string>> seen;
  const auto is_repeated = [&](const Link& link) {
    return !seen.emplace(link.kind, std::string(link.url.href())).second;
  };
  links.erase(std::remove_if(links.begin(), links.end(), is_repeated), links.end());
  std::stable_partition(links.begin(), links.end(), [](const Link& link) {
    return link.kind == policies::LinkKind::requisite;
  });
  return links;
}

// What the front matter leaves open.
void take_facts(const PageFacts& facts, Article& article) {
  if (article.title.empty()) article.title = facts.headline.empty() ? facts.title : facts.headline;
  if (article.author.empty()) article.author = facts.byline;
  if (article.date.empty()) article.date = facts.published;
  article.canonical = facts.canonical;
}

base::Result<Article> parse_markdown(const FrontMatterSplit& split, std::string_view name) {
  const base::Result<std::vector<FrontMatterField>> fields = parse_front_matter(split);
  if (!fields) {
    return base::fail(fields.error().code, fmt::format("{}: {}", name, fields.error().detail));
  }
  Article article;
  for (const FrontMatterField& field : *fields) take_field(field, article);
  article.body_html = split.body;

  Extraction found;
  LinkSet pictures(std::nullopt);
  take_pictures(*fields, pictures);
  pictures.move_to(found);
  read_html({.utf8 = split.body}, found);
  LinkSet written(std::nullopt);
  take_markdown(split.body, written);
  written.move_to(found);
  article.links = in_article_order(std::move(found.links));
  article.notes = std::move(found.notes);
  take_facts(found.facts, article);
  return article;
}

Article parse_page(std::string_view bytes) {
  const Charset& charset = html_charset(bytes, "");
  Article article;
  article.body_html = to_utf8(bytes, charset);
  Extraction found;
  read_html({.utf8 = article.body_html, .encode_query = query_encoder_for(charset)}, found);
  take_facts(found.facts, article);
  if (article.author.empty()) article.author = main_text(article.body_html).byline;
  article.links = in_article_order(std::move(found.links));
  article.notes = std::move(found.notes);
  return article;
}

}  // namespace

bool looks_like_article(std::string_view bytes) { return split_front_matter(bytes).has_value(); }

bool looks_like_html(std::string_view bytes) {
  const std::string head = base::to_lower_ascii(bytes.substr(0, kSniffBytes));
  return head.find("<!doctype html") != std::string::npos ||
         head.find("<html") != std::string::npos;
}

base::Result<Article> parse_article(std::string_view bytes, std::string_view name) {
  if (looks_like_article(bytes)) {
    // Front matter is UTF-8 by the customs of the tools that write it.
    const std::string text = to_utf8(bytes, *charset_for_label("utf-8"));
    if (const auto split = split_front_matter(text)) return parse_markdown(*split, name);
  }
  if (looks_like_html(bytes)) return parse_page(bytes);
  return base::fail(base::Errc::invalid,
                    fmt::format("{}: neither front matter nor HTML at its beginning", name));
}

base::Result<std::vector<base::Url>> parse_url_list(std::string_view text) {
  std::vector<base::Url> urls;
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = base::trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    base::Result<base::Url> url = base::Url::parse(line);
    if (!url || !url->is_http()) {
      return base::fail(base::Errc::invalid,
                        fmt::format("line {}: no http or https URL: \"{}\"", number,
                                    base::printable(line.substr(0, 200))));
    }
    urls.push_back(std::move(*url));
  }
  return urls;
}

}  // namespace crawler::extract
