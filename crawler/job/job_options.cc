#include "crawler/job/job_options.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"
#include "crawler/job/quantity.h"

namespace crawler::job {
namespace {

using Values = std::vector<std::string>;
using policies::ScopeOptions;

template <typename T, typename U>
base::Result<void> assign(T& target, const base::Result<U>& parsed) {
  if (!parsed) return parsed.error();
  target = T(*parsed);
  return {};
}

base::Result<void> assign_count(unsigned& target, const std::string& text, unsigned least,
                                unsigned most) {
  const auto count = parse_count(text);
  if (!count) return count.error();
  if (*count < least || *count > most) {
    return base::fail(base::Errc::invalid,
                      fmt::format("{} is not between {} and {}", *count, least, most));
  }
  target = static_cast<unsigned>(*count);
  return {};
}

template <typename T>
base::Result<void> assign_name(T& target, const std::string& text,
                               std::initializer_list<std::pair<std::string_view, T>> names) {
  std::string known;
  for (const auto& [name, value] : names) {
    if (name == text) {
      target = value;
      return {};
    }
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  return base::fail(base::Errc::invalid, "\"" + base::printable(text) + "\" is none of " + known);
}

template <typename T>
std::string name_in(T value, std::initializer_list<std::pair<std::string_view, T>> names) {
  for (const auto& [name, known] : names) {
    if (known == value) return std::string(name);
  }
  return {};
}

const std::initializer_list<std::pair<std::string_view, ScopeOptions::Kind>> kScopes = {
    {"page", ScopeOptions::Kind::page}, {"prefix", ScopeOptions::Kind::prefix},
    {"host", ScopeOptions::Kind::host}, {"domain", ScopeOptions::Kind::domain},
    {"any", ScopeOptions::Kind::any},   {"custom", ScopeOptions::Kind::custom}};
const std::initializer_list<std::pair<std::string_view, ScopeOptions::Requisites>> kRequisites = {
    {"all", ScopeOptions::Requisites::all},
    {"same-domain", ScopeOptions::Requisites::same_domain},
    {"none", ScopeOptions::Requisites::none}};
const std::initializer_list<std::pair<std::string_view, RobotsMode>> kRobots = {
    {"obey", RobotsMode::obey}, {"ignore", RobotsMode::ignore}};

std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{}", static_cast<double>(time.count()) / 1000);
}
template <typename T>
Values if_set(const std::optional<T>& value) {
  return value ? Values{std::to_string(*value)} : Values{};
}
Values if_set(const std::string& text) { return text.empty() ? Values{} : Values{text}; }
Values yes_no(bool flag) { return {flag ? "true" : "false"}; }

// A name that becomes part of file names: nothing that leads elsewhere or upsets a reader.
base::Result<void> assign_file_name(std::string& target, const std::string& text) {
  const bool plain = !text.empty() && text.size() <= 100 && text[0] != '.' && text[0] != '-' &&
                     text.find_first_not_of(
                         "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                         "0123456789._-") == std::string::npos;
  if (!plain) {
    return base::fail(base::Errc::invalid,
                      "\"" + base::printable(text) +
                          "\": letters, digits, '.', '_' and '-' only, at most "
                          "100, beginning with a letter or digit");
  }
  target = text;
  return {};
}

// Text that goes into a request header: a line break would begin another header.
base::Result<void> assign_header_text(std::string& target, const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      return base::fail(base::Errc::invalid, "\"" + base::printable(text) +
                                                 "\": one line of text, no control characters");
    }
  }
  target = text;
  return {};
}

constexpr auto kNoLimit = std::numeric_limits<unsigned>::max();

const Option kOptions[] = {
    {"collection", "", "NAME", "folder of this crawl below the output folder (default: the time)",
     false, [](Job& job, const std::string& v) { return assign_file_name(job.collection, v); },
     [](const Job& job) { return if_set(job.collection); }},
    {"output", "", "DIR", "folder that holds collections (default: collections)", false,
     [](Job& job, const std::string& v) -> base::Result<void> {
       if (v.empty()) return base::fail(base::Errc::invalid, "expected a folder");
       job.output = v;
       return {};
     },
     [](const Job& job) { return Values{job.output.string()}; }},
    {"scope", "scope-type", "KIND", "page, prefix, host, domain, any or custom (default: host)",
     false, [](Job& job, const std::string& v) { return assign_name(job.scope.kind, v, kScopes); },
     [](const Job& job) { return Values{name_in(job.scope.kind, kScopes)}; }},
    {"include", "", "RE", "RE2 pattern: pages whose URL matches are in scope too", true,
     [](Job& job, const std::string& v) -> base::Result<void> {
       job.scope.include.push_back(v);
       return {};
     },
     [](const Job& job) { return job.scope.include; }},
    {"exclude", "", "RE", "RE2 pattern: URLs that match are never fetched", true,
     [](Job& job, const std::string& v) -> base::Result<void> {
       job.scope.exclude.push_back(v);
       return {};
     },
     [](const Job& job) { return job.scope.exclude; }},
    {"depth", "", "N", "clicks from a seed at most (default: no limit)", false,
     [](Job& job, const std::string& v) -> base::Result<void> {
       unsigned depth = 0;
       if (const auto set = assign_count(depth, v, 0, kNoLimit); !set) return set;
       job.scope.depth = depth;
       return {};
     },
     [](const Job& job) { return if_set(job.scope.depth); }},
    {"requisites", "", "WHICH",
     "all, same-domain or none of what pages need to be shown (default: all)", false,
     [](Job& job, const std::string& v) {
       return assign_name(job.scope.requisites, v, kRequisites);
     },
     [](const Job& job) { return Values{name_in(job.scope.requisites, kRequisites)}; }},
    {"limit", "", "N", "stop after N pages; what they need to be shown is still fetched", false,
     [](Job& job, const std::string& v) { return assign(job.budget.pages, parse_count(v)); },
     [](const Job& job) { return if_set(job.budget.pages); }},
    {"size-limit", "", "BYTES", "stop once this much has been written, e.g. 2GB", false,
     [](Job& job, const std::string& v) { return assign(job.budget.bytes, parse_bytes(v)); },
     [](const Job& job) { return if_set(job.budget.bytes); }},
    {"time-limit", "", "TIME", "stop after this long, e.g. 90m", false,
     [](Job& job, const std::string& v) -> base::Result<void> {
       const auto time = parse_duration(v);
       if (!time) return time.error();
       job.budget.time = std::chrono::ceil<std::chrono::seconds>(*time);
       return {};
     },
     [](const Job& job) {
       return job.budget.time ? Values{std::to_string(job.budget.time->count())} : Values{};
     }},
    {"concurrency", "workers", "N", "URLs in flight over all hosts (default: 64)", false,
     [](Job& job, const std::string& v) { return assign_count(job.concurrency, v, 1, 1000); },
     [](const Job& job) { return Values{std::to_string(job.concurrency)}; }},
    {"per-host", "", "N", "pages in flight from one host (default: 1)", false,
     [](Job& job, const std::string& v) {
       return assign_count(job.politeness.per_host, v, 1, 1000);
     },
     [](const Job& job) { return Values{std::to_string(job.politeness.per_host)}; }},
    {"delay", "", "TIME", "rest of a host between two pages, at least (default: 1)", false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.min_delay, parse_duration(v));
     },
     [](const Job& job) { return Values{seconds(job.politeness.min_delay)}; }},
    {"delay-factor", "", "F", "rest this many times as long as the last fetch took (default: 5)",
     false,
     [](Job& job, const std::string& v) { return assign(job.politeness.factor, parse_factor(v)); },
     [](const Job& job) { return Values{fmt::format("{}", job.politeness.factor)}; }},
    {"max-delay", "", "TIME", "but no longer than this (default: 30)", false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.max_delay, parse_duration(v));
     },
     [](const Job& job) { return Values{seconds(job.politeness.max_delay)}; }},
    {"robots", "", "MODE", "obey or ignore robots.txt (default: obey)", false,
     [](Job& job, const std::string& v) { return assign_name(job.robots, v, kRobots); },
     [](const Job& job) { return Values{name_in(job.robots, kRobots)}; }},
    {"user-agent", "", "TEXT", "the whole User-Agent header", false,
     [](Job& job, const std::string& v) { return assign_header_text(job.user_agent, v); },
     [](const Job& job) { return if_set(job.user_agent); }},
    {"contact", "", "URL|MAIL", "where site owners reach you; part of the User-Agent", false,
     [](Job& job, const std::string& v) { return assign_header_text(job.contact, v); },
     [](const Job& job) { return if_set(job.contact); }},
    {"header", "", "LINE",
     "\"Name: value\" sent with every request; Cookie, Authorization and other secrets go to seed "
     "hosts only",
     true,
     [](Job& job, const std::string& v) -> base::Result<void> {
       job.headers.push_back(v);
       return {};
     },
     [](const Job& job) {
       Values lines = job.headers;
       std::erase_if(lines, [](const std::string& line) { return is_secret_header(line); });
       return lines;
     }},
    {"allow-private", "", "", "fetch loopback and private addresses too (default: refused)", false,
     [](Job& job, const std::string& v) { return assign(job.allow_private, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.allow_private); }},
    {"resolve", "", "HOST:PORT:ADDR", "connect to ADDR for HOST:PORT, as curl does", true,
     [](Job& job, const std::string& v) -> base::Result<void> {
       job.resolve.push_back(v);
       return {};
     },
     [](const Job& job) { return job.resolve; }},
    {"ca-file", "", "FILE", "PEM file with certificate authorities of your own", false,
     [](Job& job, const std::string& v) -> base::Result<void> {
       job.ca_file = v;
       return {};
     },
     [](const Job& job) { return if_set(job.ca_file.string()); }},
    {"max-body", "", "BYTES", "cut longer bodies, and say so in the record (default: 1GB)", false,
     [](Job& job, const std::string& v) { return assign(job.max_body_bytes, parse_bytes(v)); },
     [](const Job& job) { return Values{std::to_string(job.max_body_bytes)}; }},
    {"timeout", "", "TIME", "patience without progress; 20 times this in all (default: 60)", false,
     [](Job& job, const std::string& v) -> base::Result<void> {
       const auto time = parse_duration(v);
       if (!time) return time.error();
       if (time->count() < 100 || *time > std::chrono::hours(24)) {
         return base::fail(base::Errc::invalid, "\"" + v + "\" is not between 100ms and 24h");
       }
       job.timeout = *time;
       return {};
     },
     [](const Job& job) { return Values{seconds(job.timeout)}; }},
    {"tries", "", "N", "times a URL is asked for before it counts as failed (default: 3)", false,
     [](Job& job, const std::string& v) { return assign_count(job.retry.tries, v, 1, 100); },
     [](const Job& job) { return Values{std::to_string(job.retry.tries)}; }},
    {"warc-prefix", "", "NAME", "how names of WARC files begin (default: varve)", false,
     [](Job& job, const std::string& v) { return assign_file_name(job.warc_prefix, v); },
     [](const Job& job) { return Values{job.warc_prefix}; }},
    {"warc-max-size", "", "BYTES", "begin a new WARC file before this size (default: 1GB)", false,
     [](Job& job, const std::string& v) { return assign(job.warc_max_bytes, parse_bytes(v)); },
     [](const Job& job) { return Values{std::to_string(job.warc_max_bytes)}; }},
    {"wacz", "generate-wacz", "",
     "also write one WACZ package at the end (default: yes; --no-wacz)", false,
     [](Job& job, const std::string& v) { return assign(job.wacz, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.wacz); }},
    {"quiet", "", "", "print nothing but errors", false,
     [](Job& job, const std::string& v) { return assign(job.quiet, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.quiet); }},
};

