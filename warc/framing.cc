#include "warc/framing.h"

#include <charconv>
#include <limits>

#include "base/encoding.h"

namespace warc {
namespace {

std::optional<std::uint64_t> parse_digits(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return std::nullopt;
  return number;
}

// Calls `use` for each element of a comma list, trimmed.
template <typename Use>
void for_each_element(std::string_view list, Use use) {
  while (true) {
    const std::size_t comma = list.find(',');
    use(base::trimmed(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

void read_transfer_encoding(const ResponseHead& head, Framing& framing) {
  int times = 0;
  for (const auto& value : head.headers.find_all("Transfer-Encoding")) {
    for_each_element(value, [&](std::string_view coding) {
      framing.chunked = base::equals_ignoring_case(coding, "chunked");
      if (framing.chunked) {
        ++times;
      } else if (!coding.empty() && !base::equals_ignoring_case(coding, "identity")) {
        framing.faults.push_back("unknown transfer-coding \"" + std::string(coding.substr(0, 40)) +
                                 "\"");
      }
    });
  }
  if (times > 1) framing.faults.push_back("chunked transfer-coding named twice");
  if (times > 0 && head.version == "HTTP/1.0") {
    framing.faults.push_back("chunked transfer-coding in an HTTP/1.0 response");
  }
}

void read_content_length(const ResponseHead& head, Framing& framing) {
  const auto values = head.headers.find_all("Content-Length");
  bool valid = true;
  for (const auto& value : values) {
    const auto length = parse_content_length(value);
    if (!length) {
      framing.faults.push_back("Content-Length is no number: \"" +
                               std::string(value.substr(0, 40)) + "\"");
      valid = false;
    } else if (framing.content_length && *framing.content_length != *length) {
      framing.faults.push_back("two Content-Length values differ");
      valid = false;
    } else {
      framing.content_length = length;
    }
  }
  if (!valid) framing.content_length.reset();
}

}  // namespace

std::optional<std::uint64_t> parse_content_length(std::string_view value) {
  std::optional<std::uint64_t> common;
  bool equal = true;
  for_each_element(value, [&](std::string_view element) {
    const auto length = parse_digits(element);
    if (!length || (common && *common != *length)) equal = false;
    common = length;
  });
  return equal ? common : std::nullopt;
}

Framing framing_of(const ResponseHead& head) {
  Framing framing;
  read_transfer_encoding(head, framing);
  read_content_length(head, framing);
  if (framing.chunked && framing.content_length) {
    framing.faults.push_back("Content-Length beside Transfer-Encoding");
    framing.content_length.reset();  // RFC 9112 6.3: Transfer-Encoding overrides
  }
  return framing;
}

}  // namespace warc
