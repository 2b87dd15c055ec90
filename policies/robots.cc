#include "policies/robots.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "policies/robots_pattern.h"
#include "policies/robots_text.h"

namespace policies {
namespace {

std::string_view leading_token(std::string_view text) {
  const auto is_token_byte = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  const auto end = std::find_if_not(text.begin(), text.end(), is_token_byte);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

bool is_star(std::string_view agent) {
  return agent.starts_with('*') && (agent.size() == 1 || agent[1] == ' ' || agent[1] == '\t');
}

// Seconds as "5" or "0.25"; nothing for signs, exponents and other text (reliability.md 5c).
std::optional<std::chrono::milliseconds> parse_delay(std::string_view text) {
  constexpr std::chrono::milliseconds most = kMaxCrawlDelay;
  std::chrono::milliseconds delay{0};
  bool has_digits = false;
  int unit = 0;  // what a digit behind the point is worth, in milliseconds; 0 before the point
  bool has_point = false;
  for (const char c : text) {
    if (c == '.' && !has_point) {
      has_point = true;
      unit = 100;
    } else if (c >= '0' && c <= '9') {
      has_digits = true;
      const int digit = c - '0';
      delay = has_point ? delay + std::chrono::milliseconds(digit * unit)
                        : delay * 10 + std::chrono::seconds(digit);
      delay = std::min(delay, most);
      unit /= 10;
    } else {
      return std::nullopt;
    }
  }
  if (!has_digits) return std::nullopt;
  return delay;
}

std::string rule_text(bool allow, std::string_view pattern) {
  return (allow ? "Allow: " : "Disallow: ") + std::string(pattern);
}

}  // namespace

// Sorts the lines of a file into what holds for us and what holds for "*".
class RobotsRules::Builder {
 public:
  explicit Builder(std::span<const std::string_view> tokens) : tokens_(tokens) {}

  void take(RobotsLine line) {
    switch (line.key) {
      case RobotsKey::user_agent: return take_agent(line);
      case RobotsKey::allow: return take_rule(line, true);
      case RobotsKey::disallow: return take_rule(line, false);
      case RobotsKey::crawl_delay: return take_delay(line.value);
      case RobotsKey::sitemap: sitemaps_.push_back(std::move(line.value)); return;
    }
  }

  RobotsRules finish() {
    Group& chosen = ours_.exists ? ours_ : star_;
    chosen.rules.finish();
    RobotsRules rules;
    rules.rules_ = std::move(chosen.rules);
    rules.crawl_delay_ = chosen.delay;
    rules.sitemaps_ = std::move(sitemaps_);
    return rules;
  }

 private:
  struct Group {
    bool exists = false;
    bool takes_rules = false, takes_delay = false;  // named by the agent lines just read
    RobotsRuleSet rules;
    std::optional<std::chrono::milliseconds> delay;
  };

  // A rule closes the list of agents. A Crawl-delay does so only for Crawl-delays: it must not
  // interfere with the rules (RFC 9309 2.2.4), but belongs to the agents named right before it.
  void take_agent(const RobotsLine& line) {
    for (Group* group : {&ours_, &star_}) {
      const bool is_named = group == &star_ ? is_star(line.value) : is_ours(line.value);
      if (is_named) group->rules.add_agent({line.value, line.number});
      group->exists |= is_named;
      group->takes_rules = is_named || (group->takes_rules && !after_rule_);
      group->takes_delay = is_named || (group->takes_delay && !after_rule_ && !after_delay_);
    }
    after_rule_ = after_delay_ = false;
  }

  void take_rule(const RobotsLine& line, bool allow) {
    after_rule_ = true;
    const std::optional<std::string> pattern = normalized_rule(line.value);
    if (!pattern) return;
    add(line, *pattern, allow);
    // Google's rule: who allows the index file allows the folder's bare address.
    const std::size_t slash = pattern->rfind('/');
    if (allow && slash != std::string::npos && pattern->compare(slash, 10, "/index.htm") == 0) {
      add(line, pattern->substr(0, slash + 1) + "$", allow);
    }
  }

  void add(const RobotsLine& line, std::string_view pattern, bool allow) {
    for (Group* group : {&ours_, &star_}) {
      if (group->takes_rules) group->rules.add({line.value, line.number}, pattern, allow);
    }
  }

  void take_delay(std::string_view value) {
    after_delay_ = true;
    const std::optional<std::chrono::milliseconds> delay = parse_delay(value);
    for (Group* group : {&ours_, &star_}) {
      if (delay && group->takes_delay)
        group->delay = std::max(*delay, group->delay.value_or(*delay));
    }
  }

