#include "crawler/job/job_options.h"

#include <algorithm>

#include "base/url.h"
#include "crawler/job/option_values.h"
#include "policies/address.h"

namespace crawler::job {
namespace {

const std::initializer_list<std::pair<std::string_view, warc::DigestAlgorithm>> kDigests = {
    {"sha1", warc::DigestAlgorithm::sha1}, {"sha256", warc::DigestAlgorithm::sha256}};

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

// "true" and "false", or networks joined with commas: these alone, and those given before.
base::Result<void> assign_private(Job& job, const std::string& text) {
  if (const auto flag = parse_flag(text)) {
    job.allow_private = *flag;
    job.private_networks.clear();
    return {};
  }
  Values networks;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string network(base::trimmed(std::string_view(text).substr(at, end - at)));
    if (const auto parsed = policies::Network::parse(network); !parsed) {
      return base::fail(base::Errc::invalid, parsed.error().detail + ", nor true or false");
    }
    networks.push_back(network);
    at = end + 1;
  }
  job.allow_private = true;
  job.private_networks.insert(job.private_networks.end(), networks.begin(), networks.end());
  return {};
}

Values private_setting(const Job& job) {
  if (!job.allow_private) return {};
  return job.private_networks.empty() ? yes_no(true) : job.private_networks;
}

// Never shown back: it may hold a password, even one with a typing error around it.
base::Result<void> assign_proxy(Job& job, const std::string& text) {
  const auto wrong = base::fail(
      base::Errc::invalid,
      "expected http://, https://, socks5:// or socks5h:// and [NAME:PASSWORD@]HOST:PORT");
  const auto url = base::Url::parse(text);
  if (text.empty() || !url) return text.empty() ? assign_header_text(job.proxy, text) : wrong;
  const std::string_view scheme = url->scheme();
  const bool is_known =
      scheme == "http" || scheme == "https" || scheme == "socks5" || scheme == "socks5h";
  const bool is_bare = (url->path().empty() || url->path() == "/") &&
                       url->href().find_first_of("?#") == std::string_view::npos;
  // libcurl reads it too: what the two could read differently is not taken.
  const bool is_plain =
      base::starts_with_ignoring_case(text, std::string(scheme) + "://") &&
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (!is_known || !is_bare || !is_plain || url->host().empty()) return wrong;
  job.proxy = text;
  return {};
}

// Without name and password, which no record and no log tells.
Values proxy_setting(const Job& job) {
  const auto url = base::Url::parse(job.proxy);
  return url ? Values{std::string(url->without_credentials().href())} : Values{};
}

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
    {"allow-private", "", "",
     "fetch loopback and private addresses too (default: refused); "
     "--allow-private=10.0.0.0/8,fd00::/8 opens these networks alone",
     true, [](Job& job, const std::string& v) { return assign_private(job, v); },
     [](const Job& job) { return private_setting(job); }},
    {"proxy", "", "URL",
     "fetch through this proxy (http, https, socks5, socks5h); which addresses it connects to is "
     "then not checked",
     false, [](Job& job, const std::string& v) { return assign_proxy(job, v); },
     [](const Job& job) { return proxy_setting(job); }},
    {"insecure", "", "", "take any certificate; the archive says so (default: no)", false,
     [](Job& job, const std::string& v) { return assign(job.insecure, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.insecure); }},
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

std::span<const Option> general_options() { return kOptions; }

}  // namespace crawler::job
