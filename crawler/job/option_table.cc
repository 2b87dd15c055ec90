#include "crawler/job/job_options.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/encoding.h"
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
const std::initializer_list<std::pair<std::string_view, warc::DigestAlgorithm>> kDigests = {
    {"sha1", warc::DigestAlgorithm::sha1}, {"sha256", warc::DigestAlgorithm::sha256}};

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
    {"sitemaps", "", "",
     "find pages by the sitemaps robots.txt names (default: yes; --no-sitemaps). Not with robots: "
     "ignore, scope: page or depth: 0",
     false, [](Job& job, const std::string& v) { return assign(job.sitemaps, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.sitemaps); }},
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
    {"cookies", "", "",
     "send the cookies a site has set back to it, and to it alone (default: yes; --no-cookies)",
     false, [](Job& job, const std::string& v) { return assign(job.cookies, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.cookies); }},
    {"cookie-file", "", "FILE",
     "cookies of your own session (Netscape format), sent where they say and stored nowhere", false,
     [](Job& job, const std::string& v) -> base::Result<void> {
       job.cookie_file = v;
       return {};
     },
     [](const Job& job) { return if_set(job.cookie_file.string()); }},
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
    {"digest", "", "NAME", "sha1 or sha256, in records and indexes (default: sha1)", false,
     [](Job& job, const std::string& v) { return assign_name(job.digest, v, kDigests); },
     [](const Job& job) { return Values{name_in(job.digest, kDigests)}; }},
    {"gzip-level", "", "N", "0 (store) to 12 (smallest) (default: 6)", false,
     [](Job& job, const std::string& v) { return assign_count(job.gzip_level, v, 0, 12); },
     [](const Job& job) { return Values{std::to_string(job.gzip_level)}; }},
    {"keep-transfer-encoding", "", "",
     "store chunked bodies in their chunks, which fewer readers take (default: removed)", false,
     [](Job& job, const std::string& v) {
       return assign(job.keep_transfer_encoding, parse_flag(v));
     },
     [](const Job& job) { return yes_no(job.keep_transfer_encoding); }},
    {"wacz", "generate-wacz", "",
     "also write one WACZ package at the end (default: yes; --no-wacz)", false,
     [](Job& job, const std::string& v) { return assign(job.wacz, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.wacz); }},
    {"text", "", "", "keep the readable text of pages in pages.jsonl, for search (default: no)",
     false, [](Job& job, const std::string& v) { return assign(job.text, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.text); }},
    {"quiet", "", "", "print nothing but errors", false,
     [](Job& job, const std::string& v) { return assign(job.quiet, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.quiet); }},
};

}  // namespace

std::span<const Option> options() { return kOptions; }

}  // namespace crawler::job
