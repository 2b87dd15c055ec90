#include "crawler/extract/page_facts.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "base/encoding.h"
#include "crawler/extract/html_rules.h"
#include "crawler/extract/page_date.h"
#include "crawler/extract/plain_text.h"

namespace crawler::extract {
namespace {

// As PageFacts says. Addresses are measured as written.
constexpr std::size_t limit_of(Fact fact) {
  switch (fact) {
    case Fact::title:
    case Fact::headline: return 1000;
    case Fact::description: return 2000;
    case Fact::image:
    case Fact::canonical: return 2000;
    default: return 200;
  }
}
constexpr std::size_t kMaxRobotsBytes = 200;
constexpr std::size_t kLongestKey = 40;

struct MetaKey {
  std::string_view name;
  Fact fact;
  FactSource source;
};

// What <meta> calls things in `property`, `name`, `itemprop` or `http-equiv`, in lower case and
// without blanks; Dublin Core with a dot. Sorted.
constexpr MetaKey kMetaKeys[] = {
    {"_pubtime", Fact::published, FactSource::habit},  // qq.com
    {"application-name", Fact::site_name, FactSource::meta},
    {"apub:time", Fact::published, FactSource::habit},  // qq.com
    {"article:author", Fact::byline, FactSource::open_graph},
    {"article:modified", Fact::modified, FactSource::habit},
    {"article:modified_time", Fact::modified, FactSource::open_graph},
    {"article:published", Fact::published, FactSource::habit},
    {"article:published_time", Fact::published, FactSource::open_graph},
    {"articletitle", Fact::headline, FactSource::meta},  // gov.cn and its kind
    {"author", Fact::byline, FactSource::meta},
    {"byl", Fact::byline, FactSource::habit},  // nytimes.com
    {"byline", Fact::byline, FactSource::habit},
    {"bytedance:published_time", Fact::published, FactSource::habit},
    {"bytedance:updated_time", Fact::modified, FactSource::habit},
    {"citation_author", Fact::byline, FactSource::meta},
    {"citation_date", Fact::published, FactSource::meta},
    {"citation_publication_date", Fact::published, FactSource::meta},
    {"citation_title", Fact::headline, FactSource::meta},
    {"content-language", Fact::language, FactSource::meta},
    {"contentsource", Fact::site_name, FactSource::habit},  // gov.cn
    {"date", Fact::published, FactSource::meta},
    {"datecreated", Fact::published, FactSource::element},
    {"datemodified", Fact::modified, FactSource::meta},
    {"datepublished", Fact::published, FactSource::meta},
    {"dc.creator", Fact::byline, FactSource::dublin_core},
    {"dc.date", Fact::published, FactSource::dublin_core},
    {"dc.date.created", Fact::published, FactSource::dublin_core},
    {"dc.date.issued", Fact::published, FactSource::dublin_core},
    {"dc.date.modified", Fact::modified, FactSource::dublin_core},
    {"dc.description", Fact::description, FactSource::dublin_core},
    {"dc.language", Fact::language, FactSource::dublin_core},
    {"dc.publisher", Fact::site_name, FactSource::dublin_core},
    {"dc.title", Fact::headline, FactSource::dublin_core},
    {"dcterms.created", Fact::published, FactSource::dublin_core},
    {"dcterms.creator", Fact::byline, FactSource::dublin_core},
    {"dcterms.date", Fact::published, FactSource::dublin_core},
    {"dcterms.description", Fact::description, FactSource::dublin_core},
    {"dcterms.issued", Fact::published, FactSource::dublin_core},
    {"dcterms.language", Fact::language, FactSource::dublin_core},
    {"dcterms.modified", Fact::modified, FactSource::dublin_core},
    {"dcterms.publisher", Fact::site_name, FactSource::dublin_core},
    {"dcterms.title", Fact::headline, FactSource::dublin_core},
    {"description", Fact::description, FactSource::meta},
    {"firstpublishedtime", Fact::published, FactSource::habit},
    {"headline", Fact::headline, FactSource::meta},
    {"image", Fact::image, FactSource::meta},
    {"inlanguage", Fact::language, FactSource::meta},
    {"language", Fact::language, FactSource::habit},
    {"last-modified", Fact::modified, FactSource::meta},
    {"lastmod", Fact::modified, FactSource::meta},
    {"lastmodifiedtime", Fact::modified, FactSource::habit},
    {"og:article:author", Fact::byline, FactSource::open_graph},
    {"og:article:modified_time", Fact::modified, FactSource::open_graph},
    {"og:article:published_time", Fact::published, FactSource::open_graph},
    {"og:description", Fact::description, FactSource::open_graph},
    {"og:image", Fact::image, FactSource::open_graph},
    {"og:image:secure_url", Fact::image, FactSource::open_graph},
    {"og:image:url", Fact::image, FactSource::open_graph},
    {"og:locale", Fact::language, FactSource::open_graph},
    {"og:release_date", Fact::published, FactSource::open_graph},
    {"og:site_name", Fact::site_name, FactSource::open_graph},
    {"og:time", Fact::published, FactSource::habit},  // ifeng.com
    {"og:title", Fact::headline, FactSource::open_graph},
    {"og:updated_time", Fact::modified, FactSource::open_graph},
    {"og:url", Fact::canonical, FactSource::open_graph},
    {"parsely-author", Fact::byline, FactSource::habit},
    {"parsely-image-url", Fact::image, FactSource::habit},
    {"parsely-pub-date", Fact::published, FactSource::habit},
    {"parsely-title", Fact::headline, FactSource::habit},
    {"ptime", Fact::published, FactSource::habit},
    {"pubdate", Fact::published, FactSource::meta},
    {"publish-date", Fact::published, FactSource::meta},
    {"publish_date", Fact::published, FactSource::meta},
    {"publishdate", Fact::published, FactSource::meta},
    {"publishtime", Fact::published, FactSource::habit},
    {"revised", Fact::modified, FactSource::meta},
    {"sailthru.author", Fact::byline, FactSource::habit},
    {"sailthru.date", Fact::published, FactSource::habit},
    {"sailthru.description", Fact::description, FactSource::habit},
    {"sailthru.image.full", Fact::image, FactSource::habit},
    {"sailthru.title", Fact::headline, FactSource::habit},
    {"sitename", Fact::site_name, FactSource::meta},  // gov.cn
    {"source", Fact::site_name, FactSource::habit},   // people.com.cn, xinhuanet.com
    {"thumbnail", Fact::image, FactSource::meta},
    {"thumbnailurl", Fact::image, FactSource::meta},
    {"twitter:description", Fact::description, FactSource::twitter},
    {"twitter:image", Fact::image, FactSource::twitter},
    {"twitter:image:src", Fact::image, FactSource::twitter},
    {"twitter:title", Fact::headline, FactSource::twitter},
    {"weibo:article:create_at", Fact::published, FactSource::habit},
    {"weibo:article:update_at", Fact::modified, FactSource::habit},
};
constexpr auto kByName = [](const MetaKey& a, const MetaKey& b) { return a.name < b.name; };
static_assert(std::is_sorted(std::begin(kMetaKeys), std::end(kMetaKeys), kByName));

const MetaKey* meta_key(std::string_view name) {
  const auto found = std::lower_bound(std::begin(kMetaKeys), std::end(kMetaKeys),
                                      MetaKey{name, Fact::title, FactSource::meta}, kByName);
  return found != std::end(kMetaKeys) && found->name == name ? found : nullptr;
}

// "DC:Date" is "dc.date", "weibo: article:create_at" has a blank too many.
std::string normalized_key(std::string_view written) {
  if (written.size() > kLongestKey) return {};
  std::string key = base::to_lower_ascii(written);
  std::erase(key, ' ');
  if (key.starts_with("dc:") || key.starts_with("dcterms:")) {
    std::replace(key.begin(), key.end(), ':', '.');
  }
  return key;
}

bool is_date(Fact fact) { return fact == Fact::published || fact == Fact::modified; }
bool is_address(Fact fact) { return fact == Fact::image || fact == Fact::canonical; }

// "data:", "javascript:" and "blob:" lead nowhere; "img/a:b.png" may.
bool is_fetchable(std::string_view reference) {
  const std::size_t colon = reference.find(':');
  if (colon == std::string_view::npos || reference.find_first_of("/?#") < colon) return true;
  const std::string_view scheme = reference.substr(0, colon);
  return base::equals_ignoring_case(scheme, "http") || base::equals_ignoring_case(scheme, "https");
}

void drop_prefix(std::string& text, std::initializer_list<std::string_view> prefixes) {
  for (const std::string_view prefix : prefixes) {
    if (!base::starts_with_ignoring_case(text, prefix)) continue;
    text = collapsed(std::string_view(text).substr(prefix.size()), text.size());
    return;
  }
}

// The value as it is kept; empty when it cannot be that fact.
std::string cleaned(Fact fact, std::string_view value) {
  if (is_address(fact)) {
    value = base::trimmed(value);
    const bool is_usable = value.size() <= limit_of(fact) && is_fetchable(value);
    return is_usable ? std::string(value) : std::string();
  }
  if (fact == Fact::byline) return as_byline(value);
  std::string text = collapsed(value, limit_of(fact));
  if (fact == Fact::site_name) {
    // "laiyuan:", source.
    drop_prefix(text, {"\xe6\x9d\xa5\xe6\xba\x90\xef\xbc\x9a", "\xe6\x9d\xa5\xe6\xba\x90:"});
  } else if (fact == Fact::language) {
    std::replace(text.begin(), text.end(), '_', '-');  // og:locale's zh_CN
  } else if (is_date(fact)) {
    text = as_date(text);
  }
  return text;
}

bool names(std::string_view list, std::string_view author) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(", "), list.size());
    if (list.substr(0, end) == author) return true;
    list.remove_prefix(std::min(end + 2, list.size()));
  }
  return false;
}

