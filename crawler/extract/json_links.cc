#include "crawler/extract/json_links.h"

#include <string>

#include "crawler/extract/guess_sink.h"
#include "crawler/extract/script_escapes.h"
#include "crawler/extract/script_markup.h"
#include "crawler/extract/url_like.h"

namespace crawler::extract {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

struct JsonString {
  std::string_view text;  // escapes as written
  bool has_escapes = false;
  bool is_name = false;  // of a member
};

// Everything between double quotes, whatever stands around it.
class JsonStrings {
 public:
  explicit JsonStrings(std::string_view json) : json_(json) {}

  bool next(JsonString& found) {
    const std::size_t begin = json_.find('"', at_);
    if (begin == std::string_view::npos) return false;
    found.has_escapes = false;
    std::size_t end = begin + 1;
    for (; end < json_.size() && json_[end] != '"'; ++end) {
      if (json_[end] != '\\') continue;
      found.has_escapes = true;
      ++end;
    }
    // Cut off: half a URL is none.
    if (end >= json_.size()) return false;
    found.text = json_.substr(begin + 1, end - begin - 1);
    at_ = end + 1;
    const std::size_t mark = json_.find_first_not_of(kBlanks, at_);
    found.is_name = mark != std::string_view::npos && json_[mark] == ':';
    return true;
  }

 private:
  std::string_view json_;
  std::size_t at_ = 0;
};

void read_strings(std::string_view json, bool may_nest,
                  const std::function<void(std::string_view)>& found) {
  JsonStrings strings(json);
  for (JsonString one; strings.next(one);) {
    if (one.is_name || one.text.size() > kMaxNestedBytes) continue;
    if (!one.has_escapes) {
      found(one.text);
      continue;
    }
    const std::string text = without_escapes(one.text);
    if (may_nest && looks_like_json(text)) {
      read_strings(text, false, found);
    } else {
      found(text);
    }
  }
}

class JsonReader {
 public:
  JsonReader(const JsonSource& source, LinkSet& links)
      : source_(source),
        markup_(source.place, source.referrer_policy, links),
        guesses_({.string_context = "json/string",
                  .path_context = "json/path",
                  .referrer_policy = source.referrer_policy},
                 links) {}

  std::size_t read() {
    read_json_strings(source_.utf8, [this](std::string_view text) {
      if (!markup_.take(text)) add_guess(text);
    });
    return guesses_.left_out() + markup_.finish();
  }

 private:
  void add_guess(std::string_view text) {
    const UrlLike like = url_like(text);
    if (like.guess == UrlGuess::none || like.form == UrlForm::file_name) return;
    if (like.form != UrlForm::relative) return guesses_.add(text, like.guess);
    if (source_.place == ScriptPlace::file) return guesses_.add_beside(text, like.guess);
    const std::string path = below_assets_root(text, source_.assets_root);
    if (!path.empty()) guesses_.add(path, like.guess);
  }

  const JsonSource& source_;
  MarkupStrings markup_;
  GuessSink guesses_;
};

}  // namespace

void read_json_strings(std::string_view json, const std::function<void(std::string_view)>& found) {
  read_strings(json, true, found);
}

bool looks_like_json(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return false;
  const std::size_t colon = text.find_first_not_of("0123456789abcdef", begin);
  const bool is_row = colon > begin && colon < begin + 6 && text[colon] == ':';
  if (!is_row && text[begin] != '{' && text[begin] != '[') return false;
  return text.find('"', begin) != std::string_view::npos;
}

std::size_t add_json_links(const JsonSource& json, LinkSet& links) {
  return JsonReader(json, links).read();
}

}  // namespace crawler::extract
