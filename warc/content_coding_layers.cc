#include "warc/content_coding_layers.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include <brotli/decode.h>
#include <fmt/format.h>
#include <zlib.h>

namespace warc {
namespace {

using Sink = ContentDecoder::Sink;

constexpr std::size_t kPiece = 64u << 10;
// Coded bytes kept while a deflate body has given nothing, in case its wrapper turns out missing.
// Block headers are far shorter; only empty blocks in a row are longer.
constexpr std::size_t kMaxHeld = 64u << 10;
constexpr std::string_view kGzipMagic = "\x1f\x8b";

// zlib's stream, ended by the destructor.
class Inflater {
 public:
  enum class Step { more_output, more_input, end, damaged };

  explicit Inflater(int window_bits) { ok_ = inflateInit2(&stream_, window_bits) == Z_OK; }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() {
    if (ok_) inflateEnd(&stream_);
  }

  // Decodes until `out` is full or the input is used up; both arguments move on to what is left.
  Step run(std::string_view& coded, std::size_t& produced, std::array<char, kPiece>& out) {
    if (!ok_) return Step::damaged;
    const std::size_t count = std::min<std::size_t>(coded.size(), std::numeric_limits<uInt>::max());
    // zlib never writes to its input; the field is not const for historical reasons.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));
    stream_.avail_in = static_cast<uInt>(count);
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = kPiece;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    produced = kPiece - stream_.avail_out;
    coded.remove_prefix(count - stream_.avail_in);
    if (code == Z_STREAM_END) return Step::end;
    if (code == Z_OK && (!coded.empty() || stream_.avail_out == 0)) return Step::more_output;
    return code == Z_OK || code == Z_BUF_ERROR ? Step::more_input : Step::damaged;
  }

  bool reset(int window_bits) { return ok_ && inflateReset2(&stream_, window_bits) == Z_OK; }

 private:
  z_stream stream_{};
  bool ok_ = false;
};

// RFC 1952 2.2: members follow each other; anything else there is garbage.
class GzipLayer : public CodingLayer {
 public:
  using CodingLayer::CodingLayer;

  std::string note() const override {
    return is_plain_ ? "body is said to be gzip but is not" : CodingLayer::note();
  }

 private:
  base::Result<void> decode(std::string_view coded, const Sink& sink) override {
    while (!coded.empty() && !is_over()) {
      if (is_plain_) return give(coded, sink);
      auto step = in_member_ ? inflate_some(coded, sink) : look_for_member(coded, sink);
      if (!step) return step;
    }
    return {};
  }

  // Collects the two bytes that tell whether a member begins.
  base::Result<void> look_for_member(std::string_view& coded, const Sink& sink) {
    magic_ += coded.front();
    coded.remove_prefix(1);
    if (!kGzipMagic.starts_with(magic_)) return no_member(coded.size(), sink);
    if (magic_.size() < kGzipMagic.size()) return {};
    in_member_ = true;
    set_outcome(CodingOutcome::cut);
    std::string_view magic = magic_;
    auto fed = inflate_some(magic, sink);
    magic_.clear();
    return fed;
  }

  base::Result<void> no_member(std::size_t left, const Sink& sink) {
    const std::string bytes = std::exchange(magic_, {});
    if (had_member_) {
      stop(CodingOutcome::complete, bytes.size() + left);
      return {};
    }
    is_plain_ = true;
    set_outcome(CodingOutcome::mislabelled);
    return give(bytes, sink);
  }

  base::Result<void> inflate_some(std::string_view& coded, const Sink& sink) {
    Inflater::Step step = Inflater::Step::more_output;
    while (step == Inflater::Step::more_output) {
      std::size_t produced = 0;
      step = inflater_.run(coded, produced, piece_);
      if (auto given = give({piece_.data(), produced}, sink); !given || is_over()) return given;
    }
    if (step == Inflater::Step::more_input) return {};
    had_member_ = true;
    in_member_ = false;
    set_outcome(CodingOutcome::complete);
    if (step == Inflater::Step::damaged || !inflater_.reset(kWindow)) {
      stop(CodingOutcome::damaged, 0);
    }
    return {};
  }

  base::Result<void> end(const Sink& sink) override {
    return magic_.empty() ? base::Result<void>() : no_member(0, sink);
  }

  static constexpr int kWindow = 16 + MAX_WBITS;
  Inflater inflater_{kWindow};
  std::string magic_;
  bool in_member_ = false, had_member_ = false, is_plain_ = false;
  std::array<char, kPiece> piece_;
};

// "deflate" means the zlib format (RFC 9110 8.4.1.2); some servers leave its wrapper out.
class DeflateLayer : public CodingLayer {
 public:
  using CodingLayer::CodingLayer;

 private:
  base::Result<void> decode(std::string_view coded, const Sink& sink) override {
    auto inflated = inflate(coded, sink);
    if (inflated && wants_raw_) return start_again(std::exchange(held_, {}).append(coded), sink);
    if (may_be_raw_) hold(coded);
    return inflated;
  }

  base::Result<void> inflate(std::string_view coded, const Sink& sink) {
    Inflater::Step step = Inflater::Step::more_output;
    while (step == Inflater::Step::more_output) {
      std::size_t produced = 0;
      step = inflater_.run(coded, produced, piece_);
      if (auto given = give({piece_.data(), produced}, sink); !given || is_over()) return given;
    }
    if (step == Inflater::Step::end) stop(CodingOutcome::complete, coded.size());
    wants_raw_ = step == Inflater::Step::damaged && may_be_raw_ && given() == 0;
    if (step == Inflater::Step::damaged && !wants_raw_) stop(CodingOutcome::damaged, 0);
    return {};
  }

