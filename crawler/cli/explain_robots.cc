#include "crawler/cli/explain_robots.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "crawler/cli/explain_collection.h"
#include "policies/robots.h"

namespace crawler::cli {
namespace {

// RFC 9309 2.3.1.2.
constexpr int kMostRedirects = 5;

struct ArchivedRobots {
  warc::CdxEntry capture;
  StoredResponse response;
};

// The last answer that says something: a 304 says "as before".
std::optional<warc::CdxEntry> last_answer(const std::vector<warc::CdxEntry>& captures) {
  for (auto capture = captures.rbegin(); capture != captures.rend(); ++capture) {
    if (capture->status != "304") return *capture;
  }
  return std::nullopt;
}

base::Result<std::optional<ArchivedRobots>> archived(base::Disk& disk,
                                                     const engine::CollectionPaths& paths,
                                                     base::Url robots) {
  std::optional<ArchivedRobots> found;
  for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
    const auto captures = captures_of(disk, paths, robots.href(), 100);
    if (!captures) return captures.error();
    const auto capture = last_answer(*captures);
    if (!capture) return found;
    auto response = read_capture(disk, paths, *capture);
    if (!response) return response.error();
    found = ArchivedRobots{*capture, std::move(*response)};
    const auto location = found->response.head.headers.find("Location");
    if (found->response.head.status / 100 != 3 || !location) return found;
    auto target = robots.join(*location);
    if (!target) return found;
    robots = std::move(*target).without_fragment();
  }
  return found;
}

std::string words_of(const policies::RobotsExplanation& explained) {
  std::string text = explained.allowed ? "allowed" : "disallowed";
  if (!explained.rule.empty()) {
    text += fmt::format(" by line {}: {}", explained.rule_line, explained.rule);
  } else {
    text += explained.note.empty() ? ", no rule matches" : ", " + explained.note;
  }
  if (!explained.agent.empty()) {
    text += fmt::format(", for line {}: {}", explained.agent_line, explained.agent);
  }
  return text;
}

std::string mode_note(const job::Job& job) {
  switch (job.robots) {
    case job::RobotsMode::obey: return {};
    case job::RobotsMode::obey_pages: return " (not asked of what pages need: robots obey-pages)";
    case job::RobotsMode::annotate: return " (recorded, not obeyed: robots annotate)";
    case job::RobotsMode::ignore: return " (not obeyed: robots ignore)";
  }
  return {};
}

}  // namespace

base::Result<RobotsSaid> robots_said(base::Disk& disk, const engine::CollectionPaths* paths,
                                     const base::Url& url, const job::Job& job) {
  if (job.robots == job::RobotsMode::ignore) return RobotsSaid{"not read: robots ignore", true, {}};
  RobotsSaid said{"not known: nothing is asked of the network here; crawl it first", true, {}};
  const auto robots = url.join("/robots.txt");
  if (paths == nullptr || !robots) return said;
  const auto found = archived(disk, *paths, robots->without_credentials());
  if (!found) return found.error();
  if (!*found) return said;
  const ArchivedRobots& file = **found;
  const auto rules =
      policies::RobotsRules::of_answer(file.response.head.status, file.response.body,
                                       job::kProductToken, job.robots_forbidden_denies);
  const policies::RobotsExplanation explained = rules.explain(url);
  said.text = fmt::format("{}, of {} (status {}, {}){}", words_of(explained), file.capture.url,
                          file.capture.status, file.capture.timestamp14, mode_note(job));
  if (const auto delay = rules.crawl_delay()) {
    said.text += fmt::format(", Crawl-delay {} s", static_cast<double>(delay->count()) / 1000);
  }
  said.allowed = explained.allowed || job.robots == job::RobotsMode::annotate;
  said.detail = explained.rule.empty() ? explained.note : explained.rule;
  return said;
}

}  // namespace crawler::cli
