#include "crawler/cli/cat_print.h"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/http_block.h"

namespace crawler::cli {
namespace {

// A payload is not kept: how long it may be is for the reader of standard output to say. What no
// honest server does is still stopped by the decoder's limit on ratios.
constexpr std::uint64_t kMaxPayload = std::uint64_t{1} << 62;

void print_head(std::string_view raw, Stdout& out) {
  if (::isatty(STDOUT_FILENO) != 1) {
    out.write(raw);
    return;
  }
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('\n'), raw.size());
    std::string_view line = raw.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.line(base::printable(line));
    raw.remove_prefix(std::min(end + 1, raw.size()));
  }
}

// Calls `take` with each piece of the block until there is no more, or nobody reads any longer.
template <typename Take>
base::Result<void> for_each_piece(warc::Reader& reader, Stdout& out, Take take) {
  while (out.is_open()) {
    const auto piece = reader.read();
    if (!piece) return piece.error();
    if (piece->empty()) return {};
    take(*piece);
  }
  return {};
}

base::Result<void> print_block(warc::Reader& reader, Stdout& out) {
  return for_each_piece(reader, out, [&out](std::string_view piece) { out.write(piece); });
}

base::Result<void> print_headers(warc::Reader& reader, const warc::RecordHead& head, Stdout& out) {
  print_head(head.raw, out);
  const auto message = warc::http_message_of(head);
  if (!message) return {};
  warc::HttpBlock http(*message);
  while (!http.is_past_head()) {
    const auto piece = reader.read();
    if (!piece) return piece.error();
    piece->empty() ? http.finish() : http.append(*piece);
  }
  print_head(http.raw_head(), out);
  return {};
}

class PayloadPrinter {
 public:
  PayloadPrinter(warc::HttpBlock::Message message, bool is_raw, Stdout& out)
      : http_(message, kMaxPayload), is_raw_(is_raw), out_(out) {}

  base::Result<void> print(warc::Reader& reader) {
    auto read = for_each_piece(reader, out_, [this](std::string_view piece) {
      http_.append(piece);
      give();
    });
    if (!read) return read;
    http_.finish();
    give();
    return {};
  }

  int say_faults(Progress& progress) const {
    int code = kToolOk;
    if (http_.framing() == warc::HttpFraming::broken) {
      progress.say("the payload is not all there: " + http_.framing_fault());
      code = kToolFailed;
    }
    const warc::ContentDecoder* const decoder = http_.content_decoder();
    if (decoder == nullptr) return code;
    for (const std::string& note : decoder->notes()) progress.say("content coding: " + note);
    const bool is_given = decoder->outcome() == warc::CodingOutcome::complete ||
                          decoder->outcome() == warc::CodingOutcome::mislabelled;
    return is_given ? code : kToolFailed;
  }

 private:
  void give() {
    if (is_raw_) {
      out_.write(http_.payload());
      return;
    }
    const auto write = [this](std::string_view bytes) -> base::Result<void> {
      out_.write(bytes);
      return {};
    };
    // `write` never fails, and decode() only passes on what it says.
    const auto decoded = http_.decode(write);
    static_cast<void>(decoded);
  }

  warc::HttpBlock http_;
  bool is_raw_;
  Stdout& out_;
};

base::Result<int> print_payload(warc::Reader& reader, const warc::RecordHead& head, bool is_raw,
                                Stdout& out, Progress& progress) {
  const auto message = warc::http_message_of(head);
  if (!message) {
    const auto printed = print_block(reader, out);
    return printed ? base::Result<int>(kToolOk) : printed.error();
  }
  PayloadPrinter printer(*message, is_raw, out);
  if (auto printed = printer.print(reader); !printed) return printed.error();
  return out.is_open() ? printer.say_faults(progress) : kToolOk;
}

}  // namespace

base::Result<int> print_record(warc::Reader& reader, const warc::RecordHead& head, CatPart part,
                               Stdout& out, Progress& progress) {
  if (part == CatPart::payload || part == CatPart::raw_payload) {
    return print_payload(reader, head, part == CatPart::raw_payload, out, progress);
  }
  if (part == CatPart::headers) {
    const auto printed = print_headers(reader, head, out);
    return printed ? base::Result<int>(kToolOk) : printed.error();
  }
  out.write(head.raw);
  if (auto printed = print_block(reader, out); !printed) return printed.error();
  out.write(head.is_arc() ? "\n" : warc::kRecordEnd);
  return kToolOk;
}

}  // namespace crawler::cli
