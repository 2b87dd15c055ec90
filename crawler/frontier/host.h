// A host, and the two things it may share with others: its registrable domain and its IP address.
// Plain state; schedule.h keeps it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "crawler/frontier/host_queue.h"

namespace crawler::frontier {

struct Host;

// Who waits, in the order of their tickets.
using Line = std::set<std::pair<std::uint64_t, Host*>>;

// A registrable domain: so many of its hosts have a slot at a time. A host keeps its slot while
// something of it is in flight, while it waits for its address, and while it rests.
struct Domain {
  unsigned slots_taken = 0;
  std::set<std::pair<TimePoint, Host*>> resting;  // with a slot until then
  Line line;
  TimePoint held_until{};            // for a request outside the queues
  std::optional<TimePoint> opening;  // its entry among the openings, if it has one
};

// An IP address: gaps between starts, and so many requests in flight.
struct Address {
  std::string name;
  TimePoint next_page{}, next_requisite{};
  unsigned in_flight = 0;
  Line pages, requisites;
  TimePoint held_until{};
  std::optional<TimePoint> opening;
};

struct Host {
  enum class Waits { nowhere, for_itself, for_domain, for_address };

  Host(const std::string& host, Domain& its_domain, HostQueue its_queue)
      : name(host), domain(its_domain), queue(std::move(its_queue)) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  const std::string name;
  Domain& domain;
  HostQueue queue;
  Address* address = nullptr;  // null: not known yet

  Waits waits = Waits::nowhere;
  std::optional<TimePoint> moment;     // since when it waits, or until when
  Turn turn = Turn::page;              // for which it waits at its address
  std::uint64_t ticket = 0;            // drawn when its moment came, kept until it had its turn
  bool has_slot = false;               // of its domain
  bool is_noted = false;               // in the journal of rests
  std::optional<TimePoint> slot_ends;  // its entry in Domain::resting
};

}  // namespace crawler::frontier
