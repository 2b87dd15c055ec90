// Which URL next? The frontier knows every URL ever added, keeps one queue a host, and hands a URL
// out only when its host has rested: politeness is a property of this interface, not of its users.
// One thread (the crawl's loop) calls it. Time is an argument, so that tests need no sleep.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/frontier/task.h"
#include "policies/candidate.h"
#include "policies/canonical.h"
#include "policies/politeness.h"

namespace crawler::frontier {

// The host a URL is queued under: its name, with the port when it is not the scheme's own. http and
// https share one clock.
std::string host_key(const base::Url& url);

// The answer to "what next?".
struct Next {
  std::optional<Task> task;             // set: fetch this
  std::optional<TimePoint> not_before;  // set: nothing is ready now, ask again then
  // Neither: nothing will be ready before some task in flight is finished or a URL is added.
};

struct Counts {
  std::size_t known = 0;          // URLs ever added
  std::size_t queued = 0;         // waiting
  std::size_t in_flight = 0;      // handed out, not finished
  std::size_t dropped = 0;        // turned away because the frontier was full
  std::size_t hosts_waiting = 0;  // hosts with something queued
  std::size_t parked = 0;         // kept, not handed out
};

// One host as it stands, for reports.
struct HostState {
  std::string name;
  std::string address;                         // empty: unknown
  std::size_t queued = 0, parked = 0;          // URLs
  std::chrono::milliseconds rest{0};           // still to go before its next page
  std::chrono::milliseconds longest_pause{0};  // it was given for its answers
  std::optional<std::chrono::milliseconds> crawl_delay;
  bool is_given_up = false;  // nobody answers there
};

struct FrontierOptions {
  policies::PolitenessOptions politeness{};
  policies::KeyOptions keys{};
  bool fetch_parked = false;
  // Bounds the text of all queued URLs: pages full of long links must not fill the memory.
  std::size_t max_queued_bytes = 512 << 20;
  std::uint64_t jitter_seed = 0;  // of the random part of rests; 0: another one each time
  // Called when a host, or (with an empty name) nobody, may be asked again only after `rest`: at
  // least a second. What it is told survives a restart.
  std::function<void(const std::string& host, std::chrono::milliseconds rest)> on_rest{};
};

class Frontier {
 public:
  virtual ~Frontier() = default;

  // False when the URL (by its canonical key) was added before. `parked_for` is why it is parked,
  // where it is.
  virtual bool add(policies::Candidate candidate, Place place,
                   const policies::Verdict& parked_for = {}) = 0;

  // Would add() turn it away as known? A question only: a redirect that set a cookie may still be
  // taken.
  virtual bool knows(const policies::Candidate& candidate) const = 0;

  // From now on this query parameter is no part of what makes two URLs of the host two.
  virtual void treat_as_session(const std::string& host, const std::string& parameter) = 0;

  // The answer to `url` was a redirect. A redirect that set a cookie on its way
  // (Candidate::after_cookie) may then lead to `url` again, once in a crawl: so a page behind a
  // cookie wall, which sends its visitors round to itself, is had too.
  virtual void note_redirect(const base::Url& url) = 0;

  virtual Next next(TimePoint now) = 0;

  // Every task handed out is finished exactly once.
  virtual void finish(std::uint64_t task_id, const Release& release, TimePoint now) = 0;

  // A robots.txt of the host has been read; `crawl_delay` as it says, the longest one counts. Until
  // then a host gets one task at a time.
  virtual void set_crawl_delay(const std::string& host,
                               std::optional<std::chrono::milliseconds> crawl_delay) = 0;

  // The IP address behind the host, as looked up or as it answered: one clock per address. Until it
  // is known the host's requests count for no address.
  virtual void set_address(const std::string& host, const std::string& address) = 0;
  virtual bool knows_address(const std::string& host) const = 0;

  // The host rests that long from now: what is left of an earlier run.
  virtual void restore_rest(const std::string& host, std::chrono::milliseconds rest,
                            TimePoint now) = 0;

  // Other delays from now on; moments already earned stay.
  virtual void set_politeness(const policies::PolitenessOptions& politeness) = 0;

  // Takes the host's next turn for a request outside the queue (a robots.txt that redirects to
  // another host). False when something of the host is in flight or it has not rested yet: then its
  // queue holds back for half a second, so that who asks again in time is next.
  virtual bool try_reserve(const std::string& host, TimePoint now) = 0;
  // Gives that turn back, with what the host answered: as finish(), but no URL goes back.
  virtual void release_reserved(const std::string& host, const Release& release, TimePoint now) = 0;

  // Without pages (and the sitemaps that name more of them) only requisites are handed out: a limit
  // was reached, and what was taken is made whole.
  virtual void hand_out_pages(bool wanted) = 0;

  virtual Counts counts() const = 0;
  virtual std::vector<HostState> hosts(TimePoint now) const = 0;
  // Parks all that is queued for hosts that rest for longer than `patience` has with them, as
  // host_busy or host_unreachable, for good: it is not handed out any more. Returns their names.
  using Patience = std::function<std::chrono::milliseconds(const std::string& host)>;
  virtual std::vector<std::string> park_resting(TimePoint now, const Patience& patience) = 0;
  // Everything that is parked, and everything that is queued, in no order: for reports. `why` is
  // accepted for what is queued.
  using Listener = std::function<void(const policies::Candidate&, const policies::Verdict& why)>;
  virtual void list_waiting(const Listener& listener) const = 0;
  // Nothing in flight and nothing that would be handed out.
  virtual bool is_exhausted() const = 0;
};

// All in memory and gone when the program ends: a queued URL costs its text three times (URL, via,
// referer) and some 300 bytes, a known one 45 bytes.
std::unique_ptr<Frontier> make_memory_frontier(FrontierOptions options);

}  // namespace crawler::frontier
