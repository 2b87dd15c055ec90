// The dates pages give for themselves, in the spellings that leave no doubt.
#pragma once

#include <string>
#include <string_view>

namespace crawler::extract {

// `text` in ISO 8601 when it is a date, alone or with a time and an offset: "2022-03-01 10:14",
// "2022/3/1", the Chinese form with nian, yue and ri, "20220301101418", "Tue, 01 Mar 2022 08:20:30
// GMT". Fields that are not given stay so: no offset is guessed, and "2022-03" stays a month.
// Everything else
// ("3 March", "03/04/2022", "yesterday") comes back as it was.
std::string to_iso_date(std::string_view text);

}  // namespace crawler::extract
