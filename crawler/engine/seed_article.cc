#include "crawler/engine/seed_article.h"

#include <utility>

#include "crawler/engine/follow.h"
#include "crawler/engine/preservation.h"
#include "warc/digest.h"
#include "warc/fields.h"

namespace crawler::engine {
namespace asio = boost::asio;
namespace {

warc::Fields facts_of(const job::ArticleSeed& seed) {
  warc::Fields facts;
  facts.add_if("title", seed.article.title);
  facts.add_if("author", seed.article.author);
  facts.add_if("date", seed.article.date);
  facts.add_if("canonical", seed.article.canonical);
  for (const std::string& category : seed.article.categories) facts.add("category", category);
  facts.add("sourceFile", seed.name);
  return facts;
}

policies::Candidate candidate_of(const extract::Link& link, const std::string& uri,
                                 std::size_t number) {
  policies::Candidate candidate;
  candidate.url = link.url;
  candidate.kind = link.kind;
  candidate.hop_path = static_cast<char>(link.hop);
  candidate.via = uri;
  candidate.seed = number;
  return candidate;
}

}  // namespace

asio::awaitable<void> store_article(Services& services, const job::ArticleSeed& seed,
                                    std::size_t number) {
  const std::string uri = "urn:" + warc::digest_of(seed.bytes, warc::DigestAlgorithm::sha1);
  const bool is_html = extract::looks_like_html(seed.bytes);
  const std::string type = is_html ? "text/html" : "text/markdown; charset=utf-8";
  const warc::Fields facts = facts_of(seed);
  const base::Timestamp now = services.clock.now();
  const Preserved preserved = base::value_or_throw(
      preserve_document(uri, now, type, seed.bytes, facts, services.job.digest));
  const Stored stored = co_await services.archive.store(preserved);
  services.stats.warc_bytes += stored.warc_bytes;
  ++services.stats.articles;
  for (const extract::Link& link : seed.article.links) {
    offer(services, candidate_of(link, uri, number), frontier::Place::last);
  }
}

}  // namespace crawler::engine
