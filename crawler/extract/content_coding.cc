#include "crawler/extract/content_coding.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <utility>

#include <brotli/decode.h>
#include <fmt/format.h>
#include <zlib.h>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

constexpr std::size_t kPiece = 64u << 10;

// How one layer ended.
enum class End { complete, cut, damaged, limit };

struct Layer {
  std::string bytes;
  End end = End::complete;
  std::size_t unread = 0;  // bytes after the end of the coded data
};

std::uint64_t output_limit(std::uint64_t coded_bytes) {
  return std::min(kMaxDecodedBytes, std::max(kRatioFreeBytes, kMaxRatio * coded_bytes));
}

// Appends a piece; false when that passes the limit (the part below it is kept).
bool append_within(std::string& out, const char* piece, std::size_t size, std::uint64_t limit) {
  const std::uint64_t room = limit - out.size();
  out.append(piece, static_cast<std::size_t>(std::min<std::uint64_t>(room, size)));
  return size <= room;
}

// zlib's stream, ended by the destructor.
class Inflater {
 public:
  explicit Inflater(int window_bits) { ok_ = inflateInit2(&stream_, window_bits) == Z_OK; }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() {
    if (ok_) inflateEnd(&stream_);
  }

  bool ok() const { return ok_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool ok_ = false;
};

bool has_gzip_magic(std::string_view bytes) { return bytes.substr(0, 2) == "\x1f\x8b"; }

// A body is at most what the fetcher kept in memory, far below what zlib's counter holds.
void give_input(z_stream& stream, std::string_view body) {
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in =
      static_cast<uInt>(std::min<std::size_t>(body.size(), std::numeric_limits<uInt>::max()));
}

std::string_view unread_input(const z_stream& stream) {
  return {reinterpret_cast<const char*>(stream.next_in), stream.avail_in};
}

Layer inflate_all(std::string_view body, int window_bits, std::uint64_t limit) {
  Layer layer;
  Inflater inflater(window_bits);
  if (!inflater.ok()) return {{}, End::damaged, body.size()};
  z_stream& stream = inflater.stream();
  give_input(stream, body);
  std::array<char, kPiece> piece;
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = kPiece;
    const int code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t produced = kPiece - stream.avail_out;
    if (!append_within(layer.bytes, piece.data(), produced, limit)) layer.end = End::limit;
    if (layer.end == End::limit) break;
    if (code == Z_STREAM_END) {
      // RFC 1952 2.2: members follow each other; anything else there is garbage.
      if (!has_gzip_magic(unread_input(stream)) || inflateReset(&stream) != Z_OK) break;
      continue;
    }
    if (code == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0)) continue;
    layer.end = code == Z_OK || code == Z_BUF_ERROR ? End::cut : End::damaged;
    break;
  }
  layer.unread = stream.avail_in;
  return layer;
}

Layer gunzip(std::string_view body, std::uint64_t limit) {
  return inflate_all(body, 16 + MAX_WBITS, limit);
}

// "deflate" means the zlib format (RFC 9110 8.4.1.2); some servers leave its wrapper out.
Layer undeflate(std::string_view body, std::uint64_t limit) {
  Layer layer = inflate_all(body, MAX_WBITS, limit);
  if (layer.end == End::damaged && layer.bytes.empty()) {
    layer = inflate_all(body, -MAX_WBITS, limit);
  }
  return layer;
}

struct DestroyBrotli {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

Layer unbrotli(std::string_view body, std::uint64_t limit) {
  Layer layer;
  const std::unique_ptr<BrotliDecoderState, DestroyBrotli> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!state) return {{}, End::damaged, body.size()};
  const auto* next_in = reinterpret_cast<const std::uint8_t*>(body.data());
  std::size_t available_in = body.size();
  std::array<char, kPiece> piece;
  BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
  while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
    auto* next_out = reinterpret_cast<std::uint8_t*>(piece.data());
    std::size_t available_out = kPiece;
    result = BrotliDecoderDecompressStream(state.get(), &available_in, &next_in, &available_out,
                                           &next_out, nullptr);
    if (!append_within(layer.bytes, piece.data(), kPiece - available_out, limit)) {
      layer.end = End::limit;
      break;
    }
  }
  if (result == BROTLI_DECODER_RESULT_ERROR) layer.end = End::damaged;
  if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) layer.end = End::cut;
  layer.unread = available_in;
  return layer;
}

