#include "crawler/demo/demo_site.h"

#include <deque>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "crawler/demo/http_server.h"
#include "crawler/demo/site.h"

namespace crawler::demo {
namespace {

// Written by the server's thread, read by any.
class RequestLog {
 public:
  void add(const Request& request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    bytes_ += size_of(request);
    while (bytes_ > kMaxBytes) {
      bytes_ -= size_of(requests_.front());
      requests_.pop_front();
    }
  }

  std::vector<Request> all() const {
    const std::lock_guard lock(mutex_);
    return {requests_.begin(), requests_.end()};
  }

 private:
  static constexpr std::size_t kMaxBytes = 32 * 1024 * 1024;

  static std::size_t size_of(const Request& request) {
    return sizeof request + request.method.size() + request.host.size() + request.target.size() +
           request.referer.size() + request.user_agent.size() + request.accept_encoding.size();
  }

  mutable std::mutex mutex_;
  std::deque<Request> requests_;
  std::size_t bytes_ = 0;
};

std::optional<TlsIdentity> identity_for(const DemoSiteOptions& options) {
  if (!options.https) return std::nullopt;
  return make_tls_identity(
      {fmt::format("DNS:{}", kWwwHost), fmt::format("DNS:{}", kImageHost), "IP:127.0.0.1"});
}

const std::vector<Expected>& no_manifest() {
  static const std::vector<Expected> none;
  return none;
}

}  // namespace

class DemoSite::Impl {
 public:
  explicit Impl(DemoSiteOptions options)
      : options_(std::move(options)),
        identity_(identity_for(options_)),
        server_(HttpServerOptions{.address = options_.address,
                                  .http_port = options_.http_port,
                                  .https_port = options_.https_port,
                                  .tls = identity_}) {
    site_ = make_site(origins_of("http", server_.http_port()));
    if (identity_) https_site_ = make_site(origins_of("https", server_.https_port()));
    server_.start([this](const Request& request) { return answer(request); });
  }

  const HttpServer& server() const { return server_; }
  const DemoSiteOptions& options() const { return options_; }
  const std::optional<TlsIdentity>& identity() const { return identity_; }
  const Site& site() const { return *site_; }
  const std::optional<Site>& https_site() const { return https_site_; }
  const RequestLog& log() const { return log_; }

 private:
  Response answer(const Request& request) {
    log_.add(request);
    Response response = request.https ? https_site_->answer(request) : site_->answer(request);
    response.delay += options_.latency;
    return response;
  }

  DemoSiteOptions options_;
  RequestLog log_;
  std::optional<TlsIdentity> identity_;
  // Made when the ports are known, and yet declared before the server, whose thread uses them.
  std::optional<Site> site_, https_site_;
  HttpServer server_;
};

DemoSite::DemoSite(DemoSiteOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
DemoSite::~DemoSite() = default;

std::uint16_t DemoSite::http_port() const { return impl_->server().http_port(); }
std::uint16_t DemoSite::https_port() const { return impl_->server().https_port(); }

std::string DemoSite::ca_certificate_pem() const {
  return impl_->identity() ? impl_->identity()->ca_certificate_pem : "";
}

std::string DemoSite::start_url() const { return impl_->site().origins().www + "/"; }

std::string DemoSite::https_start_url() const {
  return impl_->https_site() ? impl_->https_site()->origins().www + "/" : "";
}

std::vector<std::string> DemoSite::resolve_entries() const {
  std::vector<std::string> entries;
  for (const std::uint16_t port : {http_port(), https_port()}) {
    if (port == 0) continue;
    for (const std::string_view host : {kWwwHost, kImageHost}) {
      entries.push_back(fmt::format("{}:{}:{}", host, port, impl_->options().address));
    }
  }
  return entries;
}

const std::vector<Expected>& DemoSite::manifest() const { return impl_->site().manifest(); }

const std::vector<Expected>& DemoSite::https_manifest() const {
  return impl_->https_site() ? impl_->https_site()->manifest() : no_manifest();
}

std::vector<Request> DemoSite::requests() const { return impl_->log().all(); }

}  // namespace crawler::demo
