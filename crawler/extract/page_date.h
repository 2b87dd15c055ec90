// The dates pages give for themselves, in the spellings that leave no doubt.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace crawler::extract {

// `text` in ISO 8601 when it is a date, alone or with a time and an offset: "2022-03-01 10:14",
// "2022/3/1", the Chinese form with nian, yue and ri, "20220301101418", "Tue, 01 Mar 2022 08:20:30
// GMT". Fields that are not given stay so: no offset is guessed, and "2022-03" stays a month.
// Everything else ("3 March", "03/04/2022", "yesterday") comes back as it was.
std::string to_iso_date(std::string_view text);

// The same; what is no such date and has none in it ("0000-00-00", "2024-13-45", "yesterday") comes
// back empty. A year from 1900 to 2199, the name of a month or weekday beside a number, or Unix
// time is enough.
std::string as_date(std::string_view text);

struct FoundDate {
  std::string iso;  // a day, with its time where "08:30" or "08:30:15" follows
  std::size_t begin = 0, end = 0;
};

// The first whole day from 1900 to 2199 in a line of text: in the forms above that begin with the
// year, or "3 May 2024" and "May 3rd, 2024". Linear.
std::optional<FoundDate> find_date(std::string_view text);

}  // namespace crawler::extract
