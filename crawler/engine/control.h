// collections/NAME/control/: files that steer a running crawl (docs/control.md). Each change is
// logged and written into the archive as a metadata record. The folder is looked at twice a second.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "crawler/engine/control_file.h"
#include "crawler/engine/services.h"
#include "crawler/job/job.h"

namespace crawler::engine {

// What the records of changes are about.
inline constexpr const char* kControlUri = "urn:varve:control";

class Control {
 public:
  // `wake` lets the engine look at what has changed; `stop` ends the crawl as a signal would, and
  // is called at most once. Everything outlives the object. Loop thread only.
  Control(Services& services, std::filesystem::path folder, std::function<void()> wake,
          std::function<void()> stop);

  // Looks at once, and then twice a second until end() is called. A file `stop` that an earlier
  // crawl left is removed first, and one that ends this crawl at the end. Throws FatalError when a
  // record cannot be written.
  boost::asio::awaitable<void> watch();
  void end();

 private:
  using Lines = std::vector<std::string>;
  struct Change {
    std::string control;
    Lines value, previous;
    base::Timestamp time;
  };

  void look();
  void look_at_value(const char* name);
  void look_at_patterns(const char* name, Lines& patterns);
  void look_at_pause();
  void look_at_stop();
  bool has_news(const char* name, ControlFile& file);
  void apply(const std::string& name, const job::Job& changed);
  void note(const char* name, Lines value, Lines previous);
  boost::asio::awaitable<void> record(Change change);

  Services& services_;
  std::filesystem::path folder_;
  std::function<void()> wake_, stop_;
  boost::asio::steady_timer timer_;
  bool is_over_ = false, has_stopped_ = false;

  job::Job now_;                             // as the files have made it
  Lines exclude_, include_;                  // as they hold
  std::map<std::string, ControlFile> seen_;  // as it was last looked at
  std::deque<Change> to_record_;
};

}  // namespace crawler::engine
