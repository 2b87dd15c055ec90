// Calendars: URLs that are a date and nothing else. A story filed under its date
// (/2023/11/05/slug/, /2017_05_24_409857.shtml) is none; /2023/11/05/ and ?month=11&year=2023 are.
// Numbers that may be something else (/topic/2031/7, /article/202901) are dates only where the URL
// says so.
#pragma once

#include <chrono>

#include "policies/trap_shape.h"

namespace policies {

struct TrapDate {
  bool is_date = false;      // a day, a month, a week, and nothing else
  bool is_calendar = false;  // it says "calendar", "event" or the like as well
  bool is_named = false;     // that, or a parameter named for a day, a week, a month
  bool is_archive = false;   // a path of the past that is not named: /2023/11/05/
  bool moves = false;        // the query says "next" or "prev"
  int year = 0;              // 0: unknown
};

TrapDate date_of(const TrapShape& shape, std::chrono::year_month_day today);

}  // namespace policies
