#include "crawler/engine/guesses.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "crawler/engine/follow.h"
#include "crawler/extract/url_like.h"
#include "policies/script_mining.h"

namespace crawler::engine {
namespace {

constexpr char kGuess = static_cast<char>(policies::Hop::script);
constexpr char kRedirect = static_cast<char>(policies::Hop::redirect);
constexpr auto kMaxGuessesInARow = 3;

bool is_trial(const policies::Candidate& candidate) { return candidate.hop_path.ends_with(kGuess); }

// Behind the last link, entry or form: how it got from a page somebody named to here.
std::string_view last_steps(const policies::Candidate& candidate) {
  const std::string_view path = candidate.hop_path;
  return path.substr(path.find_last_of("LSF") + 1);
}

// The host that was asked: a redirect may have led elsewhere.
std::string host_of_guess(const policies::Candidate& candidate) {
  const auto via = base::Url::parse(candidate.via);
  return std::string(is_trial(candidate) || !via ? candidate.url.host() : via->host());
}

}  // namespace

bool is_guess(const policies::Candidate& candidate) {
  const std::size_t last = candidate.hop_path.find_last_not_of(kRedirect);
  return last != std::string::npos && candidate.hop_path[last] == kGuess;
}

policies::Verdict may_queue_guess(Services& services, const policies::Candidate& from,
                                  const base::Url& url) {
  const std::string_view steps = last_steps(from);
  const auto guesses = std::count(steps.begin(), steps.end(), kGuess);
  const auto most = from.kind == policies::LinkKind::requisite ? 1 : kMaxGuessesInARow;
  if (guesses >= most) return {policies::Reason::guess, "found in what was guessed"};
  return services.mining.may_queue(url, extract::has_known_extension(url.path()));
}

policies::Verdict may_fetch_guess(Services& services, const policies::Candidate& candidate) {
  return is_trial(candidate) ? services.mining.may_try(candidate.url) : policies::Verdict{};
}

void learn_from(Services& services, const policies::Candidate& candidate,
                const net::Capture& capture, std::string_view mime,
                std::string_view payload_digest) {
  if (is_guess(candidate)) {
    const policies::GuessAnswer answer{.status = capture.status(),
                                       .is_html = mime == "text/html",
                                       .redirect = redirect_target(capture),
                                       .payload_digest = payload_digest};
    services.mining.learn(host_of_guess(candidate),
                          policies::guess_was_right(candidate.kind, answer), answer_hash(answer));
  } else if (capture.status() == 200 && candidate.kind == policies::LinkKind::page) {
    services.mining.learn_path(candidate.url);
  }
}

}  // namespace crawler::engine
