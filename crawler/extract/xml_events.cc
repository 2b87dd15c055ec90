#include "crawler/extract/xml_events.h"

#include <algorithm>

#include "base/encoding.h"
#include "crawler/extract/character_references.h"

namespace crawler::extract {

bool XmlEvent::is(std::string_view wanted) const {
  return base::equals_ignoring_case(name, wanted);
}

std::string_view XmlEvent::attribute(std::string_view wanted) const {
  for (const HtmlAttribute& one : attributes) {
    const std::size_t colon = one.name.find(':');
    if (colon == std::string_view::npos) {
      if (base::equals_ignoring_case(one.name, wanted)) return one.value;
    } else if (base::equals_ignoring_case(one.name.substr(colon + 1), wanted) &&
               !base::equals_ignoring_case(one.name.substr(0, colon), "xmlns")) {
      return one.value;
    }
  }
  return {};
}

XmlEvents::XmlEvents(std::string_view utf8) : utf8_(utf8), tokens_(utf8, Markup::xml) {
  tokens_.give_text(true);
}

XmlEvents::Name XmlEvents::split(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

std::string_view XmlEvents::parent() const {
  return open_.size() < 2 ? std::string_view() : open_[open_.size() - 2].local;
}

const XmlEvent& XmlEvents::next() {
  event_.attributes.clear();
  if (pops_) {
    open_.pop_back();
    pops_ = false;
  }
  if (ends_due_ > 0) {
    tell_end();
    return event_;
  }
  event_.type = XmlEventType::done;
  for (const HtmlToken* token = &tokens_.next(); token->type != TokenType::end;
       token = &tokens_.next()) {
    if (take(*token)) break;
  }
  return event_;
}

// True when it is an event.
bool XmlEvents::take(const HtmlToken& token) {
  switch (token.type) {
    case TokenType::start_tag: return take_start(token);
    case TokenType::end_tag: return take_end(token.name);
    case TokenType::cdata:
      event_.type = XmlEventType::text;
      event_.text = token.text;
      return true;
    case TokenType::text:
      event_.type = XmlEventType::text;
      event_.text = token.text;
      if (needs_unescaping(token.text)) {
        unescaped_.clear();
        append_unescaped(unescaped_, token.text, ReferencesIn::attribute);
        event_.text = unescaped_;
      }
      return true;
    case TokenType::instruction:
      event_.type = XmlEventType::instruction;
      event_.text = token.text;
      return true;
    case TokenType::end: break;
  }
  return false;
}

bool XmlEvents::take_start(const HtmlToken& token) {
  if (open_.size() >= kMaxXmlDepth) return false;
  const Name name = split(token.name);
  open_.push_back(name);
  event_.type = XmlEventType::start;
  event_.prefix = name.prefix;
  event_.name = name.local;
  event_.attributes = token.attributes;
  // XML names are as written, so the tokenizer's view of one is a part of the document.
  event_.offset = static_cast<std::size_t>(token.name.data() - utf8_.data());
  if (token.self_closing) ends_due_ = 1;
  return true;
}

// An end tag ends the innermost element of its name and all that were left open in it.
bool XmlEvents::take_end(std::string_view name) {
  const Name wanted = split(name);
  const auto found = std::find_if(open_.rbegin(), open_.rend(), [&](const Name& one) {
    return base::equals_ignoring_case(one.local, wanted.local);
  });
  if (found == open_.rend()) return false;
  ends_due_ = static_cast<std::size_t>(found - open_.rbegin()) + 1;
  event_.offset = static_cast<std::size_t>(name.data() - utf8_.data());
  tell_end();
  return true;
}

void XmlEvents::tell_end() {
  --ends_due_;
  pops_ = true;
  event_.type = XmlEventType::end;
  event_.prefix = open_.back().prefix;
  event_.name = open_.back().local;
}

}  // namespace crawler::extract
