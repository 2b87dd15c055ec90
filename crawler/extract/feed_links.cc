#include "crawler/extract/feed_links.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "crawler/extract/html.h"
#include "crawler/extract/text_scan.h"
#include "crawler/extract/xml_events.h"

namespace crawler::extract {
namespace {

using policies::Hop;
using policies::LinkKind;

struct Role {
  LinkKind kind = LinkKind::page;
  Hop hop = Hop::feed;
  std::string_view context;
};
constexpr Role kEntry{LinkKind::page, Hop::feed, "feed/entry"};
constexpr Role kNext{LinkKind::page, Hop::feed, "feed/next"};
constexpr Role kHome{LinkKind::page, Hop::link, "feed/home"};
constexpr Role kComments{LinkKind::page, Hop::link, "feed/comments"};
constexpr Role kExternal{LinkKind::page, Hop::link, "feed/external"};
constexpr Role kAttachment{LinkKind::requisite, Hop::requisite, "feed/attachment"};
constexpr Role kImage{LinkKind::requisite, Hop::requisite, "feed/image"};

// Which elements of a name are meant.
enum class Of {
  feed,    // of the feed's own vocabulary: without a prefix, or with one of kOwnPrefixes
  module,  // with any other prefix, whatever a feed calls it
  any,
};

// A URL in an attribute, or in the text where `attribute` is empty. wfw:comment and trackback:ping
// take posts and are none.
struct FeedRule {
  std::string_view name;
  Of of = Of::feed;
  std::string_view attribute;
  Role role;
};
constexpr FeedRule kRules[] = {
    {"item", Of::feed, "about", kEntry},              // RSS 1.0
    {"li", Of::any, "resource", kEntry},              // RSS 1.0
    {"origlink", Of::module, "", kEntry},             // feedburner, where link counts clicks
    {"comments", Of::feed, "", kComments},            // not slash:comments, which is a number
    {"commentrss", Of::module, "", kComments},        // wfw
    {"source", Of::feed, "url", kExternal},           // the feed an item was taken from
    {"new-feed-url", Of::module, "", kNext},          // itunes
    {"enclosure", Of::any, "url", kAttachment},       // RSS 2.0
    {"enclosure", Of::any, "resource", kAttachment},  // mod_enclosure of RSS 1.0
    {"content", Of::module, "url", kAttachment},      // media
    {"player", Of::module, "url", kAttachment},       // media
    {"thumbnail", Of::module, "url", kImage},         // media
    {"image", Of::any, "href", kImage},               // itunes, googleplay
    {"image", Of::any, "resource", kImage},           // RSS 1.0
    {"icon", Of::feed, "", kImage},                   // Atom
    {"logo", Of::feed, "", kImage},                   // Atom
};
constexpr std::string_view kOwnPrefixes[] = {"", "atom", "atom10", "a10", "rss", "rss1", "xhtml"};

struct Relation {
  std::string_view rel;
  Role role;
};
constexpr Relation kRelations[] = {
    {"self", kNext},
    {"next", kNext},
    {"prev", kNext},
    {"previous", kNext},
    {"next-archive", kNext},
    {"prev-archive", kNext},
    {"current", kNext},
    {"first", kNext},
    {"last", kNext},
    {"replies", kComments},
    {"related", kExternal},
    {"via", kExternal},
    {"enclosure", kAttachment},
    {"icon", kImage},
    {"preview", kImage},
};

bool is_named(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [name](std::string_view one) {
    return base::equals_ignoring_case(name, one);
  });
}

bool is_entry(std::string_view name) { return is_named(name, {"item", "entry"}); }

// A document within the feed, read when its entry is over and its address known.
struct Content {
  std::string_view raw;  // as written...
  std::string text;      // ...or with its references undone
  Markup markup = Markup::html;
  std::optional<base::Url> base;  // from xml:base

  std::string_view html() const { return raw.empty() ? std::string_view(text) : raw; }
};

class FeedReader {
 public:
  FeedReader(std::string_view utf8, policies::ReferrerPolicy policy, LinkSet& links)
      : utf8_(utf8), policy_(policy), links_(links), document_base_(links.base()), events_(utf8) {}

  void read();

 private:
  enum class Awaits { nothing, url, guid, content };
  struct Base {
    std::size_t depth = 0;
    base::Url url;
  };

