// What becomes of a URL as somebody wrote it, and the names the crawl has for it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/url.h"
#include "crawler/cli/explain.h"
#include "crawler/job/job.h"

namespace crawler::cli {

// Errc::invalid says why `given` is no URL, and which one was meant where only the scheme lacks.
base::Result<base::Url> url_of(std::string_view given);

// What the parser changed in `given` to make `url` of it, a few words each.
std::vector<std::string> changes_of(std::string_view given, const base::Url& url);

// Facts given, href, changed, key, stripped, surt and host.
void explain_url(std::string_view given, const base::Url& url, const job::Job& job,
                 Explanation& explanation);

// "a private address" and the like, where `job` keeps the crawl from connecting; else empty.
std::string why_not_public(const base::Url& url, const job::Job& job);

}  // namespace crawler::cli
