#include "crawler/extract/header_links.h"

#include <boost/test/unit_test.hpp>

#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::add_header_links;
using crawler::extract::Extraction;
using crawler::extract::HeaderLink;
using crawler::extract::HeaderValues;
using crawler::extract::kMaxHeaderLinks;
using crawler::extract::LinkSet;
using crawler::extract::parse_link_header;
using support::told;

std::vector<std::string> links_of(const HeaderValues& values) {
  LinkSet links(base::Url::parse("https://example.org/dir/page.html").value());
  add_header_links(values, policies::ReferrerPolicy::strict_origin_when_cross_origin, links);
  Extraction extraction;
  links.move_to(extraction);
  return told(extraction.links);
}

std::vector<std::string> linked(std::string value) {
  return links_of({{std::move(value)}, "", ""});
}

// "target|rel", a link each.
std::vector<std::string> parsed(std::string_view value) {
  std::vector<std::string> lines;
  for (const HeaderLink& link : parse_link_header(value)) {
    lines.push_back(std::string(link.target) + "|" + link.rel);
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(header_links)

// RFC 8288 section 3 and appendix B.
BOOST_AUTO_TEST_CASE(link_fields_are_parsed) {
  BOOST_TEST(parsed("<a>; rel=next") == Lines{"a|next"});
  BOOST_TEST(parsed("<a>;rel=\"next\", <b> ; rel = prev") == (Lines{"a|next", "b|prev"}));
  BOOST_TEST(parsed("<a,b;c>; title=\"x, <y>; rel=no\"; rel=next,<c>") ==
             (Lines{"a,b;c|next", "c|"}));
  BOOST_TEST(parsed("<a>; rel=next; rel=prev") == Lines{"a|next"});
  BOOST_TEST(parsed("<a>; REL=\"icon  preload\"") == Lines{"a|icon  preload"});
  BOOST_TEST(parsed("<a>; title=\"say \\\"hi\\\"\"; rel=next") == Lines{"a|next"});
  BOOST_TEST(parsed("<a>; rel*=UTF-8'en'next") == Lines{"a|next"});
  BOOST_TEST(parsed("<a>; title*=UTF-8''x%2C; rel=next") == Lines{"a|next"});
  BOOST_TEST(parsed("<>; rel=next") == Lines{"|next"});
  BOOST_TEST(parsed(", ,<a>,, <b>") == (Lines{"a|", "b|"}));
}

BOOST_AUTO_TEST_CASE(broken_fields_give_what_is_whole) {
  BOOST_TEST(parsed("nonsense, <a>; rel=next") == Lines{"a|next"});
  BOOST_TEST(parsed("\"x, <y>\", <a>") == Lines{"a|"});
  BOOST_TEST(parsed("<a>; rel=\"next") == Lines{"a|next"});
  BOOST_TEST(parsed("<a>; rel") == Lines{"a|"});
  BOOST_TEST(parsed("<a> rel=next, <b>") == (Lines{"a|", "b|"}));
  BOOST_TEST(parsed("<a").empty());
  BOOST_TEST(parsed("").empty());
}

BOOST_AUTO_TEST_CASE(a_field_may_be_cut_anywhere) {
  const std::string whole = "<a>; rel=\"n\\ext\"; as=x , <b>;rel*=UTF-8''next;anchor=\"\"";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string cut(whole, 0, size);
    BOOST_TEST(parsed(cut).size() <= 2u);
  }
}

BOOST_AUTO_TEST_CASE(relations_are_those_of_link_elements) {
  BOOST_TEST(linked("</s.css>; rel=stylesheet") ==
             Lines{"requisite header/link https://example.org/s.css default"});
  BOOST_TEST(linked("<f.woff2>; rel=preload; as=font; crossorigin") ==
             Lines{"requisite header/link https://example.org/dir/f.woff2 default"});
  BOOST_TEST(linked("<m.js>; rel=modulepreload") ==
             Lines{"requisite header/link https://example.org/dir/m.js default"});
  BOOST_TEST(linked("</i.png>; rel=\"shortcut ICON\"") ==
             Lines{"requisite header/link https://example.org/i.png default"});
  BOOST_TEST(linked("</m>; rel=manifest") ==
             Lines{"requisite header/link https://example.org/m default"});
  for (const char* rel : {"next", "prev", "canonical", "amphtml", "alternate"}) {
    BOOST_TEST(linked("<?p=2>; rel=" + std::string(rel)) ==
               Lines{"page header/link https://example.org/dir/page.html?p=2 default"});
  }
  for (const char* rel : {"preconnect", "dns-prefetch", "self", "https://api.w.org/", "\"\""}) {
    BOOST_TEST(linked("</x>; rel=" + std::string(rel)).empty(), rel);
  }
  BOOST_TEST(linked("</x>").empty());
}

// HTML 4.2.6: a preloaded picture has candidates.
BOOST_AUTO_TEST_CASE(imagesrcset_is_read) {
  BOOST_TEST(linked("<a.jpg>; rel=preload; as=image; imagesrcset=\"b.jpg 1x, c.jpg 2x\"") ==
             (Lines{"requisite header/link https://example.org/dir/a.jpg default",
                    "requisite header/link https://example.org/dir/b.jpg default",
                    "requisite header/link https://example.org/dir/c.jpg default"}));
}

BOOST_AUTO_TEST_CASE(a_link_about_another_document_is_none) {
  BOOST_TEST(linked("<a>; rel=next; anchor=\"/other\"").empty());
  BOOST_TEST(linked("<a>; rel=next; anchor=\"\"").size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_link_may_have_its_own_referrer_policy) {
  BOOST_TEST(linked("<a.css>; rel=stylesheet; referrerpolicy=no-referrer") ==
             Lines{"requisite header/link https://example.org/dir/a.css no-referrer"});
  BOOST_TEST(linked("<a.css>; rel=stylesheet; referrerpolicy=nonsense") ==
             Lines{"requisite header/link https://example.org/dir/a.css default"});
}

BOOST_AUTO_TEST_CASE(refresh_and_content_location_are_pages) {
  BOOST_TEST(links_of({{}, "0; url=/next", "/canonical"}) ==
             (Lines{"page header/refresh https://example.org/next default",
                    "page header/content-location https://example.org/canonical default"}));
  BOOST_TEST(links_of({{}, "5", ""}).empty());
}

BOOST_AUTO_TEST_CASE(the_documents_own_address_is_no_content_location) {
  BOOST_TEST(links_of({{}, "", "page.html"}).empty());
  BOOST_TEST(links_of({{}, "", "https://EXAMPLE.org/dir/./page.html#x"}).empty());
  BOOST_TEST(links_of({{}, "", "page.html?x"}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(several_fields_are_one_list_and_it_is_bounded) {
  BOOST_TEST(links_of({{"<a>;rel=next", "<b>;rel=prev"}, "", ""}).size() == 2u);
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "<" + std::to_string(i) + ">;rel=next,";

  BOOST_TEST(links_of({{many, many}, "", ""}).size() == kMaxHeaderLinks);
  BOOST_TEST(parsed(std::string(1'000'000, '<')).size() <= 1u);
  BOOST_TEST(parsed(std::string(1'000'000, '"')).empty());
  BOOST_TEST(parsed("<a>" + std::string(1'000'000, ';')).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
