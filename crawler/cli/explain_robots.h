// What the robots.txt in a collection says of a URL.
#pragma once

#include <optional>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "base/url.h"
#include "crawler/engine/collection.h"
#include "crawler/job/job.h"

namespace crawler::cli {

struct RobotsSaid {
  std::string text;  // for the fact "robots"
  bool allowed = true;
  std::string detail;  // the rule that keeps the URL from being fetched
};

// By the last robots.txt of the URL's origin that is archived, redirects followed, and the mode the
// job has. Without a collection (`paths` is null) or a capture it is not known, and allowed.
base::Result<RobotsSaid> robots_said(base::Disk& disk, const engine::CollectionPaths* paths,
                                     const base::Url& url, const job::Job& job);

}  // namespace crawler::cli
