// A web app manifest (W3C Web Application Manifest), application/manifest+json or <link
// rel=manifest>: its pictures and the pages it opens. URLs are relative to the manifest.
#pragma once

#include <string_view>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

// Icons, screenshots and the icons of shortcuts and file handlers are requisites ("manifest/icon",
// "manifest/screenshot"), start_url and the shortcuts are page links ("manifest/start_url",
// "manifest/shortcut"). What is no JSON gives nothing. Any thread.
void add_manifest_links(std::string_view json, policies::ReferrerPolicy policy, LinkSet& links);

}  // namespace crawler::extract
