#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/extraction.h"
#include "crawler/extract/srcset.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void srcset(std::string_view input) {
  // A copy of its own size, with nothing behind it that could be read.
  const std::vector<char> exact(input.begin(), input.end());
  const std::string_view value(exact.data(), exact.size());
  const std::vector<std::string_view> urls = crawler::extract::parse_srcset(value);

  require(urls.size() <= crawler::extract::kMaxLinks, "candidates are bounded");
  std::string rewritten;
  for (const std::string_view url : urls) {
    require(!url.empty(), "a URL is not empty");
    require(std::less_equal<>()(value.data(), url.data()) &&
                std::less_equal<>()(url.data() + url.size(), value.data() + value.size()),
            "a URL is a part of the value");
    require(url.find_first_of("\t\n\f\r ") == std::string_view::npos, "white space ends a URL");
    require(url.front() != ',' && url.back() != ',', "commas at its ends are none of its own");
    (rewritten += url) += " 1x, ";
  }
  require(crawler::extract::parse_srcset(rewritten) == urls,
          "what is found can be written and found again");
}

}  // namespace fuzz
