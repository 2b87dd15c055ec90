// Two hundred hosts with everything that keeps a crawler waiting, and the servers' own log: nobody
// is asked sooner than allowed, no rule of a robots.txt is broken while rules change, and the crawl
// takes hardly longer than the longest of its schedules.
//
// Times are those of the server. A host's rest begins when its answer leaves the server, which is
// before the crawl can have it, so that rests are checked to the millisecond. Gaps between starts
// are paced at the crawl's end of the wire: two requests may come closer together than they left,
// by what the machine's scheduler makes of it.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/url_host.h"
#include "policies/robots.h"
#include "tests/crawler/engine/crawling.h"
#include "tests/crawler/engine/polite_web.h"

using namespace engine_test;
using std::chrono::duration_cast;

namespace {

constexpr int kHosts = 200;
constexpr milliseconds kDelay{500}, kAddressGap{200}, kRequisiteGap{100};
constexpr unsigned kDomainHosts = 2;
constexpr milliseconds kClockTolerance{1}, kStartTolerance{60};

// What kind of host number n is. Numbers below 60 share addresses by six; 60 to 99 are ten hosts of
// each of four domains.
bool has_crawl_delay(int n) { return n >= 100 && n % 8 == 0; }
bool changes_rules(int n) { return n >= 100 && n % 10 == 1; }
bool is_busy(int n) { return n >= 100 && n % 10 == 3; }  // 429 with Retry-After
bool is_down(int n) { return n >= 100 && n % 20 == 5; }  // 503 with Retry-After
bool is_slow(int n) { return n >= 100 && n % 10 == 7; }
bool is_shut(int n) { return n == 199; }  // 503, and says nothing
bool has_pictures(int n) { return n < 60 && n % 3 == 0; }

std::string name_of(int n) {
  if (n >= 60 && n < 100) {
    return "h" + std::to_string(n) + ".shop" + std::to_string(n % 4) + ".test";
  }
  return "h" + std::to_string(n) + ".test";
}
int number_of_host(const std::string& name) { return std::stoi(name.substr(1)); }

std::string address_of(int n) {
  return n < 60 ? "127.9.0." + std::to_string(1 + n / 6)
                : "127.9." + std::to_string(1 + n / 100) + "." + std::to_string(1 + n % 100);
}

milliseconds crawl_delay_of(int n) {
  return has_crawl_delay(n) ? milliseconds(n % 16 == 0 ? 2500 : 1000) : milliseconds(0);
}

int pages_of(int n) { return changes_rules(n) ? 12 : has_crawl_delay(n) ? 9 : n < 100 ? 4 : 8; }

std::string ok(const std::string& type, const std::string& body, const std::string& fields = "") {
  return support::response(200, "Content-Type: " + type + "\r\n" + fields, body);
}

std::string http_date(std::time_t time) {
  char text[64];
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

class Hosts : public PoliteWeb {
 public:
  ~Hosts() override { stop(); }

  PoliteAnswer answer(const std::string& host, const std::string& target) override {
    const int n = number_of_host(host);
    const int times = asked_[host + target]++;
    PoliteAnswer reply;
    if (target == "/robots.txt") return robots(n, times);
    if (is_shut(n)) return {support::response(503, "", "")};
    if (times == 0 && target == "/2") reply = refusal(n);
    if (reply.bytes.empty()) reply.bytes = target == "/" ? front(n) : plain(target);
    if (is_slow(n)) reply.takes = milliseconds(300);
    return reply;
  }

  static std::string rules(int n, int version) {
    std::string text = "User-agent: *\nDisallow: /private\n";
    if (changes_rules(n) && version > 0) text += "Disallow: /late\n";
    if (has_crawl_delay(n)) {
      text +=
          "Crawl-delay: " + std::to_string(static_cast<double>(crawl_delay_of(n).count()) / 1000) +
          "\n";
    }
    return text;
  }

 private:
  static PoliteAnswer robots(int n, int times) {
    const std::string fields = changes_rules(n) ? "Cache-Control: max-age=3\r\n" : "";
    return {ok("text/plain", rules(n, times), fields)};
  }
  static PoliteAnswer refusal(int n) {
    if (is_down(n))
      return {support::response(503, "Retry-After: 1\r\n", ""), {}, milliseconds(1000)};
    if (!is_busy(n)) return {};
    if (n % 20 == 3)
      return {support::response(429, "Retry-After: 3\r\n", ""), {}, milliseconds(3000)};
    // A date has no fractions: what it asks for begins when it is over.
    const auto now = std::chrono::system_clock::now();
    const auto until = std::chrono::floor<std::chrono::seconds>(now) + std::chrono::seconds(3);
    const std::string field =
        "Retry-After: " + http_date(std::chrono::system_clock::to_time_t(until)) + "\r\n";
    return {support::response(429, field, ""), {}, duration_cast<milliseconds>(until - now)};
  }
  static std::string front(int n) {
    // In front: behind the last page it would wait for its turn, only to be refused.
    std::string body = "<a href='/private/x'>no</a>";
    for (int page = 1; page <= pages_of(n); ++page) {
      body += "<a href='/" + std::to_string(page) + "'>p</a>";
    }
    if (changes_rules(n)) {
      for (int page = 1; page <= 4; ++page) {
        body += "<a href='/late/" + std::to_string(page) + "'>l</a>";
      }
    }
    if (has_pictures(n)) {
      for (int i = 0; i < 12; ++i) body += "<img src='/i" + std::to_string(i) + ".png'>";
    }
    return ok("text/html", body);
  }
  static std::string plain(const std::string& target) {
    return target.ends_with(".png") ? ok("image/png", "picture") : ok("text/html", "<p>" + target);
  }

  std::map<std::string, int> asked_;
};

bool is_requisite(const PoliteRequest& request) { return request.target.ends_with(".png"); }

// What the log comes to.
struct Judged {
  int too_soon = 0, against_rules = 0, crowded = 0;
  milliseconds least_margin{1'000'000};  // of rests
  milliseconds worst_start{0};           // by how much a gap between starts was missed
  milliseconds longest_schedule{0};
  std::string longest_of;

  void rest(milliseconds margin) {
    least_margin = std::min(least_margin, margin);
    too_soon += margin < -kClockTolerance ? 1 : 0;
  }
  void start(milliseconds margin) {
    worst_start = std::max(worst_start, -margin);
    too_soon += margin < -kStartTolerance ? 1 : 0;
  }
  void schedule(milliseconds time, const std::string& whose) {
    if (time <= longest_schedule) return;
    longest_schedule = time;
    longest_of = whose;
  }
};

using Requests = std::vector<const PoliteRequest*>;

milliseconds between(ServerClock::time_point from, ServerClock::time_point to) {
  return std::chrono::floor<milliseconds>(to - from);
}

milliseconds rest_after(const PoliteRequest& request) {
  const int n = number_of_host(request.host);
  const milliseconds served = between(request.came, request.ended);
  return std::max({kDelay, served, crawl_delay_of(n), request.closes});
}

void judge_host(const Requests& requests, Judged& judged) {
  const int n = number_of_host(requests.front()->host);
  milliseconds sum{0};
  int version = -1, pictures = 0;
  policies::RobotsRules rules = policies::RobotsRules::allow_all();
  const PoliteRequest* last_page = nullptr;
  const PoliteRequest* last_picture = nullptr;
  for (const PoliteRequest* request : requests) {
    const auto url = base::Url::parse("http://" + request->host + request->target);
    judged.against_rules += rules.allows(*url) ? 0 : 1;
    if (request->target == "/robots.txt") {
      rules = policies::RobotsRules::parse(Hosts::rules(n, ++version), "Varve");
    }
    if (is_requisite(*request)) {
      judged.rest(between(last_page->ended, request->came) - kRequisiteGap);
      if (last_picture != nullptr && pictures > 0) {
        judged.start(between(last_picture->came, request->came) - kRequisiteGap);
      }
      last_picture = request;
      ++pictures;
      continue;
    }
    if (last_page != nullptr) {
      judged.rest(between(last_page->ended, request->came) - rest_after(*last_page));
      sum += between(last_page->came, last_page->ended) + rest_after(*last_page);
    }
    if (pictures > 0) {
      const milliseconds cost = policies::burst_delay(kDelay, static_cast<unsigned>(pictures));
      judged.rest(between(last_picture->ended, request->came) - cost);
      sum += kRequisiteGap * pictures + cost - kDelay;
      pictures = 0;
    }
    last_page = request;
  }
  judged.schedule(sum, requests.front()->host);
}

void judge_address(const Requests& requests, Judged& judged) {
  const PoliteRequest* last_page = nullptr;
  milliseconds sum{0};
  for (const PoliteRequest* request : requests) {
    if (is_requisite(*request)) continue;
    if (last_page != nullptr) {
      judged.start(between(last_page->came, request->came) - kAddressGap);
      sum += kAddressGap;
    }
    last_page = request;
  }
  judged.schedule(sum, requests.front()->address);
}

// No more than so many hosts in flight or resting at any moment.
void judge_domain(const std::string& domain, const Requests& requests, Judged& judged) {
  std::map<std::string, ServerClock::time_point> active_until;
  milliseconds sum{0};
  for (const PoliteRequest* request : requests) {
    std::erase_if(active_until, [&](const auto& entry) {
      return entry.second <= request->came + kClockTolerance && entry.first != request->host;
    });
    active_until[request->host] = request->ended + rest_after(*request);
    judged.crowded += active_until.size() > kDomainHosts ? 1 : 0;
    sum += between(request->came, request->ended) + rest_after(*request);
  }
  // The last rests are not waited for.
  const milliseconds busy = sum / kDomainHosts - kDelay;
  if (requests.size() > 20) judged.schedule(busy, domain);
}

struct PoliteCrawling : Crawling {
  Hosts web;

  PoliteCrawling() {
    std::set<std::string> addresses;
    for (int n = 0; n < kHosts; ++n) addresses.insert(address_of(n));
    web.listen({addresses.begin(), addresses.end()});
    for (int n = 0; n < kHosts; ++n) {
      job.resolve.push_back(name_of(n) + ":" + std::to_string(web.port()) + ":" + address_of(n));
    }
    policies::PolitenessOptions& politeness = job.politeness;
    politeness.min_delay = kDelay;
    politeness.max_delay = milliseconds(2000);
    politeness.factor = 1;
    politeness.ip_gap = kAddressGap;
    politeness.requisite_gap = kRequisiteGap;
    politeness.domain_hosts = kDomainHosts;
    politeness.max_wait = milliseconds(10'000);
    job.robots_times.min_age = milliseconds(3000);
    job.retry.tries = 3;
    job.concurrency = 200;
  }

  std::vector<std::string> seeds() const {
    std::vector<std::string> urls;
    for (int n = 0; n < kHosts; ++n) {
      urls.push_back("http://" + name_of(n) + ":" + std::to_string(web.port()) + "/");
    }
    return urls;
  }

  // By host, address or domain.
  template <typename Key>
  std::map<std::string, Requests> grouped(Key key) const {
    std::map<std::string, Requests> groups;
    for (const PoliteRequest& request : web.log()) groups[key(request)].push_back(&request);
    return groups;
  }

  Judged judge() const {
    Judged judged;
    for (const auto& [host, requests] : grouped([](const auto& r) { return r.host; })) {
      judge_host(requests, judged);
    }
    for (const auto& [address, requests] : grouped([](const auto& r) { return r.address; })) {
      judge_address(requests, judged);
    }
    const auto domain_of = [](const auto& r) { return base::registrable_domain(r.host); };
    for (const auto& [domain, requests] : grouped(domain_of)) {
      judge_domain(domain, requests, judged);
    }
    return judged;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(politeness_crawl, PoliteCrawling)

BOOST_AUTO_TEST_CASE(two_hundred_hosts_are_never_asked_too_soon_nor_kept_waiting) {
  const Collection collection = crawl(seeds());
  const auto took = duration_cast<milliseconds>(report.ended - report.started);
  web.stop();

  const Judged judged = judge();
  std::printf(
      "%zu requests to %d hosts: %d too soon (least margin of a rest %ld ms, starts at most %ld ms "
      "too close), %d in crowded domains, %d against robots.txt; %ld ms for a schedule of %ld ms "
      "(%s): %.3f\n",
      web.log().size(), kHosts, judged.too_soon, static_cast<long>(judged.least_margin.count()),
      static_cast<long>(judged.worst_start.count()), judged.crowded, judged.against_rules,
      static_cast<long>(took.count()), static_cast<long>(judged.longest_schedule.count()),
      judged.longest_of.c_str(),
      static_cast<double>(took.count()) / static_cast<double>(judged.longest_schedule.count()));

  BOOST_TEST(judged.too_soon == 0);
  BOOST_TEST(judged.crowded == 0);
  BOOST_TEST(judged.against_rules == 0);
  BOOST_TEST(10 * took.count() <= 11 * judged.longest_schedule.count());
  // Everybody was served, and what had to be seen was there to see.
  std::map<std::string, int> robots, late, all;
  for (const PoliteRequest& request : web.log()) {
    ++all[request.host];
    robots[request.host] += request.target == "/robots.txt" ? 1 : 0;
    late[request.host] += request.target.starts_with("/late") ? 1 : 0;
  }
  for (int n = 0; n < kHosts; ++n) {
    BOOST_TEST_CONTEXT(name_of(n)) {
      const int pictures = has_pictures(n) ? 12 : 0;
      const int least = is_shut(n) ? 2 : 2 + pages_of(n) + pictures;
      BOOST_TEST(all[name_of(n)] >= least);
      if (changes_rules(n) && !is_shut(n)) {
        BOOST_TEST(robots[name_of(n)] >= 2);
        BOOST_TEST(late[name_of(n)] < 4);
      }
    }
  }
  // The host that is shut is a seed's own, and asks for a minute; the crawl waits for ten seconds.
  BOOST_TEST((report.exit_code == ExitCode::interrupted));
  BOOST_TEST(report.left.queued == 0u);
  const auto left = collection.lines("reports/left.jsonl");
  const auto busy = std::count_if(left.begin(), left.end(), [](const auto& line) {
    return text_of(line, "reason") == "host_busy";
  });
  BOOST_TEST(busy >= 1);
}

BOOST_AUTO_TEST_SUITE_END()
