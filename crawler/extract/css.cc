#include "crawler/extract/css.h"

#include <vector>

#include "base/encoding.h"
#include "crawler/extract/css_tokens.h"
#include "crawler/extract/data_url.h"
#include "crawler/extract/text_scan.h"

namespace crawler::extract {
namespace {

// What a string right inside a function is.
enum class Strings : char { text, one_url, urls };

Strings strings_in(std::string_view function) {
  // CSS Values 4, 4.5: behind the string there may be modifiers.
  static constexpr std::string_view kUrls[] = {"url", "src"};
  // CSS Images 4, 2.4 and 2.5.
  static constexpr std::string_view kImages[] = {"image-set", "-webkit-image-set", "image"};
  if (is_one_of_ignoring_case(function, kUrls)) return Strings::one_url;
  return is_one_of_ignoring_case(function, kImages) ? Strings::urls : Strings::text;
}

// Rules whose prelude names URLs that nobody fetches: names, addresses of pages, conditions.
bool has_inert_prelude(std::string_view rule) {
  static constexpr std::string_view kNames[] = {"namespace", "document", "-moz-document",
                                                "supports", "container"};
  return is_one_of_ignoring_case(rule, kNames);
}

struct Bracket {
  char closer;
  Strings strings = Strings::text;
};

// Follows the tokens with the little grammar that tells a URL from a string.
class CssReader {
 public:
  explicit CssReader(const std::function<void(const CssReference&)>& found) : found_(found) {}

  void take(const CssToken& token) {
    switch (token.type) {
      case CssTokenType::blank:
      case CssTokenType::end: return;
      case CssTokenType::at_keyword: begin_rule(token.text); return;
      case CssTokenType::url: take_url(token.text); return;
      case CssTokenType::string: take_string(token.text); return;
      case CssTokenType::function: open_function(token.text); return;
      case CssTokenType::bad_string: close_to_strings(); break;
      case CssTokenType::open: open_.push_back({token.text == "[" ? ']' : ')'}); break;
      case CssTokenType::brace_open:
        open_.push_back({'}'});
        end_prelude();
        return;
      case CssTokenType::close: close(token.text.front()); break;
      case CssTokenType::semicolon: end_statement(); return;
      case CssTokenType::identifier:
      case CssTokenType::bad_url:
      case CssTokenType::other: break;
    }
    leave_import();
  }

 private:
  // Where in an at-rule we are: `import` is right behind the keyword, where the URL must stand.
  enum class Prelude { none, import, inert };

  void begin_rule(std::string_view name) {
    prelude_ = base::equals_ignoring_case(name, "import") ? Prelude::import
               : has_inert_prelude(name)                  ? Prelude::inert
                                                          : Prelude::none;
  }

  // At any depth, so that a bracket somebody forgot to close does not cost the rest of the sheet.
  void end_prelude() { prelude_ = Prelude::none; }

  // No function that takes URLs takes a semicolon: this one was never closed.
  void end_statement() {
    if (!open_.empty()) open_.back().strings = Strings::text;
    end_prelude();
  }

  // Behind its URL an @import has only layers and conditions.
  void leave_import() {
    if (prelude_ == Prelude::import) prelude_ = Prelude::inert;
  }

  void open_function(std::string_view name) {
    const Strings strings = strings_in(name);
    open_.push_back({')', strings});
    // @import url("x"): the string is the import's.
    if (strings != Strings::one_url) leave_import();
  }

  // CSS Syntax 5.4.8: what closes another kind of bracket than the one open closes nothing.
  void close(char closer) {
    if (!open_.empty() && open_.back().closer == closer) open_.pop_back();
  }

  void take_url(std::string_view url) {
    report(url);
    leave_import();
  }

  void take_string(std::string_view text) {
    const bool is_url = !open_.empty() && open_.back().strings != Strings::text;
    if (is_url || prelude_ == Prelude::import) report(text);
    close_to_strings();
    leave_import();
  }

  // url("a" "b") has one URL; what is behind it are modifiers or a mistake.
  void close_to_strings() {
    if (!open_.empty() && open_.back().strings == Strings::one_url) {
      open_.back().strings = Strings::text;
    }
  }

  void report(std::string_view url) {
    if (prelude_ == Prelude::inert) return;
    url = base::trimmed(url);
    // CSS Values 4, 4.5.1: a fragment alone is this very document.
    if (url.empty() || url.front() == '#') return;
    found_({url, prelude_ == Prelude::import});
  }

  const std::function<void(const CssReference&)>& found_;
  std::vector<Bracket> open_;
  Prelude prelude_ = Prelude::none;
};

}  // namespace

void read_css(std::string_view css, const std::function<void(const CssReference&)>& found) {
  CssTokens tokens(css);
  CssReader reader(found);
  for (CssToken token = tokens.next(); token.type != CssTokenType::end; token = tokens.next()) {
    reader.take(token);
  }
}

void add_css_links(std::string_view css, policies::ReferrerPolicy policy, LinkSet& links,
                   const std::function<void(std::string_view url)>& on_data_url) {
  read_css(css, [&](const CssReference& found) {
    if (base::starts_with_ignoring_case(found.url, "data:")) {
      if (on_data_url && is_document_in_data_url(found.url)) on_data_url(found.url);
      return;
    }
    links.add({.text = found.url,
               .kind = policies::LinkKind::requisite,
               .context = found.is_import ? "css/import" : "css/url",
               .referrer_policy = policy,
               .utf8_query = true});
  });
}

}  // namespace crawler::extract
