#include "crawler/net/resolver.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace crawler::net {
namespace {

struct InfoDeleter {
  void operator()(addrinfo* info) const { ::freeaddrinfo(info); }
};

// Family and bytes: what addresses are ordered by.
std::string bytes_of(const addrinfo& info) {
  if (info.ai_family == AF_INET) {
    const auto* address = reinterpret_cast<const sockaddr_in*>(info.ai_addr);
    return "4" + std::string(reinterpret_cast<const char*>(&address->sin_addr), 4);
  }
  if (info.ai_family != AF_INET6) return {};
  const auto* address = reinterpret_cast<const sockaddr_in6*>(info.ai_addr);
  return "6" + std::string(reinterpret_cast<const char*>(&address->sin6_addr), 16);
}

std::string text_of(const std::string& bytes) {
  char text[INET6_ADDRSTRLEN] = {};
  const int family = bytes[0] == '4' ? AF_INET : AF_INET6;
  ::inet_ntop(family, bytes.data() + 1, text, sizeof text);
  return text;
}

base::Error error_of(int code, const std::string& host) {
  const bool is_absent = code == EAI_NONAME
#ifdef EAI_NODATA
                         || code == EAI_NODATA
#endif
      ;
  return base::fail(is_absent ? base::Errc::not_found : base::Errc::dns,
                    host + ": " + ::gai_strerror(code));
}

}  // namespace

base::Result<std::string> resolve_blocking(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (code != 0) return error_of(code, host);
  const std::unique_ptr<addrinfo, InfoDeleter> all(found);
  std::string smallest;
  for (const addrinfo* info = found; info != nullptr; info = info->ai_next) {
    const std::string bytes = bytes_of(*info);
    if (!bytes.empty() && (smallest.empty() || bytes < smallest)) smallest = bytes;
  }
  if (smallest.empty()) return base::fail(base::Errc::not_found, host + ": no address");
  return text_of(smallest);
}

struct Resolver::Shared {
  struct Job {
    std::string host;
    Answer answer;
  };

  explicit Shared(Lookup function) : lookup(std::move(function)) {}

  // The next job, or nothing when the resolver is gone.
  std::optional<Job> wait_for_job() {
    std::unique_lock lock(mutex);
    ++idle;
    changed.wait(lock, [this] { return is_over || !jobs.empty(); });
    --idle;
    if (is_over) return std::nullopt;
    Job job = std::move(jobs.front());
    jobs.pop_front();
    return job;
  }

  void work() {
    while (std::optional<Job> job = wait_for_job()) {
      base::Result<std::string> address = lookup(job->host);
      // Under the lock, so that no answer comes once the destructor has returned.
      const std::lock_guard lock(mutex);
      if (!is_over) job->answer(std::move(address));
    }
  }

  const Lookup lookup;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> jobs;
  unsigned threads = 0, idle = 0;
  bool is_over = false;
};

Resolver::Resolver(unsigned threads, Lookup lookup)
    : shared_(std::make_shared<Shared>(std::move(lookup))), most_threads_(std::max(1u, threads)) {}

Resolver::~Resolver() {
  const std::lock_guard lock(shared_->mutex);
  shared_->is_over = true;
  shared_->jobs.clear();
  shared_->changed.notify_all();
}

void Resolver::resolve(std::string host, Answer answer) {
  const std::lock_guard lock(shared_->mutex);
  shared_->jobs.push_back({std::move(host), std::move(answer)});
  shared_->changed.notify_one();
  if (shared_->idle >= shared_->jobs.size() || shared_->threads == most_threads_) return;
  try {
    std::thread([shared = shared_] { shared->work(); }).detach();
    ++shared_->threads;
  } catch (const std::system_error&) {
    // No more threads: those there are will do, and without any the look-up runs into its timeout.
  }
}

}  // namespace crawler::net
