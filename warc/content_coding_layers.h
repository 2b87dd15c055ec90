// The codings content_coding.h knows, one class each, as filters that can be put behind each other.
// Private to content_coding.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/error.h"
#include "warc/content_coding.h"

namespace warc {

// One coding being undone. Bytes that come after its end, or after a fault, are only counted.
class CodingLayer {
 public:
  explicit CodingLayer(std::string_view name) : name_(name) {}
  virtual ~CodingLayer() = default;
  CodingLayer(const CodingLayer&) = delete;
  CodingLayer& operator=(const CodingLayer&) = delete;

  // `max_output` is the total this layer may have given when the call returns; it never shrinks.
  base::Result<void> append(std::string_view coded, std::uint64_t max_output,
                            const ContentDecoder::Sink& sink);
  base::Result<void> finish(const ContentDecoder::Sink& sink);

  bool is_over() const { return is_over_; }
  // cut until the data is whole, but complete as long as nothing came.
  CodingOutcome outcome() const;
  // One sentence, or empty when all is well.
  virtual std::string note() const;

 protected:
  virtual base::Result<void> decode(std::string_view coded, const ContentDecoder::Sink& sink) = 0;
  virtual base::Result<void> end(const ContentDecoder::Sink&) { return {}; }

  // Gives `bytes` on, as many as are allowed; is_over() when that was not all.
  base::Result<void> give(std::string_view bytes, const ContentDecoder::Sink& sink);
  // The coded data ended or is at fault; `surplus` bytes of the piece lie behind.
  void stop(CodingOutcome outcome, std::size_t surplus);
  void set_outcome(CodingOutcome outcome) { outcome_ = outcome; }
  std::uint64_t given() const { return given_; }
  std::string_view name() const { return name_; }

 private:
  std::string_view name_;  // a literal
  CodingOutcome outcome_ = CodingOutcome::cut;
  bool is_over_ = false;
  bool has_input_ = false;
  std::uint64_t given_ = 0, max_output_ = 0;
  std::uint64_t surplus_ = 0;
};

std::unique_ptr<CodingLayer> make_gzip_layer(std::string_view name);
std::unique_ptr<CodingLayer> make_deflate_layer(std::string_view name);
std::unique_ptr<CodingLayer> make_brotli_layer(std::string_view name);
// Gives everything on, up to the limit.
std::unique_ptr<CodingLayer> make_identity_layer();
// Gives nothing: a coding that is not known.
std::unique_ptr<CodingLayer> make_unknown_layer(std::string_view name);

}  // namespace warc
