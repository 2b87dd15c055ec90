// Which hosts are worth guessing on. Strings in scripts and JSON that look like URLs (hop letter X)
// are asked for on trial; a host where they turn out wrong is asked no more, and a guess without a
// known extension is made only where pages of its shape are. One object a crawl; pure arithmetic,
// bounded memory (30 MB at most). Belongs to the loop thread.
#pragma once

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

  // How the guess turned out. Hosts nobody was asked about are ignored.
  void learn(std::string_view host, bool found);

 private:
  struct Host {
    std::vector<std::uint64_t> shapes;  // hashes
    std::bitset<kWindow> answers;       // a ring; true: found
    std::size_t answered = 0, tried = 0;
    bool stopped = false;
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
};

// Was there something? 2xx, 304 and a redirect say yes, but not a redirect to the front page, nor
// HTML in the place of a requisite: the two ways of sites to say 404 with a smile. 401, 408, 429
// and 5xx say nothing. All else is no: 403 too, which stores of files answer for what they have
// not.
std::optional<bool> guess_was_right(LinkKind kind, const GuessAnswer& answer);

}  // namespace policies
