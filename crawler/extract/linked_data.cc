#include "crawler/extract/linked_data.h"

#include <algorithm>
#include <iterator>

#include "base/encoding.h"
#include "crawler/extract/json_document.h"
#include "crawler/extract/json_links.h"

namespace crawler::extract {
namespace {

using boost::json::value;

constexpr std::size_t kMaxFactBytes = 1000;

constexpr std::string_view kPictures[] = {
    "image", "logo", "photo", "primaryImageOfPage", "thumbnail", "thumbnailUrl", "contentUrl"};
constexpr std::string_view kPages[] = {"url", "mainEntityOfPage", "item"};
constexpr std::string_view kPassedOver[] = {"potentialAction", "sameAs", "@context"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// Cut between characters.
std::string shortened(std::string_view text) {
  text = base::trimmed(text);
  if (text.size() > kMaxFactBytes) {
    std::size_t end = kMaxFactBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    text = text.substr(0, end);
  }
  return std::string(text);
}

// The first of a list, the thing itself otherwise.
const value* first_of(const value* thing) {
  if (thing == nullptr || !thing->is_array()) return thing;
  return thing->get_array().empty() ? nullptr : &thing->get_array().front();
}

bool is_media_object(const value& thing) {
  const std::string_view type = string_of(first_of(member(&thing, "@type")));
  return type == "ImageObject" || type == "Barcode";
}

bool is_article(const value& thing) {
  const std::string_view type = string_of(first_of(member(&thing, "@type")));
  return type.ends_with("Article") || type.ends_with("Posting") || type == "Report";
}

std::string names_in(const value* people) {
  if (people == nullptr) return "";
  if (people->is_string()) return shortened(string_of(people));
  if (!people->is_array()) return shortened(string_of(first_of(member(people, "name"))));
  std::string names;
  for (const value& one : people->get_array()) {
    const std::string name =
        one.is_string() ? shortened(string_of(&one)) : shortened(string_of(member(&one, "name")));
    if (name.empty() || names.size() + name.size() + 2 > kMaxFactBytes) continue;
    names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

std::string_view address_in(const value* thing) {
  thing = first_of(thing);
  if (thing == nullptr || thing->is_string()) return string_of(thing);
  for (const std::string_view name : {"url", "contentUrl", "@id"}) {
    const std::string_view text = string_of(first_of(member(thing, name)));
    if (!text.empty()) return text;
  }
  return {};
}

// Not a template, nor text in the place of an address.
bool is_address(std::string_view text) {
  return text.find_first_of(" <>{}\"") == std::string_view::npos;
}

ArticleFacts facts_of(const value& article) {
  const auto text = [&](std::string_view name) {
    return shortened(string_of(first_of(member(&article, name))));
  };
  const std::string image = shortened(address_in(member(&article, "image")));
  return {.headline = text("headline"),
          .author = names_in(member(&article, "author")),
          .date_published = text("datePublished"),
          .date_modified = text("dateModified"),
          .image = is_address(image) ? image : ""};
}

// Depth is bounded by JsonDocument, so recursion is too.
class LinkedData {
 public:
  LinkedData(policies::ReferrerPolicy policy, LinkSet& links) : policy_(policy), links_(links) {}

  void read(const value& thing) {
    if (thing.is_array()) {
      for (const value& one : thing.get_array()) read(one);
    }
    if (!thing.is_object()) return;
    const bool is_better = is_article(thing) && !has_article_;
    if (is_better || (!has_article_ && facts_.headline.empty())) {
      const ArticleFacts facts = facts_of(thing);
      if (is_better || !facts.headline.empty()) facts_ = facts;
      has_article_ = is_better;
    }
    for (const auto& [name, content] : thing.get_object()) take(thing, name, content);
  }

  ArticleFacts facts() { return std::move(facts_); }

 private:
  void take(const value& owner, std::string_view name, const value& content) {
    if (is_one_of(name, kPassedOver)) return;
    const bool is_picture = is_one_of(name, kPictures) || (name == "url" && is_media_object(owner));
    if (is_picture) return take_pictures(content);
    if (is_one_of(name, kPages)) add_page(content);
    read(content);
  }

  void take_pictures(const value& content) {
    if (content.is_array()) {
      for (const value& one : content.get_array()) take_picture(one);
      return;
    }
    take_picture(content);
  }

  void take_picture(const value& one) {
    if (one.is_string())
      return add(string_of(&one), policies::LinkKind::requisite, "ld+json/image");
    const std::string_view content = string_of(member(&one, "contentUrl"));
    const std::string_view url = string_of(member(&one, "url"));
    // {"@id": "https://x/#logo"} refers to another object of the graph.
    const std::string_view id = string_of(member(&one, "@id"));
    const bool is_id_needed = content.empty() && url.empty() && id.find('#') == id.npos;
    for (const std::string_view text : {content, url, is_id_needed ? id : std::string_view()}) {
      add(text, policies::LinkKind::requisite, "ld+json/image");
    }
    for (const std::string_view name : {"thumbnail", "thumbnailUrl"}) {
      if (const value* smaller = member(&one, name); smaller != nullptr && smaller->is_string()) {
        add(string_of(smaller), policies::LinkKind::requisite, "ld+json/image");
      }
    }
  }

  void add_page(const value& content) {
    const std::string_view text =
        content.is_string() ? string_of(&content) : string_of(member(&content, "@id"));
    add(text, policies::LinkKind::page, "ld+json/url");
  }

  void add(std::string_view text, policies::LinkKind kind, std::string_view context) {
    text = base::trimmed(text);
    if (is_address(text)) {
      links_.add({.text = text, .kind = kind, .context = context, .referrer_policy = policy_});
    }
  }

  policies::ReferrerPolicy policy_;
  LinkSet& links_;
  ArticleFacts facts_;
  bool has_article_ = false;
};

}  // namespace

ArticleFacts add_json_ld_links(std::string_view json, policies::ReferrerPolicy policy,
                               LinkSet& links) {
  const JsonDocument document(json);
  if (document.is_damaged()) {
    add_json_links({.utf8 = json, .place = ScriptPlace::page, .referrer_policy = policy}, links);
    return {};
  }
  LinkedData data(policy, links);
  data.read(*document.root());
  return data.facts();
}

}  // namespace crawler::extract
