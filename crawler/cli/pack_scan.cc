#include "crawler/cli/pack_scan.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/encoding.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/html.h"
#include "warc/http_block.h"
#include "warc/reader.h"
#include "warc/record_facts.h"

namespace crawler::cli {
namespace {

// Titles stand in the first kilobytes; some pages have all their style in front of it.
constexpr std::size_t kTitleBytes = 64 * 1024;
// A metadata record of ours has some hundred bytes, one of Heritrix lists every link of the page.
constexpr std::size_t kMetadataBytes = 64 * 1024;

// What is known of one URL from records that stand next to each other.
struct Exchange {
  std::string uri;
  std::optional<status::PageEntry> page;  // of a capture that may be one
  std::optional<std::string> hops;
  std::string fetch_dest;
  bool has_capture = false, has_request = false, has_referer = false;
  bool is_from_document = false;  // a saved article named it, which has no address to be a page

  std::string_view hop_path() const { return hops ? std::string_view(*hops) : ""; }
};

bool is_requisite(const Exchange& exchange) {
  if (exchange.hops) {
    // A redirect keeps the kind of the URL that redirects.
    const std::size_t last = exchange.hop_path().find_last_not_of('R');
    return last != std::string_view::npos &&
           std::string_view("EXPI").find((*exchange.hops)[last]) != std::string_view::npos;
  }
  return !exchange.fetch_dest.empty() &&
         !base::equals_ignoring_case(exchange.fetch_dest, "document");
}

// How many pages lie between the seed and what was reached that way: each L and each F (an entry of
// a feed) is one, and so is each run of S, at the end of which a sitemap lists a page. What a
// robots.txt leads to (P) begins anew.
std::ptrdiff_t page_hops(std::string_view hop_path) {
  const std::size_t robots = hop_path.rfind('P');
  if (robots != std::string_view::npos) hop_path.remove_prefix(robots + 1);
  std::ptrdiff_t count = 0;
  char before = ' ';
  for (const char hop : hop_path) {
    if (hop == 'R') continue;
    if (hop == 'L' || hop == 'F' || (hop == 'S' && before != 'S')) ++count;
    before = hop;
  }
  return count;
}

bool is_web_address(std::string_view uri) {
  return base::starts_with_ignoring_case(uri, "http://") ||
         base::starts_with_ignoring_case(uri, "https://");
}

bool is_html(std::string_view mime) {
  return mime == "text/html" || mime == "application/xhtml+xml";
}

// The bytes up to the end of the first title, or all.
std::string_view through_title(std::string_view html) {
  constexpr std::string_view end_tag = "</title>";
  const auto is_same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  const auto found =
      std::search(html.begin(), html.end(), end_tag.begin(), end_tag.end() - 1, is_same);
  if (found == html.end()) return html;
  const auto size = static_cast<std::size_t>(found - html.begin());
  return html.substr(0, size + end_tag.size());
}

std::string title_of(std::string_view html, std::string_view content_type) {
  // The charset may be declared behind the title.
  const extract::Charset& charset = extract::html_charset(html, content_type);
  // Links are read along with the title, so what follows it would cost most of the time. The whole
  // is for those whose first "</title" is in a comment or a script.
  for (const std::string_view part : {through_title(html), html}) {
    const std::string utf8 = extract::to_utf8(part, charset);
    extract::Extraction extraction;
    extract::read_html({.utf8 = utf8}, extraction);
    if (!extraction.facts.title.empty() || part.size() == html.size()) {
      return extraction.facts.title;
    }
  }
  return {};
}

class Scanner {
 public:
  Scanner(const base::File& file, const PageSink& on_page)
      : on_page_(on_page), reader_(file, {.on_finding = [this](const warc::Finding& finding) {
                                     if (finding.severity == warc::Severity::error) {
                                       is_faulty_ = true;
                                     }
                                   }}) {}

  base::Result<ArchiveScan> run() {
    while (true) {
      const auto head = reader_.next();
      if (!head) return head.error();
      if (*head == nullptr) break;
      ++scan_.records;
      if (on_page_) {
        if (auto taken = take(**head); !taken) return taken.error();
      }
      const auto end = reader_.finish();
      if (!end) return end.error();
      if (!end->is_whole || !end->is_alone) is_faulty_ = true;
    }
    if (auto given = give(); !given) return given.error();
    scan_.is_arc = reader_.format() == warc::Format::arc;
    scan_.is_packable = scan_.records > 0 && !scan_.is_arc && !is_faulty_ &&
                        reader_.compression() == warc::Compression::gzip;
    return scan_;
  }

