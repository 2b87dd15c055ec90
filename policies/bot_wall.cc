#include "policies/bot_wall.h"

namespace policies {

std::optional<BotWall> recognise_bot_wall(int, const HeaderLookup&, std::string_view) {
  return std::nullopt;
}

}  // namespace policies
