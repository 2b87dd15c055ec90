#include "warc/index_files.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "warc/digest.h"

namespace warc {
namespace {

// A line of the index, or a finding with the name of its archive.
struct Item {
  std::string text;  // the line, or the name
  std::optional<Finding> finding;

  std::uint64_t bytes() const {
    return sizeof(Item) + text.size() + (finding ? finding->message.size() : 0);
  }
};

// Brings what the threads find into the order of the inputs. An input whose turn it is writes
// through; the others are held back, and wait when too much is held.
class Ordered {
 public:
  Ordered(std::size_t inputs, std::uint64_t held_limit, const IndexFilesSinks& sinks)
      : inputs_(inputs), held_limit_(held_limit), sinks_(sinks) {}

  // The next input to work on; nothing when there is none or the output has failed.
  std::optional<std::size_t> begin_next() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [this] { return next_ == turn_ || held_bytes_ < held_limit_ || is_over(); });
    if (is_over()) return std::nullopt;
    return next_++;
  }

  base::Result<void> add(std::size_t input, Item item) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return input == turn_ || held_bytes_ < held_limit_ || error_; });
    if (error_) return *error_;
    if (input == turn_) {
      deliver(item);
      return error_ ? base::Result<void>(*error_) : base::Result<void>();
    }
    held_bytes_ += item.bytes();
    held_[input].items.push_back(std::move(item));
    return {};
  }

  void end(std::size_t input) {
    const std::lock_guard lock(mutex_);
    held_[input].has_ended = true;
    while (!error_) {
      const auto current = held_.find(turn_);
      if (current == held_.end()) break;
      for (const Item& item : std::exchange(current->second.items, {})) {
        held_bytes_ -= item.bytes();
        if (!error_) deliver(item);
      }
      if (!current->second.has_ended) break;
      held_.erase(current);
      ++turn_;
    }
    moved_.notify_all();
  }

  void fail(base::Error error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
    moved_.notify_all();
  }

  // What the sink of lines had to say, if it failed.
  std::optional<base::Error> error() const {
    const std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  struct Held {
    std::vector<Item> items;
    bool has_ended = false;
  };

  bool is_over() const { return error_ || next_ == inputs_; }

  void deliver(const Item& item) {
    if (item.finding) {
      if (sinks_.finding) sinks_.finding(item.text, *item.finding);
    } else if (auto given = sinks_.line(item.text); !given) {
      error_ = given.error();
      moved_.notify_all();
    }
  }

  const std::size_t inputs_;
  const std::uint64_t held_limit_;
  const IndexFilesSinks& sinks_;
  mutable std::mutex mutex_;  // of what follows, and of the sinks
  std::condition_variable moved_;
  std::size_t next_ = 0, turn_ = 0;
  std::uint64_t held_bytes_ = 0;
  std::map<std::size_t, Held> held_;
  std::optional<base::Error> error_;
};

std::string filename_of(std::string_view name, FilenameForm form) {
  if (form == FilenameForm::path) return std::string(name);
  return std::string(name.substr(name.rfind('/') + 1));
}

class Worker {
 public:
  Worker(const std::vector<std::string>& inputs, const OpenInput& open,
         const IndexFilesOptions& options, Ordered& out)
      : inputs_(inputs), open_(open), options_(options), out_(out) {}

  void run() {
    while (const auto input = out_.begin_next()) {
      try {
        index(*input);
      } catch (const base::FatalError& error) {  // of libcrypto
        out_.fail(error.error());
      }
      out_.end(*input);
    }
  }

  const IndexFilesResult& result() const { return result_; }

 private:
  void index(std::size_t input) {
    const auto visit = [&](std::string_view name, const base::File& file) {
      return index_one(input, name, file);
    };
    if (!open_(inputs_[input], visit)) ++result_.failed_inputs;
  }

  base::Result<void> index_one(std::size_t input, std::string_view name, const base::File& file) {
    const IndexerOptions options{.filename = filename_of(name, options_.filename),
                                 .post_keys = options_.post_keys};
    const auto counts = index_archive(
        file, options,
        [&](const CdxEntry& entry) {
          return out_.add(input, {to_line(entry, options_.format), std::nullopt});
        },
        [&](Finding finding) {
          [[maybe_unused]] const auto told =
              out_.add(input, {std::string(name), std::move(finding)});
        });
    if (counts) {
      result_.counts += *counts;
      return {};
    }
    Finding finding{Severity::error, 0, "io", counts.error().detail, 0};
    [[maybe_unused]] const auto told = out_.add(input, {std::string(name), std::move(finding)});
    return counts.error();
  }

  const std::vector<std::string>& inputs_;
  const OpenInput& open_;
  const IndexFilesOptions& options_;
  Ordered& out_;
  IndexFilesResult result_;
};

}  // namespace

base::Result<IndexFilesResult> index_files(const std::vector<std::string>& inputs,
                                           const OpenInput& open, const IndexFilesOptions& options,
                                           const IndexFilesSinks& sinks) {
  Ordered out(inputs.size(), options.held_bytes, sinks);
  const std::size_t jobs =
      std::clamp<std::size_t>(options.jobs, 1, std::max<std::size_t>(inputs.size(), 1));
  std::vector<Worker> workers(jobs, Worker(inputs, open, options, out));
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < jobs; ++i) threads.emplace_back([&workers, i] { workers[i].run(); });
  workers.front().run();
  for (std::thread& thread : threads) thread.join();
  if (out.error()) return *out.error();
  IndexFilesResult result;
  for (const Worker& worker : workers) {
    result.counts += worker.result().counts;
    result.failed_inputs += worker.result().failed_inputs;
  }
  return result;
}

}  // namespace warc
