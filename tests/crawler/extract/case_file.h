// Text in, text out: the cases of tests/cases/*.cases. A case is
//   == its name
//   the input, any number of lines
//   --
//   the expected output, a line each; none for "nothing"
// Blank lines before "==" and lines beginning with "//" before the first case are for the reader.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace support {

struct Case {
  std::string name, input;
  std::vector<std::string> expected;
};

inline std::vector<Case> read_cases(const std::string& file) {
  std::ifstream stream(std::string(VARVE_SOURCE_DIR) + "/tests/cases/" + file);
  std::vector<Case> cases;
  bool in_input = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("== ", 0) == 0) {
      cases.push_back({line.substr(3), {}, {}});
      in_input = true;
    } else if (cases.empty()) {
      continue;
    } else if (in_input && line == "--") {
      in_input = false;
    } else if (in_input) {
      cases.back().input += (cases.back().input.empty() ? "" : "\n") + line;
    } else if (!line.empty()) {
      cases.back().expected.push_back(line);
    }
  }
  BOOST_REQUIRE_MESSAGE(!cases.empty(), "no cases in " << file);
  return cases;
}

inline void check_case(const Case& one, const std::vector<std::string>& actual) {
  BOOST_TEST_CONTEXT(one.name) {
    BOOST_TEST(actual == one.expected, boost::test_tools::per_element());
  }
}

}  // namespace support
