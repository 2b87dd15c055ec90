#include "policies/robots.h"

#include <optional>
#include <string>
#include <vector>

#include "policies/robots_pattern.h"
#include "policies/robots_tags.h"
#include "policies/robots_text.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

// The rules one after the other, as RFC 9309 2.2.2 words it, of a file with one group for all.
bool plainly_allows(std::string_view body, std::string_view target) {
  std::size_t longest = 0;
  bool allow = true;
  for (const policies::RobotsLine& line : policies::read_robots(body)) {
    const bool allows = line.key == policies::RobotsKey::allow;
    if (!allows && line.key != policies::RobotsKey::disallow) continue;
    const std::optional<std::string> rule = policies::normalized_rule(line.value);
    if (!rule || !policies::rule_matches(*rule, target)) continue;
    if (rule->size() > longest || (rule->size() == longest && allows)) allow = allows;
    if (rule->size() > longest) longest = rule->size();
  }
  return allow;
}

}  // namespace

void robots(std::string_view input) {
  const std::size_t end = input.rfind('\n');
  const std::string_view body = input.substr(0, end);
  const auto url =
      base::Url::parse(end == std::string_view::npos ? "http://h/a" : input.substr(end + 1));
  if (!url || !url->is_http()) return;
  const policies::RobotsRules rules = policies::RobotsRules::parse(body, "varve");
  const bool allowed = static_cast<bool>(rules.allows(*url));
  require(rules.explain(*url).allowed == allowed, "explain() tells what allows() says");
  require(rules.memory_bytes() < 16'000'000, "rules stay small");

  // A word of our own in front makes all rules one group; Allow of an index file is left aside.
  const std::string one_group = "User-agent: *\n" + std::string(body);
  const bool is_plain = body.find_first_of("gG<\xef\xfe\xff") == std::string_view::npos &&
                        url->path() != "/robots.txt" && url->request_target().size() < 1000;
  if (is_plain && one_group.find("index") == std::string::npos) {
    const auto verdict = policies::RobotsRules::parse(one_group, "varve").allows(*url);
    const std::string target = policies::normalized_target(url->request_target());
    require(static_cast<bool>(verdict) == plainly_allows(one_group, target),
            "the longest rule decides");
  }

  const auto tags = policies::parse_x_robots_tag(body, "varve");
  require(tags.text.size() <= policies::kMaxRobotsTagBytes, "texts of tags are short");
  policies::parse_robots_meta(body);
}

}  // namespace fuzz
