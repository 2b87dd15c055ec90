#include "crawler/engine/guesses.h"

#include <string_view>

#include "crawler/engine/follow.h"
#include "crawler/extract/url_like.h"
#include "policies/script_mining.h"

namespace crawler::engine {
namespace {

constexpr char kGuess = static_cast<char>(policies::Hop::script);

}  // namespace

bool is_guess(const policies::Candidate& candidate) { return candidate.hop_path.ends_with(kGuess); }

policies::Verdict may_queue_guess(Services& services, const policies::Candidate& from,
                                  const base::Url& url) {
  const std::size_t last_page = from.hop_path.find_last_of("LSF") + 1;
  const bool stems_from_guess = from.kind == policies::LinkKind::requisite &&
                                from.hop_path.find(kGuess, last_page) != std::string::npos;
  if (stems_from_guess) return {policies::Reason::guess, "found in what was guessed"};
  return services.mining.may_queue(url, extract::has_known_extension(url.path()));
}

policies::Verdict may_fetch_guess(Services& services, const policies::Candidate& candidate) {
  return is_guess(candidate) ? services.mining.may_try(candidate.url) : policies::Verdict{};
}

void learn_from(Services& services, const policies::Candidate& candidate,
                const net::Capture& capture, std::string_view mime) {
  if (capture.status() == 200 && candidate.kind == policies::LinkKind::page) {
    services.mining.learn_path(candidate.url);
  }
  if (!is_guess(candidate)) return;
  const auto found =
      policies::guess_was_right(candidate.kind, {.status = capture.status(),
                                                 .is_html = mime == "text/html",
                                                 .redirect = redirect_target(capture)});
  if (found) services.mining.learn(candidate.url.host(), *found);
}

}  // namespace crawler::engine
