#include <algorithm>
#include <cassert>
#include <functional>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "crawler/frontier/fingerprint.h"
#include "crawler/frontier/frontier.h"
#include "crawler/frontier/host.h"
#include "crawler/frontier/schedule.h"
#include "policies/canonical.h"

namespace crawler::frontier {
namespace {

using std::chrono::milliseconds;

// Shorter rests are over before a crawl could be begun again.
constexpr milliseconds kWorthNoting{1000};

milliseconds left_until(TimePoint moment, TimePoint now) {
  return std::chrono::ceil<milliseconds>(std::max(moment - now, TimePoint::duration{0}));
}

// The text of a queued URL; the rest is small and fixed.
std::size_t bytes_of(const policies::Candidate& candidate) {
  return candidate.url.href().size() + candidate.via.size() + candidate.referer.size();
}

class MemoryFrontier : public Frontier {
 public:
  explicit MemoryFrontier(FrontierOptions options)
      : options_(std::move(options)), keys_(options_.keys), sip_key_(random_sip_key()) {
    if (options_.jitter_seed == 0) options_.jitter_seed = sip_key_.low;
  }

  bool knows(const policies::Candidate& candidate) const override {
    return seen_.contains(print_of(candidate.url));
  }

  void treat_as_session(const std::string& host, const std::string& parameter) override {
    keys_.treat_as_session(host, parameter);
  }

  bool add(policies::Candidate candidate, Place place,
           const policies::Verdict& parked_for) override {
    const std::uint64_t print = print_of(candidate.url);
    // What is parked may fill half of it, so that a flood of it turns no page away.
    const std::size_t most = options_.max_queued_bytes / (place == Place::parked ? 2 : 1);
    if (queued_bytes_ + bytes_of(candidate) > most) {
      dropped_ += seen_.contains(print) ? 0 : 1;
      return false;
    }
    const bool is_new = seen_.insert(print).second;
    if (!is_new && !(candidate.after_cookie && take_second_look(print))) return false;
    queued_bytes_ += bytes_of(candidate);
    Host& host = host_of(host_key(candidate.url));
    Task task{++last_id_, std::move(candidate), 1};
    if (place == Place::parked) {
      host.queue.park(std::move(task), parked_for);
    } else {
      host.queue.push(std::move(task), place == Place::urgent);
    }
    schedule_.update(host);
    return true;
  }

  void note_redirect(const base::Url& url) override {
    redirects_.try_emplace(print_of(url), SecondLook::free);
  }

  Next next(TimePoint now) override {
    const std::optional<Running> running = schedule_.next(now);
    if (!running) return Next{std::nullopt, schedule_.next_moment()};
    Host& host = *running->host;
    std::optional<Task> task = host.queue.pop(now, schedule_.with_pages());
    assert(task);
    schedule_.update(host);
    note_first(host);
    in_flight_.emplace(task->id, InFlight{*task, *running});
    return Next{std::move(task), std::nullopt};
  }

  void finish(std::uint64_t task_id, const Release& release, TimePoint now) override {
    auto found = in_flight_.extract(task_id);
    assert(!found.empty());
    auto& [task, running] = found.mapped();
    const bool was_requisite = !counts_as_page(task);
    Host& host = *running.host;
    std::optional<Task> again;
    if (release.again_in) {
      if (release.counts_as_attempt) ++task.attempt;
      again = std::move(task);
    } else if (release.parks) {
      host.queue.park(std::move(task), *release.parks);
    } else {
      queued_bytes_ -= bytes_of(task.candidate);
    }
    host.queue.finish(was_requisite, running.started, release, std::move(again), now);
    if (!release.address.empty()) schedule_.set_address(host, release.address);
    schedule_.finish(running, release.was_asked(), release.bytes);
    schedule_.update(host);
    if (release.was_asked()) note_rest(host, now);
  }

  void set_crawl_delay(const std::string& name, std::optional<milliseconds> crawl_delay) override {
    Host& host = host_of(name);
    host.queue.set_crawl_delay(crawl_delay);
    schedule_.update(host);
  }

  void set_address(const std::string& name, const std::string& address) override {
    if (!address.empty()) schedule_.set_address(host_of(name), address);
  }

  bool knows_address(const std::string& name) const override {
    const auto host = hosts_.find(name);
    return host != hosts_.end() && host->second.address != nullptr;
  }

  // A host of which nothing is wanted in this run costs no more than its line.
  void restore_rest(const std::string& name, milliseconds rest, TimePoint now) override {
    if (name.empty()) return schedule_.close_until(now + rest);
    const auto host = hosts_.find(name);
    if (host == hosts_.end()) {
      restored_[name] = now + rest;
      return;
    }
    host->second.queue.rest_until(now + rest);
    schedule_.update(host->second);
  }

  void set_politeness(const policies::PolitenessOptions& politeness) override {
    options_.politeness = politeness;
    schedule_.refresh_all();
    update_all();
  }

  bool try_reserve(const std::string& name, TimePoint now) override {
    const std::optional<Running> running = schedule_.try_reserve(host_of(name), now);
    if (running) reserved_[name] = *running;
    return running.has_value();
  }

  void release_reserved(const std::string& name, const Release& release, TimePoint now) override {
    const auto reserved = reserved_.extract(name);
    assert(!reserved.empty());
    const Running& running = reserved.mapped();
    Host& host = *running.host;
    host.queue.finish(false, running.started, release, std::nullopt, now);
    if (!release.address.empty()) schedule_.set_address(host, release.address);
    schedule_.finish(running, true, release.bytes);
    schedule_.update(host);
    note_rest(host, now);
  }