std::string resolved(const std::string& reference, const std::optional<base::Url>& base,
                     const base::QueryEncoder& encode_query) {
  if (reference.empty()) return {};
  const base::Result<base::Url> url = base ? base->join(reference, encode_query)
                                      : reference.starts_with("//")
                                          ? base::Url::parse("https:" + reference)
                                          : base::Url::parse(reference);
  if (!url || !url->is_http()) return {};
  const base::Url shown = url->without_fragment().without_credentials();
  return shown.href().size() <= limit_of(Fact::canonical) ? std::string(shown.href())
                                                          : std::string();
}

// Keys of the facts that stand in no meta.
constexpr std::size_t kNoKey = 1000;

}  // namespace

std::string as_byline(std::string_view text) {
  std::string names = collapsed(text, limit_of(Fact::byline));
  // "zuozhe:", author; "wen/", text by.
  drop_prefix(names, {"by ", "\xe4\xbd\x9c\xe8\x80\x85\xef\xbc\x9a",
                      "\xe4\xbd\x9c\xe8\x80\x85:", "\xe6\x96\x87/"});
  return names.find("://") == std::string::npos ? names : std::string();
}

void FactReader::read(const HtmlElement& element) {
  if (!element.is_html) return;  // <title> inside <svg> names a shape
  if (element.name == "meta") {
    read_meta(element);
  } else if (element.name == "link") {
    read_link(element);
  } else if (element.name == "time") {
    read_time(element);
  } else if (element.name == "title") {
    add(Fact::title, FactSource::document, element.text);
  } else if (element.name == "html") {
    add(Fact::language, FactSource::document, element.attribute("lang"));
    add(Fact::language, FactSource::document, element.attribute("xml:lang"));
  }
}

