#include <algorithm>
#include <string>

#include "base/url.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

void require_parts(const base::Url& url) {
  const std::string scheme_and_colon = std::string(url.scheme()) + ":";
  require(url.href().starts_with(scheme_and_colon), "an href begins with its scheme");
  require(is_plain_ascii(url.href()), "an href is printable ASCII");
  require(url.request_target().starts_with(url.path()), "a target begins with the path");
  require(!url.is_http() || !url.host().empty(), "an http URL has a host");
  require(!url.is_http() || url.path().starts_with('/'), "an http URL has a path");
}

// Reading an href back changes nothing; neither does leaving out what may be left out.
void require_stable(const base::Url& url) {
  const base::Result<base::Url> again = base::Url::parse(url.href());
  require(again && again->href() == url.href(), "an href reads back as itself");
  require(again->host() == url.host() && again->path() == url.path() &&
              again->query() == url.query() && again->fragment() == url.fragment() &&
              again->port() == url.port(),
          "its parts are the same");
  const base::Url bare = url.without_credentials().without_fragment();
  require(!bare.has_credentials() && bare.fragment().empty(), "nothing is left of what goes");
  const base::Result<base::Url> bare_again = base::Url::parse(bare.href());
  require(bare_again && bare_again->href() == bare.href(), "a bare href reads back as itself");
}

void check(const base::Result<base::Url>& url) {
  if (!url) return;
  require_parts(*url);
  require_stable(*url);
}

}  // namespace

void url(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view reference = input.substr(std::min(end + 1, input.size()));
  const base::Result<base::Url> page = base::Url::parse(input.substr(0, end));
  check(page);
  check(base::Url::parse(reference));
  if (!page) return;
  const base::Result<base::Url> joined = page->join(reference);
  check(joined);
  if (!joined) return;
  const base::Result<base::Url> again = page->join(joined->href());
  require(again && again->href() == joined->href(), "an href is itself wherever it stands");
  const auto in_charset = [](std::string_view text) { return std::string(text.size(), '\xd6'); };
  check(page->join(reference, in_charset));
}

}  // namespace fuzz
