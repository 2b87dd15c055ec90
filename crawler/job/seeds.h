// Seeds: URLs, lists of URLs, and saved article documents.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "base/url.h"
#include "crawler/extract/article.h"
#include "crawler/job/job.h"

namespace crawler::job {

// A saved article: it has no URL of its own, so it is stored as a resource, and its images and
// links are where the crawl begins.
struct ArticleSeed {
  std::string name;   // the file's name, without folders
  std::string bytes;  // as it lies on disk
  extract::Article article;
  std::shared_ptr<const SeedOptions> own = nullptr;
};

struct Seeds {
  std::vector<base::Url> urls;
  // For each URL the options of the source it is from, shared by all URLs of a list; null where it
  // has none.
  std::vector<std::shared_ptr<const SeedOptions>> own;
  std::vector<ArticleSeed> articles;
  bool empty() const { return urls.empty() && articles.empty(); }
};

// Reads all seeds of a job. Errors name the seed and say what was expected.
base::Result<Seeds> load_seeds(base::Disk& disk, const std::vector<SeedSource>& sources);

}  // namespace crawler::job
