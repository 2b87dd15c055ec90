#include "crawler/extract/css.h"

#include <utility>
#include <vector>

#include "base/encoding.h"
#include "crawler/extract/css_tokens.h"

namespace crawler::extract {
namespace {

// Is a string right inside this function a URL?
bool takes_url_strings(std::string_view function) {
  static constexpr std::string_view kNames[] = {"url", "src", "image-set", "-webkit-image-set"};
  for (const std::string_view name : kNames) {
    if (base::equals_ignoring_case(name, function)) return true;
  }
  return false;
}

// Rules whose prelude names URLs that nobody fetches.
bool has_inert_prelude(std::string_view rule) {
  static constexpr std::string_view kNames[] = {"namespace", "document", "-moz-document"};
  for (const std::string_view name : kNames) {
    if (base::equals_ignoring_case(name, rule)) return true;
  }
  return false;
}

// Follows the tokens with the little grammar that tells a URL from a string.
class CssReader {
 public:
  explicit CssReader(const std::function<void(CssReference)>& found) : found_(found) {}

  void take(CssToken token) {
    switch (token.type) {
      case CssTokenType::blank: return;  // "@import" and its URL may have any of it between
      case CssTokenType::at_keyword:
        inert_ = has_inert_prelude(token.text);
        after_import_ = base::equals_ignoring_case(token.text, "import");
        return;
      case CssTokenType::url: report(std::move(token.text), after_import_); break;
      case CssTokenType::string:
        if (after_import_ || string_is_url()) report(std::move(token.text), after_import_);
        break;
      case CssTokenType::function:
        open_.push_back(takes_url_strings(token.text));
        // @import url("x"): the string is the import's.
        if (after_import_ && open_.back()) return;
        break;
      case CssTokenType::brace_open:
        inert_ = false;
        open_.push_back(false);
        break;
      case CssTokenType::open: open_.push_back(false); break;
      case CssTokenType::close:
        if (!open_.empty()) open_.pop_back();
        break;
      case CssTokenType::semicolon: inert_ = false; break;
      default: break;
    }
    after_import_ = false;
  }

 private:
  bool string_is_url() const { return !open_.empty() && open_.back(); }

  void report(std::string url, bool is_import) {
    if (!inert_ && !base::trimmed(url).empty()) found_({std::move(url), is_import});
  }

  const std::function<void(CssReference)>& found_;
  std::vector<bool> open_;  // the open brackets; true where strings are URLs
  bool after_import_ = false;
  bool inert_ = false;
};

}  // namespace

void read_css(std::string_view css, const std::function<void(CssReference)>& found) {
  CssTokens tokens(css);
  CssReader reader(found);
  for (CssToken token = tokens.next(); token.type != CssTokenType::end; token = tokens.next()) {
    reader.take(std::move(token));
  }
}

void add_css_links(std::string_view css, policies::ReferrerPolicy policy, LinkSet& links) {
  read_css(css, [&](const CssReference& found) {
    links.add({.text = found.url,
               .kind = policies::LinkKind::requisite,
               .context = found.is_import ? "css/import" : "css/url",
               .referrer_policy = policy,
               .utf8_query = true});
  });
}

}  // namespace crawler::extract
