// What all transfers of one fetcher have in common: the libcurl options of reference/reliability.md
// section 6, the job's own (proxy, certificates, bandwidth, patience), and its errors as ours.
// Internal to net.
#pragma once

#include <curl/curl.h>

#include <string>

#include "base/error.h"
#include "crawler/net/fetcher.h"

namespace crawler::net {

// `easy` must not outlive `options`.
void set_profile(CURL* easy, const FetchOptions& options);

// `code` as an error with this detail. CURLE_OK has none.
base::Error error_from(CURLcode code, const std::string& detail);

}  // namespace crawler::net
