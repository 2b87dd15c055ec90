#include "crawler/extract/header_links.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/encoding.h"
#include "crawler/extract/html_rules.h"
#include "crawler/extract/refresh.h"
#include "crawler/extract/srcset.h"

namespace crawler::extract {
namespace {

using policies::LinkKind;

constexpr std::string_view kBlanks = "\t ";

struct Parameter {
  std::string_view name;
  std::string value;
};

// A Link field and where reading it stands.
struct Cursor {
  std::string_view text;
  std::size_t at = 0;

  bool done() const { return at >= text.size(); }
  char here() const { return text[at]; }
  void skip_any(std::string_view set) {
    at = std::min(text.find_first_not_of(set, at), text.size());
  }
  std::string_view take_until(std::string_view set) {
    const std::size_t from = at;
    at = std::min(text.find_first_of(set, at), text.size());
    return text.substr(from, at - from);
  }
};

// RFC 9110 5.6.4, without the quotes; one that is not closed goes to the end.
std::string take_quoted(Cursor& cursor) {
  std::string value;
  for (++cursor.at; !cursor.done() && cursor.here() != '"'; ++cursor.at) {
    if (cursor.here() == '\\' && cursor.at + 1 < cursor.text.size()) ++cursor.at;
    value += cursor.here();
  }
  if (!cursor.done()) ++cursor.at;
  return value;
}

// From behind a ';'.
Parameter take_parameter(Cursor& cursor) {
  cursor.skip_any(kBlanks);
  Parameter found{base::trimmed(cursor.take_until("=;,")), {}};
  if (cursor.done() || cursor.here() != '=') return found;
  ++cursor.at;
  cursor.skip_any(kBlanks);
  if (!cursor.done() && cursor.here() == '"') {
    found.value = take_quoted(cursor);
    cursor.take_until(";,");
  } else {
    found.value = base::trimmed(cursor.take_until(";,"));
  }
  return found;
}

// RFC 8187: UTF-8'en'a%20b.
std::string extended_value(std::string_view value) {
  const std::size_t quote = value.find('\'', value.find('\'') + 1);
  return value.find('\'') == std::string_view::npos || quote == std::string_view::npos
             ? std::string()
             : base::percent_decode(value.substr(quote + 1));
}

// The first parameter of a name counts (RFC 8288 3.3).
void keep(const Parameter& parameter, HeaderLink& link) {
  const std::pair<std::string_view, std::string*> fields[] = {
      {"rel", &link.rel},
      {"as", &link.as},
      {"imagesrcset", &link.imagesrcset},
      {"referrerpolicy", &link.referrer_policy},
      {"anchor", &link.anchor},
  };
  for (const auto& [name, field] : fields) {
    if (base::equals_ignoring_case(parameter.name, name) && field->empty()) {
      *field = parameter.value;
    }
  }
  if (base::equals_ignoring_case(parameter.name, "rel*") && link.rel.empty()) {
    link.rel = extended_value(parameter.value);
  }
}

// Past a piece that is no link, to the comma behind it.
void skip_element(Cursor& cursor) {
  while (!cursor.done() && cursor.here() != ',') {
    if (cursor.here() == '"') {
      take_quoted(cursor);
    } else {
      ++cursor.at;
    }
  }
}

void add_link(const HeaderLink& link, policies::ReferrerPolicy policy, LinkSet& links) {
  const std::optional<LinkKind> kind =
      kind_of_link_element({.rel = link.rel, .as = link.as, .href = link.target});
  if (!kind || !link.anchor.empty()) return;
  Reference reference{
      .text = link.target,
      .kind = *kind,
      .context = "header/link",
      .referrer_policy =
          policies::parse_referrer_policy_attribute(link.referrer_policy).value_or(policy)};
  links.add(reference);
  if (*kind == LinkKind::page) return;
  for (const std::string_view url : parse_srcset(link.imagesrcset)) {
    reference.text = url;
    links.add(reference);
  }
}

bool is_own_address(std::string_view content_location, const LinkSet& links) {
  if (!links.base()) return false;
  const base::Result<base::Url> url = links.base()->join(content_location);
  return url && url->without_fragment() == links.base()->without_fragment();
}

}  // namespace

std::vector<HeaderLink> parse_link_header(std::string_view value, std::size_t limit) {
  std::vector<HeaderLink> links;
  Cursor cursor{value};
  while (links.size() < limit) {
    cursor.skip_any("\t ,");
    if (cursor.done()) break;
    if (cursor.here() != '<') {
      skip_element(cursor);
      continue;
    }
    ++cursor.at;
    HeaderLink link;
    link.target = cursor.take_until(">");
    if (cursor.done()) break;
    ++cursor.at;
    cursor.skip_any(kBlanks);
    while (!cursor.done() && cursor.here() == ';') {
      ++cursor.at;
      keep(take_parameter(cursor), link);
      cursor.skip_any(kBlanks);
    }
    skip_element(cursor);
    links.push_back(std::move(link));
  }
  return links;
}

void add_header_links(const HeaderValues& values, policies::ReferrerPolicy policy, LinkSet& links) {
  std::size_t left = kMaxHeaderLinks;
  for (const std::string& value : values.link) {
    const std::vector<HeaderLink> found = parse_link_header(value, left);
    for (const HeaderLink& link : found) add_link(link, policy, links);
    left -= found.size();
  }
  links.add({.text = parse_refresh(values.refresh),
             .kind = LinkKind::page,
             .context = "header/refresh",
             .referrer_policy = policy});
  if (is_own_address(values.content_location, links)) return;
  links.add({.text = values.content_location,
             .kind = LinkKind::page,
             .context = "header/content-location",
             .referrer_policy = policy});
}

}  // namespace crawler::extract
