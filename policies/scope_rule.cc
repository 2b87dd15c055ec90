#include "policies/scope_rule.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/url_host.h"

namespace policies {
namespace {

constexpr std::string_view kBlank = " \t";

base::Error invalid(std::string detail) {
  return base::fail(base::Errc::invalid, std::move(detail));
}

// The next word of `rest`, which moves past it.
std::string_view next_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(kBlank));
  rest.remove_prefix(word.size());
  return word;
}

// '*' stands for any run; the rest for itself. No recursion: only the last star is ever gone back
// to.
bool is_like(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

// What "K", "MB" or "GiB" multiplies by; nothing for what is no unit.
std::optional<std::uint64_t> factor_of(std::string_view unit) {
  const std::string lower = base::to_lower_ascii(unit);
  if (lower.empty() || lower == "b") return 1;
  const std::size_t power = std::string_view("kmgt").find(lower[0]);
  const std::string_view rest = std::string_view(lower).substr(1);
  if (power == std::string_view::npos) return std::nullopt;
  const bool binary = rest == "i" || rest == "ib";
  if (!binary && !rest.empty() && rest != "b") return std::nullopt;
  std::uint64_t factor = 1;
  for (std::size_t i = 0; i <= power; ++i) factor *= binary ? 1024 : 1000;
  return factor;
}

// "20", or with `has_units` "100MB".
std::optional<std::uint64_t> parse_number(std::string_view text, bool has_units) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // 2^53, as all sizes of a job.
  if (error != std::errc() || value > (std::uint64_t{1} << 53)) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (unit.empty()) return value;
  const auto factor = has_units ? factor_of(unit) : std::nullopt;
  if (!factor || value > (std::uint64_t{1} << 53) / *factor) return std::nullopt;
  return value * *factor;
}

}  // namespace

bool is_sitemap(const Candidate& candidate) {
  if (candidate.kind != LinkKind::requisite) return false;
  const std::size_t last = candidate.hop_path.find_last_not_of(static_cast<char>(Hop::redirect));
  return last != std::string::npos && candidate.hop_path[last] == static_cast<char>(Hop::sitemap);
}

base::Result<ScopeRule> ScopeRule::parse(std::string_view text) {
  ScopeRule rule;
  rule.text_ = std::string(base::trimmed(text));
  std::string_view rest = rule.text_;
  const auto complain = [&rule](const std::string& what) {
    return invalid(fmt::format("\"{}\": {}", base::printable(rule.text_), what));
  };
  const std::string_view verb = next_word(rest);
  if (verb != "accept" && verb != "reject") return complain("expected accept or reject first");
  rule.accepts_ = verb == "accept";
  while (rest.find_first_not_of(kBlank) != std::string_view::npos) {
    const std::string_view start = rest.substr(rest.find_first_not_of(kBlank));
    const std::string_view word = next_word(rest);
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos || equals + 1 == word.size()) {
      return complain(fmt::format("expected NAME=VALUE, not \"{}\"", base::printable(word)));
    }
    const std::string_view name = word.substr(0, equals);
    std::string_view value = word.substr(equals + 1);
    // A pattern may hold blanks, so it is the last condition.
    if (name == "regex") {
      value = start.substr(equals + 1);
      rest = {};
    }
    if (const auto added = rule.add(name, value); !added) return complain(added.error().detail);
  }
  return rule;
}

base::Result<void> ScopeRule::add(std::string_view name, std::string_view value) {
  const auto keep = [name](auto& target, auto&& parsed) -> base::Result<void> {
    if (target) return invalid(fmt::format("{}= is given twice", name));
    if (!parsed) return parsed.error();
    target = std::move(*parsed);
    return {};
  };
  if (name == "host") return keep(host_, parse_name(name, value));
  if (name == "domain") return keep(domain_, parse_name(name, value));
  if (name == "surt") return keep(surt_, parse_surt(value));
  if (name == "depth") return keep(depth_, parse_range(name, value));
  if (name == "size") return keep(size_, parse_range(name, value));
  if (name == "hops") return add_hops(value);
  if (name == "kind") return add_kind(value);
  if (name == "mime") {
    if (value.find('/') == std::string_view::npos) {
      return invalid(
          fmt::format("mime={}: expected a media type such as video/* or application/pdf",
                      base::printable(value)));
    }
    return keep(mime_, base::Result<std::string>(base::to_lower_ascii(value)));
  }
  if (name == "regex") {
    auto compiled = compile_patterns({std::string(value)}, "regex");
    if (!compiled) return compiled.error();
    regex_ = std::move(*compiled);
    return {};
  }
  return invalid(
      fmt::format("unknown condition \"{}=\"; known are surt, host, domain, regex, hops, kind, "
                  "mime, size, depth",
                  base::printable(name)));
}

base::Result<ScopeRule::Place> ScopeRule::parse_name(std::string_view name,
                                                     std::string_view value) {
  Place place;
  place.below = name == "domain";
  if (name == "host" && value.starts_with("*.")) {
    value.remove_prefix(2);
    place.itself = false;
    place.below = true;
  }
  const auto host = base::parse_host(value);
  if (!host || host->empty() || host->find('*') != std::string::npos) {
    return invalid(fmt::format("{}={}: expected a host name such as www.example.org{}", name,
                               base::printable(value), name == "host" ? " or *.example.org" : ""));
  }
  place.host = *host;
  return place;
}

