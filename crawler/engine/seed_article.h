// A saved article document as a seed: stored as a resource, its images and links become candidates.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "crawler/engine/services.h"
#include "crawler/job/seeds.h"

namespace crawler::engine {

// The document has no URL of its own, so it is named by its content: "urn:sha1:BASE32". Its links
// count as seeds in depth, and belong to seed `number`. `seed` outlives the call.
boost::asio::awaitable<void> store_article(Services& services, const job::ArticleSeed& seed,
                                           std::size_t number);

}  // namespace crawler::engine
