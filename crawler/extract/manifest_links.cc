#include "crawler/extract/manifest_links.h"

#include "crawler/extract/json_document.h"

namespace crawler::extract {
namespace {

using boost::json::value;
using policies::LinkKind;

class ManifestReader {
 public:
  ManifestReader(policies::ReferrerPolicy policy, LinkSet& links)
      : policy_(policy), links_(links) {}

  void read(const value* manifest) {
    add(member(manifest, "start_url"), LinkKind::page, "manifest/start_url");
    add_pictures(member(manifest, "icons"), "manifest/icon");
    add_pictures(member(manifest, "screenshots"), "manifest/screenshot");
    for_each_in(member(manifest, "shortcuts"), [this](const value& shortcut) {
      add(member(&shortcut, "url"), LinkKind::page, "manifest/shortcut");
      add_pictures(member(&shortcut, "icons"), "manifest/icon");
    });
    for_each_in(member(manifest, "file_handlers"), [this](const value& handler) {
      add_pictures(member(&handler, "icons"), "manifest/icon");
    });
  }

 private:
  void add_pictures(const value* list, std::string_view context) {
    for_each_in(list,
                [&](const value& one) { add(member(&one, "src"), LinkKind::requisite, context); });
  }

  void add(const value* text, LinkKind kind, std::string_view context) {
    links_.add({.text = string_of(text),
                .kind = kind,
                .context = context,
                .referrer_policy = policy_,
                .utf8_query = true});
  }

  policies::ReferrerPolicy policy_;
  LinkSet& links_;
};

}  // namespace

void add_manifest_links(std::string_view json, policies::ReferrerPolicy policy, LinkSet& links) {
  const JsonDocument document(json);
  ManifestReader(policy, links).read(document.root());
}

}  // namespace crawler::extract
