// tests/cases/url_like.cases, and bounds.
#include "crawler/extract/url_like.h"

#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/crawler/extract/case_file.h"

namespace {

using crawler::extract::has_known_extension;
using crawler::extract::url_like;
using crawler::extract::UrlForm;
using crawler::extract::UrlGuess;
using crawler::extract::UrlLike;

std::string name_of(UrlGuess guess) {
  switch (guess) {
    case UrlGuess::none: return "none";
    case UrlGuess::requisite: return "requisite";
    case UrlGuess::page: return "page";
    case UrlGuess::path: return "path";
  }
  return "?";
}

std::string name_of(UrlForm form) {
  switch (form) {
    case UrlForm::absolute: return "absolute";
    case UrlForm::root_relative: return "root_relative";
    case UrlForm::relative: return "relative";
    case UrlForm::file_name: return "file_name";
  }
  return "?";
}

std::vector<std::string> told(const std::string& strings) {
  std::vector<std::string> lines;
  std::istringstream stream(strings);
  for (std::string text; std::getline(stream, text);) {
    const UrlLike like = url_like(text);
    if (like.guess == UrlGuess::none) continue;
    lines.push_back(name_of(like.guess) + " " + name_of(like.form) + " " + text);
  }
  return lines;
}

bool is_url(std::string_view text) { return url_like(text).guess != UrlGuess::none; }

}  // namespace

BOOST_AUTO_TEST_SUITE(url_like_strings)

BOOST_AUTO_TEST_CASE(every_case_gives_the_strings_it_names) {
  for (const support::Case& one : support::read_cases("url_like.cases")) {
    support::check_case(one, told(one.input));
  }
}

BOOST_AUTO_TEST_CASE(long_strings_are_data) {
  const std::string folder(crawler::extract::kMaxGuessBytes - 6, 'a');

  BOOST_TEST(is_url("/" + folder + "b.png"));
  BOOST_TEST(!is_url("/" + folder + "bb.png"));
}

BOOST_AUTO_TEST_CASE(control_characters_are_in_no_url) {
  for (char c = 1; c <= 0x20; ++c) BOOST_TEST(!is_url(std::string("/a") + c + "b.png"));
  BOOST_TEST(!is_url(std::string_view("/a\0b.png", 8)));
  BOOST_TEST(!is_url("/a\x7f.png"));
}

BOOST_AUTO_TEST_CASE(a_string_may_be_cut_anywhere) {
  const std::string whole = "https://www.example.org:80/a/%41/b.c/../d.html?e=f#g";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    // ".../a" and ".../a/" are paths; what follows is not plain.
    BOOST_TEST(is_url({exact.data(), exact.size()}) == (size == 28 || size == 29),
               "at " << size << ": " << whole.substr(0, size));
  }
}

BOOST_AUTO_TEST_CASE(an_extension_is_known_in_any_case) {
  BOOST_TEST(has_known_extension("/a/b.PNG"));
  BOOST_TEST(has_known_extension("/index.PhP"));
  BOOST_TEST(!has_known_extension("/a.png/b"));
  BOOST_TEST(!has_known_extension("/a/.png"));
  BOOST_TEST(!has_known_extension("/a.exe"));
  BOOST_TEST(!has_known_extension(""));
}

BOOST_AUTO_TEST_SUITE_END()
