#include "warc/content_coding.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/content_coding_layers.h"

namespace warc {
namespace {

using MakeLayer = std::unique_ptr<CodingLayer> (*)(std::string_view name);

struct Coding {
  std::string_view name;
  MakeLayer make;
};

// All that are registered with IANA, so that a word that is none can be told apart.
constexpr Coding kCodings[] = {
    {"gzip", make_gzip_layer},          {"x-gzip", make_gzip_layer},
    {"deflate", make_deflate_layer},    {"br", make_brotli_layer},
    {"zstd", make_unknown_layer},       {"compress", make_unknown_layer},
    {"x-compress", make_unknown_layer}, {"aes128gcm", make_unknown_layer},
    {"exi", make_unknown_layer},        {"dcb", make_unknown_layer},
    {"dcz", make_unknown_layer},        {"pack200-gzip", make_unknown_layer},
};

const Coding* coding_named(std::string_view name) {
  for (const Coding& coding : kCodings) {
    if (base::equals_ignoring_case(coding.name, name)) return &coding;
  }
  return nullptr;
}

// The codings in the order they were applied. A word such as "utf-8" or "none" is noted and left
// out: servers do send them.
std::vector<const Coding*> parse_codings(std::string_view value, std::vector<std::string>& notes) {
  std::vector<const Coding*> codings;
  while (!value.empty() && codings.size() <= kMaxCodings) {
    const std::size_t comma = std::min(value.find(','), value.size());
    const std::string_view name = base::trimmed(value.substr(0, comma));
    value.remove_prefix(std::min(comma + 1, value.size()));
    if (name.empty() || base::equals_ignoring_case(name, "identity")) continue;
    if (const Coding* coding = coding_named(name)) {
      codings.push_back(coding);
    } else if (notes.empty()) {
      notes.push_back(
          fmt::format("\"{}\" is no content coding", base::printable(name.substr(0, 40))));
    }
  }
  return codings;
}

}  // namespace

ContentDecoder::ContentDecoder(std::string_view content_encoding, std::uint64_t limit)
    : limit_(limit) {
  const std::vector<const Coding*> codings = parse_codings(content_encoding, header_notes_);
  has_too_many_ = codings.size() > kMaxCodings;
  if (has_too_many_) {
    header_notes_.push_back(fmt::format("more than {} content codings, not decoded", kMaxCodings));
    return;
  }
  for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding) {
    layers_.push_back((*coding)->make((*coding)->name));
  }
  is_identity_ = layers_.empty();
  if (is_identity_) layers_.push_back(make_identity_layer());
}

ContentDecoder::ContentDecoder(ContentDecoder&&) noexcept = default;
ContentDecoder& ContentDecoder::operator=(ContentDecoder&&) noexcept = default;
ContentDecoder::~ContentDecoder() = default;

base::Result<void> ContentDecoder::append(std::string_view coded, const Sink& sink) {
  coded_bytes_ += coded.size();
  return give(0, coded, sink);
}

// Into layer number `layer`, or to the sink behind the last.
base::Result<void> ContentDecoder::give(std::size_t layer, std::string_view bytes,
                                        const Sink& sink) {
  if (has_too_many_) return {};
  if (layer == layers_.size()) return sink(bytes);
  // Whatever kMaxRatio times a count of bytes overflows, no machine holds.
  const std::uint64_t by_ratio = std::max(kRatioFreeBytes, kMaxRatio * coded_bytes_);
  const std::uint64_t max_output = is_identity_ ? limit_ : std::min(limit_, by_ratio);
  const auto next = [&](std::string_view decoded) { return give(layer + 1, decoded, sink); };
  return layers_[layer]->append(bytes, max_output, next);
}

base::Result<void> ContentDecoder::finish(const Sink& sink) {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const auto next = [&](std::string_view decoded) { return give(i + 1, decoded, sink); };
    if (auto finished = layers_[i]->finish(next); !finished) return finished;
  }
  return {};
}

bool ContentDecoder::is_over() const {
  return has_too_many_ || std::any_of(layers_.begin(), layers_.end(),
                                      [](const auto& layer) { return layer->is_over(); });
}

CodingOutcome ContentDecoder::outcome() const {
  if (has_too_many_) return CodingOutcome::unknown;
  for (const auto& layer : layers_) {
    if (layer->outcome() != CodingOutcome::complete) return layer->outcome();
  }
  return CodingOutcome::complete;
}

std::vector<std::string> ContentDecoder::notes() const {
  std::vector<std::string> notes = header_notes_;
  for (const auto& layer : layers_) {
    if (std::string note = layer->note(); !note.empty()) notes.push_back(std::move(note));
  }
  return notes;
}

Decoded decode_content(std::string_view body, std::string_view content_encoding) {
  Decoded result;
  ContentDecoder decoder(content_encoding);
  const auto keep = [&result](std::string_view bytes) -> base::Result<void> {
    result.bytes += bytes;
    return {};
  };
  // `keep` never fails, so neither do these.
  if (decoder.append(body, keep) && decoder.finish(keep)) result.notes = decoder.notes();
  return result;
}

}  // namespace warc
