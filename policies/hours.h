// The hours of the day in which a crawl may ask for anything (--hours 22-06).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace policies {

class Hours {
 public:
  // Always open.
  Hours() = default;

  // "22-06" or "22:30-06", several joined with commas, local time; an end before its start is of
  // the next day. Errors say what was expected.
  static base::Result<Hours> parse(std::string_view text);

  // Nothing is asked for until this has passed; zero while it is open. `time_of_day` since local
  // midnight.
  std::chrono::seconds until_open(std::chrono::seconds time_of_day) const;

  // As it was written; empty for always.
  const std::string& text() const { return text_; }

 private:
  struct Window {
    std::chrono::minutes from, to;  // `to` is after the last open minute; may be below `from`
  };
  std::string text_;
  std::vector<Window> windows_;
};

}  // namespace policies
