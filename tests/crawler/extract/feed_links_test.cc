// tests/cases/feeds.cases, xml-stylesheet, and what hostile feeds cost.
#include "crawler/extract/feed_links.h"

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/disk.h"
#include "crawler/extract/xml_events.h"
#include "crawler/extract/xml_stylesheet.h"
#include "tests/crawler/extract/case_file.h"
#include "tests/crawler/extract/listing.h"
#include "tests/support/shared_data.h"

namespace {

using crawler::extract::add_feed_links;
using crawler::extract::kMaxXmlDepth;
using crawler::extract::XmlEvents;
using crawler::extract::XmlEventType;
using policies::ReferrerPolicy;
using support::Extraction;
using support::LinkSet;
using support::listed;
using support::with_hops;
using Lines = std::vector<std::string>;

constexpr auto kPolicy = ReferrerPolicy::strict_origin_when_cross_origin;

Extraction from_feed(const std::string& feed, ReferrerPolicy policy = kPolicy) {
  return listed([&](LinkSet& links) { add_feed_links(feed, policy, links); });
}

Lines sheets_of(const std::string& xml) {
  return support::urls_of(listed([&](LinkSet& links) {
                            crawler::extract::add_xml_stylesheet_links(xml, kPolicy, links);
                          }).links);
}

// "+a", "-a", "text" for each event.
Lines events_of(const std::string& xml) {
  Lines lines;
  XmlEvents events(xml);
  for (const auto* event = &events.next(); event->type != XmlEventType::done;
       event = &events.next()) {
    const std::string name(event->name);
    if (event->type == XmlEventType::start) lines.push_back("+" + name);
    if (event->type == XmlEventType::end) lines.push_back("-" + name);
    if (event->type == XmlEventType::text) lines.emplace_back(event->text);
  }
  return lines;
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(feed_links)

BOOST_AUTO_TEST_CASE(every_case_gives_the_links_it_names) {
  for (const support::Case& one : support::read_cases("feeds.cases")) {
    support::check_case(one, with_hops(from_feed(one.input)));
  }
}

BOOST_AUTO_TEST_CASE(the_referrer_policy_of_the_response_holds_for_all_links) {
  const Extraction found = from_feed(
      "<rss><channel><item><link>/1</link><enclosure url='/2'/>"
      "<description>&lt;img src=3></description></item></channel></rss>",
      ReferrerPolicy::no_referrer);

  BOOST_REQUIRE(found.links.size() == 3u);
  for (const auto& link : found.links) {
    BOOST_TEST((link.referrer_policy == ReferrerPolicy::no_referrer), link.context);
  }
}

BOOST_AUTO_TEST_CASE(a_feed_without_an_address_has_absolute_links_only) {
  LinkSet links(std::nullopt);
  add_feed_links(
      "<rss><channel><item><link>/1</link></item>"
      "<item><link>https://example.org/2/</link><description>&lt;img src=i.png></description>"
      "</item></channel></rss>",
      kPolicy, links);
  Extraction found;
  links.move_to(found);

  const Lines expected{"https://example.org/2/", "https://example.org/2/i.png"};
  BOOST_TEST(support::urls_of(found.links) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_atom_sample_of_the_validator_is_read) {
  const auto file = support::shared_data("malformed/sitemap/crawler-commons/atom.xml");
  if (!file) return;
  const auto text = base::read_file(base::real_disk(), *file, 1 << 20);
  BOOST_REQUIRE(text.has_value());

  const Lines found = with_hops(from_feed(*text));

  const Lines expected{"F page feed/next http://example.org/feed/",
                       "L page feed/home http://example.org/",
                       "F page feed/entry http://example.org/2003/12/13/atom03"};
  BOOST_REQUIRE(found.size() >= expected.size());
  BOOST_TEST(Lines(found.begin(), found.begin() + 3) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_style_sheet_of_the_prolog_is_found) {
  const Lines expected{"https://example.org/lists/a.css", "https://example.org/b.xsl?x=1&y=2"};
  BOOST_TEST(sheets_of("<?xml version='1.0'?>\n<?xml-stylesheet type=\"text/css\" href='a.css'?>"
                       "<!-- c --><!DOCTYPE x><?xml-stylesheet href=\"/b.xsl?x=1&amp;y=2\"?>"
                       "<svg/><?xml-stylesheet href='late.css'?>") == expected,
             boost::test_tools::per_element());
  BOOST_TEST(sheets_of("<?xml-stylesheets href='a'?><?xml-stylesheet?><?xml-stylesheet "
                       "href='#here'?><svg/>")
                 .empty());
}

BOOST_AUTO_TEST_CASE(each_start_has_its_end_whatever_the_document_forgets) {
  const Lines forgotten{"+a", "+b", "x", "+c", "-c", "+d", "-d", "-b", "-a"};
  BOOST_TEST(events_of("<a><b>x<c/></z><d></b></a></a>") == forgotten,
             boost::test_tools::per_element());
  const Lines texts{"+a", "1 & 2", "&3", "-a"};
  BOOST_TEST(events_of("<a>1 &amp; 2<![CDATA[&3]]></a>") == texts,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(elements_nested_too_deep_are_not_told) {
  const Lines events = events_of(repeated("<a>", 20'000) + repeated("</a>", 20'000));

  BOOST_TEST(events.size() == 2 * kMaxXmlDepth);
}

BOOST_AUTO_TEST_CASE(floods_take_linear_time) {
  const std::string floods[] = {
      "<rss>" + repeated("<item>", 200'000),
      "<rss>" + repeated("</item>", 300'000),
      "<rss><item>" + repeated("<link>/x", 200'000),
      "<rss><item><description>" + repeated("<p>", 300'000),
      "<rss><item>" + repeated("<description>&lt;a href=x></description>", 40'000),
      "<feed>" + repeated("<entry xml:base='a/'>", 60'000),
      "<rss><item><link>" + std::string(2'000'000, 'a'),
      "<rss><item><description>" + repeated("&lt;", 500'000) + "</description>",
  };
  for (const std::string& flood : floods) {
    const auto begun = std::chrono::steady_clock::now();

    const Extraction found = from_feed(flood);

    BOOST_TEST_CONTEXT(flood.substr(0, 40)) {
      BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds(10)));
      BOOST_TEST(found.links.size() < 100u);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
