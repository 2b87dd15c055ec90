// Links by our own reader of HTML beside those by gumbo's tree, on all HTML at hand. gumbo 0.10
// follows the standard of 2013 to 2015: is_known() lists where that shows.
#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/gumbo_html.h"
#include "crawler/extract/html_elements.h"
#include "crawler/extract/html_links.h"
#include "crawler/extract/link_set.h"
#include "tests/crawler/extract/extracting.h"
#include "tests/crawler/extract/html_pages.h"
#include "tests/support/mutator.h"

namespace {

using crawler::extract::Extraction;
using crawler::extract::HtmlElement;
using crawler::extract::HtmlLinkReader;
using crawler::extract::HtmlTree;
using crawler::extract::LinkSet;
using Links = std::set<std::string>;

// In no order: a tree moves what stands between the rows of a table to before it.
template <typename Visit>
Links links_by(const Visit& visit) {
  LinkSet links(base::Url::parse("https://example.org/dir/page.html").value());
  HtmlLinkReader reader(policies::ReferrerPolicy::strict_origin_when_cross_origin, links);
  visit([&reader](const HtmlElement& element) { reader.read(element); });
  reader.finish();
  Extraction found;
  links.move_to(found);
  const std::vector<std::string> lines = support::told(found.links);
  return {lines.begin(), lines.end()};
}

Links ours(const std::string& html) {
  return links_by([&html](const auto& look) {
    crawler::extract::visit_elements(html, crawler::extract::Markup::html, look);
  });
}

Links gumbos(const HtmlTree& tree) {
  return links_by([&tree](const auto& look) { tree.visit(look); });
}

constexpr std::size_t kMutants = 2'000;

const std::vector<std::string_view> kPieces = {"\"",
                                               "'",
                                               "<",
                                               ">",
                                               "/",
                                               "=",
                                               "&",
                                               " ",
                                               "\n",
                                               "</",
                                               "/>",
                                               "<!--",
                                               "-->",
                                               "<![CDATA[",
                                               "]]>",
                                               "<svg>",
                                               "</svg>",
                                               "<math>",
                                               "<foreignObject>",
                                               "<script>",
                                               "</script>",
                                               "<style>",
                                               "</style>",
                                               "<title>",
                                               "<textarea>",
                                               "<table>",
                                               "<td>",
                                               "<template>",
                                               "<noscript>",
                                               "<div>",
                                               "</div>",
                                               "<p>",
                                               "</p>",
                                               "<a href=x>",
                                               "<img src='/y'>",
                                               "&#x4e2d;",
                                               "&lt;",
                                               "&copy",
                                               "\xe4\xb8\xad"};

HtmlTree tree_of(const std::string& html) {
  return HtmlTree(html, {.time = std::chrono::seconds(10), .memory_bytes = 256u << 20});
}

// The links only one reader has: "+" ours, "-" gumbo's.
std::vector<std::string> differences(const std::string& html) {
  const Links own = ours(html), other = gumbos(tree_of(html));
  std::vector<std::string> lines;
  for (const std::string& link : own) {
    if (!other.contains(link)) lines.push_back("+" + link);
  }
  for (const std::string& link : other) {
    if (!own.contains(link)) lines.push_back("-" + link);
  }
  return lines;
}

// What gumbo does otherwise than today's standard, by what gives it away.
bool is_known(const std::string& difference) {
  static constexpr std::string_view kMarks[] = {
      // Control characters, written as they are or as &#1;, are U+FFFD to gumbo and stay in the
      // standard.
      "%EF%BF%BD", "%0", "%1", "%7F",
      // A tree has no place for these outside a table or frameset; we look at every tag.
      " td/", " th/", " tr/", " tbody/", " frame/"};
  return std::any_of(std::begin(kMarks), std::end(kMarks), [&](std::string_view mark) {
    return difference.find(mark) != std::string::npos;
  });
}

bool all_known(const std::vector<std::string>& lines) {
  return std::all_of(lines.begin(), lines.end(), is_known);
}

void expect_same(const std::vector<std::string>& pages) {
  for (const std::string& html : pages) {
    BOOST_TEST_CONTEXT(html.substr(0, 300)) {
      BOOST_TEST(differences(html) == std::vector<std::string>{}, boost::test_tools::per_element());
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(two_readers)

BOOST_AUTO_TEST_CASE(the_sample_site_has_the_same_links_in_both) {
  const std::vector<std::string> pages = support::sample_site("text/html");

  expect_same(pages);

  BOOST_TEST(pages.size() > 50u);
}

BOOST_AUTO_TEST_CASE(the_table_of_links_reads_alike) {
  expect_same(support::case_inputs("links.cases"));
}

BOOST_AUTO_TEST_CASE(malformed_pages_read_alike_but_for_control_characters) {
  std::vector<std::string> lines;
  for (const std::string& html : support::malformed_pages()) {
    for (std::string& line : differences(html)) lines.push_back(std::move(line));
  }

  // Of `&#1;javascript:alert(1)`, which the URL standard strips of its first character.
  BOOST_TEST(all_known(lines));
  BOOST_TEST(lines.size() <= 1u);
}

BOOST_AUTO_TEST_CASE(damaged_pages_read_alike_but_for_what_is_known) {
  std::vector<std::string> pages = support::sample_site("text/html");
  support::append(pages, support::case_inputs("links.cases"));
  support::append(pages, support::malformed_pages());
  support::Mutator mutator(1, kPieces);
  std::size_t same = 0, known = 0;
  for (std::size_t i = 0; i < kMutants; ++i) {
    const std::vector<std::string> lines = differences(mutator.mutated(pages));
    same += lines.empty() ? 1 : 0;
    known += !lines.empty() && all_known(lines) ? 1 : 0;
  }

  BOOST_TEST_MESSAGE(same << " of " << kMutants << " mutants have the same links, " << known
                          << " differ as known");
  BOOST_TEST(same >= kMutants * 95 / 100);
  BOOST_TEST(same + known >= kMutants * 99 / 100);
}

BOOST_AUTO_TEST_SUITE_END()
