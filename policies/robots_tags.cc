#include "policies/robots_tags.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"

namespace policies {
namespace {

// Directives that have a value behind a colon: no robot's name.
constexpr std::array<std::string_view, 4> kWithValue = {"max-snippet", "max-image-preview",
                                                        "max-video-preview", "unavailable_after"};

// The draft of the IETF's AIPREF group, Cloudflare's signals, the W3C's TDM Reservation Protocol,
// and what else is seen.
constexpr std::array<std::string_view, 8> kOptOutFields = {
    "Content-Usage", "Content-Signal", "TDM-Reservation", "TDM-Policy",
    "LLM-Policy",    "AI-Policy",      "AI-Disclosure",   "X-AI-Policy"};

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '*' || c == '.' || c == '/';
}

// "bingbot" of "bingbot: noindex"; empty where no robot is named. The colons of dates have blanks
// before them, or stand behind a name of ours.
std::string_view robot_named(std::string_view part) {
  const std::size_t colon = part.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view name = base::trimmed(part.substr(0, colon));
  if (!std::all_of(name.begin(), name.end(), is_name_byte)) return {};
  const auto same = [name](std::string_view known) {
    return base::equals_ignoring_case(known, name);
  };
  return std::any_of(kWithValue.begin(), kWithValue.end(), same) ? std::string_view() : name;
}

// "Varve", "varve/1.0" and "*" mean us.
bool is_us(std::string_view robot, std::string_view product_token) {
  return robot == "*" ||
         base::equals_ignoring_case(robot.substr(0, robot.find('/')), product_token);
}

void obey(RobotsTags& tags, std::string_view word) {
  tags.noindex |= word == "noindex" || word == "none";
  tags.nofollow |= word == "nofollow" || word == "none";
  tags.noarchive |= word == "noarchive";
}

void obey_all(RobotsTags& tags, std::string_view lower) {
  static constexpr std::string_view kBetween = ",; \t\r\n\f";
  while (!lower.empty()) {
    const std::size_t end = std::min(lower.find_first_of(kBetween), lower.size());
    obey(tags, lower.substr(0, end));
    lower.remove_prefix(std::min(end + 1, lower.size()));
  }
}

void append_text(std::string& text, std::string_view more) {
  if (more.empty()) return;
  if (!text.empty()) text += ", ";
  text += more;
  text.resize(std::min(text.size(), kMaxRobotsTagBytes));
}

}  // namespace

void RobotsTags::add(const RobotsTags& other) {
  nofollow |= other.nofollow;
  noindex |= other.noindex;
  noarchive |= other.noarchive;
  append_text(text, other.text);
}

RobotsTags parse_robots_meta(std::string_view content) {
  RobotsTags tags;
  const std::string lower = base::to_lower_ascii(base::trimmed(content));
  obey_all(tags, lower);
  append_text(tags.text, lower);
  return tags;
}

RobotsTags parse_x_robots_tag(std::string_view field, std::string_view product_token) {
  RobotsTags tags;
  bool concerns_us = true;  // until a robot is named
  const std::string lower = base::to_lower_ascii(field);
  std::string_view rest = lower;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view part = base::trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::string_view robot = robot_named(part);
    if (!robot.empty()) {
      concerns_us = is_us(robot, product_token);
      part = base::trimmed(part.substr(part.find(':') + 1));
    }
    if (!concerns_us) continue;
    obey_all(tags, part);
    append_text(tags.text, part);
  }
  return tags;
}

std::span<const std::string_view> opt_out_fields() { return kOptOutFields; }

}  // namespace policies
