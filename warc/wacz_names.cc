#include "warc/wacz_names.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"

namespace warc {
namespace {

constexpr std::string_view kEnding = ".warc.gz";

// Addressable by everybody who reads CDXJ: no escapes in JSON, no space in CDX. frictionless takes
// no "..", and py-wacz keeps only the last two parts of a path.
bool fits(std::string_view name) {
  const auto fits_too = [](char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '/';
  };
  return name.ends_with(kEnding) && std::all_of(name.begin(), name.end(), fits_too) &&
         name.find("..") == std::string_view::npos;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

std::string resource_name(std::string_view path) {
  std::string name = base::to_lower_ascii(path.substr(path.rfind('/') + 1));
  for (char& c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    if (!fits) c = '-';
  }
  return name;
}

std::string unused_name(NameSet& taken, std::string name, std::size_t suffix_size) {
  const std::string stem = name.substr(0, name.size() - suffix_size);
  const std::string suffix = name.substr(stem.size());
  for (int number = 2; !taken.insert(name).second; ++number) {
    name = stem + "-" + std::to_string(number) + suffix;
  }
  return name;
}

std::vector<std::string> wacz_warc_names(const std::vector<std::filesystem::path>& warcs) {
  NameSet taken;
  std::vector<std::string> names;
  names.reserve(warcs.size());
  for (const auto& warc : warcs) {
    std::string name = resource_name(warc.filename().string());
    replace_all(name, "..", ".");
    if (name.ends_with(".warc")) name += ".gz";
    if (!name.ends_with(kEnding)) name += kEnding.substr(name.ends_with(".") ? 1 : 0);
    names.push_back(unused_name(taken, std::move(name), kEnding.size()));
  }
  return names;
}

base::Result<std::vector<std::string>> checked_warc_names(const WaczInput& input) {
  std::vector<std::string> names = input.warc_names;
  if (names.empty()) {
    for (const auto& warc : input.warcs) names.push_back(warc.filename().string());
  }
  if (names.size() != input.warcs.size()) {
    return base::fail(base::Errc::invalid, "not as many names as WARCs");
  }
  NameSet seen;
  for (const std::string& name : names) {
    if (!fits(name)) {
      return base::fail(base::Errc::invalid,
                        "\"" + base::printable(name) + "\" is no name for a WARC in a WACZ");
    }
    if (!seen.insert(name).second) {
      return base::fail(base::Errc::invalid, "two WARCs are called " + name);
    }
  }
  return names;
}

}  // namespace warc
