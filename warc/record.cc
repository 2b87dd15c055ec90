#include "warc/record.h"

#include <sys/random.h>

#include <array>
#include <cerrno>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/error.h"

namespace warc {
namespace {

using Uuid = std::array<char, 16>;

Uuid random_bytes() {
  Uuid bytes{};
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::getrandom(bytes.data() + filled, bytes.size() - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw base::FatalError(base::from_errno(errno, "getrandom"));
    filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

class RandomIds : public RecordIds {
 public:
  std::string next() override {
    Uuid bytes = random_bytes();
    // RFC 9562 section 5.4: version 4 in the high half of octet 6, variant 10 in octet 8.
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    const std::string hex = base::to_hex({bytes.data(), bytes.size()});
    const std::string_view h = hex;
    return fmt::format("<urn:uuid:{}-{}-{}-{}-{}>", h.substr(0, 8), h.substr(8, 4), h.substr(12, 4),
                       h.substr(16, 4), h.substr(20));
  }
};

}  // namespace

RecordIds& random_ids() {
  static RandomIds ids;
  return ids;
}

std::string NumberedIds::next() {
  return fmt::format("<urn:uuid:00000000-0000-4000-8000-{:012x}>", ++count_);
}

std::string serialize_header(const Record& record, std::string_view warcinfo_id) {
  Fields header;
  header.add("WARC-Type", record.type.name);
  header.add("WARC-Record-ID", record.id);
  if (record.type != kWarcinfo) header.add_if("WARC-Warcinfo-ID", warcinfo_id);
  header.add("WARC-Date", base::to_iso8601(record.date));
  std::string out = "WARC/1.1\r\n" + header.serialize() + record.fields.serialize();
  out += fmt::format("Content-Length: {}\r\n\r\n", record.block.size());
  return out;
}

std::string target_uri_for_record(std::string_view uri) {
  std::string out;
  out.reserve(uri.size());
  for (const char c : uri) {
    if (c > 0x20 && c < 0x7f && c != '<' && c != '>') {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace warc
