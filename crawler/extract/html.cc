#include "crawler/extract/html.h"

#include <functional>
#include <string>
#include <utility>

#include "base/encoding.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/css.h"
#include "crawler/extract/data_url.h"
#include "crawler/extract/html_elements.h"
#include "crawler/extract/html_links.h"
#include "crawler/extract/link_set.h"
#include "crawler/extract/page_facts.h"
#include "crawler/extract/simhash.h"

namespace crawler::extract {
namespace {

// What has to be known before the first link is resolved.
struct Settings {
  std::optional<std::string> base_href;  // of the first <base> that has one
  std::optional<policies::ReferrerPolicy> referrer_policy;
};

void read_settings(const HtmlElement& element, Settings& settings) {
  if (!element.is_html) return;
  if (element.name == "base" && !settings.base_href && element.has("href")) {
    settings.base_href = std::string(base::trimmed(element.attribute("href")));
  } else if (element.name == "meta" &&
             base::equals_ignoring_case(base::trimmed(element.attribute("name")), "referrer")) {
    // HTML standard 4.2.5.1: each one with a known token overrides those before it.
    const auto policy = policies::parse_referrer_policy(element.attribute("content"));
    if (policy) settings.referrer_policy = policy;
  }
}

std::optional<base::Url> as_base(std::string_view text, const std::optional<base::Url>& document) {
  if (text.empty() || text.size() > kMaxReferenceBytes) return std::nullopt;
  const base::Result<base::Url> url = document ? document->join(text) : base::Url::parse(text);
  if (!url || !url->is_http()) return std::nullopt;
  return *url;
}

// HTML standard 4.2.3: the first <base href> counts, even when it is useless (data:, javascript:);
// then the document's own address does.
std::optional<base::Url> base_of(const HtmlSource& source, const Settings& settings,
                                 const FactReader& facts) {
  if (settings.base_href) {
    if (auto url = as_base(*settings.base_href, source.url)) return url;
  }
  return source.url ? source.url : as_base(facts.canonical_link(), std::nullopt);
}

// Documents in attributes and URLs of documents in ...: each level is escaped once more.
constexpr unsigned kMaxNesting = 3;

void read_links(const HtmlSource& source, unsigned nesting, LinkSet& links, PageFacts& facts);

// HTML standard 4.8.5: a document in an attribute. Its relative references and its referrer policy
// are its parent's, unless it says otherwise.
void read_srcdoc(std::string_view html, const HtmlSource& parent, policies::ReferrerPolicy policy,
                 unsigned nesting, LinkSet& links) {
  const std::optional<base::Url> base = links.base();
  PageFacts ignored;
  read_links(
      {.utf8 = html, .url = base, .encode_query = parent.encode_query, .referrer_policy = policy},
      nesting + 1, links, ignored);
  links.set_base(base);
}

void add_article_facts(const ArticleFacts& article, FactReader& facts) {
  facts.add(Fact::headline, FactSource::linked_data, article.headline);
  facts.add(Fact::byline, FactSource::linked_data, article.author);
  facts.add(Fact::published, FactSource::linked_data, article.date_published);
  facts.add(Fact::modified, FactSource::linked_data, article.date_modified);
  facts.add(Fact::image, FactSource::linked_data, article.image);
}

void read_links(const HtmlSource& source, unsigned nesting, LinkSet& links, PageFacts& facts) {
  Settings settings;
  FactReader fact_reader;
  Simhash words;
  std::function<void(std::string_view)> hear;
  if (nesting == 0) hear = [&words](std::string_view text) { words.add(text); };
  const auto look = [&](const HtmlElement& element) {
    read_settings(element, settings);
    fact_reader.read(element);
  };
  visit_elements(source.utf8, source.markup, look, hear);
  const std::optional<base::Url> base = base_of(source, settings, fact_reader);
  links.set_base(base);
  bool awaits_base = settings.base_href.has_value();
  if (awaits_base) links.set_requisite_base(source.url);
  const auto policy = settings.referrer_policy.value_or(source.referrer_policy);
  HtmlLinkReader reader(policy, links);
  if (nesting < kMaxNesting) {
    reader.on_data_url = [&](std::string_view url) {
      add_data_url_links(url, policy, nesting + 1, links);
    };
  }
  visit_elements(source.utf8, source.markup, [&](const HtmlElement& element) {
    if (awaits_base && element.name == "base" && element.is_html && element.has("href")) {
      links.set_base(base);
      awaits_base = false;
    }
    reader.read(element);
    if (element.name != "iframe" || nesting >= kMaxNesting) return;
    const std::string_view srcdoc = element.attribute("srcdoc");
    if (!srcdoc.empty()) read_srcdoc(srcdoc, source, policy, nesting, links);
  });
  reader.finish();
  add_article_facts(reader.article(), fact_reader);
  fact_reader.fill(facts, base, source.encode_query);
  facts.simhash = words.value();
}

}  // namespace

void add_fragment_links(std::string_view utf8, Markup markup, const std::optional<base::Url>& base,
                        policies::ReferrerPolicy policy, LinkSet& links) {
  // Most descriptions are a sentence without markup.
  if (utf8.find('<') == std::string_view::npos) return;
  const LinkSet::KeepBases keep(links);
  if (base) links.set_base(base);
  HtmlLinkReader reader(policy, links);
  visit_elements(utf8, markup, [&reader](const HtmlElement& element) { reader.read(element); });
  reader.finish();
}

void add_data_url_links(std::string_view url, policies::ReferrerPolicy policy, unsigned nesting,
                        LinkSet& links) {
  const std::optional<DataUrl> data = parse_data_url(url);
  if (!data) return;
  const LinkSet::KeepBases keep(links);
  links.set_base(std::nullopt);
  if (data->media_type == "text/css") {
    const Charset& charset = css_charset(data->bytes, data->content_type);
    std::function<void(std::string_view)> inner;
    if (nesting < kMaxNesting) {
      inner = [&](std::string_view next) { add_data_url_links(next, policy, nesting + 1, links); };
    }
    add_css_links(to_utf8(data->bytes, charset), policy, links, inner);
  } else {
    const std::string utf8 = to_utf8(data->bytes, html_charset(data->bytes, data->content_type));
    const bool is_svg = data->media_type == "image/svg+xml";
    PageFacts ignored;
    read_links(
        {.utf8 = utf8, .referrer_policy = policy, .markup = is_svg ? Markup::xml : Markup::html},
        nesting, links, ignored);
  }
}

void read_html(const HtmlSource& source, Extraction& extraction) {
  LinkSet links(source.url, source.encode_query);
  read_links(source, 0, links, extraction.facts);
  links.move_to(extraction);
}

}  // namespace crawler::extract
