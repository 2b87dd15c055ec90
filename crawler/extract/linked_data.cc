#include "crawler/extract/linked_data.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/encoding.h"
#include "crawler/extract/character_references.h"
#include "crawler/extract/json_document.h"
#include "crawler/extract/json_links.h"
#include "crawler/extract/text_scan.h"

namespace crawler::extract {
namespace {

using boost::json::value;

constexpr std::size_t kMaxFactBytes = 1000;
// Read of a text before its references are undone: "&#8217;" takes seven bytes.
constexpr std::size_t kMaxWrittenBytes = 8 * kMaxFactBytes;
// A graph holds a dozen objects; one with comments a few hundred.
constexpr std::size_t kMaxObjects = 1000;

constexpr std::string_view kPictures[] = {
    "image", "logo", "photo", "primaryImageOfPage", "thumbnail", "thumbnailUrl", "contentUrl"};
constexpr std::string_view kPages[] = {"url", "mainEntityOfPage", "item"};
constexpr std::string_view kPassedOver[] = {"potentialAction", "sameAs", "@context"};

std::string_view cut_between_characters(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

std::string shortened(std::string_view text) {
  return std::string(cut_between_characters(base::trimmed(text), kMaxFactBytes));
}

// Content systems write "Fish &#038; chips" here as they do in HTML.
std::string plain(std::string_view text) {
  std::string undone;
  append_unescaped(undone, cut_between_characters(base::trimmed(text), kMaxWrittenBytes),
                   ReferencesIn::text);
  return shortened(undone);
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

// The objects of a graph that others may name by their @id.
class Graph {
 public:
  explicit Graph(const value& root) {
    note(root);
    if (!root.is_array()) return;
    for (const value& one : root.get_array()) note(one);
  }

  // Members of the object itself go before those of its namesake in the graph. Empty when neither
  // has a text of that name.
  std::string_view text_of(const value* object, std::string_view name) const {
    const std::string_view own = string_of(first_of(member(object, name)));
    if (!own.empty()) return own;
    const auto found = by_id_.find(string_of(member(object, "@id")));
    return found == by_id_.end() ? own : string_of(first_of(member(found->second, name)));
  }

 private:
  void note(const value& object) {
    add(object);
    const value* const graph = member(&object, "@graph");
    if (graph == nullptr || !graph->is_array()) return;
    for (const value& one : graph->get_array()) add(one);
  }

  void add(const value& object) {
    const std::string_view id = string_of(member(&object, "@id"));
    const bool is_reference = !object.is_object() || object.get_object().size() < 2;
    if (id.empty() || is_reference || by_id_.size() >= kMaxObjects) return;
    by_id_.emplace(id, &object);
  }

  std::map<std::string_view, const value*> by_id_;
};

std::string name_of(const value& person, const Graph& graph) {
  return plain(person.is_string() ? string_of(&person) : graph.text_of(&person, "name"));
}

std::string names_in(const value* people, const Graph& graph) {
  if (people == nullptr) return "";
  if (!people->is_array()) return name_of(*people, graph);
  std::string names;
  for (const value& one : people->get_array()) {
    const std::string name = name_of(one, graph);
    if (name.empty() || names.size() + name.size() + 2 > kMaxFactBytes) continue;
    names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

std::string_view picture_address(const value* picture, const Graph& graph) {
  picture = first_of(picture);
  if (picture == nullptr || picture->is_string()) return string_of(picture);
  for (const std::string_view name : {"url", "contentUrl"}) {
    const std::string_view text = graph.text_of(picture, name);
    if (!text.empty()) return text;
  }
  // "https://x/page#primaryimage" is a name, and the address of the page.
  const std::string_view id = string_of(member(picture, "@id"));
  return id.find('#') == id.npos ? id : std::string_view();
}

// Not a template, nor text in the place of an address.
bool is_address(std::string_view text) {
  return text.find_first_of(" <>{}\"") == std::string_view::npos;
}

std::string headline_of(const value& thing) {
  return plain(string_of(first_of(member(&thing, "headline"))));
}

ArticleFacts facts_of(const value& article, const Graph& graph) {
  const auto date = [&](std::string_view name) {
    return shortened(string_of(first_of(member(&article, name))));
  };
  const std::string image = shortened(picture_address(member(&article, "image"), graph));
  return {.headline = headline_of(article),
          .author = names_in(member(&article, "author"), graph),
          .date_published = date("datePublished"),
          .date_modified = date("dateModified"),
          .image = is_address(image) ? image : ""};
}

// Depth is bounded by JsonDocument, so recursion is too.
class LinkedData {
 public:
  LinkedData(const value& root, policies::ReferrerPolicy policy, LinkSet& links)
      : graph_(root), policy_(policy), links_(links) {}

  void read(const value& thing) {
    if (thing.is_array()) {
      for (const value& one : thing.get_array()) read(one);
    }
    if (!thing.is_object()) return;
    read_facts(thing);
    for (const auto& [name, content] : thing.get_object()) take(thing, name, content);
  }

  ArticleFacts facts() { return std::move(facts_); }

 private:
  void read_facts(const value& thing) {
    if (has_article_) return;
    has_article_ = is_article(thing);
    const bool is_first = facts_.headline.empty() && !headline_of(thing).empty();
    if (has_article_ || is_first) facts_ = facts_of(thing, graph_);
  }

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

  const Graph graph_;
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
  LinkedData data(*document.root(), policy, links);
  data.read(*document.root());
  return data.facts();
}

}  // namespace crawler::extract
