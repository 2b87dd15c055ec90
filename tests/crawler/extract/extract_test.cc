// The table of extractors, and hostile documents through all of it (P10, X5).
#include "crawler/extract/extraction.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/gumbo_html.h"
#include "tests/crawler/extract/extracting.h"
#include "tests/support/shared_data.h"

namespace {

using crawler::extract::Extraction;
using crawler::extract::gumbo_limits_for;
using crawler::extract::GumboEnd;
using crawler::extract::HtmlElement;
using crawler::extract::HtmlTree;
using support::document;
using support::urls_of;

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  return text;
}

Extraction read(std::string body, const std::string& type) {
  return crawler::extract::extract(document(std::move(body), type));
}

// Reliability promises 0.5 s a page; the rest is slack for sanitizers and a busy machine.
Extraction extract_in_time(std::string body, const std::string& type = "text/html") {
  const auto start = std::chrono::steady_clock::now();
  Extraction found = read(std::move(body), type);
  const auto taken = std::chrono::steady_clock::now() - start;
  BOOST_TEST((taken < std::chrono::seconds(4)));
  return found;
}

void extract_folder(const std::string& folder, const std::string& type) {
  const auto path = support::shared_data(folder);
  if (!path) return;
  for (const auto& entry : std::filesystem::directory_iterator(*path)) {
    BOOST_TEST_CONTEXT(entry.path().filename().string()) {
      std::ifstream file(entry.path(), std::ios::binary);
      const Extraction found = extract_in_time({std::istreambuf_iterator<char>(file), {}}, type);
      for (const auto& link : found.links) {
        BOOST_TEST(link.url.is_http());
        BOOST_TEST(link.url.fragment().empty());
      }
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(extract)

BOOST_AUTO_TEST_CASE(the_content_type_chooses_the_reader) {
  const std::string page = "<!DOCTYPE html><a href=x>x</a>";

  for (const char* type :
       {"text/html", "TEXT/HTML;charset=utf-8", "application/xhtml+xml", "", "html"}) {
    BOOST_TEST(read(page, type).links.size() == 1u, type);
  }
  for (const char* type : {"image/png", "application/json", "text/css", "application/pdf",
                           "text/plain", "text/plain; charset=utf-8"}) {
    BOOST_TEST(read(page, type).links.empty(), type);
  }
}

BOOST_AUTO_TEST_CASE(html_without_a_type_is_sniffed) {
  BOOST_TEST(read("see <a href=x>", "").links.empty());
  BOOST_TEST(read(std::string(600, ' ') + "<html><a href=x>", "").links.size() == 1u);
  BOOST_TEST(read("\n<HTML><a href=x>", "").links.size() == 1u);
}

BOOST_AUTO_TEST_CASE(svg_documents_are_read) {
  const auto found = read(
      "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><style>a{b:url(c.png)}</style>"
      "<image xlink:href='i.png'/></svg>",
      "image/svg+xml");

  const std::vector<std::string> expected{"https://example.org/dir/c.png",
                                          "https://example.org/dir/i.png"};
  BOOST_TEST(urls_of(found.links) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_comes_of_nothing) {
  BOOST_TEST(read("", "text/html").links.empty());
  BOOST_TEST(read("", "text/css").links.empty());
  BOOST_TEST(read("", "").links.empty());
}

BOOST_AUTO_TEST_CASE(links_behind_half_a_megabyte_of_div_are_found) {
  const Extraction found = extract_in_time(repeated("<div>", 500'000) + "<a href=deep>x</a>");

  BOOST_TEST(found.links.size() == 1u);
  BOOST_TEST(found.notes.empty());
}

BOOST_AUTO_TEST_CASE(twenty_thousand_levels_overflow_no_stack) {
  extract_in_time(repeated("<b>", 60'000) + "<a href=deep>x</a>");
  extract_in_time(repeated("<template>", 60'000));
  extract_in_time(repeated("<svg><g>", 60'000));
}

BOOST_AUTO_TEST_CASE(a_megabyte_of_nul_stays_small) {
  const std::string nuls(1 << 20, '\0');

  const Extraction found = extract_in_time(nuls + "<a href=x>x</a>");
  const HtmlTree tree(nuls, gumbo_limits_for(nuls.size()));

  BOOST_TEST(found.links.size() == 1u);
  BOOST_TEST(tree.memory_bytes() <= 64u << 20);
}

BOOST_AUTO_TEST_CASE(floods_of_attributes_and_formatting_end) {
  std::string attributes = "<a href=x ";
  for (int i = 0; attributes.size() < 260'000; ++i) attributes += "a" + std::to_string(i) + "=1 ";
  extract_in_time(attributes + ">x</a>");
  extract_in_time(repeated("<b><i><p></b>", 150'000));
  extract_in_time(repeated("<table><tr><a>", 150'000));
  extract_in_time(repeated("<a style='background:url(x)'>", 150'000));
  extract_in_time("<img srcset='" + repeated("a 1x, ", 1 << 20) + "'>");
  extract_in_time(repeated("<!--", 1 << 20));
  extract_in_time(repeated("<", 1 << 20));
  extract_in_time(repeated("&amp", 1 << 20));
}

BOOST_AUTO_TEST_CASE(an_evil_base_costs_little) {
  const std::string base = "<base href='/" + std::string(8000, 'b') + "/'>";

  const Extraction found = extract_in_time(base + repeated("<a href=x>", 100'000));

  BOOST_TEST(found.links.size() <= 1u);
}

BOOST_AUTO_TEST_CASE(long_links_seen_again_cost_little) {
  std::string html;
  for (int i = 0; i < 200; ++i) {
    html += "<a href='/" + std::to_string(i) + std::string(8000, 'a') + "'>";
  }
  for (int round = 0; round < 2; ++round) html += html;  // repetitions cost nothing

  BOOST_TEST(extract_in_time(html).links.size() == 200u);
}

BOOST_AUTO_TEST_CASE(the_memory_cap_stops_the_parser) {
  const std::string html = repeated("<p>x", 100'000);

  const HtmlTree tree(html, {.memory_bytes = 1u << 20});

  BOOST_TEST((tree.end() == GumboEnd::memory));
  BOOST_TEST(tree.memory_bytes() <= 1u << 20);
  tree.visit([](const HtmlElement&) { BOOST_ERROR("a stopped parser has no elements"); });
}

BOOST_AUTO_TEST_CASE(only_sixteen_megabytes_are_read) {
  const Extraction found =
      extract_in_time("<a href=x>" + std::string(17u << 20, ' ') + "<a href=y>");

  BOOST_TEST(found.links.size() == 1u);
  BOOST_TEST(found.notes.at(0) == "only the first 16 MiB of text read");
}

BOOST_AUTO_TEST_CASE(references_against_an_endless_base_cost_little) {
  const std::string endless(1 << 20, 'x');
  extract_in_time("<applet codebase='/" + endless + "/' archive='" + repeated("a,", 400'000) +
                  "'>");
  extract_in_time("<rss xml:base='/" + endless + "/'><item><description>" +
                      repeated("&lt;a href=a>", 400'000) + "</description></item></rss>",
                  "application/rss+xml");
  extract_in_time(R"({"version":"https://jsonfeed.org/version/1","items":[{"url":"https://h/)" +
                      endless + R"(","content_html":")" + repeated("<a href=a>", 400'000) + "\"}]}",
                  "application/feed+json");
}

BOOST_AUTO_TEST_CASE(relative_strings_of_a_file_far_down_cost_little) {
  for (const char* type : {"application/json", "text/javascript"}) {
    auto file = document("x=[" + repeated("\"zz/y.png\",", 8 << 20) + "0]", type);
    file.url = base::Url::parse("https://example.org/" + repeated("ab/", 3900) + "x").value();
    const auto start = std::chrono::steady_clock::now();
    const Extraction found = crawler::extract::extract(file);

    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(8)), type);
    BOOST_TEST(found.links.empty());
    BOOST_TEST(found.notes.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(sixteen_megabytes_of_attributes_are_told_apart_in_time) {
  std::string tag = "<a";
  for (int i = 0; i < 128; ++i) tag += " a" + std::to_string(i);

  extract_in_time(repeated(tag + ">", 2 << 20));
}

BOOST_AUTO_TEST_CASE(malformed_html_gives_only_clean_links) {
  extract_folder("malformed/html/own", "text/html");
}

BOOST_AUTO_TEST_CASE(malformed_css_gives_only_clean_links) {
  extract_folder("malformed/css/own", "text/css");
}

BOOST_AUTO_TEST_CASE(each_malformed_file_survives_the_other_reader) {
  extract_folder("malformed/html/own", "text/css");
  extract_folder("malformed/css/own", "text/html");
}

BOOST_AUTO_TEST_CASE(links_are_read_from_coded_pages) {
  const std::string gzipped(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xb3\x49\x54\xc8\x28\x4a\x4d\xb3\xad\xb0"
      "\xab\xb0\xd1\x4f\xb4\x03\x00\x1c\xfc\x7c\x6e\x0f\x00\x00\x00",
      35);
  auto page = document(gzipped, "text/html");
  page.content_encoding = "gzip";

  BOOST_TEST(crawler::extract::extract(page).links.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