void FactReader::read_meta(const HtmlElement& meta) {
  const std::string_view content = meta.attribute("content");
  for (const std::string_view attribute : {"property", "name", "itemprop", "http-equiv"}) {
    const std::string_view written = base::trimmed(meta.attribute(attribute));
    if (written.empty()) continue;
    const std::string name = normalized_key(written);
    if (name == "robots" || name == "varve") return read_robots(content);
    if (name == "og:type") is_website_ = base::equals_ignoring_case(content, "website");
    if (const MetaKey* const key = meta_key(name)) {
      const auto number = static_cast<std::size_t>(key - std::begin(kMetaKeys));
      return put(key->fact, key->source, number, content);
    }
  }
}

// Several are all obeyed, so all are kept: those for every crawler and those for this one.
void FactReader::read_robots(std::string_view content) {
  const std::string rules = base::to_lower_ascii(collapsed(content, kMaxRobotsBytes));
  const std::string_view comma = robots_.empty() ? "" : ", ";
  if (rules.empty() || robots_.size() + comma.size() + rules.size() > kMaxRobotsBytes) return;
  robots_.append(comma).append(rules);
}

void FactReader::read_link(const HtmlElement& link) {
  const std::string_view rel = link.attribute("rel");
  if (has_word(rel, "canonical")) {
    if (canonical_link_.empty()) canonical_link_ = cleaned(Fact::canonical, link.attribute("href"));
    add(Fact::canonical, FactSource::document, link.attribute("href"));
  } else if (has_word(rel, "image_src") || link.attribute("itemprop") == "image") {
    add(Fact::image, FactSource::element, link.attribute("href"));
  } else if (has_word(rel, "author")) {
    add(Fact::byline, FactSource::element, link.attribute("title"));
  }
}

