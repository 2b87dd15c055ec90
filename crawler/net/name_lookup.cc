#include "crawler/net/name_lookup.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/encoding.h"
#include "base/url_host.h"
#include "crawler/net/resolver.h"

namespace crawler::net {
namespace asio = boost::asio;
namespace {

using Clock = std::chrono::steady_clock;
using Address = base::Result<std::string>;

constexpr std::chrono::seconds kFreshFor{300};
constexpr std::chrono::seconds kNoAnswerFreshFor{10};  // of a resolver that is out of order
constexpr std::size_t kMostNames = 10'000;
constexpr std::chrono::seconds kPatience{30};

std::string without_brackets(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return std::string(host);
}

// "HOST:PORT:ADDRESS[,ADDRESS]" as curl takes it, perhaps with a '+' before it: the host with its
// port, and the first address. An entry of another form has been refused by the fetcher.
std::optional<std::pair<std::string, std::string>> parse_entry(std::string_view entry) {
  if (entry.starts_with('+')) entry.remove_prefix(1);
  const std::size_t after_host = entry.starts_with('[') ? entry.find("]:") + 1 : entry.find(':');
  const std::size_t after_port = entry.find(':', after_host + 1);
  if (after_host == 0 || after_host == entry.npos || after_port == entry.npos) return std::nullopt;
  const std::string_view addresses = entry.substr(after_port + 1);
  const std::string_view first = base::trimmed(addresses.substr(0, addresses.find(',')));
  if (without_brackets(first).empty()) return std::nullopt;
  return std::pair(base::to_lower_ascii(entry.substr(0, after_port)), without_brackets(first));
}

}  // namespace

struct NameLookup::Impl {
  struct Cached {
    Address address;
    Clock::time_point fresh_until;
  };
  // Somebody who waits: the timer is cancelled when the answer is there.
  struct Waiter {
    explicit Waiter(asio::io_context& io) : timer(io, kPatience) {}
    asio::steady_timer timer;
    std::optional<Address> answer;
  };

  Impl(asio::io_context& context, const std::vector<std::string>& entries, unsigned threads)
      : io(context), resolver(threads) {
    for (const std::string& entry : entries) {
      if (auto parsed = parse_entry(entry)) resolve.insert_or_assign(parsed->first, parsed->second);
    }
  }

  // What needs no look-up.
  std::optional<Address> known(const base::Url& url) {
    const std::string host(url.host());
    const auto told = resolve.find(url.host_port());
    if (told != resolve.end()) return Address(told->second);
    const auto any = resolve.find("*:" + std::to_string(url.port()));
    if (any != resolve.end()) return Address(any->second);
    if (base::is_ip_literal(host)) return Address(without_brackets(host));
    const auto cached = cache.find(host);
    if (cached == cache.end() || cached->second.fresh_until < Clock::now()) return std::nullopt;
    return cached->second.address;
  }

  void take(const std::string& host, const Address& address) {
    if (cache.size() >= kMostNames) cache.clear();  // names come back when they are needed
    const bool is_passing = !address && address.error().code == base::Errc::dns;
    const auto fresh_until = Clock::now() + (is_passing ? kNoAnswerFreshFor : kFreshFor);
    cache.insert_or_assign(host, Cached{address, fresh_until});
    const auto [from, to] = waiting.equal_range(host);
    for (auto waiter = from; waiter != to; ++waiter) {
      waiter->second->answer = address;
      waiter->second->timer.cancel();
    }
    under_way.erase(host);
  }

  // Asks once, however many wait for the same name.
  void ask(const std::string& host) {
    if (!under_way.insert(host).second) return;
    // The resolver calls back only while it lives, and it lives in here; the loop may run what was
    // posted after that, which is what the token is for.
    const std::weak_ptr<bool> token = alive;
    resolver.resolve(host, [this, token, host](Address address) {
      asio::post(io, [this, token, host, address = std::move(address)] {
        if (!token.expired()) take(host, address);
      });
    });
  }

  asio::io_context& io;
  std::map<std::string, std::string> resolve;  // "host:port" to address
  std::unordered_map<std::string, Cached> cache;
  std::unordered_set<std::string> under_way;
  std::multimap<std::string, Waiter*> waiting;
  bool is_cancelled = false;
  std::shared_ptr<bool> alive = std::make_shared<bool>(true);  // owned here, watched by callbacks
  Resolver resolver;                                           // destroyed first
};

NameLookup::NameLookup(asio::io_context& io, const std::vector<std::string>& resolve,
                       unsigned threads)
    : impl_(std::make_unique<Impl>(io, resolve, threads)) {}
NameLookup::~NameLookup() = default;

asio::awaitable<Address> NameLookup::address_of(base::Url url) {
  Impl& impl = *impl_;
  if (impl.is_cancelled) co_return base::fail(base::Errc::cancelled, "the crawl is stopping");
  if (auto known = impl.known(url)) co_return std::move(*known);
  const std::string host(url.host());
  Impl::Waiter waiter(impl.io);
  const auto entry = impl.waiting.emplace(host, &waiter);
  impl.ask(host);
  const auto quietly = asio::as_tuple(asio::use_awaitable);
  co_await waiter.timer.async_wait(quietly);
  impl.waiting.erase(entry);
  if (waiter.answer) co_return std::move(*waiter.answer);
  if (impl.is_cancelled) co_return base::fail(base::Errc::cancelled, "the crawl is stopping");
  co_return base::fail(base::Errc::dns, host + ": no answer from the resolver");
}

void NameLookup::cancel_all() {
  impl_->is_cancelled = true;
  for (const auto& [host, waiter] : impl_->waiting) waiter->timer.cancel();
}

}  // namespace crawler::net