using Decoder = Layer (*)(std::string_view body, std::uint64_t limit);

struct Coding {
  std::string_view name;
  Decoder decode;  // nullptr: registered with IANA, but not known here
};

constexpr Coding kCodings[] = {
    {"gzip", gunzip},  {"x-gzip", gunzip},    {"deflate", undeflate},  {"br", unbrotli},
    {"zstd", nullptr}, {"compress", nullptr}, {"x-compress", nullptr}, {"aes128gcm", nullptr},
    {"exi", nullptr},  {"dcb", nullptr},      {"dcz", nullptr},        {"pack200-gzip", nullptr},
};

const Coding* coding_named(std::string_view name) {
  for (const Coding& coding : kCodings) {
    if (base::equals_ignoring_case(coding.name, name)) return &coding;
  }
  return nullptr;
}

// The codings in the order they were applied. A word such as "utf-8" or "none" is noted and left
// out: servers do send them.
std::vector<const Coding*> parse_codings(std::string_view value, Decoded& result) {
  std::vector<const Coding*> codings;
  while (!value.empty() && codings.size() <= kMaxCodings) {
    const std::size_t comma = std::min(value.find(','), value.size());
    const std::string_view name = base::trimmed(value.substr(0, comma));
    value.remove_prefix(std::min(comma + 1, value.size()));
    if (name.empty() || base::equals_ignoring_case(name, "identity")) continue;
    if (const Coding* coding = coding_named(name)) {
      codings.push_back(coding);
    } else if (result.notes.empty()) {
      result.notes.push_back(
          fmt::format("\"{}\" is no content coding", base::printable(name.substr(0, 40))));
    }
  }
  return codings;
}

std::string note_for(const Layer& layer, std::string_view name, std::uint64_t limit) {
  switch (layer.end) {
    case End::cut: return fmt::format("{} body ends early", name);
    case End::damaged: return fmt::format("{} body is damaged", name);
    case End::limit: return fmt::format("{} body cut at {} decoded bytes", name, limit);
    case End::complete: break;
  }
  return layer.unread > 0 ? fmt::format("{} bytes after the {} body", layer.unread, name) : "";
}

}  // namespace

Decoded decode_content(std::string_view body, std::string_view content_encoding) {
  Decoded result;
  std::vector<const Coding*> codings = parse_codings(content_encoding, result);
  if (codings.size() > kMaxCodings) {
    result.notes.push_back(fmt::format("more than {} content codings, not decoded", kMaxCodings));
    return result;
  }
  const std::uint64_t limit = output_limit(body.size());
  result.bytes = body.substr(0, kMaxDecodedBytes);
  for (; !codings.empty(); codings.pop_back()) {
    const Coding& coding = *codings.back();
    if (result.bytes.empty()) break;
    if (coding.decode == nullptr) {
      result.bytes.clear();
      result.notes.push_back(fmt::format("content coding {} is not known", coding.name));
      break;
    }
    if (coding.decode == gunzip && !has_gzip_magic(result.bytes)) {
      result.notes.push_back("body is said to be gzip but is not");
      continue;
    }
    Layer layer = coding.decode(result.bytes, limit);
    if (std::string note = note_for(layer, coding.name, limit); !note.empty()) {
      result.notes.push_back(std::move(note));
    }
    result.bytes = std::move(layer.bytes);
  }
  return result;
}

}  // namespace crawler::extract
