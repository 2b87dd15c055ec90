#include "crawler/frontier/schedule.h"

#include <algorithm>
#include <cassert>

#include "base/url_host.h"

namespace crawler::frontier {
namespace {

using std::chrono::milliseconds;

// As long as a host holds back for who asks from outside (host_queue.cc).
constexpr milliseconds kYield{500};

std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  return colon == host.npos || host.back() == ']' ? host : host.substr(0, colon);
}

// Moves the entry of a gate in the set of its kind.
template <typename Gate>
void move_opening(std::set<std::pair<TimePoint, Gate*>>& openings, Gate& gate,
                  std::optional<TimePoint> opening) {
  if (gate.opening == opening) return;
  if (gate.opening) openings.erase({*gate.opening, &gate});
  if (opening) openings.emplace(*opening, &gate);
  gate.opening = opening;
}

void take_off(Host& host) {
  host.waits = Host::Waits::nowhere;
  host.moment.reset();
}

// Between two requests of the whole crawl.
TimePoint::duration start_gap(const policies::PolitenessOptions& politeness) {
  if (!(politeness.max_rate > 0)) return {};
  const std::chrono::duration<double> gap(std::min(1 / politeness.max_rate, 86'400.0));
  return std::chrono::duration_cast<TimePoint::duration>(gap);
}

template <typename Openings>
bool is_due(const Openings& openings, TimePoint now) {
  return !openings.empty() && openings.begin()->first <= now;
}

}  // namespace

Domain& Schedule::domain_of(std::string_view host) {
  return domains_[base::registrable_domain(without_port(host))];
}

void Schedule::set_address(Host& host, const std::string& address) {
  if (host.address != nullptr && host.address->name == address) return;
  leave(host);
  host.address = &addresses_[address];
  host.address->name = address;
  update(host);
}

void Schedule::update(Host& host) {
  const std::optional<TimePoint> moment = host.queue.ready_at(with_pages_);
  if (moment == host.moment) return;
  leave(host);
  host.moment = moment;
  if (!moment) return;
  host.waits = Host::Waits::for_itself;
  calendar_.emplace(*moment, &host);
}

void Schedule::leave(Host& host) {
  const Host::Waits waited = host.waits;
  if (waited == Host::Waits::for_itself) calendar_.erase({*host.moment, &host});
  take_off(host);
  if (waited == Host::Waits::for_domain) {
    host.domain.line.erase({host.ticket, &host});
    refresh(host.domain);
  }
  if (waited == Host::Waits::for_address) {
    Line& line = host.turn == Turn::page ? host.address->pages : host.address->requisites;
    line.erase({host.ticket, &host});
    refresh(*host.address);
    settle_slot(host);
  }
}

void Schedule::refresh_all() {
  for (auto& [name, domain] : domains_) refresh(domain);
  for (auto& [name, address] : addresses_) refresh(address);
}

void Schedule::expire_slots(Domain& domain, TimePoint now) {
  while (is_due(domain.resting, now)) {
    Host& host = *domain.resting.begin()->second;
    host.has_slot = false;
    host.slot_ends.reset();
    domain.resting.erase(domain.resting.begin());
    --domain.slots_taken;
  }
}

bool Schedule::has_free_slot(Domain& domain, TimePoint now) {
  expire_slots(domain, now);
  return domain.slots_taken < politeness_.domain_hosts;
}

void Schedule::take_slot(Host& host) {
  if (host.slot_ends) {
    host.domain.resting.erase({*host.slot_ends, &host});
    host.slot_ends.reset();
  }
  if (!host.has_slot) ++host.domain.slots_taken;
  host.has_slot = true;
}

// A host that has a slot and neither uses it nor waits with it keeps it for its rest.
void Schedule::settle_slot(Host& host) {
  const bool is_in_use = host.queue.in_flight() > 0 || host.waits == Host::Waits::for_address;
  if (host.has_slot && !is_in_use && !host.slot_ends) {
    host.slot_ends = host.queue.rest_end();
    host.domain.resting.emplace(*host.slot_ends, &host);
  }
  refresh(host.domain);
}

void Schedule::refresh(Domain& domain) {
  std::optional<TimePoint> opening;
  if (!domain.line.empty()) {
    if (domain.slots_taken < politeness_.domain_hosts) {
      opening = domain.held_until;
    } else if (!domain.resting.empty()) {
      opening = std::max(domain.resting.begin()->first, domain.held_until);
    }
  }
  move_opening(domains_due_, domain, opening);
}

// An operator who wants many pages of one host at a time means it.
unsigned Schedule::address_limit() const {
  return std::max(politeness_.ip_in_flight, politeness_.per_host);
}

bool Schedule::is_open(const Address& address, Turn turn, TimePoint now) const {
  const TimePoint moment = turn == Turn::page ? address.next_page : address.next_requisite;
  return address.in_flight < address_limit() && moment <= now;
}

void Schedule::refresh(Address& address) {
  std::optional<TimePoint> opening;
  const auto consider = [&](const Line& line, TimePoint moment) {
    if (line.empty()) return;
    moment = std::max(moment, address.held_until);
    opening = opening ? std::min(*opening, moment) : moment;
  };
  if (address.in_flight < address_limit()) {
    consider(address.pages, address.next_page);
    consider(address.requisites, address.next_requisite);
  }
  move_opening(addresses_due_, address, opening);
}

std::optional<Running> Schedule::next(TimePoint now) {
  // Of a host that has given up: nobody will be asked, so that no clock matters.
  if (is_due(calendar_, TimePoint::min())) {
    Host& doomed = *calendar_.begin()->second;
    leave(doomed);
    return Running{&doomed, nullptr, Turn::page, now, {}, {}};
  }
  if (closed_until() > now) return std::nullopt;
  while (true) {
    Host* host = nullptr;
    if (is_due(addresses_due_, now)) {
      host = from_address(now);
    } else if (is_due(domains_due_, now)) {
      host = from_domain(now);
    } else if (is_due(calendar_, now)) {
      host = from_calendar(now);
    } else {
      return std::nullopt;
    }
    if (host != nullptr) return start(*host, host->turn, now);
  }
}

std::optional<TimePoint> Schedule::next_moment() const {
  std::optional<TimePoint> first;
  const auto consider = [&first](const auto& openings) {
    if (openings.empty()) return;
    const TimePoint moment = openings.begin()->first;
    first = first ? std::min(*first, moment) : moment;
  };
  consider(calendar_);
  consider(domains_due_);
  consider(addresses_due_);
  if (!first) return std::nullopt;
  return std::max(*first, closed_until());
}

Host* Schedule::from_calendar(TimePoint now) {
  Host& host = *calendar_.begin()->second;
  leave(host);
  return pass_domain(host, now);
}

Host* Schedule::pass_domain(Host& host, TimePoint now) {
  const std::optional<Turn> turn = host.queue.turn_at(now, with_pages_);
  if (!turn) {
    update(host);
    return nullptr;
  }
  host.turn = *turn;
  if (host.ticket == 0) host.ticket = ++last_ticket_;
  Domain& domain = host.domain;
  const bool has_free = has_free_slot(domain, now) && domain.line.empty();
  if (!host.has_slot && !(has_free && domain.held_until <= now)) {
    host.moment = host.queue.ready_at(with_pages_);
    host.waits = Host::Waits::for_domain;
    domain.line.emplace(host.ticket, &host);
    refresh(domain);
    return nullptr;
  }
  return pass_address(host, now);
}

// Who is first in line gets the slot that has become free.
Host* Schedule::from_domain(TimePoint now) {
  Domain& domain = *domains_due_.begin()->second;
  if (!has_free_slot(domain, now)) {
    refresh(domain);
    return nullptr;
  }
  Host& host = *domain.line.begin()->second;
  leave(host);
  const std::optional<Turn> turn = host.queue.turn_at(now, with_pages_);
  if (!turn) {
    update(host);
    return nullptr;
  }
  host.turn = *turn;
  return pass_address(host, now);
}

// From here on the host has its slot.
Host* Schedule::pass_address(Host& host, TimePoint now) {
  take_slot(host);
  if (host.address == nullptr) return &host;
  Line& line = host.turn == Turn::page ? host.address->pages : host.address->requisites;
  const bool is_held = host.address->held_until > now;
  if (line.empty() && !is_held && is_open(*host.address, host.turn, now)) return &host;
  host.moment = host.queue.ready_at(with_pages_);
  host.waits = Host::Waits::for_address;
  line.emplace(host.ticket, &host);
  refresh(*host.address);
  return nullptr;
}

Host* Schedule::from_address(TimePoint now) {
  Address& address = *addresses_due_.begin()->second;
  const bool takes_requisite =
      !address.requisites.empty() && is_open(address, Turn::requisite, now);
  Line& line = takes_requisite ? address.requisites : address.pages;
  Host& host = *line.begin()->second;
  leave(host);
  const std::optional<Turn> turn = host.queue.turn_at(now, with_pages_);
  if (turn != host.turn) {
    update(host);  // something else has come first meanwhile
    return nullptr;
  }
  take_slot(host);
  return &host;
}

Running Schedule::start(Host& host, Turn turn, TimePoint now) {
  Running running{&host, host.address, turn, now, {}, next_start_};
  host.ticket = 0;
  if (politeness_.max_rate > 0) next_start_ = now + start_gap(politeness_);
  if (host.address == nullptr) return running;
  Address& address = *host.address;
  TimePoint& clock = turn == Turn::page ? address.next_page : address.next_requisite;
  running.address_clock_before = clock;
  clock = now + policies::address_gap(politeness_, turn == Turn::page);
  ++address.in_flight;
  refresh(address);
  return running;
}

void Schedule::finish(const Running& running, bool asked, std::uint64_t bytes) {
  if (Address* address = running.address) {
    --address->in_flight;
    TimePoint& clock = running.turn == Turn::page ? address->next_page : address->next_requisite;
    const auto gap = policies::address_gap(politeness_, running.turn == Turn::page);
    // Given back unless somebody has started since.
    if (!asked && clock == running.started + gap) clock = running.address_clock_before;
    refresh(*address);
  }
  const bool is_last = next_start_ == running.started + start_gap(politeness_);
  if (!asked && is_last) next_start_ = running.crawl_clock_before;
  bytes_paid_until_ = std::max(bytes_paid_until_, running.started) +
                      policies::time_for(bytes, politeness_.bandwidth);
  settle_slot(*running.host);
}

std::optional<Running> Schedule::try_reserve(Host& host, TimePoint now) {
  if (closed_until() > now) return std::nullopt;
  const bool has_slot = has_free_slot(host.domain, now) || host.has_slot;
  const bool has_address = host.address == nullptr || is_open(*host.address, Turn::page, now);
  if (!has_slot) host.domain.held_until = now + kYield;
  if (!has_address) host.address->held_until = now + kYield;
  const bool reserved = has_slot && has_address && host.queue.try_reserve(now);
  refresh(host.domain);
  if (host.address != nullptr) refresh(*host.address);
  if (!reserved) {
    update(host);
    return std::nullopt;
  }
  leave(host);
  take_slot(host);
  Running running = start(host, Turn::page, now);
  update(host);
  return running;
}

}  // namespace crawler::frontier
