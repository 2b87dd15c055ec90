#include "crawler/extract/block_hints.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

// Of class and id together: longer lists are generated, and say nothing.
constexpr std::size_t kLongestNames = 500;

using Words = std::span<const std::string_view>;

// The pinyin are "advertisement", "navigation", "QR code", "share", "related", "recommended",
// "comments", "article text" and "content".
constexpr std::string_view kBoilerplateWords[] = {
    "ad",   "ads",    "adv",     "aside", "catlinks", "crumb",  "crumbs", "dock",
    "ewm",  "foot",   "hot",     "links", "login",    "menu",   "menus",  "modal",
    "nav",  "pager",  "rank",    "rss",   "search",   "share",  "shares", "side",
    "skip", "social", "submenu", "tags",  "toc",      "toolbar"};
constexpr std::string_view kBoilerplateBeginnings[] = {
    "advert",   "banner",   "breadcrumb", "cookie",  "copyright", "daohang",  "fenxiang", "footer",
    "guanggao", "masthead", "navb",       "navi",    "newslett",  "outbrain", "paginat",  "paging",
    "popup",    "promo",    "qrcode",     "ranking", "recommend", "related",  "sharing",  "sidebar",
    "sponsor",  "subscri",  "taboola",    "topbar",  "topnav",    "tuijian",  "xiangguan"};
constexpr std::string_view kCommentBeginnings[] = {"comment", "disqus", "pinglun", "replies",
                                                   "respond"};
constexpr std::string_view kArticleBeginnings[] = {"article", "content", "detail", "entry",
                                                   "main",    "neirong", "post",   "story",
                                                   "text",    "zhengwen"};
constexpr std::string_view kBylineWords[] = {"author", "authors", "byline", "bylines", "zuozhe"};
// "fabu" is "to publish", "riqi" and "shijian" are "date" and "time".
constexpr std::string_view kDateWords[] = {
    "date",     "dateline", "datetime",  "ctime",     "fabu",        "postdate",
    "posted",   "pubdate",  "published", "pubtime",   "ptime",       "riqi",
    "sendtime", "shijian",  "time",      "timestamp", "publishtime", "publishdate"};
constexpr std::string_view kBoilerplateTags[] = {"aside",  "dialog", "footer",
                                                 "header", "menu",   "nav"};
constexpr std::string_view kBoilerplateRoles[] = {
    "alertdialog", "banner",  "complementary", "contentinfo", "dialog",
    "menu",        "menubar", "navigation",    "search",      "toolbar"};

bool is_among(Words words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool begins_with_any(Words beginnings, std::string_view word) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [word](std::string_view one) { return word.starts_with(one); });
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

// The words of "relatedNews side-bar2", in lower case: "related", "news", "side", "bar".
template <typename Look>
void each_word(std::string_view names, Look&& look) {
  std::string word;
  for (std::size_t i = 0; i <= names.size(); ++i) {
    const bool ends = i == names.size() || !is_letter(names[i]) ||
                      (i > 0 && is_upper(names[i]) && !is_upper(names[i - 1]));
    if (ends && !word.empty()) {
      look(std::string_view(word));
      word.clear();
    }
    if (i < names.size() && is_letter(names[i])) word += static_cast<char>(names[i] | 0x20);
  }
}

BlockHint hint_of_word(std::string_view word) {
  if (begins_with_any(kCommentBeginnings, word)) {
    return word.starts_with("commentar") ? BlockHint::article : BlockHint::comments;
  }
  if (is_among(kBoilerplateWords, word) || begins_with_any(kBoilerplateBeginnings, word)) {
    return BlockHint::boilerplate;
  }
  return begins_with_any(kArticleBeginnings, word) ? BlockHint::article : BlockHint::none;
}

// "post-comments" are comments, "content-related" is not the content: the strongest word decides.
BlockHint hint_of_names(std::string_view names) {
  BlockHint strongest = BlockHint::none;
  if (names.size() > kLongestNames) return strongest;
  each_word(names,
            [&](std::string_view word) { strongest = std::max(strongest, hint_of_word(word)); });
  return strongest;
}

bool names_any(Words words, std::string_view names) {
  bool found = false;
  if (names.size() > kLongestNames) return false;
  each_word(names, [&](std::string_view word) { found |= is_among(words, word); });
  return found;
}

bool hides(std::string_view style) {
  if (style.empty() || style.size() > kLongestNames) return false;
  std::string plain = base::to_lower_ascii(style);
  std::erase(plain, ' ');
  return plain.find("display:none") != std::string::npos ||
         plain.find("visibility:hidden") != std::string::npos;
}

}  // namespace

BlockHint block_hint(const HtmlElement& element) {
  if (element.name == "html" || element.name == "body") return BlockHint::none;
  const BlockHint named =
      std::max(hint_of_names(element.attribute("class")), hint_of_names(element.attribute("id")));
  if (named == BlockHint::comments) return named;
  if (is_among(kBoilerplateTags, element.name) ||
      is_among(kBoilerplateRoles, element.attribute("role"))) {
    return BlockHint::boilerplate;
  }
  return element.name == "article" || element.name == "main" ? BlockHint::article : named;
}

bool is_byline(const HtmlElement& element) {
  return element.attribute("rel") == "author" || element.attribute("itemprop") == "author" ||
         names_any(kBylineWords, element.attribute("class"));
}

bool is_date_place(const HtmlElement& element) {
  return element.name == "time" || names_any(kDateWords, element.attribute("class")) ||
         names_any(kDateWords, element.attribute("id"));
}

bool is_hidden(const HtmlElement& element) {
  return element.has("hidden") ||
         base::equals_ignoring_case(element.attribute("aria-hidden"), "true") ||
         hides(element.attribute("style"));
}

}  // namespace crawler::extract
