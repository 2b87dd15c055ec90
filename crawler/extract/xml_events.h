// An XML document as a sequence of elements and texts, for formats that real servers write by hand:
// feeds, sitemaps, OPML. Never fails: end tags that are missing are told where their parent ends,
// those without a start are passed over, names are compared in any case and by their local part.
//
// Safe by what it does not know: a DOCTYPE is skipped, so no entity but HTML's is ever replaced and
// nothing outside the document is ever read (no billion laughs, no XXE, no XInclude). Linear in
// time; memory is that of the largest tag or text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/html_tokenizer.h"

namespace crawler::extract {

enum class XmlEventType {
  start,
  end,   // one for each start; the text may end before the last ones
  text,  // also CDATA; a text may come in several events
  instruction,
  done,
};

// Views are valid until the next call to next(), those of names as long as the document.
struct XmlEvent {
  XmlEventType type = XmlEventType::done;
  std::string_view prefix, name;  // of start and end: "media" and "content" of <media:content>
  std::vector<HtmlAttribute> attributes;  // of a start, names as written
  // Of a text, references undone ("&amp;" with its semicolon, as XML wants it: `?a=1&copy=2` stays
  // as it is); of an instruction, as written.
  std::string_view text;
  // Of start and end: what lies between those of two events of one element holds its inside.
  std::size_t offset = 0;

  bool is(std::string_view wanted) const;  // its local name, in any case
  // By local name, in any case; namespace declarations are none. Empty when absent.
  std::string_view attribute(std::string_view wanted) const;
};

// Elements nested deeper are not told; feeds have five levels, the HTML in them some more.
inline constexpr std::size_t kMaxXmlDepth = 64;

class XmlEvents {
 public:
  // `utf8` must outlive this.
  explicit XmlEvents(std::string_view utf8);

  // The next event; XmlEventType::done at the end, again and again.
  const XmlEvent& next();

  // Elements open, at a start or end with its own: 1 for the root.
  std::size_t depth() const { return open_.size(); }
  // The local name of the element around the one at hand; empty around the root.
  std::string_view parent() const;

 private:
  struct Name {
    std::string_view prefix, local;
  };

  bool take(const HtmlToken& token);
  bool take_start(const HtmlToken& token);
  bool take_end(std::string_view name);
  void tell_end();
  static Name split(std::string_view name);

  std::string_view utf8_;
  HtmlTokenizer tokens_;
  XmlEvent event_;
  std::vector<Name> open_;
  std::size_t ends_due_ = 0;  // elements of open_ that are over, but not told so
  bool pops_ = false;         // the event at hand is the end of open_.back()
  std::string unescaped_;
};

}  // namespace crawler::extract
