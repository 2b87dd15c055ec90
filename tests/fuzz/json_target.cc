#include <cstddef>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "crawler/extract/json_feed.h"
#include "crawler/extract/json_links.h"
#include "crawler/extract/link_set.h"
#include "crawler/extract/linked_data.h"
#include "crawler/extract/manifest_links.h"
#include "crawler/extract/script_links.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using crawler::extract::LinkSet;

constexpr auto kPolicy = policies::ReferrerPolicy::no_referrer;
constexpr std::size_t kMaxFactBytes = 1000;

template <typename Reader>
void check_links(const Reader& read) {
  LinkSet links(base::Url::parse("https://h.example/a/b/c.json").value());
  read(links);
  crawler::extract::Extraction extraction;
  links.move_to(extraction);
  for (const auto& link : extraction.links) {
    require(link.url.is_http(), "links are http(s)");
    require(link.referrer_policy == kPolicy, "the policy is passed on");
  }
}

void read_strings(std::string_view json) {
  std::size_t bytes = 0;
  crawler::extract::read_json_strings(json, [&](std::string_view text) { bytes += text.size(); });
  require(bytes <= json.size(), "strings are no longer than what they stand in");
}

void read_facts(std::string_view json, LinkSet& links) {
  const auto facts = crawler::extract::add_json_ld_links(json, kPolicy, links);
  for (const auto* fact : {&facts.headline, &facts.author, &facts.date_published,
                           &facts.date_modified, &facts.image}) {
    require(fact->size() <= kMaxFactBytes, "facts are short");
  }
}

}  // namespace

void json(std::string_view input) {
  // A copy of its own size, with nothing behind it that could be read.
  const std::vector<char> exact(input.begin(), input.end());
  const std::string_view text(exact.data(), exact.size());
  read_strings(text);
  for (const auto place :
       {crawler::extract::ScriptPlace::page, crawler::extract::ScriptPlace::file}) {
    check_links([&](LinkSet& links) {
      add_json_links({.utf8 = text, .place = place, .referrer_policy = kPolicy}, links);
    });
  }
  check_links([&](LinkSet& links) { read_facts(text, links); });
  check_links([&](LinkSet& links) { add_json_feed_links(text, kPolicy, links); });
  check_links([&](LinkSet& links) { add_manifest_links(text, kPolicy, links); });
  check_links([&](LinkSet& links) { add_import_map_links(text, kPolicy, links); });
}

}  // namespace fuzz
