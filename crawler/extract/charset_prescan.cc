#include "crawler/extract/charset_prescan.h"

#include <cstddef>
#include <optional>
#include <string>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

constexpr std::string_view kBlanks = "\t\n\f\r ";

bool is_blank(char c) { return kBlanks.find(c) != std::string_view::npos; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Attribute {
  std::string name, value;  // lower case
};

// The bytes and where the scan stands in them.
struct Cursor {
  std::string_view bytes;
  std::size_t at = 0;

  bool done() const { return at >= bytes.size(); }
  char here() const { return bytes[at]; }
  bool sees(std::string_view prefix) const {
    return base::starts_with_ignoring_case(bytes.substr(at), prefix);
  }
  void skip_any(std::string_view set) {
    while (!done() && set.find(here()) != std::string_view::npos) ++at;
  }
  // Onto the next character of `set`, or to the end.
  void skip_to(std::string_view set) {
    while (!done() && set.find(here()) == std::string_view::npos) ++at;
  }
};

std::string quoted_value(Cursor& cursor) {
  const char quote = cursor.here();
  const std::size_t from = ++cursor.at;
  cursor.skip_to(std::string_view(&quote, 1));
  const std::string_view value = cursor.bytes.substr(from, cursor.at - from);
  if (!cursor.done()) ++cursor.at;
  return base::to_lower_ascii(value);
}

std::string attribute_value(Cursor& cursor) {
  cursor.skip_any(kBlanks);
  if (cursor.done()) return {};
  if (cursor.here() == '"' || cursor.here() == '\'') return quoted_value(cursor);
  const std::size_t from = cursor.at;
  cursor.skip_to("\t\n\f\r >");
  return base::to_lower_ascii(cursor.bytes.substr(from, cursor.at - from));
}

// HTML standard, prescan: "get an attribute". Nothing at the end of the tag.
std::optional<Attribute> next_attribute(Cursor& cursor) {
  cursor.skip_any("\t\n\f\r /");
  if (cursor.done() || cursor.here() == '>') return std::nullopt;
  Attribute found;
  const std::size_t from = cursor.at++;  // a name may begin with '='
  cursor.skip_to("\t\n\f\r =/>");
  found.name = base::to_lower_ascii(cursor.bytes.substr(from, cursor.at - from));
  cursor.skip_any(kBlanks);
  if (cursor.done() || cursor.here() != '=') return found;
  ++cursor.at;
  found.value = attribute_value(cursor);
  return found;
}

// A declaration read as ASCII cannot be in UTF-16 (HTML standard, prescan, step "charset").
const Charset* as_declared(const Charset* charset) {
  if (charset == nullptr) return nullptr;
  if (charset->name.substr(0, 6) == "utf-16") return charset_for_label("utf-8");
  if (charset->name == "x-user-defined") return charset_for_label("windows-1252");
  return charset;
}

const Charset* charset_of_meta(Cursor& cursor) {
  bool got_pragma = false, saw_charset = false, saw_content = false, saw_pragma = false;
  std::optional<bool> need_pragma;
  const Charset* charset = nullptr;
  while (const std::optional<Attribute> attribute = next_attribute(cursor)) {
    if (attribute->name == "http-equiv" && !saw_pragma) {
      saw_pragma = true;
      got_pragma = attribute->value == "content-type";
    } else if (attribute->name == "content" && !saw_content) {
      saw_content = true;
      const Charset* named = charset_in_content_type(attribute->value);
      if (named != nullptr && charset == nullptr) {
        charset = named;
        need_pragma = true;
      }
    } else if (attribute->name == "charset" && !saw_charset) {
      saw_charset = true;
      charset = charset_for_label(attribute->value);
      need_pragma = false;
    }
  }
  if (!need_pragma || (*need_pragma && !got_pragma)) return nullptr;
  return as_declared(charset);
}

// HTML standard, "get an XML encoding": `<?xml ... encoding="gbk"?>` at the very start.
const Charset* charset_of_xml_declaration(std::string_view bytes) {
  if (bytes.substr(0, 5) != "<?xml") return nullptr;
  Cursor cursor{bytes.substr(0, bytes.find('>'))};
  cursor.at = cursor.bytes.find("encoding");
  if (cursor.at == std::string_view::npos) return nullptr;
  cursor.at += 8;
  cursor.skip_any(kBlanks);
  if (cursor.done() || cursor.here() != '=') return nullptr;
  ++cursor.at;
  cursor.skip_any(kBlanks);
  if (cursor.done() || (cursor.here() != '"' && cursor.here() != '\'')) return nullptr;
  return as_declared(charset_for_label(quoted_value(cursor)));
}

// HTML standard, prescan, step 3: "<?x" in UTF-16 without BOM.
const Charset* utf16_of_xml_declaration(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 6);
  if (head == std::string_view("<\0?\0x\0", 6)) return charset_for_label("utf-16le");
  if (head == std::string_view("\0<\0?\0x", 6)) return charset_for_label("utf-16be");
  return nullptr;
}

