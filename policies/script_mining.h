// Which hosts are worth guessing on. Strings in scripts and JSON that look like URLs (hop letter X)
// are asked for on trial; a host where they turn out wrong is asked no more, and a guess without a
// known extension is made only where pages of its shape are. One object a crawl; pure arithmetic,
// bounded memory (30 MB at most). Belongs to the loop thread.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace policies {

class ScriptMining {
 public:
  static constexpr std::size_t kTrials = 20;      // guesses a host answers before it is judged
  static constexpr std::size_t kWindow = 100;     // judged by its last answers
  static constexpr std::size_t kMaxShapes = 256;  // of pages, a host
  static constexpr std::size_t kMaxHosts = 10'000;
  static constexpr std::size_t kRemembered = 32;  // answers, a host

  // A page of this shape is there: it was fetched with status 200. Shape: first folder (digits
  // alike), number of folders, extension.
  void learn_path(const base::Url& url);

  // May a guess be queued? No (Reason::guess) once the host has failed, or when the guess has no
  // known extension and no page of its shape is known. Costs nothing, so it may be asked for a URL
  // that is queued already.
  Verdict may_queue(const base::Url& url, bool has_known_extension) const;

  // May it be fetched, now that its turn has come? Each yes is a trial whose outcome learn() should
  // hear. Asked late, so that what the first guesses taught decides about those queued with them.
  Verdict may_try(const base::Url& url);

  // How a guess turned out; `found` is what guess_was_right() says. An answer like an earlier one
  // of the host (answer_hash(); 0 is like none) is wrong whatever it seems: the same page for
  // everything. Hosts nobody was asked about are ignored.
  void learn(std::string_view host, std::optional<bool> found, std::uint64_t answer_hash = 0);

 private:
  struct Host {
    std::vector<std::uint64_t> shapes;              // hashes
    std::bitset<kWindow> answers;                   // a ring; true: found
    std::array<std::uint64_t, kRemembered> seen{};  // a ring of answers
    std::size_t answered = 0, tried = 0, remembered = 0;
    bool stopped = false;

    bool has_seen(std::uint64_t answer);  // and remembers it
  };

  Host* host(std::string_view name);

  // Ordered: hosts are chosen by others, and so might collide.
  std::map<std::string, Host, std::less<>> hosts_;
};

// What answered a guess.
struct GuessAnswer {
  int status = 0;
  bool is_html = false;                              // by its type
  std::optional<base::Url> redirect = std::nullopt;  // where a 3xx leads
  std::string_view payload_digest = {};              // empty: unknown
};

// Was there something? 2xx and 304 say yes, but not HTML in the place of a requisite, and a
// redirect to the front page says no: two ways of sites to say 404 with a smile. Other redirects
// say nothing: what they lead to will. Nor do 401, 408, 429 and 5xx. All else is no: 403 too, which
// stores of files answer for what they have not.
std::optional<bool> guess_was_right(LinkKind kind, const GuessAnswer& answer);

// Of where a redirect leads or what a 2xx holds; 0 for all else.
std::uint64_t answer_hash(const GuessAnswer& answer);

}  // namespace policies
