#include "warc/record_facts.h"

#include "base/encoding.h"
#include "warc/http_block.h"

namespace warc {
namespace {

// Reads on until the HTTP head has been seen; what it says goes into `facts`.
base::Result<void> read_http_head(Reader& reader, RecordFacts& facts) {
  HttpBlock http(HttpBlock::Message::response);
  while (!http.is_past_head()) {
    const auto piece = reader.read();
    if (!piece) return piece.error();
    if (piece->empty()) {
      http.finish();
      break;
    }
    facts.block_bytes += piece->size();
    http.append(*piece);
  }
  facts.status = http.head().status;
  facts.mime = mime_of(http.head().headers.find("Content-Type").value_or(""));
  return {};
}

}  // namespace

base::Result<RecordFacts> read_facts(Reader& reader, const RecordHead& head) {
  RecordFacts facts;
  if (http_message_of(head) == HttpBlock::Message::response) {
    if (auto read = read_http_head(reader, facts); !read) return read.error();
  } else {
    facts.mime = mime_of(head.field("Content-Type"));
  }
  while (true) {
    const auto piece = reader.read();
    if (!piece) return piece.error();
    if (piece->empty()) return facts;
    facts.block_bytes += piece->size();
  }
}

std::string mime_of(std::string_view content_type) {
  return base::to_lower_ascii(base::trimmed(content_type.substr(0, content_type.find(';'))));
}

bool is_capture(const RecordHead& head) {
  return head.type == kResponse || head.type == kResource || head.type == kRevisit;
}

}  // namespace warc
