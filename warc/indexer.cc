#include "warc/indexer.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/time.h"
#include "base/url.h"
#include "warc/digest.h"
#include "warc/framing.h"
#include "warc/http_block.h"
#include "warc/post_key.h"
#include "warc/reader.h"
#include "warc/record_facts.h"
#include "warc/surt.h"

namespace warc {
namespace {

// Longer ones come from attackers only, and every line must fit LineSorter::kMaxLine (W-43), also
// when each byte of key, URL and redirect is percent-encoded.
constexpr std::size_t kMaxUrl = 256 << 10;
constexpr std::size_t kMaxDigest = 256;

// A record as far as its neighbours matter.
struct Neighbour {
  std::string uri, id;
  std::vector<std::string> concurrent_to;
  std::optional<CdxEntry> entry;        // of a capture
  std::optional<RequestQuery> request;  // of a request

  bool names(const Neighbour& other) const {
    return !other.id.empty() &&
           std::find(concurrent_to.begin(), concurrent_to.end(), other.id) != concurrent_to.end();
  }
};

Neighbour neighbour_of(const RecordHead& head) {
  Neighbour neighbour;
  neighbour.uri = head.target_uri();
  neighbour.id = head.field("WARC-Record-ID");
  for (const std::string_view id : head.fields.find_all("WARC-Concurrent-To")) {
    neighbour.concurrent_to.emplace_back(id);
  }
  return neighbour;
}

// Absolute, as pywb expects it; nothing for what is no redirect.
std::string redirect_target(const RecordHead& record, const ResponseHead& head) {
  const auto location = head.headers.find("Location");
  if (head.status < 300 || head.status > 399 || !location) return {};
  const auto base = base::Url::parse(record.target_uri());
  if (!base) return {};
  const auto target = base->join(*location);
  if (!target || target->href().size() > kMaxUrl) return {};
  return std::string(target->without_credentials().href());
}

// As in the record; nothing when there is none or it is no digest.
std::string payload_digest(const RecordHead& head) {
  const std::string_view digest = base::trimmed(head.field("WARC-Payload-Digest"));
  return std::string(digest.size() <= kMaxDigest ? digest : "");
}

void set_http(const RecordHead& record, const HttpBlock& http, CdxEntry& entry) {
  const ResponseHead& head = http.head();
  if (head.status > 0) entry.status = fmt::format("{:03}", head.status);
  entry.mime = head.headers.find("Content-Type").value_or("");
  entry.redirect = redirect_target(record, head);
}

// An empty piece is the end.
void feed(HttpBlock& http, std::string_view piece) {
  if (piece.empty()) {
    http.finish();
  } else {
    http.append(piece);
  }
}

// The bytes the sender called the body: all of them when Content-Length says nothing of it, none
// when what it says is no number, as pywb has it.
std::string_view declared_part(std::string_view body, const HttpBlock& http) {
  const auto declared = http.head().headers.find("Content-Length");
  if (!declared || http.framing() == HttpFraming::chunked) return body;
  const auto length = parse_content_length(*declared);
  return length ? body.substr(0, *length) : std::string_view();
}

class Indexer {
 public:
  Indexer(const base::File& file, const IndexerOptions& options, const EntrySink& sink,
          const FindingSink& on_finding)
      : options_(options),
        sink_(sink),
        on_finding_(on_finding),
        reader_(file, {.on_finding = [this](Finding finding) { pass_on(std::move(finding)); }}) {}

  base::Result<IndexCounts> run() {
    while (true) {
      const auto head = reader_.next();
      if (!head) return head.error();
      if (*head == nullptr) break;
      ++counts_.records;
      if (auto done = take(**head); !done) return done.error();
    }
    if (auto done = give(); !done) return done.error();
    return counts_;
  }

 private:
  void pass_on(Finding finding) {
    counts_.skipped_bytes += finding.skipped;
    if (on_finding_) on_finding_(std::move(finding));
  }

  base::Result<void> take(const RecordHead& head) {
    if (is_capture(head)) return take_capture(head);
    if (!options_.post_keys || head.type == kMetadata) return {};
    if (head.type == kRequest) return take_request(head);
    return give();
  }

  // Passes on the capture that waits for its request.
  base::Result<void> give() {
    const auto waiting = std::exchange(waiting_, std::nullopt);
    if (!waiting || !waiting->entry) return {};
    ++counts_.entries;
    return sink_(*waiting->entry);
  }

  // `record` and the one before it may be a pair; whoever stays alone waits for the next.
  base::Result<void> pair(Neighbour record) {
    const bool is_pair = waiting_ && waiting_->uri == record.uri && record.names(*waiting_) &&
                         waiting_->entry.has_value() != record.entry.has_value();
    if (!is_pair) {
      if (auto given = give(); !given) return given;
      waiting_ = std::move(record);
      return options_.post_keys ? base::Result<void>() : give();
    }
    if (!waiting_->entry) std::swap(*waiting_, record);
    if (waiting_->entry && record.request) add_request(*record.request, *waiting_->entry);
    return give();
  }

