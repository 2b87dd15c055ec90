// state/robots.jsonl: every robots.txt that was had, one line each, so that a crawl begun again
// need not ask for them, and need not stay out where one cannot be had for a while. Lines look like
//   {"origin":"https://h","fetched":1790000000,"expires":1790086400,"status":200,
//    "url":"https://h/robots.txt","etag":"\"x\"","modified":"...","body":"BASE64"}
// with times in seconds since 1970. The last line of an origin counts. Loop thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "base/time.h"

namespace crawler::engine {

struct StoredRobots {
  std::string origin;  // Url::origin()
  base::Timestamp fetched{}, expires{};
  int status = 0;
  std::string url;             // it was read from, redirects followed
  std::string etag, modified;  // as the server gave them; empty for none
  std::string body;            // decoded; empty unless the status is 2xx
};

class RobotsStore {
 public:
  // The file is rewritten with what is younger than `max_age` and fits into kMaxBytes, the newest
  // first. What is no line of ours is passed over. Errors: those of the disk.
  static base::Result<RobotsStore> open(base::Disk& disk, const std::filesystem::path& directory,
                                        base::Timestamp now, std::chrono::milliseconds max_age);

  // A time in the future, as after the clock was set back, counts as now, and as expired.
  std::optional<StoredRobots> find(const std::string& origin, base::Timestamp now) const;

  // Throws FatalError when it cannot be written.
  void put(const StoredRobots& robots);

  std::size_t size() const { return places_.size(); }

  static constexpr std::uint64_t kMaxBytes = 256u << 20;  // of the file when it is opened

 private:
  struct Place {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
  };

  explicit RobotsStore(std::unique_ptr<base::File> file) : file_(std::move(file)) {}

  std::unique_ptr<base::File> file_;
  std::map<std::string, Place> places_;  // by origin
};

}  // namespace crawler::engine
