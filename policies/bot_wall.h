// Pages that stand in front of a site to keep crawlers out. They are recognised so that they are
// not taken for the site: counted as what they are, and their host left alone for longer. Never
// evaded.
//
// A page is only taken for a wall by what walls alone have: a header their vendor documents, or
// scripts, fields and identifiers of their markup, together with the status they come with. Words
// decide nothing, or articles about walls would be walls.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace policies {

struct BotWall {
  std::string vendor;         // "cloudflare", "akamai", "datadome", ..., "unknown"
  bool is_challenge = false;  // something a visitor could solve; else a plain block
};

// Looks up a response header by name, all fields of that name joined with commas; empty for none.
using HeaderLookup = std::function<std::string(std::string_view name)>;

// `body_begin` is the first 64 KiB of the body, decoded; may be empty. Linear in its size.
std::optional<BotWall> recognise_bot_wall(int status, const HeaderLookup& header,
                                          std::string_view body_begin);

}  // namespace policies
