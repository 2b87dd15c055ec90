// tests/cases/json.cases: islands, responses, JSON-LD, feeds, import maps; bounds and floods.
#include "crawler/extract/json_links.h"

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/json_feed.h"
#include "crawler/extract/linked_data.h"
#include "crawler/extract/manifest_links.h"
#include "tests/crawler/extract/case_file.h"
#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::ArticleFacts;
using crawler::extract::Extraction;
using crawler::extract::LinkSet;
using crawler::extract::ScriptPlace;

constexpr auto kPolicy = policies::ReferrerPolicy::strict_origin_when_cross_origin;

LinkSet page_links() {
  return LinkSet(base::Url::parse("https://example.org/dir/page.html").value());
}

std::vector<std::string> told_with_hops(LinkSet& links) {
  Extraction extraction;
  links.move_to(extraction);
  std::vector<std::string> lines;
  for (const auto& link : extraction.links) {
    lines.push_back(std::string(support::name_of(link.kind)) + " " + static_cast<char>(link.hop) +
                    " " + link.context + " " + std::string(link.url.href()));
  }
  return lines;
}

void append_facts(const ArticleFacts& facts, std::vector<std::string>& lines) {
  const auto append = [&lines](const char* name, const std::string& text) {
    if (!text.empty()) lines.push_back(name + (" " + text));
  };
  append("headline", facts.headline);
  append("author", facts.author);
  append("published", facts.date_published);
  append("modified", facts.date_modified);
  append("image", facts.image);
}

std::vector<std::string> read(std::string_view reader, std::string_view json) {
  LinkSet links = page_links();
  ArticleFacts facts;
  if (reader == "island") {
    add_json_links({.utf8 = json, .place = ScriptPlace::page}, links);
  } else if (reader == "next") {
    add_json_links({.utf8 = json, .place = ScriptPlace::page, .assets_root = "/base/_next/"},
                   links);
  } else if (reader == "response") {
    add_json_links({.utf8 = json}, links);
  } else if (reader == "ld") {
    facts = add_json_ld_links(json, kPolicy, links);
  } else if (reader == "feed") {
    add_json_feed_links(json, kPolicy, links);
  } else if (reader == "manifest") {
    add_manifest_links(json, kPolicy, links);
  } else if (reader == "importmap") {
    add_import_map_links(json, kPolicy, links);
  } else {
    BOOST_ERROR("no such reader: " << reader);
  }
  std::vector<std::string> lines = told_with_hops(links);
  append_facts(facts, lines);
  return lines;
}

constexpr std::string_view kReaders[] = {"island", "response", "ld",
                                         "feed",   "manifest", "importmap"};

}  // namespace

BOOST_AUTO_TEST_SUITE(json_links)

BOOST_AUTO_TEST_CASE(every_case_gives_the_links_it_names) {
  for (const support::Case& one : support::read_cases("json.cases")) {
    support::check_case(one, read(one.name.substr(0, one.name.find(':')), one.input));
  }
}

BOOST_AUTO_TEST_CASE(json_gives_so_many_guesses_and_no_more) {
  std::string json = "[";
  for (int i = 0; i < 1500; ++i) json += "\"/" + std::to_string(i) + ".png\",";
  LinkSet links = page_links();

  BOOST_TEST(add_json_links({.utf8 = json}, links) == 500u);
  BOOST_TEST(told_with_hops(links).size() == 1000u);
}

BOOST_AUTO_TEST_CASE(facts_are_cut_between_characters) {
  std::string headline;
  while (headline.size() < 3000) headline += "\xe4\xb8\xad";
  LinkSet links = page_links();

  const ArticleFacts facts = add_json_ld_links(
      "{\"@type\":\"Article\",\"headline\":\"" + headline + "\"}", kPolicy, links);

  BOOST_TEST(facts.headline.size() == 999u);
  BOOST_TEST(headline.starts_with(facts.headline));
}

BOOST_AUTO_TEST_CASE(json_may_be_cut_anywhere) {
  const std::string whole =
      "{\"@type\":\"Article\",\"image\":{\"url\":\"\\/a.png\"},\"items\":[{\"url\":\"/"
      "b\\u002fc\"}],"
      "\"icons\":[{\"src\":\"/d.png\"}],\"imports\":{\"x\":\"./e.js\"},\"s\":\"{\\\"f\\\":1}\"}";
  for (const std::string_view reader : kReaders) {
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      const std::vector<char> exact(whole.begin(),
                                    whole.begin() + static_cast<std::ptrdiff_t>(size));
      BOOST_TEST(read(reader, {exact.data(), exact.size()}).size() <= 4u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_document_too_deep_or_too_much_is_no_document) {
  const std::string deep = std::string(40, '[') + "{\"image\":\"/a.png\"}" + std::string(40, ']');
  std::string members = "{\"icons\":[{\"src\":\"a.png\"}]";
  for (int i = 0; i < 20'001; ++i) members += ",\"" + std::to_string(i) + "\":0";
  members += "}";

  BOOST_TEST(read("ld", deep) ==
                 std::vector<std::string>{"requisite X json/string https://example.org/a.png"},
             boost::test_tools::per_element());
  BOOST_TEST(read("manifest", members).empty());
}

BOOST_AUTO_TEST_CASE(time_grows_with_length_only) {
  for (const std::string_view piece :
       {"\"", "[", "{", "{\"a\":", "\\", "\"\\\"\",", "\"{\\\"\",", "\"a\"   ", "\"/a.png\",",
        "[0,", "\"image\":{", "//", "/*"}) {
    std::string flood;
    while (flood.size() < (1u << 20)) flood += piece;
    for (const std::string_view reader : {"island", "ld"}) {
      const auto start = std::chrono::steady_clock::now();
      read(reader, flood);
      const auto taken = std::chrono::steady_clock::now() - start;
      // 1 MiB takes some 100 ms here under ASan; quadratic work would take minutes.
      BOOST_TEST((taken < std::chrono::seconds(10)), "flood of " << piece << " in " << reader);
    }
  }
}

BOOST_AUTO_TEST_CASE(broken_escapes_take_no_longer_than_others) {
  std::string flood = "\"";
  while (flood.size() < (4u << 20) - 8) flood += "\\u{";
  const std::string nested = "\"{\\\"" + flood.substr(1) + "\"";
  flood += "\"";

  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(read("island", flood).empty());
  BOOST_TEST(read("island", nested).empty());
  // Both take 50 ms; quadratic work would take minutes.
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(5)));
}

BOOST_AUTO_TEST_SUITE_END()
