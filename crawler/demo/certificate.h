// A certificate authority and a server certificate made on the spot, so that the sample site speaks
// TLS without files. Keys live in memory only and are new in every run.
#pragma once

#include <string>
#include <vector>

namespace crawler::demo {

struct TlsIdentity {
  std::string ca_certificate_pem;  // what a client must trust
  std::string certificate_pem;
  std::string private_key_pem;
};

// P-256 keys, valid from yesterday for a year. `names` are the certificate's subjectAltName in
// OpenSSL's notation ("DNS:www.example.test", "IP:127.0.0.1"). Throws std::runtime_error when
// OpenSSL fails.
TlsIdentity make_tls_identity(const std::vector<std::string>& names);

}  // namespace crawler::demo
