// How fast, and when.
#include "crawler/job/job_options.h"

#include "crawler/job/option_values.h"

namespace crawler::job {
namespace {

const Option kOptions[] = {
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
    {"crawl-delay-cap", "", "TIME", "obey a Crawl-delay up to this (default: 300)", false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.crawl_delay_cap, parse_duration(v));
     },
     [](const Job& job) { return Values{seconds(job.politeness.crawl_delay_cap)}; }},
    {"requisite-gap", "", "TIME", "between two requisites of a page from one host (default: 0.25)",
     false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.requisite_gap, parse_duration(v));
     },
     [](const Job& job) { return Values{seconds(job.politeness.requisite_gap)}; }},
    {"requisites-in-flight", "", "N", "requisites in flight from one host (default: 6)", false,
     [](Job& job, const std::string& v) {
       return assign_count(job.politeness.requisites_in_flight, v, 1, 1000);
     },
     [](const Job& job) { return Values{std::to_string(job.politeness.requisites_in_flight)}; }},
    {"domain-hosts", "", "N", "hosts of one registrable domain served at a time (default: 4)",
     false,
     [](Job& job, const std::string& v) {
       return assign_count(job.politeness.domain_hosts, v, 1, 100000);
     },
     [](const Job& job) { return Values{std::to_string(job.politeness.domain_hosts)}; }},
    {"ip-gap", "", "TIME",
     "between two pages from one IP address, whatever their hosts (default: 0.5)", false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.ip_gap, parse_duration(v));
     },
     [](const Job& job) { return Values{seconds(job.politeness.ip_gap)}; }},
    {"ip-in-flight", "", "N", "URLs in flight from one IP address (default: 6)", false,
     [](Job& job, const std::string& v) {
       return assign_count(job.politeness.ip_in_flight, v, 1, 1000);
     },
     [](const Job& job) { return Values{std::to_string(job.politeness.ip_in_flight)}; }},
    {"error-pause", "", "TIME",
     "rest of a host after a failed connection, doubled each time (default: 30)", false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.error_pause, parse_duration(v));
     },
     [](const Job& job) { return Values{seconds(job.politeness.error_pause)}; }},
    {"max-wait", "", "TIME",
     "a host that asks for a longer rest than this is left for the next run (default: 1h)", false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.max_wait, parse_duration(v));
     },
     [](const Job& job) { return Values{seconds(job.politeness.max_wait)}; }},
    {"hours", "", "FROM-TO", "ask for nothing outside these hours, local time, e.g. 22-06", false,
     [](Job& job, const std::string& v) { return assign(job.hours, policies::Hours::parse(v)); },
     [](const Job& job) { return if_set(job.hours.text()); }},
    {"max-rate", "", "N", "requests a second over all hosts (default: no limit)", false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.max_rate, parse_factor(v));
     },
     [](const Job& job) {
       return job.politeness.max_rate > 0 ? Values{fmt::format("{}", job.politeness.max_rate)}
                                          : Values{};
     }},
    {"bandwidth", "", "BYTES", "bytes a second over all hosts (default: no limit)", false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.bandwidth, parse_bytes(v));
     },
     [](const Job& job) { return if_set(job.politeness.bandwidth); }},
    {"host-bandwidth", "", "BYTES", "bytes a second from one host (default: no limit)", false,
     [](Job& job, const std::string& v) {
       return assign(job.politeness.host_bandwidth, parse_bytes(v));
     },
     [](const Job& job) { return if_set(job.politeness.host_bandwidth); }},
};

}  // namespace

std::span<const Option> politeness_options() { return kOptions; }

}  // namespace crawler::job
