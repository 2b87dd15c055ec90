// Calendars: URLs that are a date and nothing else. A story filed under its date
// (/2023/11/05/slug/, /2017_05_24_409857.shtml) is none; /2023/11/05/ and ?month=11&year=2023 are.
#pragma once

#include "policies/trap_shape.h"

namespace policies {

struct TrapDate {
  bool is_date = false;      // a day, a month, a week, and nothing else
  bool is_calendar = false;  // it says "calendar", "event" or the like as well
  bool moves = false;        // the query says "next" or "prev"
  int year = 0;              // 0: unknown
};

TrapDate date_of(const TrapShape& shape);

}  // namespace policies
