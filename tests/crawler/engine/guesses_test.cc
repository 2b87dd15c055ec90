// Strings of scripts that look like URLs, on servers that never say 404.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>

#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

constexpr int kGuesses = 60;

struct Guessing : RawCrawling {
  Guessing() { job.politeness.requisite_gap = milliseconds(0); }

  static std::string name(int number, const std::string& extension) {
    return "/guess/" + std::to_string(number) + extension;
  }
  // A page whose script names so many files, each answered by what `reply` makes of its number.
  void guess(const std::string& extension, const std::function<Reply(int)>& reply) {
    std::string script;
    for (int i = 0; i < kGuesses; ++i) {
      script += "f('" + name(i, extension) + "');";
      server.on(name(i, extension), reply(i));
    }
    server.on("/", html("<script>" + script + "</script>"));
  }
  std::ptrdiff_t guesses_asked() const {
    const auto asked = targets();
    return std::count_if(asked.begin(), asked.end(),
                         [](const std::string& target) { return target.starts_with("/guess/"); });
  }
};

Reply picture(const std::string& body) {
  return {support::response(200, "Content-Type: image/png\r\n", body)};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(guesses, Guessing)

BOOST_AUTO_TEST_CASE(what_is_there_is_had_to_the_last) {
  guess(".png", [](int i) { return picture("picture " + std::to_string(i)); });

  crawl({server.url("/")});

  BOOST_TEST(guesses_asked() == kGuesses);
}

// Their targets wait behind the other guesses, and 40 without an answer are enough for a host.
BOOST_AUTO_TEST_CASE(redirects_to_what_is_there_are_followed_for_a_while) {
  guess(".png", [](int i) { return redirect("/cdn/" + std::to_string(i) + ".png"); });
  for (int i = 0; i < kGuesses; ++i) {
    server.on("/cdn/" + std::to_string(i) + ".png", picture(std::to_string(i)));
  }

  crawl({server.url("/")});

  BOOST_TEST(guesses_asked() >= 40);
  BOOST_TEST(asked("/cdn/0.png") == 1u);
}

BOOST_AUTO_TEST_CASE(a_host_that_redirects_all_to_one_page_is_not_asked_for_long) {
  for (const std::string extension : {".png", ".html"}) {
    guess(extension, [](int) { return redirect("/404.html"); });
    server.on("/404.html", html("gone"));
    const auto before = guesses_asked();
    job.collection = "c" + extension.substr(1);

    crawl({server.url("/")});

    BOOST_TEST(guesses_asked() - before >= 19);
    BOOST_TEST(guesses_asked() - before <= 45);
  }
}

BOOST_AUTO_TEST_CASE(a_host_that_redirects_each_to_a_page_of_its_own_is_not_asked_for_long) {
  guess(".png", [](int i) { return redirect("/sorry/" + std::to_string(i)); });
  for (int i = 0; i < kGuesses; ++i) {
    server.on("/sorry/" + std::to_string(i), html("no " + std::to_string(i)));
  }

  crawl({server.url("/")});

  BOOST_TEST(guesses_asked() >= 19);
  BOOST_TEST(guesses_asked() <= 45);
}

BOOST_AUTO_TEST_CASE(a_host_with_one_answer_to_everything_is_not_asked_for_long) {
  guess(".html", [](int) { return html("sorry, nothing here"); });

  crawl({server.url("/")});

  BOOST_TEST(guesses_asked() >= 19);
  BOOST_TEST(guesses_asked() <= 45);
}

BOOST_AUTO_TEST_CASE(guesses_named_by_guesses_end_with_the_third) {
  server.on("/", html("<script>f('/trap/0.html')</script>"));
  for (int i = 0; i < 10; ++i) {
    server.on("/trap/" + std::to_string(i) + ".html",
              html("<script>f('/trap/" + std::to_string(i + 1) + ".html')</script>"));
  }

  crawl({server.url("/")});

  BOOST_TEST(asked("/trap/2.html") == 1u);
  BOOST_TEST(asked("/trap/3.html") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
