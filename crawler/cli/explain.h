// What `varve explain` has found out about a URL: facts with names, told as aligned text or as one
// JSON object with the same names (docs/explain.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crawler::cli {

struct Fact {
  std::string name;                // one word; the member of the JSON object
  std::vector<std::string> lines;  // any text
  bool is_list = false;            // in JSON an array even when there is one line
  // JSON texts, one for each of `lines`, that stand in the array instead of them; may be empty.
  std::vector<std::string> objects{};
};

class Explanation {
 public:
  // Nothing at all when there is no text.
  void add(std::string_view name, std::string text);
  void add_list(std::string_view name, std::vector<std::string> lines,
                std::vector<std::string> objects = {});

  // Safe for a terminal; ends with a line end.
  std::string to_text() const;
  // One line in ASCII, with its line end.
  std::string to_json() const;

 private:
  std::vector<Fact> facts_;
};

}  // namespace crawler::cli