 private:
  base::Result<void> take(const warc::RecordHead& head) {
    const bool is_capture = warc::is_capture(head), is_request = head.type == warc::kRequest;
    if (!is_capture && !is_request && head.type != warc::kMetadata) return {};
    const bool is_repeated =
        (is_capture && exchange_.has_capture) || (is_request && exchange_.has_request);
    if (head.target_uri() != exchange_.uri || is_repeated) {
      if (auto given = give(); !given) return given;
      exchange_.uri = head.target_uri();
    }
    if (is_request) return take_request();
    if (!is_capture) return take_metadata();
    exchange_.has_capture = true;
    const bool may_be_page = head.type != warc::kRevisit && head.date() && is_web_address(uri());
    if (!may_be_page) return {};
    return warc::http_message_of(head) ? take_response(head) : take_resource(head);
  }

  base::Result<void> take_request() {
    exchange_.has_request = true;
    warc::HttpBlock http(warc::HttpBlock::Message::request);
    while (!http.is_past_head()) {
      const auto piece = reader_.read();
      if (!piece) return piece.error();
      if (piece->empty()) {
        http.finish();
        break;
      }
      http.append(*piece);
    }
    const warc::HeaderList& headers = http.head().headers;
    exchange_.has_referer = headers.find("Referer").has_value();
    exchange_.fetch_dest = base::trimmed(headers.find("Sec-Fetch-Dest").value_or(""));
    return {};
  }

  base::Result<void> take_metadata() {
    const auto text = read_text(kMetadataBytes);
    if (!text) return text.error();
    const warc::HeaderList facts = warc::parse_header_lines(*text);
    if (const auto hops = facts.find("hopsFromSeed")) exchange_.hops = base::trimmed(*hops);
    // Heritrix has this word in its place.
    if (facts.find("seed") && !exchange_.hops) exchange_.hops = "";
    exchange_.is_from_document =
        base::starts_with_ignoring_case(facts.find("via").value_or(""), "urn:");
    return {};
  }

  base::Result<void> take_resource(const warc::RecordHead& head) {
    const std::string_view content_type = head.field("Content-Type");
    if (!is_html(warc::mime_of(content_type))) return {};
    const auto text = read_text(kTitleBytes);
    if (!text) return text.error();
    note_page(head, *text, content_type);
    return {};
  }

  base::Result<void> take_response(const warc::RecordHead& head) {
    warc::HttpBlock http(warc::HttpBlock::Message::response, kTitleBytes);
    std::string text;
    const auto keep = [&text](std::string_view bytes) -> base::Result<void> {
      text += bytes.substr(0, kTitleBytes - text.size());
      return {};
    };
    while (text.size() < kTitleBytes) {
      const auto piece = reader_.read();
      if (!piece) return piece.error();
      const bool is_end = piece->empty();
      if (is_end) {
        http.finish();
      } else {
        http.append(*piece);
      }
      if (http.is_past_head() && !is_page(http.head())) return {};
      if (auto decoded = http.decode(keep); !decoded) return decoded;
      if (is_end || (http.content_decoder() != nullptr && http.content_decoder()->is_over())) break;
    }
    note_page(head, text, http.head().headers.find("Content-Type").value_or(""));
    return {};
  }

  static bool is_page(const warc::ResponseHead& head) {
    return head.status == 200 &&
           is_html(warc::mime_of(head.headers.find("Content-Type").value_or("")));
  }

  void note_page(const warc::RecordHead& head, std::string_view text,
                 std::string_view content_type) {
    status::PageEntry page;
    // Z-09: as in the CDXJ, or viewers do not find it.
    page.url = warc::target_uri_for_record(uri());
    page.time = *head.date();
    page.title = title_of(text, content_type);
    page.status = 200;
    page.mime = warc::mime_of(content_type);
    exchange_.page = std::move(page);
  }

  // The first `limit` bytes of the block.
  base::Result<std::string> read_text(std::size_t limit) {
    std::string text;
    while (text.size() < limit) {
      const auto piece = reader_.read();
      if (!piece) return piece.error();
      if (piece->empty()) break;
      text += piece->substr(0, limit - text.size());
    }
    return text;
  }

  // The exchange is complete.
  base::Result<void> give() {
    Exchange exchange = std::exchange(exchange_, {});
    if (!exchange.page || is_requisite(exchange)) return {};
    auto links = page_hops(exchange.hop_path());
    if (exchange.is_from_document && links > 0) --links;
    // A Referer tells of one click at least.
    if (!exchange.hops && exchange.has_referer) links = 1;
    exchange.page->depth = static_cast<unsigned>(links);
    exchange.page->is_seed = links == 0;
    return on_page_(*exchange.page);
  }

  const std::string& uri() const { return exchange_.uri; }

  const PageSink& on_page_;
  warc::Reader reader_;
  ArchiveScan scan_;
  Exchange exchange_;
  bool is_faulty_ = false;
};

}  // namespace

base::Result<ArchiveScan> scan_archive(const base::File& file, const PageSink& on_page) {
  return Scanner(file, on_page).run();
}

}  // namespace crawler::cli
