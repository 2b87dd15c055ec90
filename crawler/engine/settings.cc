#include "crawler/engine/settings.h"

#include <unistd.h>

#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/encoding.h"
#include "base/log.h"
#include "base/version.h"
#include "crawler/job/job_options.h"

namespace crawler::engine {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

// Who watches a crawl wonders what it waits for.
constexpr std::chrono::seconds kWorthTelling{30};

// What somebody who checks a digest has to know.
std::string how_stored(const job::Job& job) {
  const bool sha1 = job.digest == warc::DigestAlgorithm::sha1;
  return fmt::format(
      "transfer-coding {} bodies, content-coding kept; digests are {}, payload digests of the body "
      "without transfer-coding, with content-coding",
      job.keep_transfer_encoding ? "kept in" : "removed from",
      sha1 ? "SHA-1 in Base32" : "SHA-256 in hexadecimal");
}

std::string robots_field(const job::Job& job) {
  std::string field(name_of(job.robots));
  if (!job.robots_reason.empty()) field += " (" + job.robots_reason + ")";
  return field;
}

// Which addresses may be connected to, for who reads the archive later.
std::string address_field(const job::Job& job) {
  if (!job.proxy.empty()) return "not enforced (a proxy looks up names and connects)";
  if (!job.allow_private) return "public addresses only";
  return "private addresses allowed" +
         (job.private_networks.empty()
              ? std::string()
              : fmt::format(": {}", fmt::join(job.private_networks, ", ")));
}

}  // namespace

std::string_view name_of(job::RobotsMode mode) {
  switch (mode) {
    case job::RobotsMode::obey: return "obey";
    case job::RobotsMode::obey_pages: return "obey-pages";
    case job::RobotsMode::annotate: return "annotate";
    case job::RobotsMode::ignore: return "ignore";
  }
  return "unknown";
}

// What the first record of every file tells of the crawl (formats section 2.3).
warc::Fields warcinfo_of(const job::Job& job) {
  warc::Fields fields;
  fields.add("software", std::string("Varve/") + base::kVersion);
  fields.add("hostname", host_name());
  fields.add_if("operator", job.contact);
  fields.add("robots", robots_field(job));
  fields.add("varve-addresses", address_field(job));
  if (job.insecure) fields.add("varve-certificates", "not checked");
  fields.add("http-header-user-agent", job::user_agent_of(job));
  fields.add("isPartOf", job.collection);
  fields.add("description", how_stored(job));
  fields.add("varve-job", job::to_json(job));
  return fields;
}

warc::FileSetOptions file_options_of(const job::Job& job, const CollectionPaths& paths) {
  warc::FileSetOptions options;
  options.directory = paths.archive();
  options.prefix = job.warc_prefix;
  options.hostname = host_name();
  options.max_bytes = job.warc_max_bytes;
  options.level = static_cast<int>(job.gzip_level);
  options.digest = job.digest;
  options.warcinfo = warcinfo_of(job);
  return options;
}

net::FetchOptions fetch_options_of(const job::Job& job, const CollectionPaths& paths) {
  net::FetchOptions options;
  options.user_agent = job::user_agent_of(job);
  for (const std::string& line : job.headers) {
    (job::is_secret_header(line) ? options.secret_headers : options.headers).push_back(line);
  }
  options.cookies = job.cookies;
  options.cookie_file = job.cookie_file;
  options.resolve = job.resolve;
  options.ca_file = job.ca_file;
  options.allow_private = job.allow_private;
  options.private_networks = job.private_networks;
  options.proxy = job.proxy;
  options.insecure = job.insecure;
  options.host_bandwidth = job.politeness.host_bandwidth;
  options.stream_bytes = job.traps.stream_bytes;
  options.stream_time = std::chrono::seconds(job.traps.stream_seconds);
  options.max_body_bytes = job.max_body_bytes;
  options.keep_transfer_encoding = job.keep_transfer_encoding;
  options.timeout = job.timeout;
  options.spool_directory = paths.state();
  options.max_connections = static_cast<long>(job.concurrency) + 64;
  return options;
}

std::vector<std::string> secret_names(const net::FetchOptions& options) {
  std::vector<std::string> names;
  for (const std::string& line : options.secret_headers) {
    names.push_back(base::to_lower_ascii(base::trimmed(line.substr(0, line.find(':')))));
  }
  return names;
}

std::set<std::string> origins_of(const job::Seeds& seeds) {
  std::set<std::string> origins;
  for (const base::Url& url : seeds.urls) origins.insert(url.origin());
  return origins;
}

// The names of "HOST:PORT:ADDRESS" entries.
std::set<std::string> names_in(const std::vector<std::string>& resolve) {
  std::set<std::string> names;
  for (const std::string& entry : resolve) {
    const std::size_t from = entry.starts_with('+') ? 1 : 0;
    names.insert(base::to_lower_ascii(entry.substr(from, entry.find(':') - from)));
  }
  return names;
}

std::vector<std::string> names_of(const job::Seeds& seeds) {
  std::vector<std::string> names;
  for (const base::Url& url : seeds.urls) names.emplace_back(url.href());
  for (const job::ArticleSeed& article : seeds.articles) names.push_back(article.name);
  return names;
}

// The crawl's own limits are the engine's business.
policies::BudgetOptions budgets_of(const job::Job& job) {
  policies::BudgetOptions options = job.budget;
  options.crawl = {};
  return options;
}

std::vector<policies::Limits> limits_of(const job::Seeds& seeds) {
  std::vector<policies::Limits> limits;
  for (const auto& own : seeds.own) limits.push_back(own ? own->limits : policies::Limits{});
  limits.resize(seeds.urls.size());
  for (const job::ArticleSeed& article : seeds.articles) {
    limits.push_back(article.own ? article.own->limits : policies::Limits{});
  }
  return limits;
}

frontier::FrontierOptions frontier_options_of(const job::Job& job, ClockJournal& clocks) {
  frontier::FrontierOptions options;
  options.politeness = job.politeness;
  options.keys = job.keys;
  options.fetch_parked = job.fetch_parked;
  options.on_rest = [&clocks](const std::string& host, std::chrono::milliseconds rest) {
    clocks.note(host, rest);
    if (rest < kWorthTelling || host.empty()) return;
    base::log(base::LogLevel::info,
              fmt::format("{} is left alone for {} s", host, rest.count() / 1000));
  };
  return options;
}

}  // namespace crawler::engine
