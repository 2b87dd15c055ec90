#include "crawler/net/name_lookup.h"

namespace crawler::net {

struct NameLookup::Impl {};

NameLookup::NameLookup(boost::asio::io_context&, const std::vector<std::string>&, unsigned) {}
NameLookup::~NameLookup() = default;

boost::asio::awaitable<base::Result<std::string>> NameLookup::address_of(base::Url) {
  co_return base::Result<std::string>(std::string());
}

}  // namespace crawler::net
