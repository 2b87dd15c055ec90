// Which host may be asked now? A host passes, in this order: its own clock (host_queue.h), a slot
// of its registrable domain, the clock of its IP address; and all share the clock of the crawl
// (max_rate, bandwidth). Who cannot pass stands in line and is looked at again only when it is its
// turn, so that 100,000 hosts behind one address cost what one costs: every step is O(log hosts).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "crawler/frontier/host.h"
#include "policies/politeness.h"

namespace crawler::frontier {

// A turn under way: what was paid for it, and is given back where nothing was asked.
struct Running {
  Host* host = nullptr;
  Address* address = nullptr;  // null: none was known
  Turn turn = Turn::page;
  TimePoint started{};
  TimePoint address_clock_before{}, crawl_clock_before{};
};

class Schedule {
 public:
  // `politeness` outlives the schedule and may change; then call refresh_all().
  explicit Schedule(const policies::PolitenessOptions& politeness) : politeness_(politeness) {}

  // The domain of the host of that name, which may have a port.
  Domain& domain_of(std::string_view host);
  void set_address(Host& host, const std::string& address);

  // The host's queue or clock has changed.
  void update(Host& host);
  void refresh_all();
  void hand_out_pages(bool wanted) { with_pages_ = wanted; }  // then update() every host
  bool with_pages() const { return with_pages_; }

  // A host whose queue may be popped now: the caller pops it, then calls update(). Nothing when all
  // must wait until next_moment(), or for something that ends.
  std::optional<Running> next(TimePoint now);
  std::optional<TimePoint> next_moment() const;
  // Nothing will come of itself.
  bool is_idle() const { return !next_moment(); }

  // The turn is over; the host's queue knows already. `asked` is false when nobody was asked.
  void finish(const Running& running, bool asked, std::uint64_t bytes);

  // A turn outside the queue, or nothing when the host, its domain or its address has none to give;
  // the latter two then hold back for half a second.
  std::optional<Running> try_reserve(Host& host, TimePoint now);

  // When anybody may be asked at all.
  TimePoint closed_until() const { return std::max(next_start_, bytes_paid_until_); }
  void close_until(TimePoint moment) { bytes_paid_until_ = std::max(bytes_paid_until_, moment); }

 private:
  unsigned address_limit() const;
  bool is_open(const Address& address, Turn turn, TimePoint now) const;
  bool has_free_slot(Domain& domain, TimePoint now);
  void expire_slots(Domain& domain, TimePoint now);
  void take_slot(Host& host);
  void settle_slot(Host& host);
  void leave(Host& host);
  void refresh(Domain& domain);
  void refresh(Address& address);

  Host* from_calendar(TimePoint now);
  Host* from_domain(TimePoint now);
  Host* from_address(TimePoint now);
  Host* pass_domain(Host& host, TimePoint now);
  Host* pass_address(Host& host, TimePoint now);
  Running start(Host& host, Turn turn, TimePoint now);

  const policies::PolitenessOptions& politeness_;
  bool with_pages_ = true;
  std::unordered_map<std::string, Domain> domains_;     // nodes never move
  std::unordered_map<std::string, Address> addresses_;  // nor do these
  std::set<std::pair<TimePoint, Host*>> calendar_;      // hosts by their own moment
  std::set<std::pair<TimePoint, Domain*>> domains_due_;
  std::set<std::pair<TimePoint, Address*>> addresses_due_;
  std::uint64_t last_ticket_ = 0;
  TimePoint next_start_{}, bytes_paid_until_{};
};

}  // namespace crawler::frontier
