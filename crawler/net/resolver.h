// getaddrinfo() on threads of its own. A system's resolver cannot be interrupted and may hang for
// minutes, so that nobody ever waits for its threads: they are detached and share what they work on
// with their owner, whoever goes last.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/error.h"

namespace crawler::net {

// The smallest address of `host` as text: IPv4 before IPv6, then by their bytes. Blocks. Errors:
// not_found (no such name, or one without addresses), dns (no answer for now).
base::Result<std::string> resolve_blocking(const std::string& host);

class Resolver {
 public:
  using Lookup = std::function<base::Result<std::string>(const std::string& host)>;
  using Answer = std::function<void(base::Result<std::string> address)>;

  explicit Resolver(unsigned threads, Lookup lookup = resolve_blocking);
  // No answer comes any more.
  ~Resolver();

  // `answer` is called on a thread of the resolver, unless that is destroyed first.
  void resolve(std::string host, Answer answer);

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;  // with the threads, which may live longer than the resolver
  const unsigned most_threads_;
};

}  // namespace crawler::net
