// The certificate authorities that https is checked against, read once and shared by all transfers:
// Debian's libcurl 7.88 otherwise parses the whole bundle for every new connection, 25 ms each.
#pragma once

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>

#include "base/error.h"

namespace crawler::net {

struct StoreDeleter {
  void operator()(X509_STORE* store) const noexcept { X509_STORE_free(store); }
};
using TlsStore = std::unique_ptr<X509_STORE, StoreDeleter>;

// The system's authorities and, when `own_file` is not empty, those in that PEM file. Errors name
// the file.
base::Result<TlsStore> load_tls_store(const std::filesystem::path& own_file);

}  // namespace crawler::net
