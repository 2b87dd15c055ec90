// Writes the golden crawl, which the judges in this folder read (golden_test.mjs):
//   golden_crawl OUT
// leaves OUT/golden.warc.gz, OUT/index.cdxj, OUT/index.cdx, OUT/pages.jsonl and OUT/golden.wacz;
// and OUT/shapes.json with what a reader of each capture must get. Clock and ids are fixed, so
// every run gives the same bytes. OUT must not exist.
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/disk.h"
#include "base/encoding.h"
#include "base/error.h"
#include "base/json.h"
#include "base/time.h"
#include "tests/replay/golden_shapes.h"
#include "warc/chunk_decoder.h"
#include "warc/compressibility.h"
#include "warc/file_set.h"
#include "warc/gzip_member.h"
#include "warc/index_file.h"
#include "warc/indexer.h"
#include "warc/records.h"
#include "warc/stored_head.h"
#include "warc/wacz.h"

namespace {

namespace fs = std::filesystem;
using base::value_or_throw;
using golden::Shape;

constexpr auto kSha1 = warc::DigestAlgorithm::sha1;
constexpr const char* kName = "golden.warc.gz";

// 2026-11-22T10:31:26.123Z, the date of the golden exchange (formats 2.10).
class FixedClock : public base::Clock {
 public:
  base::Timestamp now() const override {
    return base::Timestamp{std::chrono::milliseconds{1795343486123}};
  }
};

// The body as it is stored, and the head that fits it.
struct Stored {
  std::string head, body;
  std::vector<std::string> repairs;
};

Stored stored(const Shape& shape) {
  Stored result;
  const auto head = value_or_throw(warc::parse_response_head(shape.head));
  warc::StoredBody body;
  body.is_dechunked = warc::is_chunked(head);
  body.is_truncated = !shape.truncated.empty();
  if (body.is_dechunked) {
    warc::ChunkDecoder chunks;
    chunks.append(shape.wire, result.body);
  } else {
    result.body = shape.wire;
  }
  body.size = result.body.size();
  result.head = warc::head_for_storage(shape.head, body, result.repairs);
  return result;
}

class GoldenCrawl {
 public:
  explicit GoldenCrawl(fs::path out)
      : out_(std::move(out)), files_(disk_, clock_, ids_, options_for(out_)) {}

  void store(const Shape& shape) {
    const warc::Exchange exchange = next_exchange(shape);
    const Stored bytes = stored(shape);
    warc::Record capture = capture_of(shape, exchange, bytes);
    warc::Fields facts;
    if (captures_.size() > 0) facts.add("hopsFromSeed", "L");
    facts.add("fetchTimeMs", "12");
    std::vector<std::string> repairs = bytes.repairs;
    const std::string sent = warc::request_for_storage(shape.request, repairs);
    for (const std::string& repair : repairs) facts.add("headRepair", repair);
    append(exchange, std::move(capture), sent, facts, is_incompressible(shape, bytes.body));
    captures_.push_back({shape, exchange.date});
  }

  // The answer to a conditional request for `shape`: it has not changed.
  void store_not_modified(Shape shape) {
    shape.name = "not-modified";
    shape.request = golden::get(shape.url, "If-None-Match: \"v1\"\r\n");
    const warc::Exchange exchange = next_exchange(shape);
    warc::Record revisit =
        value_or_throw(make_not_modified(ids_, exchange, originals_.at("plain"), kSha1));
    warc::Fields facts;
    warc::add_http_head(facts, "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n");
    append(exchange, std::move(revisit), shape.request, facts, false);
    captures_.push_back({shape, exchange.date});
  }

  // What no HTTP exchange brought.
  void store_others() {
    const auto host = value_or_throw(make_resource(
        ids_, "dns:golden.example.com", clock_.now(), "text/dns",
        warc::Block("20261122103126\ngolden.example.com. 300 IN A 192.0.2.7\n"), kSha1));
    write({host}, false);
    const warc::Original& page = originals_.at("plain");
    const auto text = value_or_throw(make_conversion(
        ids_, warc::conversion_uri("text", page.target_uri), page.date, "text/plain; charset=utf-8",
        warc::Block("Stored as it was sent.\n"), page, kSha1));
    write({text}, false);
  }

  void finish() {
    value_or_throw(files_.seal());
    fs::rename(out_ / files_.sealed_files().at(0), out_ / kName);
    write_index();
    write_pages();
    write_shapes();
    write_package();
  }

 private:
  struct Capture {
    Shape shape;
    base::Timestamp date;
  };

  static warc::FileSetOptions options_for(const fs::path& out) {
    warc::FileSetOptions options;
    options.directory = out;
    options.prefix = "golden";
    options.hostname = "crawler";
    options.warcinfo.add("software", "varve");
    options.warcinfo.add("description", "every shape of an exchange (formats 2.10)");
    return options;
  }

