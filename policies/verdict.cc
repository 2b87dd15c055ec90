#include "policies/verdict.h"

namespace policies {

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::accepted: return "accepted";
    case Reason::scheme: return "scheme";
    case Reason::scope: return "scope";
    case Reason::excluded: return "excluded";
    case Reason::depth: return "depth";
    case Reason::too_long: return "too_long";
    case Reason::hops: return "hops";
    case Reason::robots: return "robots";
    case Reason::robots_unreachable: return "robots_unreachable";
    case Reason::guess: return "guess";
    case Reason::page_limit: return "page_limit";
    case Reason::size_limit: return "size_limit";
    case Reason::time_limit: return "time_limit";
  }
  return "unknown";
}

}  // namespace policies
