#include "policies/script_mining.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using policies::answer_hash;
using policies::guess_was_right;
using policies::GuessAnswer;
using policies::LinkKind;
using policies::Reason;
using policies::ScriptMining;
using policies::Verdict;

base::Url url(const std::string& href) { return base::Url::parse(href).value(); }

const base::Url kGuess = url("https://example.org/a.png");

// Tries and hears of it, so often.
void answer(ScriptMining& mining, std::size_t times, bool found) {
  for (std::size_t i = 0; i < times; ++i) {
    BOOST_TEST(static_cast<bool>(mining.may_try(kGuess)), "try " << i);
    mining.learn("example.org", found);
  }
}

bool may_queue_path(ScriptMining& mining, const std::string& href) {
  return static_cast<bool>(mining.may_queue(url(href), false));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(script_mining)

BOOST_AUTO_TEST_CASE(a_host_that_always_has_it_is_always_asked) {
  ScriptMining mining;

  answer(mining, 500, true);

  BOOST_TEST(static_cast<bool>(mining.may_try(kGuess)));
  BOOST_TEST(static_cast<bool>(mining.may_queue(kGuess, true)));
}

BOOST_AUTO_TEST_CASE(a_host_that_never_has_it_is_asked_twenty_times) {
  ScriptMining mining;

  answer(mining, ScriptMining::kTrials, false);

  const Verdict no = mining.may_try(kGuess);
  BOOST_TEST((no.reason == Reason::guess));
  BOOST_TEST(no.detail == "script guesses on this host were mostly wrong");
  BOOST_TEST(!mining.may_queue(kGuess, true));
}

BOOST_AUTO_TEST_CASE(half_of_the_trials_right_is_enough) {
  ScriptMining enough, short_of_it;

  answer(enough, 10, true);
  answer(enough, 10, false);
  answer(short_of_it, 9, true);
  answer(short_of_it, 11, false);

  BOOST_TEST(static_cast<bool>(enough.may_try(kGuess)));
  BOOST_TEST(!short_of_it.may_try(kGuess));
}

BOOST_AUTO_TEST_CASE(the_last_hundred_answers_decide) {
  ScriptMining mining;
  answer(mining, 1000, true);

  answer(mining, 50, false);
  BOOST_TEST(static_cast<bool>(mining.may_try(kGuess)));
  mining.learn("example.org", false);

  BOOST_TEST(!mining.may_try(kGuess));
}

BOOST_AUTO_TEST_CASE(a_stopped_host_stays_stopped) {
  ScriptMining mining;
  answer(mining, ScriptMining::kTrials, false);

  for (int i = 0; i < 200; ++i) mining.learn("example.org", true);

  BOOST_TEST(!mining.may_try(kGuess));
}

BOOST_AUTO_TEST_CASE(hosts_are_judged_apart) {
  ScriptMining mining;

  answer(mining, ScriptMining::kTrials, false);

  BOOST_TEST(static_cast<bool>(mining.may_try(url("https://cdn.example.org/a.png"))));
}

BOOST_AUTO_TEST_CASE(a_host_that_does_not_answer_is_not_asked_for_ever) {
  ScriptMining mining;
  for (std::size_t i = 0; i < 2 * ScriptMining::kTrials; ++i) {
    BOOST_TEST(static_cast<bool>(mining.may_try(kGuess)));
  }

  BOOST_TEST(mining.may_try(kGuess).detail == "script guesses on this host go unanswered");
}

BOOST_AUTO_TEST_CASE(a_path_is_queued_where_pages_of_its_shape_are) {
  ScriptMining mining;
  BOOST_TEST(!may_queue_path(mining, "https://example.org/news/2024/b"));

  mining.learn_path(url("https://example.org/news/1999/a"));

  BOOST_TEST(may_queue_path(mining, "https://example.org/news/2024/b"));
  BOOST_TEST(may_queue_path(mining, "https://example.org/news/x/y/"));
  BOOST_TEST(!may_queue_path(mining, "https://example.org/news/b"));
  BOOST_TEST(!may_queue_path(mining, "https://example.org/api/v1/b"));
  BOOST_TEST(!may_queue_path(mining, "https://www.example.org/news/2024/b"));
}

BOOST_AUTO_TEST_CASE(digits_are_alike_in_a_first_folder_and_extensions_are_not) {
  ScriptMining mining;
  mining.learn_path(url("https://example.org/2023/05/06/story"));
  mining.learn_path(url("https://example.org/blog/a.html"));

  BOOST_TEST(may_queue_path(mining, "https://example.org/24/1/2/other"));
  BOOST_TEST(!may_queue_path(mining, "https://example.org/y2024/05/06/other"));
  BOOST_TEST(!may_queue_path(mining, "https://example.org/blog/a"));
}

BOOST_AUTO_TEST_CASE(a_known_extension_needs_no_page_like_it) {
  ScriptMining mining;

  BOOST_TEST(static_cast<bool>(mining.may_queue(kGuess, true)));
  BOOST_TEST(mining.may_queue(url("https://example.org/a/b"), false).detail ==
             "script guess unlike any page of the host");
}

BOOST_AUTO_TEST_CASE(asking_to_queue_is_no_trial) {
  ScriptMining mining;
  for (int i = 0; i < 5000; ++i) {
    BOOST_REQUIRE(static_cast<bool>(mining.may_queue(kGuess, true)));
  }

  BOOST_TEST(static_cast<bool>(mining.may_try(kGuess)));
}

BOOST_AUTO_TEST_CASE(memory_is_bounded) {
  ScriptMining mining;
  for (std::size_t i = 0; i < ScriptMining::kMaxShapes + 10; ++i) {
    mining.learn_path(url("https://example.org/" + std::string(i, 'a') + "/b"));
  }
  for (std::size_t i = 1; i < ScriptMining::kMaxHosts; ++i) {
    mining.learn_path(url("https://h" + std::to_string(i) + ".example.com/a"));
  }

  BOOST_TEST(may_queue_path(mining, "https://example.org/" + std::string(255, 'a') + "/c"));
  BOOST_TEST(!may_queue_path(mining, "https://example.org/" + std::string(256, 'a') + "/c"));
  const base::Url one_too_many = url("https://one-too-many.example.com/a.png");
  BOOST_TEST(mining.may_queue(one_too_many, true).detail == "script guesses on too many hosts");
  BOOST_TEST(mining.may_try(one_too_many).detail == "script guesses on too many hosts");
}

BOOST_AUTO_TEST_CASE(answers_for_hosts_nobody_asked_are_ignored) {
  ScriptMining mining;

  for (int i = 0; i < 100; ++i) mining.learn("example.org", false);

  BOOST_TEST(static_cast<bool>(mining.may_try(kGuess)));
}

BOOST_AUTO_TEST_CASE(what_an_answer_says) {
  const auto said = [](int status, LinkKind kind = LinkKind::requisite, bool is_html = false) {
    const auto right =
        guess_was_right(kind, {.status = status, .is_html = is_html, .redirect = {}});
    return !right ? "nothing" : *right ? "yes" : "no";
  };

  BOOST_TEST(said(200) == "yes");
  BOOST_TEST(said(206) == "yes");
  BOOST_TEST(said(304) == "yes");
  for (const int status : {400, 403, 404, 405, 410, 451}) BOOST_TEST(said(status) == "no");
  for (const int status : {0, 100, 401, 408, 429, 500, 503}) BOOST_TEST(said(status) == "nothing");
  // An application that answers everything with its one page.
  BOOST_TEST(said(200, LinkKind::requisite, true) == "no");
  BOOST_TEST(said(200, LinkKind::page, true) == "yes");
}

BOOST_AUTO_TEST_CASE(a_redirect_to_the_front_page_is_a_no) {
  const auto leads_to = [](const std::string& href) {
    return guess_was_right(LinkKind::page, GuessAnswer{302, false, url(href)});
  };

  BOOST_TEST(!leads_to("https://example.org/").value());
  BOOST_TEST(!leads_to("https://www.example.org/?from=a").value());
  BOOST_TEST(!guess_was_right(LinkKind::page, {.status = 301, .redirect = {}}).value());
  // What it leads to will be judged.
  BOOST_TEST(!leads_to("https://example.org/b/").has_value());
}

BOOST_AUTO_TEST_CASE(the_same_answer_again_is_a_no) {
  ScriptMining mining;
  const std::uint64_t same = answer_hash({.status = 200, .payload_digest = "sha1:A"});

  for (std::size_t i = 0; i < ScriptMining::kTrials; ++i) {
    BOOST_TEST(static_cast<bool>(mining.may_try(kGuess)), "try " << i);
    mining.learn("example.org", true, same);
  }

  BOOST_TEST(!mining.may_try(kGuess));
}

BOOST_AUTO_TEST_CASE(different_answers_are_compared_and_no_more) {
  ScriptMining mining;

  for (std::uint64_t i = 1; i <= 500; ++i) {
    BOOST_TEST(static_cast<bool>(mining.may_try(kGuess)), "try " << i);
    mining.learn("example.org", true, i);
  }

  BOOST_TEST(static_cast<bool>(mining.may_try(kGuess)));
}

BOOST_AUTO_TEST_CASE(redirects_to_one_place_are_a_no_from_the_second_on) {
  ScriptMining mining;
  const GuessAnswer answer{.status = 302, .redirect = url("https://example.org/404.html")};

  std::size_t tried = 0;
  while (tried < 100 && mining.may_try(kGuess)) {
    ++tried;
    mining.learn("example.org", guess_was_right(LinkKind::page, answer), answer_hash(answer));
  }

  BOOST_TEST(tried == ScriptMining::kTrials + 1);
}

BOOST_AUTO_TEST_CASE(only_redirects_and_what_is_there_have_a_hash) {
  const auto place = url("https://example.org/b");

  BOOST_TEST(answer_hash({.status = 200, .payload_digest = "a"}) ==
             answer_hash({.status = 203, .payload_digest = "a"}));
  BOOST_TEST(answer_hash({.status = 200, .payload_digest = "a"}) !=
             answer_hash({.status = 200, .payload_digest = "b"}));
  BOOST_TEST(answer_hash({.status = 301, .redirect = place, .payload_digest = "a"}) ==
             answer_hash({.status = 302, .redirect = place, .payload_digest = "b"}));
  for (const int status : {301, 304, 404, 503}) {
    BOOST_TEST(answer_hash({.status = status, .payload_digest = "a"}) == 0u);
  }
  BOOST_TEST(answer_hash({.status = 200}) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
