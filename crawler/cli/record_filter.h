// Which records `varve ls` shows. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "warc/record_facts.h"
#include "warc/record_head.h"

namespace crawler::cli {

// '*' stands for any text, '?' for one byte; everything else for itself. All of `text` must match.
// Takes at most pattern times text steps.
bool matches_glob(std::string_view pattern, std::string_view text);

struct RecordFilter {
  std::vector<std::string> types;  // "response"; any of them
  std::string status;              // "200", "4xx"
  std::string mime;                // "text/" is a beginning, "image/*+xml" a glob
  std::string url;                 // "/a?b=1" is a part of it, "https://*.cn/*" a glob

  // What is wrong with the filter itself, in words.
  std::optional<std::string> fault() const;
  // An empty field lets everything through.
  bool matches(const warc::RecordHead& head, const warc::RecordFacts& facts) const;
};

}  // namespace crawler::cli
