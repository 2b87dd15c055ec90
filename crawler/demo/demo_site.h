// The built-in sample news site: The Bay Daily on two host names, www.varve-news.test and
// i.varve-news.test (pictures), served on loopback from memory. People try Varve on it
// (`varve demo-site`) and the integration tests crawl it.
//   DemoSite site({});
//   varve crawl site.start_url() --allow-private --resolve ENTRY, one for each resolve_entries()
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "crawler/demo/http_message.h"
#include "crawler/demo/manifest.h"

namespace crawler::demo {

// What `varve demo-site` and conf/sample-article.md use.
inline constexpr std::uint16_t kDefaultHttpPort = 8790, kDefaultHttpsPort = 8791;

struct DemoSiteOptions {
  std::string address = "127.0.0.1";
  std::uint16_t http_port = 0;           // 0: any free port
  std::uint16_t https_port = 0;          // the same; looked at only with `https`
  bool https = false;                    // serve the site over TLS too, with https links throughout
  std::chrono::milliseconds latency{0};  // before every answer
};

// Serves from construction to destruction, in a thread of its own. Methods: any thread.
class DemoSite {
 public:
  // Throws std::runtime_error with address and port when it cannot listen there.
  explicit DemoSite(DemoSiteOptions options);
  DemoSite(const DemoSite&) = delete;
  DemoSite& operator=(const DemoSite&) = delete;
  ~DemoSite();

  std::uint16_t http_port() const;
  std::uint16_t https_port() const;        // 0 without https
  std::string ca_certificate_pem() const;  // empty without https

  std::string start_url() const;        // "http://www.varve-news.test:8790/"
  std::string https_start_url() const;  // empty without https

  // "HOST:PORT:ADDRESS" for each host and port, as --resolve takes it.
  std::vector<std::string> resolve_entries() const;

  // Every URL below start_url() and on the picture host. Valid as long as the site.
  const std::vector<Expected>& manifest() const;
  // The same with https URLs; empty without https.
  const std::vector<Expected>& https_manifest() const;

  // What was asked for so far, in order of arrival. The oldest are forgotten when the log passes
  // 32 MiB.
  std::vector<Request> requests() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace crawler::demo