void skip_comment(Cursor& cursor) {
  // The two dashes of "<!--" may also be those of "-->".
  const std::size_t end = cursor.bytes.find("-->", cursor.at + 2);
  cursor.at = end == std::string_view::npos ? cursor.bytes.size() : end + 3;
}

bool at_tag(const Cursor& cursor) {
  const std::size_t slash = cursor.sees("</") ? 1 : 0;
  const std::size_t name = cursor.at + 1 + slash;
  return name < cursor.bytes.size() && is_letter(cursor.bytes[name]);
}

bool at_meta(const Cursor& cursor) {
  const std::size_t after = cursor.at + 5;
  return cursor.sees("<meta") && after < cursor.bytes.size() &&
         (is_blank(cursor.bytes[after]) || cursor.bytes[after] == '/');
}

}  // namespace

const Charset* charset_in_content_type(std::string_view content_type) {
  const std::string lower = base::to_lower_ascii(content_type);
  Cursor cursor{lower};
  while ((cursor.at = lower.find("charset", cursor.at)) != std::string::npos) {
    cursor.at += 7;
    cursor.skip_any(kBlanks);
    if (cursor.done()) return nullptr;
    if (cursor.here() != '=') continue;
    ++cursor.at;
    cursor.skip_any(kBlanks);
    if (cursor.done()) return nullptr;
    const char quote = cursor.here();
    if (quote == '"' || quote == '\'') {
      const std::size_t end = lower.find(quote, cursor.at + 1);
      if (end == std::string::npos) return nullptr;
      return charset_for_label(std::string_view(lower).substr(cursor.at + 1, end - cursor.at - 1));
    }
    const std::size_t from = cursor.at;
    cursor.skip_to("\t\n\f\r ;,");
    return charset_for_label(std::string_view(lower).substr(from, cursor.at - from));
  }
  return nullptr;
}

const Charset* prescan_html(std::string_view bytes, std::size_t limit) {
  if (const Charset* charset = utf16_of_xml_declaration(bytes)) return charset;
  Cursor cursor{bytes.substr(0, limit)};
  for (; !cursor.done(); ++cursor.at) {
    cursor.skip_to("<");
    if (cursor.done()) break;
    if (cursor.sees("<!--")) {
      skip_comment(cursor);
      --cursor.at;
    } else if (at_meta(cursor)) {
      cursor.at += 5;
      if (const Charset* charset = charset_of_meta(cursor)) return charset;
    } else if (at_tag(cursor)) {
      cursor.skip_to("\t\n\f\r >");
      while (next_attribute(cursor)) {
      }
    } else if (cursor.sees("<!") || cursor.sees("</") || cursor.sees("<?")) {
      cursor.skip_to(">");
    }
  }
  return charset_of_xml_declaration(bytes.substr(0, kPrescanBytes));
}

const Charset* prescan_xml(std::string_view bytes) {
  if (const Charset* charset = utf16_of_xml_declaration(bytes)) return charset;
  return charset_of_xml_declaration(bytes.substr(0, kPrescanBytes));
}

const Charset* prescan_css(std::string_view bytes) {
  static constexpr std::string_view kRule = "@charset \"";
  const std::string_view head = bytes.substr(0, kPrescanBytes);
  if (head.substr(0, kRule.size()) != kRule) return nullptr;
  const std::size_t end = head.find("\";", kRule.size());
  if (end == std::string_view::npos) return nullptr;
  const Charset* charset = charset_for_label(head.substr(kRule.size(), end - kRule.size()));
  // CSS Syntax 3.2: UTF-16 in a rule read as ASCII is a lie.
  if (charset != nullptr && charset->name.substr(0, 6) == "utf-16") {
    return charset_for_label("utf-8");
  }
  return charset;
}

}  // namespace crawler::extract
