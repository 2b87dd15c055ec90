// Which elements a document has: raw text, SVG and MathML, XML.
#include "crawler/extract/html_elements.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/gumbo_html.h"
#include "tests/support/shared_data.h"

namespace {

using crawler::extract::HtmlElement;
using crawler::extract::Markup;
using crawler::extract::visit_elements;

std::string names_of(std::string_view html, Markup markup = Markup::html) {
  std::string names;
  visit_elements(html, markup, [&](const HtmlElement& element) {
    names += (names.empty() ? "" : " ") + std::string(element.is_html ? "" : "~") +
             std::string(element.name);
  });
  return names;
}

std::string text_of(std::string_view html, std::string_view name, Markup markup = Markup::html) {
  std::string text;
  visit_elements(html, markup, [&](const HtmlElement& element) {
    if (element.name == name) text += std::string(element.text) + "|";
  });
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(html_elements)

BOOST_AUTO_TEST_CASE(raw_text_holds_no_elements) {
  BOOST_TEST(names_of("<title><a></title><textarea><b></textarea><style><i></style><xmp><p></xmp>"
                      "<iframe><p></iframe><noframes><p></noframes><noembed><p></noembed><u>") ==
             "title textarea style xmp iframe noframes noembed u");
  BOOST_TEST(names_of("<script><a></script><b><plaintext><i>") == "script b plaintext");
}

BOOST_AUTO_TEST_CASE(noscript_and_template_hold_elements) {
  BOOST_TEST(names_of("<noscript><img></noscript><template><img></template>") ==
             "noscript img template img");
}

BOOST_AUTO_TEST_CASE(comments_hold_nothing) {
  BOOST_TEST(names_of("<!--<a>--><!><!-><b><!--[if IE]><i><![endif]--><? <u> ?></u></>") == "b");
}

BOOST_AUTO_TEST_CASE(foreign_text_is_markup_and_ends_with_the_element) {
  BOOST_TEST(names_of("<svg><style><a></style><title><b></title></svg><title><i></title>") ==
             "~svg ~style ~a ~title b title");
  BOOST_TEST(names_of("<math><mi><img></mi><mglyph></math><p>") == "~math ~mi img ~mglyph p");
}

BOOST_AUTO_TEST_CASE(cdata_is_text_in_foreign_content_only) {
  BOOST_TEST(names_of("<svg><![CDATA[<a>]]><b>") == "~svg b");
  BOOST_TEST(names_of("<![CDATA[<a>]]><b>") == "b");
}

BOOST_AUTO_TEST_CASE(html_elements_end_foreign_content) {
  BOOST_TEST(names_of("<svg><g><p><title><a></title>") == "~svg ~g p title");
  BOOST_TEST(names_of("<svg><font><g></svg><svg><font size=1><title><a></title>") ==
             "~svg ~font ~g ~svg font title");
  BOOST_TEST(names_of("<svg></p><title><a></title>") == "~svg title");
}

BOOST_AUTO_TEST_CASE(the_end_of_an_element_around_it_ends_foreign_content) {
  BOOST_TEST(names_of("<a><svg><path></a><title><b></title>") == "a ~svg ~path title");
  BOOST_TEST(names_of("<a><svg><a></a></a><title><b></title>") == "a ~svg ~a title");
  BOOST_TEST(names_of("<a><svg></nav></g><title><b></title>") == "a ~svg ~title b");
}

BOOST_AUTO_TEST_CASE(a_drawing_deeper_than_any_is_left_by_its_last_end_tag) {
  std::string html = "<svg>";
  for (int i = 0; i < 1'000; ++i) html += "<g>";
  for (int i = 0; i < 1'000; ++i) html += "</g>";

  const std::string names = names_of(html + "<title><i></title></svg><title><b></title>");

  BOOST_TEST(names.ends_with("~g ~title i title"));
}

BOOST_AUTO_TEST_CASE(html_within_svg_ends_with_what_holds_it) {
  BOOST_TEST(
      names_of("<svg><foreignObject><div><title><a></title></foreignObject><title><b></svg>") ==
      "~svg ~foreignobject div title ~title b");
  BOOST_TEST(
      names_of("<math><annotation-xml encoding=TEXT/HTML><img></annotation-xml><mi/></math>") ==
      "~math ~annotation-xml img ~mi");
}

BOOST_AUTO_TEST_CASE(a_closed_svg_holds_nothing) {
  BOOST_TEST(names_of("<svg/><title><a></title>") == "~svg title");
}

BOOST_AUTO_TEST_CASE(an_image_is_an_img) {
  BOOST_TEST(names_of("<image><svg><image>") == "img ~svg ~image");
}

BOOST_AUTO_TEST_CASE(the_text_of_styles_scripts_and_titles_is_given) {
  BOOST_TEST(text_of("<title>a &amp; b</title>", "title") == "a & b|");
  BOOST_TEST(text_of("<style>a &amp; b</style>", "style") == "a &amp; b|");
  BOOST_TEST(text_of("<script>a < b</script>", "script") == "a < b|");
  BOOST_TEST(text_of("<svg><style>a &amp; <![CDATA[&amp;]]><!-- c --> d</style></svg>", "style") ==
             "a & &amp; d|");
  BOOST_TEST(text_of("<svg><style id=x>a", "style") == "a|");
}

BOOST_AUTO_TEST_CASE(an_element_waiting_for_its_text_keeps_its_attributes) {
  std::string href;
  visit_elements("<svg><script xlink:href='a&amp;b'>long enough to move everything</script></svg>",
                 Markup::html, [&](const HtmlElement& element) {
                   if (element.name == "script") href = element.attribute("href");
                 });

  BOOST_TEST(href == "a&b");
}

BOOST_AUTO_TEST_CASE(xml_closes_any_element_and_has_no_raw_text) {
  BOOST_TEST(names_of("<html><script/><title/><p/><style><a/></style></html>", Markup::xml) ==
             "html script title p style a");
  BOOST_TEST(names_of("<svg><G/><foreignObject><p/></foreignObject><g/></svg>", Markup::xml) ==
             "~svg ~g ~foreignobject p ~g");
  BOOST_TEST(text_of("<svg><style><![CDATA[a<b]]></style></svg>", "style", Markup::xml) == "a<b|");
}

BOOST_AUTO_TEST_CASE(xml_prefixes_are_the_authors_choice) {
  std::string hrefs;
  visit_elements("<s:svg><s:image l:href='a'/><s:style>x</s:style></s:svg>", Markup::xml,
                 [&](const HtmlElement& element) {
                   hrefs += std::string(element.name) + "=" +
                            std::string(element.attribute("href")) + std::string(element.text) +
                            " ";
                 });

  BOOST_TEST(hrefs == "svg= image=a style=x ");
}

BOOST_AUTO_TEST_CASE(nesting_without_end_is_read_to_the_end) {
  std::string html;
  for (int i = 0; i < 50'000; ++i) html += "<svg><foreignObject>";

  const std::string names = names_of(html);

  BOOST_TEST(std::count(names.begin(), names.end(), ' ') == 99'999);
}

BOOST_AUTO_TEST_SUITE_END()
