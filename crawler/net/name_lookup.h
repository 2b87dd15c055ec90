// From a host name to its address before anything is asked of the host, so that all hosts of one
// address can share a clock. Addresses are the system's (getaddrinfo), and those of --resolve.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/url.h"

namespace crawler::net {

class NameLookup {
 public:
  // `resolve` as FetchOptions has it. At most `threads` look-ups at a time; the threads begin with
  // the first name to be looked up. `io` outlives it.
  NameLookup(boost::asio::io_context& io, const std::vector<std::string>& resolve,
             unsigned threads = 16);
  // Does not wait for a resolver that hangs: its thread ends by itself later.
  ~NameLookup();

  // The address that stands for all addresses of the host of `url`: the smallest, as text without
  // brackets. IP literals and entries of `resolve` are answered at once, names for five minutes
  // from memory (10,000 of them). Errors: not_found (no such name), dns (no answer for now, or none
  // within 30 s), cancelled. Loop thread only.
  boost::asio::awaitable<base::Result<std::string>> address_of(base::Url url);

  // Every look-up under way ends soon as cancelled, and none begins any more. Loop thread only.
  void cancel_all();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace crawler::net
