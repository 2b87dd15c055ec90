#include "crawler/job/seeds.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/encoding.h"

namespace crawler::job {
namespace {

// Lists of a million URLs fit; a larger file was not meant as a seed.
constexpr std::uint64_t kMaxSeedFileBytes = 100 * 1024 * 1024;

bool looks_like_url(std::string_view text) {
  return base::starts_with_ignoring_case(text, "http://") ||
         base::starts_with_ignoring_case(text, "https://");
}

base::Result<void> add_url(const std::string& text, Seeds& seeds) {
  auto url = base::Url::parse(text);
  if (!url || !url->is_http() || url->host().empty()) {
    return base::fail(base::Errc::invalid, fmt::format("seed \"{}\": not a valid http or https URL",
                                                       base::printable(text)));
  }
  if (url->has_credentials()) {
    return base::fail(
        base::Errc::invalid,
        "seed " + std::string(url->without_credentials().href()) +
            ": a name and password in a URL would end up in the archive; give them as "
            "--header \"Authorization: Basic ...\"");
  }
  seeds.urls.push_back(url->without_fragment());
  return {};
}

base::Result<void> add_file(const std::filesystem::path& path, std::string bytes,
                            const SeedSource& source, Seeds& seeds) {
  const std::string name = path.filename().string();
  if (extract::looks_like_article(bytes) || extract::looks_like_html(bytes)) {
    auto article = extract::parse_article(bytes, path.string());
    if (!article) return article.error();
    seeds.articles.push_back({name, std::move(bytes), std::move(*article), source.own});
    return {};
  }
  auto listed = extract::parse_url_list(bytes);
  if (!listed) {
    return base::fail(listed.error().code,
                      "seed file " + path.string() + ": " + listed.error().detail);
  }
  seeds.urls.insert(seeds.urls.end(), listed->begin(), listed->end());
  return {};
}

base::Result<void> add_seed(base::Disk& disk, const SeedSource& source, Seeds& seeds) {
  if (looks_like_url(source.text)) return add_url(source.text, seeds);
  const std::filesystem::path path = source.folder / source.text;
  auto bytes = base::read_file(disk, path, kMaxSeedFileBytes);
  if (bytes) return add_file(path, std::move(*bytes), source, seeds);
  if (bytes.error().code != base::Errc::not_found) {
    return base::fail(bytes.error().code, "seed file: " + bytes.error().detail);
  }
  if (source.text.find("://") != std::string::npos) {
    return base::fail(
        base::Errc::invalid,
        fmt::format("seed \"{}\": only http and https are crawled", base::printable(source.text)));
  }
  const bool host_like = source.text.find('.') != std::string::npos &&
                         base::Url::parse("https://" + source.text).has_value();
  return base::fail(
      base::Errc::invalid,
      fmt::format(
          "seed \"{}\": neither an http(s) URL nor a file{}", base::printable(source.text),
          host_like ? " (did you mean https://" + base::printable(source.text) + " ?)" : ""));
}

}  // namespace

base::Result<Seeds> load_seeds(base::Disk& disk, const std::vector<SeedSource>& sources) {
  Seeds seeds;
  for (const SeedSource& source : sources) {
    if (const auto added = add_seed(disk, source, seeds); !added) return added.error();
    seeds.own.resize(seeds.urls.size(), source.own);
  }
  return seeds;
}

}  // namespace crawler::job
