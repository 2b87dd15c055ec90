#include "crawler/extract/text_blocks.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "base/encoding.h"
#include "crawler/extract/block_hints.h"
#include "crawler/extract/plain_text.h"
#include "crawler/extract/text_scan.h"

namespace crawler::extract {
namespace {

constexpr std::size_t kMaxBlocks = 100'000;
constexpr std::size_t kMaxPageText = 4u << 20;
constexpr std::size_t kMaxLineBytes = 200'000;
constexpr std::size_t kMaxTitleBytes = 1000;
constexpr std::size_t kMaxBylineBytes = 200;

// Those that begin and end on a line of their own (HTML standard 15.3); sorted.
constexpr std::string_view kBlocks[] = {
    "address",  "article",    "aside",   "blockquote", "body",    "caption", "center",
    "dd",       "details",    "dialog",  "dir",        "div",     "dl",      "dt",
    "fieldset", "figcaption", "figure",  "footer",     "form",    "h1",      "h2",
    "h3",       "h4",         "h5",      "h6",         "header",  "hgroup",  "html",
    "legend",   "li",         "listing", "main",       "menu",    "nav",     "ol",
    "p",        "pre",        "search",  "section",    "summary", "table",   "tbody",
    "td",       "tfoot",      "th",      "thead",      "tr",      "ul",      "xmp"};
// Not for readers, or not text; sorted.
constexpr std::string_view kSkipped[] = {
    "applet",   "audio",  "button", "canvas",   "datalist", "embed",   "frameset",
    "head",     "iframe", "map",    "math",     "meter",    "noembed", "noframes",
    "noscript", "object", "output", "progress", "rp",       "rt",      "script",
    "select",   "style",  "svg",    "template", "textarea", "title",   "video"};
constexpr std::string_view kParagraphs[] = {
    "blockquote", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre"};
static_assert(std::is_sorted(std::begin(kBlocks), std::end(kBlocks)));
static_assert(std::is_sorted(std::begin(kSkipped), std::end(kSkipped)));
static_assert(std::is_sorted(std::begin(kParagraphs), std::end(kParagraphs)));

bool is_heading(std::string_view tag) {
  return tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6';
}

bool is_cjk(char32_t point) {
  return (point >= 0x2e80 && point <= 0x9fff) || (point >= 0xac00 && point <= 0xd7af) ||
         (point >= 0xf900 && point <= 0xfaff) || (point >= 0xff00 && point <= 0xffef) ||
         (point >= 0x20000 && point <= 0x3ffff);
}

bool is_mark(char32_t point) {
  switch (point) {
    case ',':
    case '.':
    case ';':
    case '!':
    case '?':
    case 0x3001:  // ideographic comma and full stop
    case 0x3002:
    case 0xff01:  // full-width ! , : ; ?
    case 0xff0c:
    case 0xff1a:
    case 0xff1b:
    case 0xff1f: return true;
    default: return false;
  }
}

class PageReader : public HtmlTreeVisitor {
 public:
  PageReader() { page_.blocks.emplace_back(); }

  TextPage take() {
    end_line();
    return std::move(page_);
  }

  bool enter(const HtmlElement& element) override;
  void leave() override;
  void text(std::string_view utf8) override;

 private:
  // What leave() has to undo.
  struct Open {
    std::uint32_t outer_block = 0;
    bool is_block = false, is_link = false, is_heading = false, is_pre = false, is_byline = false;
    bool is_article = false, is_title = false, is_date = false;
  };

  void open_block(const HtmlElement& element, const Open& open);
  void add_text(std::string_view utf8);
  void end_line();

  TextPage page_;
  std::vector<Open> open_;
  std::uint32_t block_ = 0;
  unsigned links_ = 0, headings_ = 0, pres_ = 0, articles_ = 0, titles_ = 0, dates_ = 0;
  bool in_title_ = false;
  std::size_t bytes_ = 0;
  PlainLine text_{kMaxLineBytes};
  TextLine line_;
  std::optional<PlainLine> byline_;  // while its element is open
};

bool PageReader::enter(const HtmlElement& element) {
  if (is_in_sorted(element.name, kSkipped) || is_hidden(element)) return false;
  if (element.name == "br" || element.name == "hr") {
    end_line();
    return false;
  }
  Open open{.outer_block = block_};
  open.is_block = is_in_sorted(element.name, kBlocks) && page_.blocks.size() < kMaxBlocks;
  open.is_link = element.name == "a" && element.has("href");
  open.is_heading = is_heading(element.name);
  open.is_pre = element.name == "pre";
  open.is_article = element.name == "article" || element.name == "main";
  open.is_title = element.name == "h1";
  open.is_date = element.name != "body" && is_date_place(element);
  open.is_byline = !byline_ && page_.byline.empty() && is_byline(element);
  if (open.is_block) open_block(element, open);
  if (open.is_byline) byline_.emplace(kMaxBylineBytes);
  links_ += open.is_link ? 1 : 0;
  headings_ += open.is_heading ? 1 : 0;
  pres_ += open.is_pre ? 1 : 0;
  articles_ += open.is_article ? 1 : 0;
  titles_ += open.is_title ? 1 : 0;
  dates_ += open.is_date ? 1 : 0;
  open_.push_back(open);
  return true;
}

void PageReader::open_block(const HtmlElement& element, const Open& open) {
  end_line();
  if (byline_) byline_->append_gap();
  TextBlock block;
  block.parent = open.outer_block;
  // The header of an article is its title, the author and the first sentence.
  const bool is_own_header = element.name == "header" && articles_ > 0;
  block.hint = is_own_header ? BlockHint::none : block_hint(element);
  block.is_paragraph = is_in_sorted(element.name, kParagraphs);
  block.is_landmark = element.name == "h1" || element.name == "main";
  block_ = static_cast<std::uint32_t>(page_.blocks.size());
  page_.blocks.push_back(block);
  if (element.name == "h1" && page_.title.empty()) in_title_ = true;
}

void PageReader::leave() {
  const Open open = open_.back();
  open_.pop_back();
  if (open.is_block) {
    end_line();
    block_ = open.outer_block;
  }
  if (open.is_heading) in_title_ = false;
  links_ -= open.is_link ? 1 : 0;
  headings_ -= open.is_heading ? 1 : 0;
  pres_ -= open.is_pre ? 1 : 0;
  articles_ -= open.is_article ? 1 : 0;
  titles_ -= open.is_title ? 1 : 0;
  dates_ -= open.is_date ? 1 : 0;
  if (!open.is_byline) return;
  // A text too long for a name is a portrait of the author.
  if (!byline_->is_full()) page_.byline = byline_->take();
  byline_.reset();
}

void PageReader::text(std::string_view utf8) {
  if (bytes_ >= kMaxPageText) return;
  bytes_ += utf8.size();
  while (pres_ > 0 && utf8.find('\n') != std::string_view::npos) {
    const std::size_t end = utf8.find('\n');
    add_text(utf8.substr(0, end));
    end_line();
    utf8.remove_prefix(end + 1);
  }
  add_text(utf8);
}

void PageReader::add_text(std::string_view utf8) {
  if (byline_) byline_->append(utf8);
  text_.append(utf8);
  line_.is_dated |= dates_ > 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t point = base::next_code_point(utf8, at);
    if (point <= 0x20 || point == 0xa0 || point == 0x3000) continue;
    const std::uint32_t size = is_cjk(point) ? 2 : 1;
    line_.size += size;
    line_.link_size += links_ > 0 ? size : 0;
    line_.marks += is_mark(point) ? 1 : 0;
  }
}

void PageReader::end_line() {
  TextLine line = std::exchange(line_, {});
  line.text = text_.take();
  if (line.text.empty()) return;
  if (in_title_ && page_.title.empty()) page_.title = collapsed(line.text, kMaxTitleBytes);
  line.block = block_;
  line.is_heading = headings_ > 0;
  line.is_title = titles_ > 0;
  page_.lines.push_back(std::move(line));
}

}  // namespace

TextPage read_text_page(const HtmlTree& tree) {
  PageReader reader;
  tree.walk(reader);
  return reader.take();
}

}  // namespace crawler::extract