  static void add_request(const RequestQuery& request, CdxEntry& entry) {
    if (request.method == "GET" || request.method.empty()) return;
    entry.key = surt(url_with_request(entry.url, request));
    entry.method = request.method;
    entry.request_body = request.query;
  }

  base::Result<void> take_request(const RecordHead& head) {
    Neighbour record = neighbour_of(head);
    HttpBlock http(HttpBlock::Message::request);
    std::string body;
    while (body.size() < kMaxRequestBody) {
      const auto piece = reader_.read();
      if (!piece) return piece.error();
      feed(http, *piece);
      body += http.payload().substr(0, kMaxRequestBody - body.size());
      if (piece->empty() || (http.is_past_head() && http.request_line().method == "GET")) break;
    }
    const auto content_type = http.head().headers.find("Content-Type");
    record.request = request_query(http.request_line().method, content_type.value_or(""),
                                   declared_part(body, http));
    return pair(std::move(record));
  }

  base::Result<void> take_capture(const RecordHead& head) {
    Neighbour record = neighbour_of(head);
    const auto date = head.date();
    if (const std::size_t size = head.target_uri().size(); size > kMaxUrl) {
      return refuse(head, fmt::format("its URL has {} bytes", size));
    }
    CdxEntry entry{.key = surt(head.target_uri()),
                   .timestamp14 = date ? base::to_timestamp14(*date) : "",
                   .url = std::string(head.target_uri()),
                   .mime = std::string(head.field("Content-Type")),
                   .status = head.type == kRevisit ? "" : "200",
                   .digest = payload_digest(head),
                   .redirect = {},
                   .length = 0,
                   .offset = head.position.offset,
                   .filename = options_.filename};
    if (auto read = read_block(head, entry); !read) return read;
    const auto end = reader_.finish();
    if (!end) return end.error();
    entry.length = end->end_offset - entry.offset;
    if (const std::string why = reason_against(head, entry, *end); !why.empty()) {
      return refuse(head, why);
    }
    record.entry = std::move(entry);
    return pair(std::move(record));
  }

  // What the entry needs of the block: the HTTP head, and the payload when it has no digest yet.
  base::Result<void> read_block(const RecordHead& head, CdxEntry& entry) {
    const bool is_revisit = head.type == kRevisit;
    std::optional<HttpBlock> http;
    if (const auto message = http_message_of(head)) http.emplace(*message);
    if (http || is_revisit) entry.status.clear();
    std::optional<Hasher> payload;
    if (entry.digest.empty() && !is_revisit) payload.emplace(DigestAlgorithm::sha1);
    while (payload || (http && !http->is_past_head())) {
      const auto piece = reader_.read();
      if (!piece) return piece.error();
      if (http) feed(*http, *piece);
      if (payload) payload->update(http ? http->payload() : *piece);
      if (piece->empty()) break;
    }
    if (http) set_http(head, *http, entry);
    if (is_revisit) entry.mime = kRevisitMime;
    if (payload) entry.digest = payload->finish();
    return {};
  }

  static std::string reason_against(const RecordHead& head, const CdxEntry& entry,
                                    const RecordEnd& end) {
    if (entry.url.empty()) return "it has no WARC-Target-URI";
    if (entry.timestamp14.empty()) {
      const std::string_view date = head.field("WARC-Date");
      return date.empty()
                 ? "it has no WARC-Date"
                 : fmt::format("its WARC-Date \"{}\" is none", base::printable(date.substr(0, 40)));
    }
    if (!end.is_whole) return "it is cut or damaged";
    if (!end.is_alone) return "an offset and a length cannot name it: it shares its gzip member";
    return "";
  }

  base::Result<void> refuse(const RecordHead& head, const std::string& why) {
    ++counts_.not_indexed;
    if (on_finding_) {
      on_finding_({Severity::error, head.position.offset, "not-indexed",
                   fmt::format("{} of {} is not in the index: {}", head.type.name,
                               base::printable(head.target_uri().substr(0, 200)), why)});
    }
    return give();
  }

  const IndexerOptions& options_;
  const EntrySink& sink_;
  const FindingSink& on_finding_;
  Reader reader_;
  IndexCounts counts_;
  std::optional<Neighbour> waiting_;
};

}  // namespace

IndexCounts& IndexCounts::operator+=(const IndexCounts& more) {
  records += more.records;
  entries += more.entries;
  not_indexed += more.not_indexed;
  skipped_bytes += more.skipped_bytes;
  return *this;
}

base::Result<IndexCounts> index_archive(const base::File& file, const IndexerOptions& options,
                                        const EntrySink& sink, const FindingSink& on_finding) {
  return Indexer(file, options, sink, on_finding).run();
}

}  // namespace warc
