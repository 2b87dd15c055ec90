#include "crawler/net/tls_store.h"

#include <openssl/err.h>

#include <string>

namespace crawler::net {

base::Result<TlsStore> load_tls_store(const std::filesystem::path& own_file) {
  TlsStore store(X509_STORE_new());
  if (!store) throw std::bad_alloc();
  // A machine without the ca-certificates package can still crawl http, so this alone is no error.
  X509_STORE_set_default_paths(store.get());
  if (!own_file.empty() && X509_STORE_load_file(store.get(), own_file.c_str()) != 1) {
    ERR_clear_error();
    return base::fail(base::Errc::invalid,
                      "ca-file " + own_file.string() + ": not readable as PEM certificates");
  }
  ERR_clear_error();
  return store;
}

}  // namespace crawler::net
