// The TLS side, seen by OpenSSL's own client trusting nothing but the site's authority.
#include <memory>
#include <string>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <boost/test/unit_test.hpp>

#include "crawler/demo/demo_site.h"

using namespace crawler::demo;

namespace {

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

void trust(SSL_CTX* context, const std::string& pem) {
  const Owned<BIO> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Owned<X509> authority(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  BOOST_REQUIRE(authority != nullptr);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get());
}

// The whole answer to a GET with "Connection: close", or "" when the handshake fails.
std::string get_over_tls(const DemoSite& site, const std::string& name, const std::string& ca_pem,
                         const std::string& target) {
  const Owned<SSL_CTX> context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  if (!ca_pem.empty()) trust(context.get(), ca_pem);
  const Owned<BIO> bio(BIO_new_ssl_connect(context.get()));
  BIO_set_conn_hostname(bio.get(), ("127.0.0.1:" + std::to_string(site.https_port())).c_str());
  SSL* ssl = nullptr;
  BIO_get_ssl(bio.get(), &ssl);
  SSL_set_tlsext_host_name(ssl, name.c_str());
  SSL_set1_host(ssl, name.c_str());
  if (BIO_do_handshake(bio.get()) != 1) return "";

  const std::string request =
      "GET " + target + " HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n";
  BIO_write(bio.get(), request.data(), static_cast<int>(request.size()));
  std::string answer;
  char bytes[8192];
  for (int size; (size = BIO_read(bio.get(), bytes, sizeof bytes)) > 0;) {
    answer.append(bytes, static_cast<std::size_t>(size));
  }
  return answer;
}

struct TlsSite {
  DemoSite site{DemoSiteOptions{.https = true}};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(demo_tls, TlsSite)

BOOST_AUTO_TEST_CASE(both_hosts_are_trusted_through_the_authority) {  // RFC 9110 4.3.4
  const std::string ca = site.ca_certificate_pem();

  const std::string page = get_over_tls(site, "www.varve-news.test", ca, "/about.html");
  const std::string picture = get_over_tls(site, "i.varve-news.test", ca, "/photo/2026/h001.jpg");

  BOOST_TEST(page.starts_with("HTTP/1.1 200 OK\r\n"));
  BOOST_TEST(page.ends_with("</html>\n"));
  BOOST_TEST(picture.starts_with("HTTP/1.1 200 OK\r\n"));
  BOOST_TEST(site.requests().back().https);
}

BOOST_AUTO_TEST_CASE(nobody_is_trusted_without_it) {
  BOOST_TEST(get_over_tls(site, "www.varve-news.test", "", "/").empty());
}

BOOST_AUTO_TEST_CASE(the_authority_of_another_run_is_another) {
  const DemoSite other(DemoSiteOptions{.https = true});

  BOOST_TEST(get_over_tls(site, "www.varve-news.test", other.ca_certificate_pem(), "/").empty());
}

BOOST_AUTO_TEST_CASE(other_names_are_not_covered) {
  const std::string ca = site.ca_certificate_pem();

  BOOST_TEST(get_over_tls(site, "outside.example.test", ca, "/").empty());
}

BOOST_AUTO_TEST_CASE(pages_over_tls_link_to_https) {
  const std::string port = std::to_string(site.https_port());
  const std::string home =
      get_over_tls(site, "www.varve-news.test", site.ca_certificate_pem(), "/");

  BOOST_TEST(home.find("https://i.varve-news.test:" + port + "/thumb/") != home.npos);
  BOOST_TEST(home.find("http://i.") == home.npos);
  BOOST_TEST(site.https_start_url() == "https://www.varve-news.test:" + port + "/");
  BOOST_TEST(site.https_manifest().size() == site.manifest().size());
  BOOST_TEST(site.resolve_entries().size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