// A seed as it is found from any folder.
std::string located(const SeedSource& seed) {
  const bool is_url = seed.text.find("://") != std::string::npos;
  return is_url ? seed.text : (seed.folder / seed.text).string();
}

// "maxBody", "max_body" and "max-body" are one key.
std::string kebab(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      if (!out.empty()) out += '-';
      out += static_cast<char>(c + 32);
    } else {
      out += c == '_' ? '-' : c;
    }
  }
  return out;
}

bool is_named(const Option& option, std::string_view name) {
  const std::string padded = fmt::format(" {} {} ", option.name, option.aliases);
  return !name.empty() && name.find(' ') == std::string_view::npos &&
         padded.find(fmt::format(" {} ", name)) != std::string::npos;
}

// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::span<const Option> options() { return kOptions; }

const Option* find_option(std::string_view name) {
  const std::string key = kebab(name);
  for (const Option& option : kOptions) {
    if (is_named(option, key)) return &option;
  }
  return nullptr;
}

std::string nearest_option(std::string_view name) {
  const std::string key = kebab(name.substr(0, 64));
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, key.size() / 2) + 1;
  const auto consider = [&](std::string_view known) {
    const std::size_t d = distance(key, known);
    if (d >= best_distance) return;
    best_distance = d;
    best = known;
  };
  for (const Option& option : kOptions) consider(option.name);
  for (const std::string_view other : {"config", "seeds", "dry-run", "help", "version"})
    consider(other);
  return best;
}

