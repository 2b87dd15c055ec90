#include "crawler/extract/script_markup.h"

#include "crawler/extract/css.h"
#include "crawler/extract/html.h"

namespace crawler::extract {
namespace {

// The folder of the stand-in for a page. What resolves into it was relative; so deep that "../" do
// not lead out of it.
constexpr std::string_view kNowhere = "/-varve-nowhere-/1/2/3/4/5/6/7/8/";
constexpr std::string_view kNowhereRoot = "/-varve-nowhere-/";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_html(std::string_view text) {
  for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
    if (at + 1 < text.size() && is_letter(text[at + 1])) return true;
  }
  return false;
}

bool is_css(std::string_view text) {
  return text.find("url(") != text.npos || text.find("@import") != text.npos;
}

std::optional<base::Url> nowhere(const std::optional<base::Url>& file) {
  if (!file) return std::nullopt;
  const base::Result<base::Url> url = file->join(kNowhere);
  return url ? std::optional(*url) : std::nullopt;
}

}  // namespace

MarkupStrings::MarkupStrings(ScriptPlace place, policies::ReferrerPolicy policy, LinkSet& links)
    : policy_(policy),
      may_take_(!links.is_guessing()),
      links_(links),
      is_file_(place == ScriptPlace::file) {}

bool MarkupStrings::take(std::string_view text) {
  const bool has_html = is_html(text);
  if (!has_html && !is_css(text)) return false;
  if (!may_take_ || text.size() > kMaxMarkupBytes) return true;
  if (++taken_ > kMaxMarkupStrings) {
    ++left_out_;
    return true;
  }
  if (is_file_ && !of_file_) of_file_.emplace(nowhere(links_.base()));
  LinkSet& links = is_file_ ? *of_file_ : links_;
  links.guess(true);
  if (has_html) {
    add_fragment_links(text, Markup::html, std::nullopt, policy_, links);
  } else {
    add_css_links(text, policy_, links);
  }
  links.guess(false);
  return true;
}

std::size_t MarkupStrings::finish() {
  if (!of_file_) return left_out_;
  left_out_ += of_file_->left_out();
  Extraction found;
  of_file_->move_to(found);
  of_file_.reset();
  for (const Link& link : found.links) {
    if (link.url.path().starts_with(kNowhereRoot)) continue;
    links_.add({.text = link.url.href(),
                .kind = link.kind,
                .context = link.context,
                .referrer_policy = link.referrer_policy,
                .utf8_query = true,
                .hop = policies::Hop::script});
  }
  return left_out_;
}

}  // namespace crawler::extract
