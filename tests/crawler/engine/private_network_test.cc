// The guard of addresses against real ones: in a network namespace of its own, a server has
// private, link-local and metadata addresses beside public ones, and counts who connects. The test
// program starts itself once more in that namespace.
#include <arpa/inet.h>
#include <unistd.h>

#include <cstdio>
#include <set>

#include "policies/address.h"
#include "tests/crawler/engine/crawling.h"
#include "tests/support/process.h"

using namespace engine_test;

namespace {

constexpr const char* kInside = "VARVE_TEST_NAMESPACE";
constexpr const char* kPublic = "93.184.216.34";
constexpr const char* kPublic6 = "[2a00:1450::5]";
// As they stand in URLs. The first eleven are the server's own, the others lead to it.
const std::vector<std::string> kPrivate = {
    "10.1.2.3",    "172.16.5.4",      "192.168.1.1",     "100.64.0.7",       "100.100.100.200",
    "169.254.1.1", "169.254.169.254", "[fd00:ec2::254]", "[fd12::1]",        "127.0.0.1",
    "[::1]",       "127.9.9.9",       "0.0.0.0",         "[::ffff:10.1.2.3]"};

const char* const kSetUp = R"(set -e
ip link set lo up
for a in 93.184.216.34 10.1.2.3 172.16.5.4 192.168.1.1 100.64.0.7 100.100.100.200 169.254.1.1 \
    169.254.169.254; do ip addr add $a/32 dev lo; done
for a in 2a00:1450::5 fd00:ec2::254 fd12::1 fe80::1; do ip -6 addr add $a/128 dev lo nodad; done
export VARVE_TEST_NAMESPACE=1
exec "$0" --run_test=private_network
)";

// Listens on every address there is. Knows for each connection which of them was connected to.
class EveryAddress {
 public:
  EveryAddress() : listener_(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int off = 0;
    ::setsockopt(listener_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener_, 128) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin6_port);
    acceptor_ = std::thread([this] { serve_all(); });
  }
  EveryAddress(const EveryAddress&) = delete;
  EveryAddress& operator=(const EveryAddress&) = delete;
  ~EveryAddress() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
  }

  std::string url(const std::string& host, const std::string& target) const {
    return "http://" + host + ":" + std::to_string(port_) + target;
  }
  std::string port() const { return std::to_string(port_); }
  void on(const std::string& target, const Reply& reply) { replies_[target] = reply.bytes; }

  // After the crawl.
  unsigned to_public = 0, to_private = 0;
  std::set<std::string> asked;  // "host:port/target"

 private:
  void serve_all() {
    for (int socket; (socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
      count(socket);
      answer(socket);
      ::close(socket);
    }
  }
  void count(int socket) {
    sockaddr_in6 own{};
    socklen_t size = sizeof own;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size);
    ++(policies::is_public_address(own.sin6_addr.s6_addr) ? to_public : to_private);
  }
  void answer(int socket) {
    std::string head;
    char bytes[4096];
    while (head.find("\r\n\r\n") == head.npos) {
      const ssize_t got = ::recv(socket, bytes, sizeof bytes, 0);
      if (got <= 0) return;
      head.append(bytes, static_cast<std::size_t>(got));
    }
    support::RawRequest request;
    request.head = head;
    const std::string target = head.substr(4, head.find(' ', 4) - 4);
    asked.insert(request.field("Host") + target);
    const auto scripted = replies_.find(target);
    std::string reply = scripted != replies_.end() ? scripted->second
                        : target == "/robots.txt"  ? support::status(404).bytes
                                                   : html("words").bytes;
    reply.insert(reply.find("\r\n") + 2, "Connection: close\r\n");
    if (::send(socket, reply.data(), reply.size(), MSG_NOSIGNAL) > 0) ::shutdown(socket, SHUT_WR);
    while (::recv(socket, bytes, sizeof bytes, 0) > 0) continue;
  }

  int listener_;
  std::uint16_t port_ = 0;
  std::map<std::string, std::string> replies_;
  std::thread acceptor_;
};

struct Inside : Crawling {
  EveryAddress server;
  std::vector<std::string> seeds;
  std::vector<std::string> ways;  // "host:port/target": every way to every private address

