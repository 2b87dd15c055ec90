// Which URL next? The frontier knows every URL ever added, keeps one queue a host, and hands a URL
// out only when its host has rested: politeness is a property of this interface, not of its users.
// One thread (the crawl's loop) calls it. Time is an argument, so that tests need no sleep.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "crawler/frontier/task.h"
#include "policies/candidate.h"
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
};

class Frontier {
 public:
  virtual ~Frontier() = default;

  // False when the URL (by its canonical key) was added before. `urgent` puts it first in its
  // class: the target of a redirect, a page's requisites.
  virtual bool add(policies::Candidate candidate, bool urgent) = 0;

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

  // Takes the host's next turn for a request outside the queue (a robots.txt that redirects to
  // another host). False when something of the host is in flight or it has not rested yet: then its
  // queue holds back for half a second, so that who asks again in time is next.
  virtual bool try_reserve(const std::string& host, TimePoint now) = 0;
  // Gives that turn back; the host rests `page_delay` from now.
  virtual void release_reserved(const std::string& host, std::chrono::milliseconds page_delay,
                                TimePoint now) = 0;

  // Without pages (and the sitemaps that name more of them) only requisites are handed out: a limit
  // was reached, and what was taken is made whole.
  virtual void hand_out_pages(bool wanted) = 0;

  virtual Counts counts() const = 0;
  // Nothing in flight and nothing that would be handed out.
  virtual bool is_exhausted() const = 0;
};

// All in memory and gone when the program ends: a queued URL costs its text three times (URL, via,
// referer) and some 300 bytes, a known one 45 bytes.
// `max_queued_bytes` bounds the text of all queued URLs: pages full of long links must not fill the
// memory.
std::unique_ptr<Frontier> make_memory_frontier(const policies::PolitenessOptions& politeness,
                                               std::size_t max_queued_bytes = 512 << 20);

}  // namespace crawler::frontier
