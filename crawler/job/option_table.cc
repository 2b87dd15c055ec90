#include "crawler/job/job_options.h"

#include "crawler/job/option_values.h"

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

// "true" and "false", or networks joined with commas.
base::Result<void> assign_private(Job& job, const std::string& text) {
  return assign(job.allow_private, parse_flag(text));
}

Values private_setting(const Job& job) { return yes_no(job.allow_private); }

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
     "fetch loopback and private addresses too (default: refused); --allow-private=10.0.0.0/8 "
     "opens "
     "single networks",
     false, [](Job& job, const std::string& v) { return assign_private(job, v); },
     [](const Job& job) { return private_setting(job); }},
    {"proxy", "", "URL",
     "fetch through this proxy (http, https, socks5h); addresses are then its own business", false,
     [](Job& job, const std::string& v) { return assign_header_text(job.proxy, v); },
     [](const Job& job) { return if_set(job.proxy); }},
    {"insecure", "", "", "take any certificate; the record says so (default: no)", false,
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
