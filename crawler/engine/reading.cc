#include "crawler/engine/reading.h"

#include <algorithm>
#include <utility>

#include "crawler/job/job.h"
#include "policies/bot_wall.h"
#include "warc/content_coding.h"

namespace crawler::engine {
namespace {

// The largest sitemap there may be; what lies behind is stored all the same, only not read for
// links.
constexpr std::uint64_t kMaxReadBytes = 50u << 20;

constexpr std::uint64_t kWallBytes = 64 * 1024;  // of a body, as policies/bot_wall.h reads it

std::string header_of(const net::Capture& capture, std::string_view name) {
  const auto value = capture.response->headers.find(name);
  return value ? std::string(*value) : std::string();
}

extract::Extraction read_links(const net::Capture& capture, const policies::Candidate& candidate,
                               bool wants_text) {
  const auto parent = base::Url::parse(candidate.via);
  extract::Document document{
      .url = capture.url,
      .content_type = net::combined_header(capture, "Content-Type"),
      .content_encoding = net::combined_header(capture, "Content-Encoding"),
      .referrer_policy = net::combined_header(capture, "Referrer-Policy"),
      .content_type_options = net::combined_header(capture, "X-Content-Type-Options"),
      .link = net::combined_header(capture, "Link"),
      .refresh = header_of(capture, "Refresh"),
      .content_location = header_of(capture, "Content-Location"),
      .parent_charset = candidate.parent_charset,
      .is_same_origin = parent && parent->origin() == capture.url.origin(),
      .body = {},
      .wants_text = wants_text};
  if (!extract::may_hold_links(document.content_type)) return extract::extract(document);
  auto body = net::read_payload(capture, kMaxReadBytes);
  if (!body) {
    extract::Extraction nothing;
    nothing.notes.push_back("body not read for links: " + body.error().detail);
    return nothing;
  }
  document.body = std::move(*body);
  return extract::extract(document);
}

// Only what may be a wall is looked into: a document, or an error.
std::string wall_of(const net::Capture& capture, const policies::Candidate& candidate) {
  const bool may_be = capture.status() >= 400 || candidate.kind == policies::LinkKind::page;
  if (!may_be || !capture.has_response()) return {};
  std::string begin;
  if (auto bytes = net::read_payload(capture, kWallBytes)) {
    begin = warc::decode_content(*bytes, net::combined_header(capture, "Content-Encoding")).bytes;
  }
  begin.resize(std::min<std::size_t>(begin.size(), kWallBytes));
  const auto header = [&capture](std::string_view name) {
    return net::combined_header(capture, name);
  };
  const auto wall = policies::recognise_bot_wall(capture.status(), header, begin);
  return wall ? wall->vendor : std::string();
}

}  // namespace

Reading read_response(const net::Capture& capture, const policies::Candidate& candidate,
                      bool wants_text) {
  Reading reading;
  reading.extraction = read_links(capture, candidate, wants_text);
  reading.tags = policies::parse_robots_meta(reading.extraction.facts.robots_meta);
  if (capture.has_response()) {
    for (const std::string_view field : capture.response->headers.find_all("X-Robots-Tag")) {
      reading.tags.add(policies::parse_x_robots_tag(field, job::kProductToken));
    }
  }
  reading.bot_wall = wall_of(capture, candidate);
  return reading;
}

}  // namespace crawler::engine
