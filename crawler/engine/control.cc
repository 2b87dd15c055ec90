#include "crawler/engine/control.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/encoding.h"
#include "base/log.h"
#include "crawler/engine/descriptors.h"
#include "crawler/engine/preservation.h"
#include "crawler/job/job_options.h"

namespace crawler::engine {
namespace asio = boost::asio;
namespace {

// Half of what is promised, so that a change counts within a second.
constexpr std::chrono::milliseconds kEvery{500};

void warn(const char* name, const std::string& what) {
  base::log(base::LogLevel::warning,
            fmt::format("control/{}: {}; nothing changes", name, base::printable(what)));
}

std::string shown(const std::vector<std::string>& values) {
  return values.empty() ? "none" : base::printable(fmt::format("{}", fmt::join(values, " ")));
}

}  // namespace

Control::Control(Services& services, std::filesystem::path folder, std::function<void()> wake,
                 std::function<void()> stop)
    : services_(services),
      folder_(std::move(folder)),
      wake_(std::move(wake)),
      stop_(std::move(stop)),
      timer_(services.io),
      now_(services.job) {}

asio::awaitable<void> Control::watch() {
  remove_control_file(folder_, "stop");
  while (!is_over_) {
    look();
    while (!to_record_.empty()) {
      Change change = std::move(to_record_.front());
      to_record_.pop_front();
      co_await record(std::move(change));
    }
    if (is_over_) break;
    timer_.expires_after(kEvery);
    const auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await timer_.async_wait(quietly);
  }
  if (has_stopped_) remove_control_file(folder_, "stop");
}

void Control::end() {
  is_over_ = true;
  timer_.cancel();
}

void Control::look() {
  look_at_value("delay");
  look_at_value("concurrency");
  look_at_value("limit");
  look_at_patterns("exclude", exclude_);
  look_at_patterns("include", include_);
  look_at_pause();
  look_at_stop();
  if (!to_record_.empty()) wake_();
}

// Reads the file; true when it is another one than before and can be used. What cannot is told
// once.
bool Control::has_news(const char* name, ControlFile& file) {
  file = read_control_file(folder_, name);
  ControlFile& before = seen_[name];
  if (file == before) return false;
  before = file;
  if (file.fault.empty()) return true;
  warn(name, file.fault);
  return false;
}

// A value of the job, judged as the job's option of that name is.
void Control::look_at_value(const char* name) {
  ControlFile file;
  // Shells empty a file before they write to it: without a value it says nothing yet.
  if (!has_news(name, file) || (file.exists && base::trimmed(file.text).empty())) return;
  const job::Option& option = *job::find_option(name);
  job::Job changed = services_.job;
  const Lines lines = control_lines(file.text);
  if (file.exists && lines.size() != 1) return warn(name, "expected one value");
  if (file.exists) {
    if (const auto set = job::set_option(changed, option, lines.front()); !set) {
      return warn(name, set.error().detail);
    }
  }
  Lines value = option.get(changed);
  Lines previous = option.get(now_);
  if (value == previous) return;
  apply(name, changed);
  note(name, std::move(value), std::move(previous));
}

void Control::apply(const std::string& name, const job::Job& changed) {
  LiveSettings& live = services_.live;
  if (name == "delay") {
    now_.politeness.min_delay = live.politeness.min_delay = changed.politeness.min_delay;
    services_.frontier.set_politeness(live.politeness);
  } else if (name == "concurrency") {
    now_.concurrency = changed.concurrency;
    live.concurrency = affordable_concurrency(changed.concurrency);
  } else {
    now_.budget.crawl.pages = live.page_limit = changed.budget.crawl.pages;
  }
}

void Control::look_at_patterns(const char* name, Lines& patterns) {
  ControlFile file;
  if (!has_news(name, file) || (file.exists && base::trimmed(file.text).empty())) return;
  Lines previous = std::exchange(patterns, control_lines(file.text));
  if (patterns == previous) return;
  if (const auto set = services_.admission.set_control(exclude_, include_); !set) {
    patterns = std::move(previous);
    return warn(name, set.error().detail);
  }
  note(name, patterns, std::move(previous));
}

void Control::look_at_pause() {
  ControlFile file;
  if (!has_news("pause", file) || file.exists == services_.live.is_paused) return;
  services_.live.is_paused = file.exists;
  note("pause", {file.exists ? "yes" : "no"}, {file.exists ? "no" : "yes"});
}

void Control::look_at_stop() {
  ControlFile file;
  if (!has_news("stop", file) || !file.exists || has_stopped_) return;
  has_stopped_ = true;
  note("stop", {"yes"}, {"no"});
  stop_();
}

void Control::note(const char* name, Lines value, Lines previous) {
  base::log(base::LogLevel::info,
            fmt::format("control/{}: {} (was {})", name, shown(value), shown(previous)));
  to_record_.push_back({name, std::move(value), std::move(previous), services_.clock.now()});
}

asio::awaitable<void> Control::record(Change change) {
  warc::Fields fields;
  fields.add("control", change.control);
  for (const std::string& value : change.value) fields.add("value", value);
  for (const std::string& previous : change.previous) fields.add("previous", previous);
  fields.add("time", base::to_iso8601(change.time));
  const Preserved preserved =
      base::value_or_throw(preserve_note(kControlUri, change.time, fields, services_.job.digest));
  const Stored stored = co_await services_.archive.store(preserved);
  services_.stats.warc_bytes += stored.warc_bytes;
}

}  // namespace crawler::engine
