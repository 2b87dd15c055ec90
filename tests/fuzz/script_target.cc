#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "base/url.h"
#include "crawler/extract/link_set.h"
#include "crawler/extract/script_escapes.h"
#include "crawler/extract/script_links.h"
#include "crawler/extract/script_strings.h"
#include "crawler/extract/url_like.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using crawler::extract::Link;
using crawler::extract::ScriptKind;
using crawler::extract::ScriptPlace;
using crawler::extract::ScriptString;
using crawler::extract::ScriptStrings;
using crawler::extract::UrlGuess;

void check_guess(std::string_view text) {
  if (crawler::extract::url_like(text).guess == UrlGuess::none) return;
  require(text.size() <= crawler::extract::kMaxGuessBytes, "guesses are short");
  for (const char c : text) require(static_cast<unsigned char>(c) > 0x20, "a URL has no blanks");
}

// Literals stand in the script one behind the other, between their quotes.
void read_strings(std::string_view script, ScriptKind kind) {
  ScriptStrings strings(script, kind);
  const char* behind = script.data();
  while (const auto found = strings.next()) {
    const char* const begin = found->text.data();
    const char* const end = begin + found->text.size();
    require(begin > behind && end < script.data() + script.size(), "a literal is in the script");
    require(begin[-1] == *end, "a literal is between quotes");
    behind = end;
    const std::string text = crawler::extract::without_escapes(found->text);
    require(text.size() <= found->text.size(), "escapes are longer than what they stand for");
    require(found->has_escapes || text == found->text, "without escapes nothing changes");
    check_guess(text);
  }
}

std::vector<Link> links_of(std::string_view script, ScriptKind kind, ScriptPlace place) {
  crawler::extract::LinkSet links(base::Url::parse("https://h.example/a/b/c.js").value());
  const std::size_t left_out =
      add_script_links({.utf8 = script, .kind = kind, .place = place}, links);
  crawler::extract::Extraction extraction;
  links.move_to(extraction);
  require(left_out == 0 || extraction.links.size() <= crawler::extract::kMaxScriptGuesses +
                                                          crawler::extract::kMaxScriptImports,
          "links are bounded");
  return std::move(extraction.links);
}

void check_links(const std::vector<Link>& links) {
  for (const Link& link : links) {
    require(link.url.is_http(), "links are http(s)");
    require(link.hop == policies::Hop::script || link.kind == policies::LinkKind::requisite,
            "what is certain is a requisite");
  }
}

}  // namespace

void script(std::string_view input) {
  // A copy of its own size, with nothing behind it that could be read.
  const std::vector<char> exact(input.begin(), input.end());
  const std::string_view text(exact.data(), exact.size());
  for (const ScriptKind kind : {ScriptKind::classic, ScriptKind::module}) {
    read_strings(text, kind);
    for (const ScriptPlace place : {ScriptPlace::page, ScriptPlace::file}) {
      check_links(links_of(text, kind, place));
    }
  }
  check_guess(text);
}

}  // namespace fuzz
