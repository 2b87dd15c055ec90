#include "warc/http_block.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"

namespace warc {
namespace {

bool has_bare_lf(std::string_view head) {
  for (std::size_t at = head.find('\n'); at != std::string_view::npos;
       at = head.find('\n', at + 1)) {
    if (at == 0 || head[at - 1] != '\r') return true;
  }
  return false;
}

// "GET /path HTTP/1.1". A target with spaces in it, which some tools wrote, stays whole.
RequestLine parse_request_line(std::string_view line) {
  RequestLine parsed;
  line = base::trimmed(line);
  const std::size_t first = std::min(line.find_first_of(" \t"), line.size());
  parsed.method = line.substr(0, first);
  line = base::trimmed(line.substr(first));
  const std::size_t last = line.find_last_of(" \t");
  const std::string_view word = last == std::string_view::npos ? "" : line.substr(last + 1);
  if (base::starts_with_ignoring_case(word, "HTTP/")) {
    parsed.version = word;
    line = base::trimmed(line.substr(0, last));
  }
  parsed.target = line;
  return parsed;
}

// The fields of a head whose first line is no status line.
ResponseHead parse_fields(std::string_view raw) {
  const std::size_t line_end = raw.find('\n');
  std::string head = "HTTP/1.1 200\r\n";
  if (line_end != std::string_view::npos) head += raw.substr(line_end + 1);
  auto parsed = parse_response_head(head);
  if (!parsed) return {};
  parsed->status = 0;
  parsed->version.clear();
  return std::move(*parsed);
}

std::string joined_values(const HeaderList& headers, std::string_view name) {
  std::string joined;
  for (const std::string_view value : headers.find_all(name)) {
    if (!joined.empty()) joined += ", ";
    joined += value;
  }
  return joined;
}

}  // namespace

HttpBlock::HttpBlock(Message message, std::uint64_t decoded_limit)
    : message_(message), decoded_limit_(decoded_limit), finder_(message == Message::response) {}

void HttpBlock::append(std::string_view piece) {
  wire_ = payload_ = {};
  if (is_past_head_) {
    held_ = {};
    return take_body(piece);
  }
  if (!held_.empty()) held_ += piece;
  look_for_head(held_.empty() ? piece : held_, false);
}

void HttpBlock::finish() {
  wire_ = payload_ = {};
  if (!is_past_head_) look_for_head(held_, true);
  if (may_be_chunked_) look_for_chunks({}, true);
  if (framing_ == HttpFraming::chunked) end_chunks();
  if (chunks_.surplus_bytes() > 0 && framing_ == HttpFraming::chunked) note("chunk-surplus");
  is_finished_ = true;
}

void HttpBlock::look_for_head(std::string_view text, bool is_last) {
  const HttpHeadFinder::State state = finder_.look(text, is_last);
  if (state == HttpHeadFinder::State::more) {
    if (held_.empty()) held_ = text;
    return;
  }
  is_past_head_ = true;
  notes_ = finder_.notes();
  if (state == HttpHeadFinder::State::found) {
    take_head(text.substr(finder_.begin(), finder_.end() - finder_.begin()));
  }
  take_body(text.substr(finder_.end()));
}

void HttpBlock::take_head(std::string_view raw) {
  raw_head_ = raw;
  if (has_bare_lf(raw)) note("bare-lf");
  if (raw.find('\0') != std::string_view::npos) note("nul");
  if (message_ == Message::request) {
    request_line_ = parse_request_line(raw.substr(0, raw.find('\n')));
    head_ = parse_fields(raw);
    head_.version = request_line_.version;
  } else if (auto parsed = parse_response_head(raw)) {
    head_ = std::move(*parsed);
    if (!base::starts_with_ignoring_case(head_.version, "HTTP/1.")) note("http-version");
  } else {
    note("bad-status-line");
    head_ = parse_fields(raw);
    head_.version = raw.substr(0, raw.find_first_of(" \t\r\n"));
  }
  may_be_chunked_ = is_chunked(head_);
}

void HttpBlock::take_body(std::string_view bytes) {
  wire_ = bytes;
  wire_bytes_ += bytes.size();
  if (may_be_chunked_) return look_for_chunks(bytes, false);
  if (framing_ == HttpFraming::chunked || framing_ == HttpFraming::broken) {
    return decode_chunks(bytes);
  }
  payload_ = bytes;
  payload_bytes_ += bytes.size();
}

// Is the first line of the body a chunk size?
void HttpBlock::look_for_chunks(std::string_view bytes, bool is_last) {
  constexpr std::size_t kMaxLine = ChunkDecoder::kMaxSizeLine;
  const std::size_t line_end = bytes.find('\n');
  const std::size_t line_size = first_line_.size() + std::min(line_end, bytes.size());
  if (line_end == std::string_view::npos && line_size < kMaxLine && !is_last) {
    first_line_ += bytes;
    return;
  }
  may_be_chunked_ = false;
  joined_ = std::exchange(first_line_, {});
  if (line_end != std::string_view::npos && line_size < kMaxLine &&
      ChunkDecoder::is_size_line(joined_ + std::string(bytes.substr(0, line_end)))) {
    framing_ = HttpFraming::chunked;
    chunks_.append(std::exchange(joined_, {}), joined_);
    return decode_chunks(bytes);
  }
  framing_ = HttpFraming::chunked_header_only;
  if (!joined_.empty()) joined_ += bytes;
  payload_ = joined_.empty() ? bytes : joined_;
  payload_bytes_ += payload_.size();
}

void HttpBlock::decode_chunks(std::string_view bytes) {
  joined_.clear();
  if (chunks_.append(bytes, joined_) == ChunkDecoder::State::faulty) {
    framing_ = HttpFraming::broken;
    framing_fault_ = chunks_.fault();
  }
  payload_ = joined_;
  payload_bytes_ += joined_.size();
}

void HttpBlock::end_chunks() {
  if (!chunks_.body_is_complete()) {
    framing_ = HttpFraming::broken;
    framing_fault_ = "chunked body ends before its last chunk";
  } else if (chunks_.state() != ChunkDecoder::State::done) {
    note("chunk-end");
  }
}

base::Result<void> HttpBlock::decode(const ContentDecoder::Sink& sink) {
  if (!payload_.empty()) {
    if (!decoder_)
      decoder_.emplace(joined_values(head_.headers, "Content-Encoding"), decoded_limit_);
    if (auto decoded = decoder_->append(payload_, sink); !decoded) return decoded;
  }
  return is_finished_ && decoder_ ? decoder_->finish(sink) : base::Result<void>();
}

void HttpBlock::note(std::string_view code) {
  if (std::find(notes_.begin(), notes_.end(), code) == notes_.end()) notes_.push_back(code);
}

std::optional<HttpBlock::Message> http_message_of(const RecordHead& head) {
  const bool is_request = head.type == kRequest;
  if (!is_request && head.type != kResponse && head.type != kRevisit) return std::nullopt;
  const auto message = is_request ? HttpBlock::Message::request : HttpBlock::Message::response;
  const std::string_view content_type = head.field("Content-Type");
  const std::string_view essence = base::trimmed(content_type.substr(0, content_type.find(';')));
  if (base::equals_ignoring_case(essence, "application/http")) return message;
  const std::string_view uri = head.target_uri();
  const bool is_http_uri = base::starts_with_ignoring_case(uri, "http://") ||
                           base::starts_with_ignoring_case(uri, "https://");
  if (essence.empty() && is_http_uri) return message;
  return std::nullopt;
}

}  // namespace warc