// "cn,guancha,", "cn,guancha)/news/", "http://(cn,guancha,www,:8080)/": what follows the labels
// says whether hosts below belong too.
base::Result<ScopeRule::Place> ScopeRule::parse_surt(std::string_view value) {
  const base::Error wrong =
      invalid(fmt::format("surt={}: expected a SURT prefix such as cn,guancha, or "
                          "http://(cn,guancha,www,)/news/",
                          base::printable(value)));
  Place place;
  if (const std::size_t scheme = value.find("://"); scheme != std::string_view::npos) {
    place.scheme = base::to_lower_ascii(value.substr(0, scheme));
    if (place.scheme != "http" && place.scheme != "https") return wrong;
    value.remove_prefix(scheme + 3);
  }
  if (value.starts_with('(')) value.remove_prefix(1);
  const std::size_t close = value.find(')');
  // "org.example" has its labels the wrong way round, and would match nothing.
  const std::string_view front = value.substr(0, close);
  const bool is_plain_name = front.find('.') != std::string_view::npos &&
                             front.find_first_not_of("0123456789.:[]") != std::string_view::npos;
  if (is_plain_name) return wrong;
  std::string_view labels = value.substr(0, close);
  if (close == std::string_view::npos) {
    place.below = true;
  } else {
    place.any_port = false;
    place.target = std::string(value.substr(close + 1));
  }
  if (const std::size_t colon = labels.rfind(':');
      colon != std::string_view::npos && labels.find(']', colon) == std::string_view::npos) {
    const auto port = parse_number(labels.substr(colon + 1), false);
    if (!port || *port > 65535) return wrong;
    place.any_port = false;
    place.port = static_cast<std::uint16_t>(*port);
    labels = labels.substr(0, colon);
  }
  std::string name;
  while (!labels.empty()) {
    const std::size_t comma = std::min(labels.find(','), labels.size());
    if (comma == 0) return wrong;
    name.insert(0, std::string(labels.substr(0, comma)) + (name.empty() ? "" : "."));
    labels.remove_prefix(std::min(comma + 1, labels.size()));
  }
  const auto host = base::parse_host(name);
  if (!host || host->empty()) return wrong;
  place.host = *host;
  return place;
}

base::Result<ScopeRule::Range> ScopeRule::parse_range(std::string_view name,
                                                      std::string_view value) {
  const std::size_t digits = std::min(value.find_first_not_of("<>="), value.size());
  const std::string_view how = value.substr(0, digits);
  const auto number = parse_number(value.substr(digits), name == "size");
  const bool is_known = how.empty() || how == ">" || how == ">=" || how == "<" || how == "<=";
  if (!number || !is_known || (how == "<" && *number == 0)) {
    return invalid(
        fmt::format("{}={}: expected a number behind >, >=, <, <= or nothing, such as {}", name,
                    base::printable(value), name == "size" ? ">100MB" : ">3"));
  }
  Range range;
  if (how.empty() || how == ">=") range.least = *number;
  if (how.empty() || how == "<=") range.most = *number;
  if (how == ">") range.least = *number + 1;
  if (how == "<") range.most = *number - 1;
  return range;
}

base::Result<void> ScopeRule::add_hops(std::string_view value) {
  if (hops_ || hops_count_) return invalid("hops= is given twice");
  if (value.find_first_not_of("LERPXSF*") == std::string_view::npos) {
    hops_ = std::string(value);
    return {};
  }
  auto count = parse_range("hops", value);
  if (!count) return invalid(count.error().detail + ", or letters LERPXSF and * such as *EE");
  hops_count_ = *count;
  return {};
}

base::Result<void> ScopeRule::add_kind(std::string_view value) {
  if (kind_) return invalid("kind= is given twice");
  if (value == "page") kind_ = Kind::page;
  if (value == "requisite") kind_ = Kind::requisite;
  if (value == "sitemap") kind_ = Kind::sitemap;
  if (kind_) return {};
  return invalid(
      fmt::format("kind={}: expected page, requisite or sitemap", base::printable(value)));
}

ScopeRule::Kind ScopeRule::kind_of(const Candidate& candidate) {
  if (candidate.kind == LinkKind::page) return Kind::page;
  return is_sitemap(candidate) ? Kind::sitemap : Kind::requisite;
}

bool ScopeRule::Place::holds(const base::Url& url) const {
  const std::string_view name = url.host();
  const bool is_below = name.size() > host.size() && name.ends_with(host) &&
                        name[name.size() - host.size() - 1] == '.';
  if (!(itself && name == host) && !(below && is_below)) return false;
  if (!scheme.empty() && url.scheme() != scheme) return false;
  const std::uint16_t own = url.scheme() == "https" ? 443 : 80;
  if (!any_port && url.port() != port.value_or(own)) return false;
  return url.request_target().starts_with(target);
}

bool ScopeRule::matches(const Candidate& candidate) const {
  if (kind_ && *kind_ != kind_of(candidate)) return false;
  if (depth_ && !depth_->holds(candidate.depth)) return false;
  if (hops_count_ && !hops_count_->holds(candidate.hop_path.size())) return false;
  if (hops_ && !is_like(*hops_, candidate.hop_path)) return false;
  for (const std::optional<Place>* place : {&host_, &domain_, &surt_}) {
    if (*place && !(*place)->holds(candidate.url)) return false;
  }
  return regex_.empty() || first_match(regex_, candidate.url.href()) != nullptr;
}

bool ScopeRule::matches_answer(std::string_view mime, std::optional<std::uint64_t> length) const {
  if (mime_ && !is_like(*mime_, mime)) return false;
  return !size_ || (length && size_->holds(*length));
}

}  // namespace policies