  void hand_out_pages(bool wanted) override {
    if (wanted == schedule_.with_pages()) return;
    schedule_.hand_out_pages(wanted);
    update_all();
  }

  std::vector<std::string> park_resting(TimePoint now, const Patience& patience) override {
    std::vector<std::string> names;
    for (auto& [name, host] : hosts_) {
      if (!host.queue.has_work()) continue;
      const TimePoint moment =
          std::max(host.queue.free_at(), host.queue.ready_at(true).value_or(TimePoint{}));
      if (moment - now <= patience(name)) continue;
      const auto reason = host.queue.is_unreachable() ? policies::Reason::host_unreachable
                                                      : policies::Reason::host_busy;
      const auto seconds = std::chrono::ceil<std::chrono::seconds>(moment - now).count();
      host.queue.park_queued({reason, "rests for " + std::to_string(seconds) + " s more", true});
      schedule_.update(host);
      names.push_back(name);
    }
    return names;
  }

  Counts counts() const override {
    Counts counts{.known = seen_.size(), .in_flight = in_flight_.size(), .dropped = dropped_};
    for (const auto& [name, host] : hosts_) {
      const std::size_t waiting = host.queue.queued(true);
      counts.queued += waiting;
      counts.hosts_waiting += waiting > 0 ? 1 : 0;
      counts.parked += host.queue.parked();
    }
    return counts;
  }

  std::vector<HostState> hosts(TimePoint now) const override {
    std::vector<HostState> states;
    states.reserve(hosts_.size());
    for (const auto& [name, host] : hosts_) {
      states.push_back({.name = name,
                        .address = host.address != nullptr ? host.address->name : std::string(),
                        .queued = host.queue.queued(true),
                        .parked = host.queue.parked(),
                        .rest = left_until(host.queue.free_at(), now),
                        .longest_pause = host.queue.longest_pause(),
                        .crawl_delay = host.queue.crawl_delay(),
                        .is_given_up = host.queue.is_given_up()});
    }
    return states;
  }

  void list_waiting(const Listener& listener) const override {
    for (const auto& [name, host] : hosts_) host.queue.list(listener);
    for (const auto& [id, under_way] : in_flight_) listener(under_way.task.candidate, {});
  }

  bool is_exhausted() const override {
    if (!in_flight_.empty() || !schedule_.is_idle()) return false;
    const bool pages = schedule_.with_pages();
    return std::none_of(hosts_.begin(), hosts_.end(), [pages](const auto& entry) {
      return entry.second.queue.queued(pages) > 0;
    });
  }

 private:
  enum class SecondLook { free, taken };
  struct InFlight {
    Task task;
    Running running;
  };

  std::uint64_t print_of(const base::Url& url) const {
    return fingerprint(sip_key_, keys_.key(url).text);
  }

  bool take_second_look(std::uint64_t print) {
    const auto found = redirects_.find(print);
    if (found == redirects_.end() || found->second == SecondLook::taken) return false;
    found->second = SecondLook::taken;
    return true;
  }

  Host& host_of(const std::string& name) {
    const auto found = hosts_.find(name);
    if (found != hosts_.end()) return found->second;
    const auto seed =
        static_cast<std::uint32_t>(std::hash<std::string>{}(name) ^ options_.jitter_seed);
    Host& host = hosts_
                     .try_emplace(name, name, schedule_.domain_of(name),
                                  HostQueue(options_.politeness, options_.fetch_parked, seed))
                     .first->second;
    if (const auto rest = restored_.extract(name)) host.queue.rest_until(rest.mapped());
    return host;
  }

  void update_all() {
    for (auto& [name, host] : hosts_) schedule_.update(host);
  }

  // The first request of a host may be under way when the crawl is killed: then the next one begun
  // must know of it.
  void note_first(Host& host) const {
    if (host.is_noted) return;
    host.is_noted = true;
    const milliseconds rest = options_.politeness.min_delay;
    if (options_.on_rest && rest >= kWorthNoting) options_.on_rest(host.name, rest);
  }

  void note_rest(const Host& host, TimePoint now) const {
    if (!options_.on_rest) return;
    const milliseconds rest = left_until(host.queue.free_at(), now);
    if (rest >= kWorthNoting) options_.on_rest(host.name, rest);
    const milliseconds closed = left_until(schedule_.closed_until(), now);
    if (closed >= kWorthNoting) options_.on_rest("", closed);
  }

  FrontierOptions options_;
  policies::KeyMaker keys_;
  const SipKey sip_key_;
  std::unordered_set<std::uint64_t> seen_;
  std::unordered_map<std::uint64_t, SecondLook> redirects_;
  Schedule schedule_{options_.politeness};
  std::unordered_map<std::string, Host> hosts_;  // nodes never move
  std::unordered_map<std::string, TimePoint> restored_;
  std::unordered_map<std::string, Running> reserved_;
  std::unordered_map<std::uint64_t, InFlight> in_flight_;
  std::uint64_t last_id_ = 0;
  std::size_t queued_bytes_ = 0;  // of what is queued, parked or in flight
  std::size_t dropped_ = 0;
};

}  // namespace

std::string host_key(const base::Url& url) {
  const std::uint16_t usual = url.scheme() == "https" ? 443 : 80;
  return url.port() == usual ? std::string(url.host()) : url.host_port();
}

std::unique_ptr<Frontier> make_memory_frontier(FrontierOptions options) {
  return std::make_unique<MemoryFrontier>(std::move(options));
}

}  // namespace crawler::frontier