  // All bytes so far once more, as deflate data without a wrapper.
  base::Result<void> start_again(std::string_view coded, const Sink& sink) {
    may_be_raw_ = false;
    if (inflater_.reset(-MAX_WBITS)) return inflate(coded, sink);
    stop(CodingOutcome::damaged, 0);
    return {};
  }

  void hold(std::string_view coded) {
    may_be_raw_ = !is_over() && given() == 0 && held_.size() + coded.size() <= kMaxHeld;
    if (may_be_raw_) {
      held_ += coded;
    } else {
      held_ = {};
    }
  }

  Inflater inflater_{MAX_WBITS};
  std::string held_;
  bool may_be_raw_ = true, wants_raw_ = false;
  std::array<char, kPiece> piece_;
};

struct DestroyBrotli {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

class BrotliLayer : public CodingLayer {
 public:
  using CodingLayer::CodingLayer;

 private:
  base::Result<void> decode(std::string_view coded, const Sink& sink) override {
    if (!state_) {
      stop(CodingOutcome::damaged, coded.size());
      return {};
    }
    const auto* next_in = reinterpret_cast<const std::uint8_t*>(coded.data());
    std::size_t available_in = coded.size();
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
      auto* next_out = reinterpret_cast<std::uint8_t*>(piece_.data());
      std::size_t available_out = kPiece;
      result = BrotliDecoderDecompressStream(state_.get(), &available_in, &next_in, &available_out,
                                             &next_out, nullptr);
      auto given = give({piece_.data(), kPiece - available_out}, sink);
      if (!given || is_over()) return given;
    }
    if (result == BROTLI_DECODER_RESULT_ERROR) stop(CodingOutcome::damaged, available_in);
    if (result == BROTLI_DECODER_RESULT_SUCCESS) stop(CodingOutcome::complete, available_in);
    return {};
  }

  std::unique_ptr<BrotliDecoderState, DestroyBrotli> state_{
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)};
  std::array<char, kPiece> piece_;
};

class IdentityLayer : public CodingLayer {
 public:
  IdentityLayer() : CodingLayer("") { set_outcome(CodingOutcome::complete); }

  std::string note() const override {
    if (outcome() != CodingOutcome::limited) return {};
    return fmt::format("body cut at {} bytes", given());
  }

 private:
  base::Result<void> decode(std::string_view coded, const Sink& sink) override {
    return give(coded, sink);
  }
};

class UnknownLayer : public CodingLayer {
 public:
  using CodingLayer::CodingLayer;

  std::string note() const override {
    if (outcome() != CodingOutcome::unknown) return {};
    return fmt::format("content coding {} is not known", name());
  }

 private:
  base::Result<void> decode(std::string_view coded, const Sink&) override {
    stop(CodingOutcome::unknown, coded.size());
    return {};
  }
};

}  // namespace

base::Result<void> CodingLayer::append(std::string_view coded, std::uint64_t max_output,
                                       const Sink& sink) {
  if (coded.empty()) return {};
  has_input_ = true;
  max_output_ = max_output;
  if (!is_over_) return decode(coded, sink);
  surplus_ += coded.size();
  return {};
}

base::Result<void> CodingLayer::finish(const Sink& sink) {
  return is_over_ ? base::Result<void>() : end(sink);
}

CodingOutcome CodingLayer::outcome() const {
  return has_input_ ? outcome_ : CodingOutcome::complete;
}

std::string CodingLayer::note() const {
  switch (outcome()) {
    case CodingOutcome::cut: return fmt::format("{} body ends early", name_);
    case CodingOutcome::damaged: return fmt::format("{} body is damaged", name_);
    case CodingOutcome::limited:
      return fmt::format("{} body cut at {} decoded bytes", name_, given_);
    default: break;
  }
  return surplus_ > 0 ? fmt::format("{} bytes after the {} body", surplus_, name_) : "";
}

base::Result<void> CodingLayer::give(std::string_view bytes, const Sink& sink) {
  const std::uint64_t room = max_output_ - given_;
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(room, bytes.size()));
  if (count < bytes.size()) stop(CodingOutcome::limited, 0);
  given_ += count;
  return count > 0 ? sink(bytes.substr(0, count)) : base::Result<void>();
}

void CodingLayer::stop(CodingOutcome outcome, std::size_t surplus) {
  is_over_ = true;
  outcome_ = outcome;
  surplus_ += surplus;
}

std::unique_ptr<CodingLayer> make_gzip_layer(std::string_view name) {
  return std::make_unique<GzipLayer>(name);
}
std::unique_ptr<CodingLayer> make_deflate_layer(std::string_view name) {
  return std::make_unique<DeflateLayer>(name);
}
std::unique_ptr<CodingLayer> make_brotli_layer(std::string_view name) {
  return std::make_unique<BrotliLayer>(name);
}
std::unique_ptr<CodingLayer> make_identity_layer() { return std::make_unique<IdentityLayer>(); }
std::unique_ptr<CodingLayer> make_unknown_layer(std::string_view name) {
  return std::make_unique<UnknownLayer>(name);
}

}  // namespace warc
