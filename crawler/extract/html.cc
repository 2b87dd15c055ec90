#include "crawler/extract/html.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/extract/gumbo_html.h"
#include "crawler/extract/html_links.h"
#include "crawler/extract/link_set.h"

namespace crawler::extract {
namespace {

constexpr std::size_t kMaxTitleBytes = 1000;
constexpr std::size_t kMaxFactBytes = 200;

// White space runs become one space; cut before the character that would pass `limit`.
std::string collapsed(std::string_view text, std::size_t limit) {
  std::string out;
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t point = base::next_code_point(text, at);
    // U+3000 and U+00A0 are what Chinese pages pad their titles with.
    if (point == ' ' || (point >= '\t' && point <= '\r') || point == 0xa0 || point == 0x3000) {
      gap = !out.empty();
      continue;
    }
    if (out.size() + (gap ? 1 : 0) + (at - from) > limit) break;
    if (gap) out += ' ';
    gap = false;
    base::append_utf8(out, point);
  }
  return out;
}

// What has to be known before the first link is resolved.
struct Settings {
  std::optional<std::string> base_href;  // of the first <base> that has one
  std::string canonical;
  std::optional<policies::ReferrerPolicy> referrer_policy;
};

void read_meta(const HtmlElement& meta, Settings& settings, PageFacts& facts) {
  const std::string name = base::to_lower_ascii(base::trimmed(meta.attribute("name")));
  const std::string_view content = base::trimmed(meta.attribute("content"));
  if (name == "robots" && facts.robots_meta.empty()) {
    facts.robots_meta = base::to_lower_ascii(collapsed(content, kMaxFactBytes));
  } else if (name == "referrer") {
    // HTML standard 4.2.5.1: each one with a known token overrides those before it.
    if (const auto policy = policies::parse_referrer_policy(content)) {
      settings.referrer_policy = policy;
    }
  }
}

void read_settings(const HtmlElement& element, Settings& settings, PageFacts& facts) {
  if (!element.is_html) return;  // <title> inside <svg> names a shape
  if (element.name == "meta") {
    read_meta(element, settings, facts);
  } else if (element.name == "base" && !settings.base_href && element.has("href")) {
    settings.base_href = std::string(base::trimmed(element.attribute("href")));
  } else if (element.name == "link" && settings.canonical.empty() &&
             base::equals_ignoring_case(base::trimmed(element.attribute("rel")), "canonical")) {
    settings.canonical = std::string(base::trimmed(element.attribute("href")));
  } else if (element.name == "title" && facts.title.empty()) {
    facts.title = collapsed(element.text, kMaxTitleBytes);
  } else if (element.name == "html" && facts.language.empty()) {
    facts.language = collapsed(element.attribute("lang"), kMaxFactBytes);
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
std::optional<base::Url> base_of(const HtmlSource& source, const Settings& settings) {
  if (settings.base_href) {
    if (auto url = as_base(*settings.base_href, source.url)) return url;
  }
  return source.url ? source.url : as_base(settings.canonical, std::nullopt);
}

void note_end(GumboEnd end, std::vector<std::string>& notes) {
  if (end == GumboEnd::deadline) notes.push_back("html parser stopped at its deadline");
  if (end == GumboEnd::memory) notes.push_back("html parser stopped at its memory cap");
}

}  // namespace

void read_html(const HtmlSource& source, Extraction& extraction) {
  const HtmlTree tree(source.utf8, gumbo_limits_for(source.utf8.size()));
  note_end(tree.end(), extraction.notes);
  if (source.utf8.size() > kMaxHtmlBytes) {
    extraction.notes.push_back(fmt::format("html after {} bytes not read", kMaxHtmlBytes));
  }
  Settings settings;
  tree.visit(
      [&](const HtmlElement& element) { read_settings(element, settings, extraction.facts); });
  LinkSet links(base_of(source, settings), source.encode_query);
  const auto policy = settings.referrer_policy.value_or(source.referrer_policy);
  tree.visit([&](const HtmlElement& element) { add_html_links(element, policy, links); });
  links.move_to(extraction);
}

}  // namespace crawler::extract