  Inside() {
    job.scope.kind = policies::ScopeOptions::Kind::any;
    std::string page = "<h1>public</h1>";
    for (std::size_t i = 0; i < kPrivate.size(); ++i) {
      const std::string number = std::to_string(i), name = "n" + number + ".example";
      const auto url = [&](const std::string& target) { return server.url(kPrivate[i], target); };
      seeds.push_back(url("/seed"));
      seeds.push_back(server.url(name, "/name"));
      job.resolve.push_back(name + ":" + server.port() + ":" + kPrivate[i]);
      server.on("/to/" + number, redirect(url("/redirected")));
      page += "<a href='" + url("/link") + "'>x</a><img src='" + url("/i.png") + "'><a href='/to/" +
              number + "'>y</a>";
      for (const char* target : {"/seed", "/link", "/redirected", "/i.png"}) {
        ways.push_back(seen_as(url(target)));
      }
      ways.push_back(seen_as(server.url(name, "/name")));
    }
    server.on("/", html(page));
    seeds.push_back(server.url(kPublic, "/"));
    seeds.push_back(server.url(kPublic6, "/six"));
    seeds.push_back(server.url("[fe80::1]", "/"));  // no way without a zone, which no URL has
  }

  static std::string seen_as(const std::string& url) {
    return std::string(base::Url::parse(url)->href()).substr(7);
  }
  std::size_t ways_taken() const {
    return static_cast<std::size_t>(std::count_if(
        ways.begin(), ways.end(), [&](const auto& way) { return server.asked.contains(way); }));
  }
};

// False, with a message, where it may not be done.
bool has_namespaces() {
  support::Process probe("/usr/bin/unshare", {"-Urn", "ip", "link", "set", "lo", "up"});
  if (probe.wait() == 0) return true;
  std::printf("skipped: no network namespaces here (unshare -Urn ip link set lo up)\n");
  return false;
}

bool is_inside() { return std::getenv(kInside) != nullptr; }

}  // namespace

BOOST_AUTO_TEST_SUITE(private_network)

BOOST_AUTO_TEST_CASE(the_guard_holds_in_a_network_with_private_addresses) {
  if (is_inside() || !has_namespaces()) return;
  char self[4096] = {};
  BOOST_REQUIRE(::readlink("/proc/self/exe", self, sizeof self - 1) > 0);

  support::Process inside("/usr/bin/unshare", {"-Urn", "sh", "-c", kSetUp, self});
  const int code = inside.wait();

  std::printf("%s", inside.out().c_str());
  BOOST_TEST(code == 0, inside.out() << inside.err());
  BOOST_TEST(inside.out().find("guard on: 0 of") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(with_the_guard_on_nothing_private_is_connected_to, Inside) {
  if (!is_inside()) return;
  job.allow_private = false;

  crawl(seeds);

  std::printf(
      "guard on: %zu of %zu ways to %zu private addresses taken, %u connections to them, "
      "%u to public ones\n",
      ways_taken(), ways.size(), kPrivate.size(), server.to_private, server.to_public);
  BOOST_TEST(server.to_private == 0u);
  BOOST_TEST(server.asked.contains(seen_as(server.url(kPublic, "/"))));
  BOOST_TEST(server.asked.contains(seen_as(server.url(kPublic, "/to/0"))));
  BOOST_TEST(server.asked.contains(seen_as(server.url(kPublic6, "/six"))));
}

// Else the test above would be blind.
BOOST_FIXTURE_TEST_CASE(with_the_guard_off_every_address_is_reached, Inside) {
  if (!is_inside()) return;

  crawl(seeds);

  std::printf("guard off: %zu of %zu ways taken\n", ways_taken(), ways.size());
  for (const std::string& way : ways) BOOST_TEST(server.asked.contains(way), way);
}

BOOST_FIXTURE_TEST_CASE(a_network_that_is_opened_opens_no_other, Inside) {
  if (!is_inside()) return;
  job.private_networks = {"10.0.0.0/8", "fd00::/8"};

  crawl(seeds);

  // 10.1.2.3, the same mapped, and two in fd00::/8.
  std::printf("two networks open: %zu of %zu ways taken\n", ways_taken(), ways.size());
  BOOST_TEST(ways_taken() == 4 * 5u);
  for (const char* host : {"10.1.2.3", "[::ffff:10.1.2.3]", "[fd00:ec2::254]", "[fd12::1]"}) {
    BOOST_TEST(server.asked.contains(seen_as(server.url(host, "/link"))), host);
  }
}

BOOST_AUTO_TEST_SUITE_END()