  bool is_ours(std::string_view agent) const {
    const std::string_view named = leading_token(agent);
    return !named.empty() &&
           std::any_of(tokens_.begin(), tokens_.end(), [named](std::string_view token) {
             return base::equals_ignoring_case(leading_token(token), named);
           });
  }

  std::span<const std::string_view> tokens_;
  Group ours_, star_;
  bool after_rule_ = false, after_delay_ = false;
  std::vector<std::string> sitemaps_;
};

RobotsRules RobotsRules::parse(std::string_view body, std::string_view product_token) {
  return parse(body, std::span(&product_token, 1));
}

RobotsRules RobotsRules::parse(std::string_view body,
                               std::span<const std::string_view> product_tokens) {
  Builder builder(product_tokens);
  for (RobotsLine& line : read_robots(body)) builder.take(std::move(line));
  return builder.finish();
}

RobotsRules RobotsRules::of_answer(int status, std::string_view body,
                                   std::string_view product_token, bool forbidden_denies) {
  switch (classify_robots_status(status, forbidden_denies)) {
    case RobotsAnswer::use_body: return parse(body, product_token);
    case RobotsAnswer::allow_all: return allow_all();
    case RobotsAnswer::deny_all: return forbidden();
    case RobotsAnswer::unreachable: break;
  }
  return deny_all();
}

RobotsRules RobotsRules::allow_all() { return {}; }

RobotsRules RobotsRules::deny_all() {
  RobotsRules rules;
  rules.denies_ = Reason::robots_unreachable;
  return rules;
}

RobotsRules RobotsRules::forbidden() {
  RobotsRules rules;
  rules.denies_ = Reason::robots;
  return rules;
}

RobotsRules::Decision RobotsRules::decide(const base::Url& url) const {
  if (url.path() == "/robots.txt") return {{}, "robots.txt itself is always allowed"};
  if (denies_ == Reason::robots_unreachable) return {{}, "no robots.txt could be had", denies_};
  if (denies_ != Reason::accepted) return {{}, "robots.txt itself is forbidden", denies_};
  if (!rules_.has_rules()) return {};
  if (url.request_target().size() > kMaxRobotsTargetBytes) {
    return {{}, "path and query are too long to compare with the rules", Reason::robots};
  }
  const RobotsRuleSet::Decision rule = rules_.decide(normalized_target(url.request_target()));
  if (rule.is_given_up) return {{}, "too many rules to compare", Reason::robots};
  return {rule, {}, rule.allow ? Reason::accepted : Reason::robots};
}

Verdict RobotsRules::allows(const base::Url& url) const {
  const Decision decision = decide(url);
  if (decision.rule.pattern.empty()) {
    const bool allows = decision.reason == Reason::accepted;
    return {decision.reason, allows ? std::string() : decision.note};
  }
  // A rule may be as long as a line; the log wants its beginning.
  return {decision.reason, rule_text(decision.rule.allow, decision.rule.pattern.substr(0, 200))};
}

RobotsExplanation RobotsRules::explain(const base::Url& url) const {
  const Decision decision = decide(url);
  const RobotsRuleSet::Decision& rule = decision.rule;
  const RobotsPlace agent = rule.agent.line != 0 ? rule.agent : rules_.first_agent();
  RobotsExplanation explanation;
  explanation.allowed = decision.reason == Reason::accepted;
  explanation.note = decision.note;
  explanation.rule_line = rule.written.line;
  if (rule.written.line != 0) explanation.rule = rule_text(rule.allow, rule.written.text);
  explanation.agent_line = agent.line;
  if (agent.line != 0) explanation.agent = "User-agent: " + std::string(agent.text);
  return explanation;
}

std::size_t RobotsRules::memory_bytes() const {
  std::size_t bytes = sizeof *this + rules_.memory_bytes();
  for (const std::string& line : sitemaps_) bytes += sizeof line + line.capacity();
  return bytes;
}

RobotsAnswer classify_robots_status(int status, bool forbidden_denies) {
  if (forbidden_denies && (status == 401 || status == 403)) return RobotsAnswer::deny_all;
  if (status >= 200 && status <= 299) return RobotsAnswer::use_body;
  if (status >= 300 && status <= 499 && status != 429) return RobotsAnswer::allow_all;
  return RobotsAnswer::unreachable;
}

}  // namespace policies
