// No test asks a real resolver for anything but "localhost".
#include "crawler/net/name_lookup.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/net/resolver.h"

using crawler::net::NameLookup;
using crawler::net::Resolver;
namespace asio = boost::asio;

namespace {

using Address = base::Result<std::string>;

asio::awaitable<void> ask(NameLookup& names, base::Url url, std::optional<Address>& answer) {
  Address address = co_await names.address_of(std::move(url));
  answer.emplace(std::move(address));
}

struct Names {
  asio::io_context io;
  NameLookup names{io,
                   {"raw.test:8080:127.0.0.9", "+many.test:80:127.0.0.3,127.0.0.4",
                    "six.test:443:[::1]", "*:99:127.0.0.7", "[2001:db8::5]:80:127.0.0.5", "odd"},
                   2};

  std::string address_of(const std::string& url) {
    std::optional<Address> answer;
    asio::co_spawn(io, ask(names, *base::Url::parse(url), answer), asio::detached);
    io.restart();
    io.run();
    BOOST_REQUIRE(answer.has_value());
    return *answer ? **answer : std::string(base::name_of(answer->error().code));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(name_lookup, Names)

BOOST_AUTO_TEST_CASE(entries_of_resolve_are_answered_at_once) {
  BOOST_TEST(address_of("http://raw.test:8080/x") == "127.0.0.9");
  BOOST_TEST(address_of("http://many.test/") == "127.0.0.3");
  BOOST_TEST(address_of("https://six.test/") == "::1");
  BOOST_TEST(address_of("http://anything.test:99/") == "127.0.0.7");
  BOOST_TEST(address_of("http://[2001:db8::5]/") == "127.0.0.5");
}

BOOST_AUTO_TEST_CASE(ip_literals_are_their_own_address) {
  BOOST_TEST(address_of("http://192.0.2.7/") == "192.0.2.7");
  BOOST_TEST(address_of("http://[2001:DB8::1]:81/") == "2001:db8::1");
}

BOOST_AUTO_TEST_CASE(names_are_looked_up_by_the_system) {
  BOOST_TEST(address_of("http://localhost/") == "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(who_is_cancelled_is_told_so) {
  names.cancel_all();
  BOOST_TEST(address_of("http://localhost/") == "cancelled");
}

BOOST_AUTO_TEST_CASE(a_resolver_that_hangs_holds_up_nobody_who_leaves) {
  struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_open = false, has_begun = false, has_ended = false;
  };
  const auto gate = std::make_shared<Gate>();  // with the thread that hangs
  std::atomic<int> answers = 0;
  {
    Resolver resolver(1, [gate](const std::string&) {
      std::unique_lock lock(gate->mutex);
      gate->has_begun = true;
      gate->changed.notify_all();
      gate->changed.wait(lock, [&] { return gate->is_open; });
      gate->has_ended = true;
      gate->changed.notify_all();
      return Address(std::string("127.0.0.1"));
    });
    resolver.resolve("slow.test", [&answers](Address) { ++answers; });
    resolver.resolve("waits.test", [&answers](Address) { ++answers; });
    std::unique_lock lock(gate->mutex);
    gate->changed.wait(lock, [&] { return gate->has_begun; });
  }

  std::unique_lock lock(gate->mutex);
  gate->is_open = true;
  gate->changed.notify_all();
  gate->changed.wait(lock, [&] { return gate->has_ended; });
  BOOST_TEST(answers == 0);
}

BOOST_AUTO_TEST_SUITE_END()
