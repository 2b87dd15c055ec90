#include "crawler/demo/demo_command.h"

#include <csignal>
#include <cstdio>
#include <stdexcept>

#include <fmt/format.h>

#include "base/log.h"

namespace crawler::demo {
namespace {

// SIGINT and SIGTERM wait for sigwait() while one of these lives; threads started meanwhile
// inherit that.
class BlockedSignals {
 public:
  BlockedSignals() {
    sigemptyset(&stop_);
    sigaddset(&stop_, SIGINT);
    sigaddset(&stop_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop_, &before_);
  }
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;
  ~BlockedSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  void wait() const {
    int signal = 0;
    sigwait(&stop_, &signal);
  }

 private:
  sigset_t stop_;
  sigset_t before_;
};

std::string instructions(const DemoSite& site) {
  std::string resolve;
  for (const std::string& entry : site.resolve_entries()) {
    resolve += fmt::format(" \\\n    --resolve {}", entry);
  }
  std::string text = fmt::format(
      "The Bay Daily, a sample news site of {} addresses, at {}\n"
      "The host names exist only here. To crawl it:\n\n  varve crawl {} --allow-private{}\n",
      site.manifest().size(), site.start_url(), site.start_url(), resolve);
  if (site.https_port() != 0) {
    text += fmt::format("\nAlso at {} (add --insecure, or trust this authority):\n{}",
                        site.https_start_url(), site.ca_certificate_pem());
  }
  return text + "\nStop with Ctrl-C.\n";
}

}  // namespace

int run_demo_site(const DemoSiteOptions& options) {
  const BlockedSignals signals;
  try {
    const DemoSite site(options);
    std::fputs(instructions(site).c_str(), stdout);
    std::fflush(stdout);
    signals.wait();
    return 0;
  } catch (const std::runtime_error& error) {
    base::log(base::LogLevel::error, error.what());
    return 1;
  }
}

}  // namespace crawler::demo
