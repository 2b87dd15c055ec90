#include <cassert>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "crawler/frontier/fingerprint.h"
#include "crawler/frontier/frontier.h"
#include "crawler/frontier/host_queue.h"
#include "policies/canonical.h"

namespace crawler::frontier {
namespace {

struct Host {
  explicit Host(const policies::PolitenessOptions& politeness) : queue(politeness) {}
  HostQueue queue;
  std::optional<TimePoint> scheduled;  // its entry in the calendar, if it has one
};

// The text of a queued URL; the rest is small and fixed.
std::size_t bytes_of(const policies::Candidate& candidate) {
  return candidate.url.href().size() + candidate.via.size() + candidate.referer.size();
}

using Hosts = std::map<std::string, Host, std::less<>>;

class MemoryFrontier : public Frontier {
 public:
  explicit MemoryFrontier(FrontierOptions options)
      : options_(std::move(options)), keys_(options_.keys), sip_key_(random_sip_key()) {}

  bool knows(const policies::Candidate& candidate) const override {
    return seen_.contains(print_of(candidate.url));
  }

  void treat_as_session(const std::string& host, const std::string& parameter) override {
    keys_.treat_as_session(host, parameter);
  }

  void set_address(const std::string& host, const std::string& address) override {
    addresses_[host] = address;
  }
  bool knows_address(const std::string& host) const override { return addresses_.contains(host); }
  void restore_rest(const std::string&, std::chrono::milliseconds, TimePoint) override {}
  void set_politeness(const policies::PolitenessOptions& politeness) override {
    options_.politeness = politeness;
  }
  std::vector<HostState> hosts(TimePoint) const override { return {}; }
  void list_waiting(const Listener& listener) const override {
    for (const auto& [candidate, why] : parked_) listener(candidate, why);
  }

  bool add(policies::Candidate candidate, Place place,
           const policies::Verdict& parked_for) override {
    const std::uint64_t print = print_of(candidate.url);
    if (queued_bytes_ + bytes_of(candidate) > options_.max_queued_bytes) {
      dropped_ += seen_.contains(print) ? 0 : 1;
      return false;
    }
    const bool is_new = seen_.insert(print).second;
    if (!is_new && !(candidate.after_cookie && take_second_look(print))) return false;
    queued_bytes_ += bytes_of(candidate);
    if (place == Place::parked) {
      parked_.emplace_back(std::move(candidate), parked_for);
      return true;
    }
    auto host = host_of(host_key(candidate.url));
    host->second.queue.push(Task{++last_id_, std::move(candidate), 1}, place == Place::urgent);
    reschedule(host);
    return true;
  }

  void note_redirect(const base::Url& url) override {
    redirects_.try_emplace(print_of(url), SecondLook::free);
  }

  Next next(TimePoint now) override {
    while (!calendar_.empty()) {
      const auto [moment, name] = *calendar_.begin();
      if (moment > now) return Next{std::nullopt, moment};
      const auto host = hosts_.find(name);
      std::optional<Task> task = host->second.queue.pop(now, with_pages_);
      reschedule(host);
      if (!task) continue;
      in_flight_.emplace(task->id, *task);
      return Next{std::move(task), std::nullopt};
    }
    return {};
  }

  void finish(std::uint64_t task_id, const Release& release, TimePoint now) override {
    auto found = in_flight_.extract(task_id);
    assert(!found.empty());
    Task task = std::move(found.mapped());
    const bool was_requisite = !counts_as_page(task);
    const auto host = host_of(host_key(task.candidate.url));
    std::optional<Task> again;
    if (release.again_in) {
      if (release.counts_as_attempt) ++task.attempt;
      again = std::move(task);
    } else if (release.parks) {
      parked_.emplace_back(std::move(task.candidate), *release.parks);
    } else {
      queued_bytes_ -= bytes_of(task.candidate);
    }
    host->second.queue.finish(was_requisite, release, std::move(again), now);
    reschedule(host);
  }

  void set_crawl_delay(const std::string& name,
                       std::optional<std::chrono::milliseconds> crawl_delay) override {
    const auto host = host_of(name);
    host->second.queue.set_crawl_delay(crawl_delay);
    reschedule(host);
  }

  bool try_reserve(const std::string& name, TimePoint now) override {
    const auto host = host_of(name);
    const bool reserved = host->second.queue.try_reserve(now);
    reschedule(host);
    return reserved;
  }

  void release_reserved(const std::string& name, std::chrono::milliseconds page_delay,
                        TimePoint now) override {
    const auto host = host_of(name);
    host->second.queue.release_reserved(page_delay, now);
    reschedule(host);
  }

  void hand_out_pages(bool wanted) override {
    if (wanted == with_pages_) return;
    with_pages_ = wanted;
    for (auto host = hosts_.begin(); host != hosts_.end(); ++host) reschedule(host);
  }

  Counts counts() const override {
    Counts counts{.known = seen_.size(),
                  .in_flight = in_flight_.size(),
                  .dropped = dropped_,
                  .parked = parked_.size()};
    for (const auto& [name, host] : hosts_) {
      const std::size_t waiting = host.queue.queued(true);
      counts.queued += waiting;
      counts.hosts_waiting += waiting > 0 ? 1 : 0;
    }
    return counts;
  }

  bool is_exhausted() const override {
    if (!in_flight_.empty() || !calendar_.empty()) return false;
    for (const auto& [name, host] : hosts_) {
      if (host.queue.queued(with_pages_) > 0) return false;
    }
    return true;
  }

 private:
  enum class SecondLook { free, taken };

  std::uint64_t print_of(const base::Url& url) const {
    return fingerprint(sip_key_, keys_.key(url).text);
  }

  bool take_second_look(std::uint64_t print) {
    const auto found = redirects_.find(print);
    if (found == redirects_.end() || found->second == SecondLook::taken) return false;
    found->second = SecondLook::taken;
    return true;
  }

  Hosts::iterator host_of(const std::string& name) {
    return hosts_.try_emplace(name, options_.politeness).first;
  }

  // The calendar holds each host once, at the moment it has something ready.
  void reschedule(Hosts::iterator host) {
    Host& state = host->second;
    const std::optional<TimePoint> moment = state.queue.ready_at(with_pages_);
    if (moment == state.scheduled) return;
    if (state.scheduled) calendar_.erase({*state.scheduled, host->first});
    if (moment) calendar_.emplace(*moment, host->first);
    state.scheduled = moment;
  }

  FrontierOptions options_;
  policies::KeyMaker keys_;
  std::map<std::string, std::string> addresses_;
  std::vector<std::pair<policies::Candidate, policies::Verdict>> parked_;
  const SipKey sip_key_;
  std::unordered_set<std::uint64_t> seen_;
  std::unordered_map<std::uint64_t, SecondLook> redirects_;
  Hosts hosts_;
  std::set<std::pair<TimePoint, std::string>> calendar_;
  std::map<std::uint64_t, Task> in_flight_;
  std::uint64_t last_id_ = 0;
  std::size_t queued_bytes_ = 0;  // of what is queued or in flight
  std::size_t dropped_ = 0;
  bool with_pages_ = true;
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
