#include "crawler/extract/opml_links.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/crawler/extract/listing.h"

namespace {

using support::LinkSet;
using support::listed;
using support::with_hops;
using Lines = std::vector<std::string>;

Lines from_opml(const std::string& opml) {
  return with_hops(listed([&](LinkSet& links) {
    crawler::extract::add_opml_links(
        opml, policies::ReferrerPolicy::strict_origin_when_cross_origin, links);
  }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(opml_links)

BOOST_AUTO_TEST_CASE(an_outline_names_a_feed_and_its_site) {
  const Lines expected{"F page opml/feed https://a.example/feed?x=1&y=2",
                       "L page opml/site https://a.example/",
                       "F page opml/feed https://example.org/b.xml"};
  BOOST_TEST(
      from_opml(
          "<?xml version='1.0'?><opml version='2.0'><head><title>t</title></head><body>"
          "<outline text='News'><outline type='rss' xmlUrl='https://a.example/feed?x=1&amp;y=2'"
          " htmlUrl='https://a.example/'/><outline XMLURL='/b.xml'></outline></outline>"
          "</body></opml>") == expected,
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(links_and_included_lists_are_links) {
  const Lines expected{"L page opml/link https://example.org/more.opml"};
  BOOST_TEST(from_opml("<opml><body><outline type='include' url='/more.opml'/>"
                       "<other url='/no'/></body></opml>") == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_document_cut_short_gives_what_it_has) {
  const Lines expected{"F page opml/feed https://example.org/a"};
  BOOST_TEST(from_opml("<opml><body><outline xmlUrl='/a'><outline xmlUrl='/b") == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
