#include "policies/script_mining.h"

#include <algorithm>

#include <fmt/format.h>

namespace policies {
namespace {

constexpr std::string_view kTooManyHosts = "script guesses on too many hosts";
constexpr std::string_view kMostlyWrong = "script guesses on this host were mostly wrong";
constexpr std::string_view kNoSuchPages = "script guess unlike any page of the host";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "2024" and "2025" are one, so are "p1" and "p22".
std::string with_digits_alike(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_digit(c)) {
      out += c;
    } else if (!out.ends_with('#')) {
      out += '#';
    }
  }
  return out;
}

// "html" of "/a/b.html"; empty for "/a/b" and "/a/v1.25".
std::string_view extension_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  const std::string_view extension = name.substr(dot + 1);
  return std::all_of(extension.begin(), extension.end(), is_digit) ? std::string_view() : extension;
}

std::uint64_t shape_of(const base::Url& url) {
  std::string_view path = url.path();
  if (path.ends_with('/')) path.remove_suffix(1);
  const auto folders = std::count(path.begin(), path.end(), '/');
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::string first = with_digits_alike(path.substr(0, path.find('/')));
  const std::string shape = fmt::format("{}/{}/{}", first, folders, extension_of(path));
  // A page that makes its shapes collide gets a guess tried, no more.
  return std::hash<std::string>{}(shape);
}

Verdict refused(std::string_view why) { return {Reason::guess, std::string(why)}; }

}  // namespace

ScriptMining::Host* ScriptMining::host(std::string_view name) {
  const auto known = hosts_.find(name);
  if (known != hosts_.end()) return &known->second;
  if (hosts_.size() >= kMaxHosts) return nullptr;
  return &hosts_[std::string(name)];
}

void ScriptMining::learn_path(const base::Url& url) {
  Host* const known = host(url.host());
  if (known == nullptr || known->shapes.size() >= kMaxShapes) return;
  const std::uint64_t shape = shape_of(url);
  const auto at = std::lower_bound(known->shapes.begin(), known->shapes.end(), shape);
  if (at == known->shapes.end() || *at != shape) known->shapes.insert(at, shape);
}

Verdict ScriptMining::may_queue(const base::Url& url, bool has_known_extension) const {
  const auto known = hosts_.find(url.host());
  if (known == hosts_.end()) {
    if (hosts_.size() >= kMaxHosts) return refused(kTooManyHosts);
    return has_known_extension ? Verdict{} : refused(kNoSuchPages);
  }
  const Host& host = known->second;
  if (host.stopped) return refused(kMostlyWrong);
  const bool has_shape = has_known_extension ||
                         std::binary_search(host.shapes.begin(), host.shapes.end(), shape_of(url));
  return has_shape ? Verdict{} : refused(kNoSuchPages);
}

Verdict ScriptMining::may_try(const base::Url& url) {
  Host* const known = host(url.host());
  if (known == nullptr) return refused(kTooManyHosts);
  if (known->stopped) return refused(kMostlyWrong);
  if (known->answered < kTrials && known->tried >= 2 * kTrials) {
    return refused("script guesses on this host go unanswered");
  }
  ++known->tried;
  return {};
}

bool ScriptMining::Host::has_seen(std::uint64_t answer) {
  if (answer == 0) return false;
  if (std::find(seen.begin(), seen.end(), answer) != seen.end()) return true;
  seen[remembered++ % kRemembered] = answer;
  return false;
}

void ScriptMining::learn(std::string_view name, std::optional<bool> found,
                         std::uint64_t answer_hash) {
  const auto known = hosts_.find(name);
  if (known == hosts_.end()) return;
  Host& host = known->second;
  if (host.has_seen(answer_hash)) found = false;
  if (!found) return;
  host.answers[host.answered % kWindow] = *found;
  ++host.answered;
  const std::size_t judged = std::min(host.answered, kWindow);
  host.stopped = host.stopped || (judged >= kTrials && 2 * host.answers.count() < judged);
}

std::optional<bool> guess_was_right(LinkKind kind, const GuessAnswer& answer) {
  const int status = answer.status;
  if (status == 401 || status == 408 || status == 429 || status >= 500 || status < 200) {
    return std::nullopt;
  }
  if (status >= 400) return false;
  if (status >= 300 && status != 304) {
    const bool leads_somewhere = answer.redirect && answer.redirect->path() != "/";
    return leads_somewhere ? std::nullopt : std::optional(false);
  }
  return kind != LinkKind::requisite || !answer.is_html;
}

std::uint64_t answer_hash(const GuessAnswer& answer) {
  const bool is_success = answer.status >= 200 && answer.status < 300;
  const std::string_view text = answer.redirect ? std::string_view(answer.redirect->href())
                                : is_success    ? answer.payload_digest
                                                : std::string_view();
  // Who makes answers collide has fewer guesses tried, no more.
  return text.empty() ? 0 : std::hash<std::string_view>{}(text);
}

}  // namespace policies