void FactReader::read_time(const HtmlElement& time) {
  const std::string_view when = time.attribute("datetime");
  const std::string_view what = time.attribute("itemprop");
  if (has_word(what, "dateModified")) {
    add(Fact::modified, FactSource::meta, when);
  } else if (has_word(what, "datePublished") || time.has("pubdate")) {
    add(Fact::published, FactSource::meta, when);
  } else if (!is_website_) {
    // On a front page the first time is some teaser's.
    add(Fact::published, FactSource::element, when);
  }
}

void FactReader::add(Fact fact, FactSource source, std::string_view value) {
  put(fact, source, kNoKey, value);
}

void FactReader::put(Fact fact, FactSource source, std::size_t key, std::string_view value) {
  Known& known = known_[static_cast<std::size_t>(fact)];
  const bool is_better = known.value.empty() || source < known.source;
  const bool is_further_author = fact == Fact::byline && source == known.source && key == known.key;
  if (!is_better && !is_further_author) return;
  std::string text = cleaned(fact, value);
  if (text.empty()) return;
  if (is_better) {
    known = {std::move(text), source, key};
  } else if (known.value.size() + 2 + text.size() <= limit_of(fact) && !names(known.value, text)) {
    known.value.append(", ").append(text);
  }
}

void FactReader::fill(PageFacts& facts, const std::optional<base::Url>& base,
                      const base::QueryEncoder& encode_query) const {
  const auto value_of = [this](Fact fact) -> const std::string& {
    return known_[static_cast<std::size_t>(fact)].value;
  };
  facts.headline = value_of(Fact::headline);
  facts.title = value_of(Fact::title).empty() ? facts.headline : value_of(Fact::title);
  facts.description = value_of(Fact::description);
  facts.byline = value_of(Fact::byline);
  facts.published = value_of(Fact::published);
  facts.modified = value_of(Fact::modified);
  facts.image = resolved(value_of(Fact::image), base, encode_query);
  facts.canonical = resolved(value_of(Fact::canonical), base, encode_query);
  facts.language = value_of(Fact::language);
  facts.site_name = value_of(Fact::site_name);
  facts.robots_meta = robots_;
}

}  // namespace crawler::extract