base::Result<void> set_option(Job& job, const Option& option, const std::string& value) {
  const base::Result<void> set = option.set(job, value);
  if (set) return {};
  return base::fail(set.error().code, std::string(option.name) + ": " + set.error().detail);
}

std::string to_yaml(const Job& job) {
  // JSON strings are YAML strings, so quoting is the JSON writer's.
  std::string yaml = "seeds:\n";
  for (const SeedSource& seed : job.seeds) yaml += "  - " + base::json_quoted(located(seed)) + "\n";
  for (const Option& option : kOptions) {
    const Values values = option.get(job);
    if (option.repeatable && !values.empty()) {
      yaml += fmt::format("{}:\n", option.name);
      for (const std::string& value : values) yaml += "  - " + base::json_quoted(value) + "\n";
    } else if (!values.empty()) {
      yaml += fmt::format("{}: {}\n", option.name, base::json_quoted(values.front()));
    }
  }
  return yaml;
}

std::string to_json(const Job& job) {
  base::JsonWriter json;
  json.begin_object().key("seeds").begin_array();
  for (const SeedSource& seed : job.seeds) json.value(seed.text);
  json.end_array();
  for (const Option& option : kOptions) {
    const Values values = option.get(job);
    if (values.empty()) continue;
    json.key(option.name);
    if (!option.repeatable) {
      json.value(values.front());
      continue;
    }
    json.begin_array();
    for (const std::string& value : values) json.value(value);
    json.end_array();
  }
  return json.end_object().take();
}

bool is_secret_header(std::string_view line) {
  const std::string name = base::to_lower_ascii(base::trimmed(line.substr(0, line.find(':'))));
  static constexpr std::array kWords = {"auth", "cookie", "key", "password", "secret", "token"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&name](const char* word) { return name.find(word) != std::string::npos; });
}

}  // namespace crawler::job
