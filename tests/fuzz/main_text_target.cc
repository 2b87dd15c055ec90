#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/encoding.h"
#include "base/url.h"
#include "crawler/extract/html.h"
#include "crawler/extract/main_text.h"
#include "crawler/extract/page_date.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using crawler::extract::Extraction;
using crawler::extract::MainText;
using crawler::extract::PageFacts;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

void require_line(const std::string& text, std::size_t most_bytes) {
  require(text.size() <= most_bytes, "a line keeps its size");
  require(base::is_utf8(text), "a line is UTF-8");
  require(std::none_of(text.begin(), text.end(), is_control), "a line is one, and plain");
}

void require_lines(const std::string& text) {
  require(text.size() <= crawler::extract::kMaxMainTextBytes, "a text keeps its size");
  for (std::size_t from = 0; !text.empty() && from <= text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    require(end > from, "no line is empty");
    require_line(text.substr(from, end - from), text.size());
    from = end + 1;
  }
}

void require_facts(const PageFacts& facts) {
  for (const std::string* const fact : {&facts.title, &facts.headline}) require_line(*fact, 1000);
  for (const std::string* const fact : {&facts.description, &facts.image, &facts.canonical}) {
    require_line(*fact, 2000);
  }
  for (const std::string* const fact : {&facts.byline, &facts.published, &facts.modified,
                                        &facts.language, &facts.site_name, &facts.robots_meta}) {
    require_line(*fact, 200);
  }
  for (const std::string* const url : {&facts.image, &facts.canonical}) {
    require(url->empty() || url->starts_with("http"), "an address can be fetched");
  }
  for (const std::string* const date : {&facts.published, &facts.modified}) {
    require(crawler::extract::to_iso_date(*date) == *date, "a date in ISO 8601 stays as it is");
  }
}

}  // namespace

void main_text(std::string_view input) {
  const MainText found = crawler::extract::main_text(input);
  require_line(found.title, 1000);
  require_line(found.byline, 200);
  require_lines(found.text);

  Extraction extraction;
  crawler::extract::read_html(
      {.utf8 = input, .url = base::Url::parse("https://example.org/dir/page.html").value()},
      extraction);
  require_facts(extraction.facts);
}

}  // namespace fuzz
