// Where the guesses of one script or JSON text go: counted, bounded, and of hop X. What is too many
// is counted as left out. Internal to script_links and json_links.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "crawler/extract/link_set.h"
#include "crawler/extract/script_links.h"
#include "crawler/extract/url_like.h"
#include "policies/referrer.h"

namespace crawler::extract {

class GuessSink {
 public:
  // What the links are called, and how their queries are written.
  struct Style {
    std::string_view string_context, path_context;
    policies::ReferrerPolicy referrer_policy;
    bool utf8_query = true;
  };

  // `links` must outlive it.
  GuessSink(const Style& style, LinkSet& links) : style_(style), links_(links) {}

  void add(std::string_view text, UrlGuess guess) {
    if (++guesses_ > kMaxScriptGuesses) {
      ++left_out_;
      return;
    }
    const bool is_requisite = guess == UrlGuess::requisite;
    links_.add({.text = text,
                .kind = is_requisite ? policies::LinkKind::requisite : policies::LinkKind::page,
                .context = guess == UrlGuess::path ? style_.path_context : style_.string_context,
                .referrer_policy = style_.referrer_policy,
                .utf8_query = style_.utf8_query,
                .hop = policies::Hop::script});
  }

  // A relative string of a file, whose beginning what it has in common with the file's path tells
  // (beside_file).
  void add_beside(std::string_view text, UrlGuess guess) {
    if (!links_.base()) return;
    if (++tried_ > kMaxBesideTries) {
      ++left_out_;
      return;
    }
    const std::string path = beside_file(text, links_.base()->path());
    if (!path.empty()) add(path, guess);
  }

  std::size_t left_out() const { return left_out_; }

 private:
  const Style style_;
  LinkSet& links_;
  std::size_t guesses_ = 0, tried_ = 0, left_out_ = 0;
};

}  // namespace crawler::extract
