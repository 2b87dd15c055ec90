// How long a host is left alone for what it answered (policies.md 4.2). Knows no clock: it says how
// long, whoever keeps the host's clock says from when.
//
//   busy (429, 503)    what Retry-After says; else 60 s, doubled each time, at most 1 h
//   forbidden (403)    the tenth in a row: 6 h
//   no connection      error_pause, doubled each time, at most 1 h; the fifth in a row: 6 h, and
//                      the third such round gives the host up
//   good               halves what the next pauses would be, and ends every row
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace policies {

class Backoff {
 public:
  // Each returns the pause from now, zero for none.
  std::chrono::milliseconds busy(std::optional<std::chrono::seconds> retry_after);
  std::chrono::milliseconds forbidden();
  // `first` is PolitenessOptions::error_pause.
  std::chrono::milliseconds no_connection(std::chrono::milliseconds first);
  void good();

  // Nobody answers there: five failures in a row, three times.
  bool has_given_up() const { return rounds_ >= 3; }
  // The last pause was given because nobody answered.
  bool is_unreachable() const { return is_unreachable_; }

 private:
  std::uint8_t busy_doublings_ = 0, error_doublings_ = 0;
  std::uint8_t forbidden_in_row_ = 0, errors_in_row_ = 0, rounds_ = 0;
  bool is_unreachable_ = false;
};

}  // namespace policies
