#include "policies/traps.h"

#include <array>
#include <chrono>
#include <random>
#include <utility>

#include "base/encoding.h"
#include "policies/trap_counts.h"
#include "policies/trap_dates.h"
#include "policies/trap_link.h"
#include "policies/trap_pages.h"
#include "policies/trap_recent.h"
#include "policies/trap_sessions.h"
#include "policies/trap_shape.h"

namespace policies {
namespace {

constexpr std::size_t kHosts = 5'000;
// Calendars are endless in both directions; newspapers are not older than this and linked day by
// day.
constexpr int kFirstYear = 1990;

bool is_on(const TrapOptions& options, TrapRule rule) {
  return options.of(rule).action != TrapAction::off;
}

bool is_page(const Candidate& candidate) { return candidate.kind == LinkKind::page; }

// The owner lists them, and the list has an end.
bool is_listed(const Candidate& candidate) { return candidate.hop_path.ends_with('S'); }

PageLook look_of(const PageSeen& page) { return {page.simhash, trap_hash(page.title)}; }

std::string_view first_segment(const TrapShape& shape) {
  return shape.folders().empty() ? std::string_view() : shape.folders().front();
}

std::string random_name() {
  static std::random_device device;
  std::array<char, 12> bytes;
  for (char& byte : bytes) byte = static_cast<char>(device());
  return base::to_hex({bytes.data(), bytes.size()}) + ".html";
}

Verdict judge_date(const TrapOptions& options, std::chrono::year_month_day today,
                   const TrapShape& shape) {
  const TrapDate date = date_of(shape, today);
  if (!date.is_date || date.year == 0 || !(date.is_named || date.moves)) return {};
  const int this_year = static_cast<int>(today.year());
  const TrapSetting& setting = options.of(TrapRule::far_date);
  const bool is_far = date.year > this_year &&
                      static_cast<std::uint64_t>(date.year - this_year) > setting.threshold;
  const bool is_old = date.year < kFirstYear && date.moves;
  if (!is_far && !is_old) return {};
  return {Reason::calendar, "far-date: the year " + std::to_string(date.year),
          setting.action == TrapAction::park};
}

}  // namespace

struct TrapWatch::State {
  explicit State(std::chrono::year_month_day now) : today(now), counts(now) {}

  std::chrono::year_month_day today;
  TrapCounts counts;
  CopyWatch copies;
  RecentMap<HostPages> pages{kHosts};
  RecentMap<SessionSense> sessions{kHosts};
  std::vector<SessionParameter> learned;
};

TrapWatch::TrapWatch(TrapOptions options, base::Timestamp now)
    : options_(options),
      state_(std::make_unique<State>(std::chrono::floor<std::chrono::days>(now))) {}

TrapWatch::~TrapWatch() = default;

Verdict TrapWatch::judge_shape(const Candidate& candidate) const {
  if (candidate.kind == LinkKind::prerequisite) return {};
  const TrapShape shape(candidate.url);
  Verdict verdict = judge_link(options_, candidate, shape);
  if (!verdict || !is_page(candidate) || !is_on(options_, TrapRule::far_date)) return verdict;
  return judge_date(options_, state_->today, shape);
}

Verdict TrapWatch::admit(const Candidate& candidate) {
  if (candidate.kind == LinkKind::prerequisite || is_listed(candidate)) return {};
  const TrapShape shape(candidate.url);
  if (is_page(candidate) && is_on(options_, TrapRule::session)) {
    SessionSense& sense = state_->sessions.at(shape.host());
    if (sense.learn(candidate, shape, options_.of(TrapRule::session).threshold)) {
      state_->learned.push_back({std::string(candidate.url.host()), sense.learned()});
    }
  }
  return state_->counts.count(options_, candidate, shape);
}

Verdict TrapWatch::judge_again(const Candidate& candidate) const {
  if (!is_page(candidate) || !is_on(options_, TrapRule::duplicate)) return {};
  if (!state_->copies.is_parked(TrapShape(candidate.url))) return {};
  return {Reason::duplicate, "duplicate: pages of this folder hold what others hold",
          options_.of(TrapRule::duplicate).action == TrapAction::park};
}

PageVerdict TrapWatch::learn(const PageSeen& page) {
  const TrapShape shape(page.candidate.url);
  HostPages& host = state_->pages.at(shape.host());
  bool is_empty = false;
  if (!page.redirect.empty()) {
    const TrapSetting& setting = options_.of(TrapRule::redirect_target);
    is_empty = setting.action != TrapAction::off &&
               host.is_common_target(trap_hash(page.redirect), setting.threshold);
  } else if (page.status == 200) {
    is_empty = is_on(options_, TrapRule::soft_404) && host.is_soft_404(look_of(page));
    if (!is_empty) host.add_success(look_of(page), trap_hash(first_segment(shape)));
  } else {
    return PageVerdict::good;
  }
  // Somebody asked for a seed, so there is something to see.
  const bool is_seed = page.candidate.hop_path.find_first_not_of('R') == std::string::npos;
  state_->copies.add_empty(shape, is_empty);
  return is_empty && !is_seed ? PageVerdict::soft_404 : PageVerdict::good;
}

void TrapWatch::learn_payload(const Candidate& candidate, std::string_view digest) {
  if (!is_page(candidate) || digest.empty() || !is_on(options_, TrapRule::duplicate)) return;
  const std::uint64_t percent = options_.of(TrapRule::duplicate).threshold;
  state_->copies.add(TrapShape(candidate.url), digest, percent);
}

std::optional<base::Url> TrapWatch::probe_due(const Candidate& page) {
  const TrapSetting& setting = options_.of(TrapRule::soft_404);
  if (setting.action == TrapAction::off || !is_page(page)) return std::nullopt;
  const TrapShape shape(page.url);
  HostPages& host = state_->pages.at(shape.host());
  const std::string_view folder = host.probe_due(first_segment(shape), setting.threshold);
  if (folder.empty()) return std::nullopt;
  const std::string path = folder == "/" ? "/" : "/" + std::string(folder) + "/";
  auto url = page.url.join(path + random_name());
  if (!url) return std::nullopt;
  return *url;
}

void TrapWatch::learn_probe(const PageSeen& probe) {
  HostPages& host = state_->pages.at(TrapShape(probe.candidate.url).host());
  if (!probe.redirect.empty()) return host.learn_missing_target(trap_hash(probe.redirect));
  if (probe.status == 200) host.learn_missing(look_of(probe));
}

std::vector<SessionParameter> TrapWatch::take_session_parameters() {
  return std::exchange(state_->learned, {});
}

}  // namespace policies
