#include "crawler/extract/json_feed.h"

#include <optional>

#include "crawler/extract/html.h"
#include "crawler/extract/json_document.h"

namespace crawler::extract {
namespace {

using boost::json::value;
using policies::Hop;
using policies::LinkKind;

class FeedReader {
 public:
  FeedReader(policies::ReferrerPolicy policy, LinkSet& links) : policy_(policy), links_(links) {}

  void read(const value* feed) {
    add(feed, "home_page_url", LinkKind::page, Hop::link, "feed/home");
    add(feed, "icon", LinkKind::requisite, Hop::requisite, "feed/image");
    add(feed, "favicon", LinkKind::requisite, Hop::requisite, "feed/image");
    read_authors(feed);
    for_each_in(member(feed, "items"), [this](const value& item) { read_item(&item); });
    add(feed, "next_url", LinkKind::page, Hop::feed, "feed/next");
  }

 private:
  void read_item(const value* item) {
    add(item, "url", LinkKind::page, Hop::feed, "feed/entry");
    add(item, "external_url", LinkKind::page, Hop::link, "feed/external");
    add(item, "image", LinkKind::requisite, Hop::requisite, "feed/image");
    add(item, "banner_image", LinkKind::requisite, Hop::requisite, "feed/image");
    read_authors(item);
    const auto url = base::Url::parse(string_of(member(item, "url")));
    add_fragment_links(string_of(member(item, "content_html")), Markup::html,
                       url ? std::optional(*url) : std::nullopt, policy_, links_);
    for_each_in(member(item, "attachments"), [this](const value& attachment) {
      add(&attachment, "url", LinkKind::requisite, Hop::requisite, "feed/attachment");
    });
  }

  // Version 1 had one author, 1.1 has a list.
  void read_authors(const value* owner) {
    add_avatar(member(owner, "author"));
    for_each_in(member(owner, "authors"), [this](const value& author) { add_avatar(&author); });
  }

  void add_avatar(const value* author) {
    add(author, "avatar", LinkKind::requisite, Hop::requisite, "feed/image");
  }

  void add(const value* owner, std::string_view name, LinkKind kind, Hop hop,
           std::string_view context) {
    links_.add({.text = string_of(member(owner, name)),
                .kind = kind,
                .context = context,
                .referrer_policy = policy_,
                .utf8_query = true,
                .hop = hop});
  }

  policies::ReferrerPolicy policy_;
  LinkSet& links_;
};

}  // namespace

void add_json_feed_links(std::string_view json, policies::ReferrerPolicy policy, LinkSet& links) {
  const JsonDocument document(json);
  FeedReader(policy, links).read(document.root());
}

}  // namespace crawler::extract
