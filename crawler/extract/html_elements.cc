#include "crawler/extract/html_elements.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "crawler/extract/character_references.h"

namespace crawler::extract {
namespace {

enum class Space { html, svg, mathml };

// Elements of SVG and MathML within each other; drawings stay below 30. Those deeper are counted
// only, so that an end tag costs a bounded search.
constexpr std::size_t kMaxForeignDepth = 100;
constexpr std::size_t kLongestName = 32;
// <title> and the like are RCDATA or RAWTEXT (13.2.6.4.4 and 13.2.6.4.7); sorted.
constexpr std::string_view kRawTextElements[] = {"iframe",   "noembed", "noframes", "style",
                                                 "textarea", "title",   "xmp"};
// Start tags that end SVG and MathML (13.2.6.5); sorted.
constexpr std::string_view kBreakouts[] = {
    "b",      "big",  "blockquote", "body",  "br",   "center", "code",    "dd",   "div",
    "dl",     "dt",   "em",         "embed", "h1",   "h2",     "h3",      "h4",   "h5",
    "h6",     "head", "hr",         "i",     "img",  "li",     "listing", "menu", "meta",
    "nobr",   "ol",   "p",          "pre",   "ruby", "s",      "small",   "span", "strike",
    "strong", "sub",  "sup",        "table", "tt",   "u",      "ul",      "var"};
constexpr std::string_view kSvgIntegration[] = {"desc", "foreignobject", "title"};
constexpr std::string_view kMathmlIntegration[] = {"mi", "mn", "mo", "ms", "mtext"};

template <std::size_t size>
bool is_one_of(const std::string_view (&sorted)[size], std::string_view name) {
  return std::binary_search(std::begin(sorted), std::end(sorted), name);
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

// How often each HTML element stands open, told apart by a hash of its name: enough to know whether
// an end tag within <svg> can be meant for an element around it.
class OpenCounts {
 public:
  void add(std::string_view name) { ++counts_[slot(name)]; }
  // False when none was open.
  bool remove(std::string_view name) {
    std::uint32_t& count = counts_[slot(name)];
    return count > 0 && count-- > 0;
  }

 private:
  static std::size_t slot(std::string_view name) {
    std::uint32_t hash = 0;
    for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
    return hash % kSlots;
  }

  static constexpr std::size_t kSlots = 256;
  std::array<std::uint32_t, kSlots> counts_{};
};

std::string local_name(std::string_view name) {
  return base::to_lower_ascii(name.substr(name.rfind(':') + 1));
}

class ElementWalk {
 public:
  ElementWalk(std::string_view utf8, Markup markup,
              const std::function<void(const HtmlElement&)>& look,
              const std::function<void(std::string_view)>& hear)
      : tokens_(utf8, markup), markup_(markup), look_(look), hear_(hear) {
    if (hear_) tokens_.give_text(true);
    if (markup == Markup::xml) base_space_ = Space::svg;
  }

  void run() {
    for (const HtmlToken* token = &tokens_.next(); token->type != TokenType::end;
         token = &tokens_.next()) {
      take(*token);
    }
    if (waits_for_text_) show_with_text();
  }

 private:
  // An open element of SVG or MathML.
  struct Frame {
    Space space = Space::html;  // of what it holds
    std::string name;
  };

  Space space() const { return frames_.empty() ? base_space_ : frames_.back().space; }

  void push(Space space, std::string_view name) {
    if (frames_.size() < kMaxForeignDepth) {
      frames_.push_back({space, std::string(name)});
    } else if (this->space() != Space::html) {
      ++too_deep_;
    }
  }

  // Back to what holds HTML.
  void leave_foreign() {
    too_deep_ = 0;
    while (!frames_.empty() && frames_.back().space != Space::html) frames_.pop_back();
  }

  void take(const HtmlToken& token);
  void start(const HtmlToken& token);
  void start_html(const HtmlToken& token);
  void start_foreign(const HtmlToken& token);
  void start_xml(const HtmlToken& token);
  void end(const HtmlToken& token);
  void end_foreign(std::string_view name);
  bool is_breakout(const HtmlToken& token) const;
  bool holds_html(const HtmlToken& token) const;
  void fill(const HtmlToken& token, std::string_view name, bool is_html);
  void wait_for_text();
  void show_with_text();

  HtmlTokenizer tokens_;
  const Markup markup_;
  const std::function<void(const HtmlElement&)>& look_;
  const std::function<void(std::string_view)>& hear_;
  Space base_space_ = Space::html;
  std::vector<Frame> frames_;
  std::size_t too_deep_ = 0;
  OpenCounts open_html_;  // outside all frames
  HtmlElement element_;
  std::string lower_name_, text_;
  // An element whose text is still to come, and what its views are of meanwhile.
  bool waits_for_text_ = false;
  std::vector<std::string> kept_;
};

void ElementWalk::take(const HtmlToken& token) {
  switch (token.type) {
    case TokenType::text:
      if (waits_for_text_) return append_unescaped(text_, token.text, ReferencesIn::text);
      return hear_(token.text);
    case TokenType::cdata:
      if (waits_for_text_) text_ += token.text;
      return;
    case TokenType::start_tag:
      if (waits_for_text_) show_with_text();
      start(token);
      break;
    case TokenType::end_tag:
      if (waits_for_text_) show_with_text();
      end(token);
      break;
    case TokenType::instruction:
    case TokenType::end: break;
  }
  tokens_.allow_cdata(space() != Space::html);
}

// The tokenizer's views end with its next token, so the element's names and values are copied.
void ElementWalk::wait_for_text() {
  kept_.clear();
  kept_.reserve(1 + 2 * element_.attributes.size());
  const auto keep = [this](std::string_view text) -> std::string_view {
    return kept_.emplace_back(text);
  };
  element_.name = keep(element_.name);
  for (HtmlAttribute& attribute : element_.attributes) {
    attribute.name = keep(attribute.name);
    attribute.value = keep(attribute.value);
  }
  text_.clear();
  waits_for_text_ = true;
  tokens_.give_text(true);
}

void ElementWalk::show_with_text() {
  waits_for_text_ = false;
  tokens_.give_text(static_cast<bool>(hear_));
  element_.text = text_;
  look_(element_);
}

// What begins with "xlink:" is told by its local name (13.2.6.1, "adjust foreign attributes").
void ElementWalk::fill(const HtmlToken& token, std::string_view name, bool is_html) {
  const bool plain = name.size() <= kLongestName && std::all_of(name.begin(), name.end(), is_plain);
  element_.name = plain ? name : "element";
  element_.is_html = is_html;
  element_.text = {};
  element_.attributes = token.attributes;
  if (is_html) return;
  for (HtmlAttribute& attribute : element_.attributes) {
    // In XML the prefix is the author's choice.
    const bool is_href =
        markup_ == Markup::xml ? attribute.name.ends_with(":href") : attribute.name == "xlink:href";
    if (is_href) attribute.name = "href";
  }
}

void ElementWalk::start(const HtmlToken& token) {
  if (markup_ == Markup::xml) return start_xml(token);
  if (space() != Space::html && is_breakout(token)) leave_foreign();
  // 13.2.6: <svg> is SVG in <annotation-xml>, whatever that says it holds.
  const bool begins_svg =
      space() == Space::mathml && token.name == "svg" && frames_.back().name == "annotation-xml";
  if (space() == Space::html || begins_svg) {
    start_html(token);
  } else {
    start_foreign(token);
  }
}

bool ElementWalk::is_breakout(const HtmlToken& token) const {
  if (is_one_of(kBreakouts, token.name)) return true;
  return token.name == "font" &&
         std::any_of(token.attributes.begin(), token.attributes.end(), [](const auto& attribute) {
           return attribute.name == "color" || attribute.name == "face" || attribute.name == "size";
         });
}

void ElementWalk::start_html(const HtmlToken& token) {
  if (token.name == "svg" || token.name == "math") {
    fill(token, token.name, false);
    look_(element_);
    if (!token.self_closing) {
      push(token.name == "svg" ? Space::svg : Space::mathml, token.name);
    }
    return;
  }
  if (frames_.empty()) open_html_.add(token.name);
  // 13.2.6.4.7: "Change the token's tag name to img and reprocess it. (Don't ask.)"
  fill(token, token.name == "image" ? "img" : token.name, true);
  if (token.name == "script") {
    element_.text = tokens_.take_script();
  } else if (token.name == "plaintext") {
    tokens_.take_plaintext();
  } else if (is_one_of(kRawTextElements, token.name)) {
    const std::string_view raw = tokens_.take_raw_text(token.name);
    if (token.name == "style") element_.text = raw;
    if (token.name == "title") {
      text_.clear();
      append_unescaped(text_, raw, ReferencesIn::text);
      element_.text = text_;
    }
  }
  look_(element_);
}

bool ElementWalk::holds_html(const HtmlToken& token) const {
  if (space() == Space::svg) return is_one_of(kSvgIntegration, token.name);
  if (is_one_of(kMathmlIntegration, token.name)) return true;
  return token.name == "annotation-xml" &&
         std::any_of(token.attributes.begin(), token.attributes.end(), [](const auto& attribute) {
           return attribute.name == "encoding" &&
                  (base::equals_ignoring_case(attribute.value, "text/html") ||
                   base::equals_ignoring_case(attribute.value, "application/xhtml+xml"));
         });
}

void ElementWalk::start_foreign(const HtmlToken& token) {
  fill(token, token.name, false);
  if (token.self_closing) return look_(element_);
  push(holds_html(token) ? Space::html : space(), token.name);
  if (token.name == "style" || token.name == "script") return wait_for_text();
  look_(element_);
}

// All elements of XML are told alike, by their local names: <svg:image> is an image.
void ElementWalk::start_xml(const HtmlToken& token) {
  lower_name_ = local_name(token.name);
  if (frames_.empty() && lower_name_ == "html") base_space_ = Space::html;
  const bool opens_svg = lower_name_ == "svg" || lower_name_ == "math";
  fill(token, lower_name_, space() == Space::html && !opens_svg);
  const bool has_text = lower_name_ == "style" || lower_name_ == "script" || lower_name_ == "title";
  if (!token.self_closing) {
    if (opens_svg) push(Space::svg, lower_name_);
    if (space() == Space::svg && lower_name_ == "foreignobject") push(Space::html, lower_name_);
    if (has_text) return wait_for_text();
  }
  look_(element_);
}

void ElementWalk::end(const HtmlToken& token) {
  if (markup_ == Markup::xml) {
    lower_name_ = local_name(token.name);
    if (!frames_.empty() && frames_.back().name == lower_name_) frames_.pop_back();
  } else if (space() != Space::html) {
    end_foreign(token.name);
  } else if (frames_.empty()) {
    open_html_.remove(token.name);
  } else if (frames_.back().name == token.name) {
    frames_.pop_back();
  }
}

// 13.2.6.5, "Any other end tag", and </p> and </br>, which leave like the start tags that do.
void ElementWalk::end_foreign(std::string_view name) {
  if (name == "p" || name == "br") return leave_foreign();
  if (too_deep_ > 0) {
    --too_deep_;
    return;
  }
  for (std::size_t i = frames_.size(); i-- > 0;) {
    if (frames_[i].name == name) return frames_.resize(i);
    if (frames_[i].space == Space::html) return;
  }
  // The end of an element around the <svg>: those three leave what is within them open.
  const bool ends_none = name == "body" || name == "html" || name == "form";
  if (!ends_none && open_html_.remove(name)) leave_foreign();
}

}  // namespace

void visit_elements(std::string_view utf8, Markup markup,
                    const std::function<void(const HtmlElement&)>& look,
                    const std::function<void(std::string_view)>& hear) {
  ElementWalk(utf8, markup, look, hear).run();
}

}  // namespace crawler::extract