  // A second apart: two captures of a URL may not share one (W-15).
  warc::Exchange next_exchange(const Shape& shape) const {
    return {.target_uri = shape.url,
            .date = clock_.now() + std::chrono::seconds(captures_.size()),
            .ip = "192.0.2.7",
            .protocols = shape.protocols,
            .cipher_suite = shape.cipher_suite,
            .truncated = shape.truncated};
  }

  warc::Record capture_of(const Shape& shape, const warc::Exchange& exchange, const Stored& bytes) {
    if (!shape.original.empty()) {
      return value_or_throw(
          make_revisit(ids_, exchange, bytes.head, originals_.at(shape.original), kSha1));
    }
    warc::Record response =
        value_or_throw(make_response(ids_, exchange, bytes.head, warc::Block(bytes.body), kSha1));
    originals_[shape.name] = {.target_uri = exchange.target_uri,
                              .date = exchange.date,
                              .payload_digest = warc::digest_of(bytes.body, kSha1),
                              .record_id = response.id};
    return response;
  }

  static bool is_incompressible(const Shape& shape, const std::string& body) {
    const auto head = value_or_throw(warc::parse_response_head(shape.head));
    return value_or_throw(warc::is_incompressible(
        head.headers.find("Content-Type").value_or(""),
        head.headers.find("Content-Encoding").value_or(""), warc::Block(body)));
  }

  // Response or revisit, request, metadata: adjacent and in this order (W-21, W-22).
  void append(const warc::Exchange& exchange, warc::Record capture, const std::string& sent,
              const warc::Fields& facts, bool store_capture) {
    const std::string id = capture.id;
    const auto request = value_or_throw(make_request(ids_, exchange, sent, id, kSha1));
    const auto metadata =
        value_or_throw(make_metadata(ids_, exchange.target_uri, exchange.date, facts, id, kSha1));
    write({std::move(capture), request, metadata}, store_capture);
  }

  void write(const std::vector<warc::Record>& records, bool store_first) {
    const std::string id = value_or_throw(files_.warcinfo_id());
    std::vector<warc::Block> members;
    for (const warc::Record& record : records) {
      warc::MemberOptions options;
      options.store = store_first && members.empty();
      members.push_back(value_or_throw(encode_member(record, id, options)));
    }
    const auto locations = value_or_throw(files_.append(members, id));
    if (!locations) throw base::FatalError(base::fail(base::Errc::too_large, "the file is full"));
  }

  void write_index() {
    const auto file = value_or_throw(disk_.open(out_ / kName, base::OpenMode::read));
    warc::IndexBuilder index(disk_, out_);
    const auto add = [&](const warc::CdxEntry& entry) { return index.add(entry); };
    value_or_throw(warc::index_archive(*file, {.filename = kName}, add));
    value_or_throw(index.finish());
  }

  void write_pages() {
    base::JsonWriter json;
    json.begin_object().field("format", "json-pages-1.0").field("id", "pages");
    std::string lines = json.field("title", "Pages").end_object().take() + "\n";
    for (const auto& [shape, date] : captures_) {
      if (!shape.is_page) continue;
      json.begin_object().field("id", shape.name).field("url", shape.url);
      json.field("ts", base::to_iso8601(date)).field("title", shape.name);
      lines += json.end_object().take() + "\n";
    }
    value_or_throw(write_atomically(disk_, out_ / "pages.jsonl", lines));
  }

  void write_shapes() {
    base::JsonWriter json;
    json.begin_array();
    for (const auto& [shape, date] : captures_) {
      json.begin_object().field("name", shape.name).field("url", shape.url);
      json.field("timestamp", base::to_timestamp14(date)).field("status", shape.status);
      json.field("request", base::to_hex(shape.request));
      json.field("body", base::to_hex(shape.body)).end_object();
    }
    value_or_throw(write_atomically(disk_, out_ / "shapes.json", json.end_array().take()));
  }

  void write_package() {
    warc::WaczInput input;
    input.warcs = {out_ / kName};
    input.cdxj = out_ / warc::kCdxjName;
    input.pages = out_ / "pages.jsonl";
    input.title = "golden";
    input.main_page_url = captures_.front().shape.url;
    input.main_page_date = captures_.front().date;
    input.created = clock_.now();
    value_or_throw(write_wacz(disk_, out_ / "golden.wacz", input, out_));
  }

  fs::path out_;
  base::Disk& disk_ = base::real_disk();
  FixedClock clock_;
  warc::NumberedIds ids_;
  warc::FileSet files_;
  std::vector<Capture> captures_;
  std::map<std::string, warc::Original> originals_;
};

void make(const fs::path& out) {
  if (!fs::create_directories(out)) {
    throw base::FatalError(base::fail(base::Errc::invalid, out.string() + " exists"));
  }
  GoldenCrawl crawl(out);
  const auto shapes = golden::shapes();
  for (const Shape& shape : shapes) crawl.store(shape);
  crawl.store_not_modified(shapes.front());
  crawl.store_others();
  crawl.finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: golden_crawl OUT\n", stderr);
    return 2;
  }
  try {
    make(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "golden_crawl: %s\n", error.what());
    return 1;
  }
  return 0;
}
