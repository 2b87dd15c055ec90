// The tables of links, and what docs/links.md says of them.
#include "crawler/extract/html_rules.h"

#include <fstream>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

using crawler::extract::kind_of_hyperlink;
using crawler::extract::looks_like_url;
using crawler::extract::rule_for;
using policies::LinkKind;

BOOST_AUTO_TEST_SUITE(html_rules)

BOOST_AUTO_TEST_CASE(the_documented_attributes_of_lazy_loading_are_known) {
  std::ifstream file(std::string(VARVE_SOURCE_DIR) + "/docs/links.md");
  std::string line;
  while (std::getline(file, line) && line != "```") {
  }
  int names = 0;
  while (std::getline(file, line) && line != "```") {
    std::istringstream words(line);
    for (std::string name; words >> name; ++names) {
      BOOST_TEST((rule_for("div", name) != nullptr), name);
    }
  }
  BOOST_TEST(names > 80);
}

BOOST_AUTO_TEST_CASE(other_attributes_hold_no_links) {
  for (const char* name : {"class", "id", "alt", "data-id", "href", "src", "", "x"}) {
    BOOST_TEST((rule_for("div", name) == nullptr), name);
  }
}

BOOST_AUTO_TEST_CASE(extensions_tell_files_from_pages) {
  for (const char* file : {"a.jpg", "/b/c.PDF?x=1#y", "https://h.example/d.zip", " e.mp3 "}) {
    BOOST_TEST((kind_of_hyperlink(file) == LinkKind::requisite), file);
  }
  for (const char* page : {"a.html", "/b", "", "https://h.zip", "//h.zip", "https://h.zip?a.png",
                           "/wiki/File:Map.jpg", "/a.zip/", "/x?file=a.pdf", "/a.longextension"}) {
    BOOST_TEST((kind_of_hyperlink(page) == LinkKind::page), page);
  }
}

BOOST_AUTO_TEST_CASE(what_scripts_keep_in_attributes_is_no_url) {
  for (const char* text :
       {"", "true", "1.5", "1.2/3", "{{ x }}", "[1]", "a b.png", "{\"a\":\"/b\"}"}) {
    BOOST_TEST(!looks_like_url(text), text);
  }
  for (const char* text :
       {"a.png", "/6", "//h/x", "img/a", "f.html", "pic.php?id=7", " https://h/x "}) {
    BOOST_TEST(looks_like_url(text), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
