// What a page says about itself: title, author, dates, picture, address. Read from its elements in
// one streaming pass, without a tree. Where several sources speak, the more deliberate one wins:
// linked data (schema.org), OpenGraph, Twitter, Dublin Core, plain metas, elements, and last the
// habits of single sites and content systems (the table in page_facts.cc).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/url.h"
#include "crawler/extract/extraction.h"
#include "crawler/extract/html_element.h"

namespace crawler::extract {

enum class Fact {
  title,
  headline,
  description,
  byline,
  published,
  modified,
  image,
  canonical,
  language,
  site_name,
};
inline constexpr std::size_t kFacts = 10;

// Best first.
enum class FactSource {
  document,  // <title>, <html lang>, <link rel=canonical>: what browsers go by
  linked_data,
  open_graph,
  twitter,
  dublin_core,
  meta,
  element,  // <time datetime>, <link rel=author title>
  habit,
};

// `text` as the names of authors: of one line, without "By" or its like in front; empty when it
// holds an address.
std::string as_byline(std::string_view text);

// Gathers facts in any order; memory is that of the facts. Not for use by two threads at once.
class FactReader {
 public:
  // Takes what the start tag tells, for <title> with its text. Cheap for all but a few elements.
  void read(const HtmlElement& element);

  // A fact from elsewhere (linked data). Empty values, and those that cannot be one (an address as
  // an author), change nothing; nor does a source that is no better than the one before, except
  // that further authors of the same source are added to the first.
  void add(Fact fact, FactSource source, std::string_view value);

  // <link rel=canonical> as written, the first one; empty when there is none.
  const std::string& canonical_link() const { return canonical_link_; }

  // Writes all facts but the charset. Addresses are resolved against `base`; without one only
  // absolute and protocol-relative ones count. What is no http or https URL is left out.
  void fill(PageFacts& facts, const std::optional<base::Url>& base,
            const base::QueryEncoder& encode_query = nullptr) const;

 private:
  struct Known {
    std::string value;
    FactSource source = FactSource::habit;
    std::size_t key = 0;  // which of several spellings in one source gave it
  };

  void read_meta(const HtmlElement& meta);
  void read_link(const HtmlElement& link);
  void read_time(const HtmlElement& time);
  void read_robots(std::string_view content);
  void put(Fact fact, FactSource source, std::size_t key, std::string_view value);

  std::array<Known, kFacts> known_;
  std::string robots_, canonical_link_;
  bool is_website_ = false;  // og:type, said of front pages and sections
};

}  // namespace crawler::extract
