// Test data that others published lives beside the repository, in ../shared. Users do not have it:
// a test that needs it says so and passes over.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

namespace support {

// The path of ../shared/NAME, or nothing (with a message) where it is absent.
inline std::optional<std::filesystem::path> shared_data(const std::string& name) {
  const char* folder = std::getenv("VARVE_SHARED");
  const std::filesystem::path base =
      folder != nullptr ? std::filesystem::path(folder)
                        : std::filesystem::path(VARVE_SOURCE_DIR) / ".." / "shared";
  if (std::filesystem::exists(base / name)) return base / name;
  BOOST_TEST_MESSAGE("skipped: no " << (base / name).string());
  return std::nullopt;
}

}  // namespace support
