// The HTML at hand: what tests that take any page run over.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/demo/site.h"
#include "tests/crawler/extract/case_file.h"
#include "tests/support/shared_data.h"

namespace support {

// The pages of the sample site whose type begins with `type`.
inline std::vector<std::string> sample_site(std::string_view type) {
  namespace demo = crawler::demo;
  // Its pictures are painted anew each time.
  static demo::Site site = demo::make_site(demo::origins_of("http", 8790));
  std::vector<std::string> bodies;
  for (const demo::Expected& expected : site.manifest()) {
    if (expected.status != 200 || !expected.content_type.starts_with(type)) continue;
    const std::size_t host = expected.url.find("//") + 2;
    const std::size_t target = expected.url.find('/', host);
    bodies.push_back(site.answer({.method = "GET",
                                  .host = expected.url.substr(host, target - host),
                                  .target = expected.url.substr(target)})
                         .body);
  }
  return bodies;
}

inline std::vector<std::string> case_inputs(const std::string& file) {
  std::vector<std::string> inputs;
  for (const Case& one : read_cases(file)) inputs.push_back(one.input);
  return inputs;
}

// ../shared/malformed/html/own; none where that is absent.
inline std::vector<std::string> malformed_pages() {
  std::vector<std::string> pages;
  const auto folder = shared_data("malformed/html/own");
  if (!folder) return pages;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    pages.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return pages;
}

inline void append(std::vector<std::string>& to, std::vector<std::string> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace support
