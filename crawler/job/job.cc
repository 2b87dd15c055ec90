#include "crawler/job/job.h"

#include "base/version.h"

namespace crawler::job {

std::string user_agent_of(const Job& job) {
  if (!job.user_agent.empty()) return job.user_agent;
  std::string agent =
      std::string("Mozilla/5.0 (compatible; ") + kProductToken + "/" + base::kVersion;
  if (!job.contact.empty()) agent += "; +" + job.contact;
  return agent + ")";
}

std::filesystem::path directory_of(const Job& job) { return job.output / job.collection; }

}  // namespace crawler::job