  void start(const XmlEvent& event);
  void end(const XmlEvent& event);
  bool is_own(const XmlEvent& event) const;
  void enter_base(const XmlEvent& event);
  void apply_rules(const XmlEvent& event, bool is_own);
  void take_link(const XmlEvent& event);
  void take_content(const XmlEvent& event);
  void await(Awaits what, const Role& role);
  void finish_text(const XmlEvent& event);
  void finish_content(std::size_t end_offset);
  void finish_entry();
  void read_content(const Content& content);
  void add(std::string_view url, const Role& role);

  std::string_view utf8_;
  policies::ReferrerPolicy policy_;
  LinkSet& links_;
  const std::optional<base::Url> document_base_;
  XmlEvents events_;
  std::string_view root_prefix_;
  std::vector<Base> bases_;  // xml:base of open elements

  // The element whose text is being collected.
  Awaits awaits_ = Awaits::nothing;
  std::size_t awaited_depth_ = 0, awaited_offset_ = 0;
  Role awaited_role_;
  Markup markup_ = Markup::html;
  bool is_escaped_html_ = false;  // content whose text is to be read
  bool has_elements_ = false;     // content that is not escaped, whatever its type says
  std::string text_;

  bool in_entry_ = false;
  std::optional<base::Url> entry_url_;
  std::vector<Content> contents_;
};

void FeedReader::read() {
  for (const XmlEvent* event = &events_.next(); event->type != XmlEventType::done;
       event = &events_.next()) {
    switch (event->type) {
      case XmlEventType::start: start(*event); break;
      case XmlEventType::end: end(*event); break;
      case XmlEventType::text:
        // A URL longer than the limit is kept just so long that it is told as too long.
        if (awaits_ == Awaits::content ||
            (awaits_ != Awaits::nothing && text_.size() <= kMaxReferenceBytes)) {
          text_ += event->text;
        }
        break;
      case XmlEventType::instruction:
      case XmlEventType::done: break;
    }
  }
  if (awaits_ == Awaits::content) finish_content(utf8_.size());
  finish_entry();
}

bool FeedReader::is_own(const XmlEvent& event) const {
  return event.prefix == root_prefix_ ||
         std::any_of(std::begin(kOwnPrefixes), std::end(kOwnPrefixes), [&](std::string_view one) {
           return base::equals_ignoring_case(event.prefix, one);
         });
}

void FeedReader::start(const XmlEvent& event) {
  const bool opens_entry = is_entry(event.name);
  if (awaits_ == Awaits::content && !opens_entry) {
    has_elements_ = true;
    return;
  }
  // An element within a URL, or an entry within a text: an end tag is missing.
  if (awaits_ == Awaits::content) finish_content(event.offset);
  awaits_ = Awaits::nothing;
  if (events_.depth() == 1) root_prefix_ = event.prefix;
  enter_base(event);
  const bool own = is_own(event);
  if (opens_entry && own) {
    finish_entry();
    in_entry_ = true;
  }
  apply_rules(event, own);
  if (!own && !event.is("encoded") && !event.is("body")) return;
  if (event.is("link")) {
    take_link(event);
  } else if (event.is("guid")) {
    const bool is_id = base::equals_ignoring_case(event.attribute("isPermaLink"), "false");
    if (!is_id) await(Awaits::guid, kEntry);
  } else if (event.is("url") && base::equals_ignoring_case(events_.parent(), "image")) {
    await(Awaits::url, kImage);
  } else if (is_named(event.name, {"description", "encoded", "summary", "content", "body"})) {
    take_content(event);
  }
}

void FeedReader::enter_base(const XmlEvent& event) {
  const std::string_view href = base::trimmed(event.attribute("base"));
  if (href.empty() || href.size() > kMaxReferenceBytes) return;
  const std::optional<base::Url>& outer = links_.base();
  const base::Result<base::Url> url = outer ? outer->join(href) : base::Url::parse(href);
  if (!url || !url->is_http() || url->href().size() > kMaxReferenceBytes) return;
  bases_.push_back({events_.depth(), *url});
  links_.set_base(*url);
}

void FeedReader::apply_rules(const XmlEvent& event, bool is_own) {
  for (const FeedRule& rule : kRules) {
    if (!event.is(rule.name)) continue;
    if (rule.of != Of::any && is_own != (rule.of == Of::feed)) continue;
    if (rule.attribute.empty()) {
      await(Awaits::url, rule.role);
    } else {
      add(event.attribute(rule.attribute), rule.role);
    }
  }
}

// Atom's has an href and a relation, that of RSS a text.
void FeedReader::take_link(const XmlEvent& event) {
  const bool is_of_entry = is_entry(events_.parent());
  const std::string_view href = event.attribute("href");
  if (href.empty()) {
    // <textInput> names a form.
    if (is_named(events_.parent(), {"textinput"})) return;
    return await(Awaits::url, is_of_entry ? kEntry : kHome);
  }
  // RFC 4287 4.2.7.2: the relations of the registry may be spelled as URLs.
  std::string_view rel = base::trimmed(event.attribute("rel"));
  if (is_absolute_http(rel)) rel.remove_prefix(rel.rfind('/') + 1);
  if (rel.empty() || is_named(rel, {"alternate", "canonical"})) {
    add(href, is_of_entry ? kEntry : kHome);
    if (is_of_entry && !entry_url_ && links_.base()) {
      if (auto url = links_.base()->join(href); url && url->is_http()) entry_url_ = *url;
    }
    return;
  }
  for (const Relation& relation : kRelations) {
    if (base::equals_ignoring_case(rel, relation.rel)) return add(href, relation.role);
  }
}

// RFC 4287 3.1.1 and 4.1.3: what an Atom text is, its type says; that of RSS is HTML.
void FeedReader::take_content(const XmlEvent& event) {
  const std::string type = base::to_lower_ascii(base::trimmed(event.attribute("type")));
  const std::string_view src = event.attribute("src");
  if (!src.empty()) {
    const bool is_page = type.empty() || type.find("html") != std::string::npos;
    return add(src, is_page ? kEntry : kAttachment);
  }
  const bool is_atom = event.is("content") || event.is("summary");
  is_escaped_html_ = type.find("html") != std::string::npos || (type.empty() && !is_atom);
  await(Awaits::content, {});
  markup_ = type == "xhtml" || type == "application/xhtml+xml" ? Markup::xml : Markup::html;
  awaited_offset_ = event.offset;
}

void FeedReader::await(Awaits what, const Role& role) {
  awaits_ = what;
  awaited_role_ = role;
  awaited_depth_ = events_.depth();
  has_elements_ = false;
  text_.clear();
}

void FeedReader::end(const XmlEvent& event) {
  if (awaits_ != Awaits::nothing && events_.depth() == awaited_depth_) finish_text(event);
  if (awaits_ == Awaits::content) return;
  if (!bases_.empty() && bases_.back().depth >= events_.depth()) {
    bases_.pop_back();
    links_.set_base(bases_.empty() ? document_base_ : bases_.back().url);
  }
  if (in_entry_ && is_entry(event.name)) finish_entry();
}

void FeedReader::finish_text(const XmlEvent& event) {
  const Awaits what = std::exchange(awaits_, Awaits::nothing);
  if (what == Awaits::content) return finish_content(event.offset);
  // RSS 2.0 says that a guid is a permalink unless it says otherwise; many are not.
  const std::string_view url = base::trimmed(text_);
  if (what == Awaits::guid && !is_absolute_http(url)) return;
  add(url, awaited_role_);
  const bool names_entry = in_entry_ && awaited_role_.context == kEntry.context;
  if (!names_entry || entry_url_) return;
  const base::Result<base::Url> known =
      links_.base() ? links_.base()->join(url) : base::Url::parse(url);
  if (known && known->is_http()) entry_url_ = *known;
}

void FeedReader::finish_content(std::size_t end_offset) {
  awaits_ = Awaits::nothing;
  if (!has_elements_ && !is_escaped_html_) return;
  Content& content = contents_.emplace_back();
  if (!bases_.empty()) content.base = bases_.back().url;
  if (has_elements_) {
    // From the name in the start tag to that in the end tag: the rest of both is text to a reader
    // of HTML.
    content.raw = utf8_.substr(awaited_offset_, end_offset - awaited_offset_);
    content.markup = markup_;
  } else {
    content.text = std::exchange(text_, {});
  }
  if (!in_entry_) finish_entry();
}

void FeedReader::finish_entry() {
  for (const Content& content : contents_) read_content(content);
  contents_.clear();
  entry_url_.reset();
  in_entry_ = false;
}

void FeedReader::read_content(const Content& content) {
  add_fragment_links(content.html(), content.markup, content.base ? content.base : entry_url_,
                     policy_, links_);
}

void FeedReader::add(std::string_view url, const Role& role) {
  links_.add({.text = url,
              .kind = role.kind,
              .context = role.context,
              .referrer_policy = policy_,
              .hop = role.hop});
}

}  // namespace

void add_feed_links(std::string_view utf8, policies::ReferrerPolicy policy, LinkSet& links) {
  const std::optional<base::Url> base = links.base();
  FeedReader(utf8, policy, links).read();
  links.set_base(base);
}

}  // namespace crawler::extract
