#include "crawler/extract/simhash.h"

#include <bit>
#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/html.h"

using crawler::extract::Extraction;
using crawler::extract::Simhash;

namespace {

std::uint64_t of(const std::string& text) {
  Simhash hash;
  hash.add(text);
  return hash.value();
}

int bits_between(const std::string& a, const std::string& b) {
  return std::popcount(of(a) ^ of(b));
}

// Words that no other number has.
std::string words(unsigned seed, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    for (int letter = 0; letter < 6; ++letter, seed = seed * 1664525u + 1013904223u) {
      text += static_cast<char>('a' + (seed >> 16) % 26);
    }
    text += i % 9 == 8 ? ". " : " ";
  }
  return text;
}

std::uint64_t of_page(const std::string& html) {
  Extraction found;
  crawler::extract::read_html({.utf8 = html}, found);
  return found.facts.simhash;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simhash)

BOOST_AUTO_TEST_CASE(texts_alike_are_a_few_bits_apart_and_others_many) {
  const std::string story = words(1, 400);

  BOOST_TEST(bits_between(story, story + "one more thing") <= 3);
  BOOST_TEST(bits_between(story, words(2, 400)) > 10);
}

BOOST_AUTO_TEST_CASE(numbers_case_and_marks_do_not_count) {
  BOOST_TEST(of("Not found: /a1b2c3.html (12:30)") == of("NOT found /d4e5f6.html 23:59"));
  BOOST_TEST(of("caf\xC3\xA9 noir fort") != of("cafe noir fort"));
}

BOOST_AUTO_TEST_CASE(chinese_is_told_by_pairs_of_characters) {
  const std::string text = "\xE4\xB8\xAD\xE5\x9B\xBD\xE4\xBA\xBA\xE6\xB0\x91";
  BOOST_TEST(of(text) != 0u);
  BOOST_TEST(of(text) != of("\xE4\xBA\xBA\xE6\xB0\x91\xE4\xB8\xAD\xE5\x9B\xBD"));
}

BOOST_AUTO_TEST_CASE(no_word_is_no_hash) {
  BOOST_TEST(of("") == 0u);
  BOOST_TEST(of(" 12:30 \xC2\xA0 -- ") == 0u);
  BOOST_TEST(of("\xE4\xB8") != of("x"));  // cut off, and not read past
}

BOOST_AUTO_TEST_CASE(a_page_is_told_by_its_text_alone) {
  const std::string text = words(3, 100);

  const std::uint64_t page = of_page("<title>a</title><p class=x>" + text + "</p>");

  BOOST_TEST(page != 0u);
  BOOST_TEST(page == of_page("<script>var a = 'b c d';</script><style>p {}</style><p>" + text));
  BOOST_TEST(of_page("<title>a b c</title><img src=x>") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
