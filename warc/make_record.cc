#include "warc/make_record.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/encoding.h"
#include "warc/chunk_decoder.h"

namespace warc {
namespace {

base::Error refused(const RecordType& type, std::string_view why) {
  return base::fail(base::Errc::invalid,
                    base::printable(type.name) + " record: " + base::printable(why));
}

bool is_any_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [name](std::string_view known) {
    return base::equals_ignoring_case(known, name);
  });
}

base::Result<void> check_type(const RecordType& type) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  if (type.name.empty() || !std::all_of(type.name.begin(), type.name.end(), is_letter)) {
    return refused(type, "a type is a lower-case word");
  }
  if (type == RecordType{"continuation"}) return refused(type, "segments are never written");
  return {};
}

base::Result<void> check_field(const RecordParts& parts, const std::string& name) {
  const bool is_info = parts.type == kWarcinfo;
  if (is_any_of(name, {"WARC-Type", "WARC-Record-ID", "WARC-Warcinfo-ID", "WARC-Date",
                       "WARC-Block-Digest", "Content-Type", "Content-Length"})) {
    return refused(parts.type, name + " is not the caller's to give");
  }
  if (base::starts_with_ignoring_case(name, "WARC-Segment-")) {
    return refused(parts.type, "segments are never written");
  }
  if (!is_info && is_any_of(name, {"WARC-Filename"})) {
    return refused(parts.type, "WARC-Filename belongs to warcinfo");
  }
  if ((is_info || parts.type == kConversion) && is_any_of(name, {"WARC-IP-Address"})) {
    return refused(parts.type, "WARC-IP-Address belongs to captures");
  }
  return {};
}

base::Result<void> check_payload(const RecordParts& parts) {
  const bool given = parts.fields.find("WARC-Payload-Digest").has_value();
  const bool has_none = parts.type == kWarcinfo || parts.type == kMetadata;
  if (has_none && (given || parts.payload_at)) return refused(parts.type, "it has no payload");
  if (given && parts.payload_at) return refused(parts.type, "two payload digests");
  if (parts.payload_at.value_or(0) > parts.block.size()) {
    return refused(parts.type, "its payload begins behind its block");
  }
  return {};
}

base::Result<void> check(const RecordParts& parts) {
  if (auto type = check_type(parts.type); !type) return type;
  const auto& entries = parts.fields.entries();
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    const std::string& name = entry->first;
    if (auto field = check_field(parts, name); !field) return field;
    const auto same = [&name](const Fields::Entry& e) { return is_any_of(e.first, {name}); };
    const bool may_repeat = is_any_of(name, {"WARC-Concurrent-To", "WARC-Protocol"});
    if (!may_repeat && std::any_of(entries.begin(), entry, same)) {
      return refused(parts.type, name + " given twice");
    }
  }
  return check_payload(parts);
}

struct Digests {
  std::string payload, block;
};

// Hashes what comes in chunk framing, and the framing itself in case it is none.
class ChunkedHasher {
 public:
  explicit ChunkedHasher(DigestAlgorithm algorithm) : body_(algorithm), raw_(algorithm) {}

  void update(std::string_view bytes) {
    if (!has_first_line_ && first_line_.size() < ChunkDecoder::kMaxSizeLine) {
      const std::size_t end = bytes.find('\n');
      first_line_ += bytes.substr(0, end);
      has_first_line_ = end != std::string_view::npos;
    }
    std::string decoded;
    chunks_.append(bytes, decoded);
    body_.update(decoded);
    raw_.update(bytes);
  }
  std::string finish() {
    // The same test as in http_block.h, so that a reader comes to the same payload.
    const bool is_chunked = has_first_line_ && first_line_.size() < ChunkDecoder::kMaxSizeLine &&
                            ChunkDecoder::is_size_line(first_line_);
    return is_chunked ? body_.finish() : raw_.finish();
  }

 private:
  ChunkDecoder chunks_;
  Hasher body_, raw_;
  std::string first_line_;
  bool has_first_line_ = false;
};

// Feeds the block to `block` and what lies behind `payload_at` to `payload`.
template <typename PayloadHasher>
base::Result<void> hash(const RecordParts& parts, Hasher& block, PayloadHasher& payload) {
  std::uint64_t before = *parts.payload_at;
  return parts.block.for_each_chunk([&](std::string_view bytes) -> base::Result<void> {
    block.update(bytes);
    const std::uint64_t skipped = std::min<std::uint64_t>(before, bytes.size());
    before -= skipped;
    payload.update(bytes.substr(static_cast<std::size_t>(skipped)));
    return {};
  });
}

template <typename PayloadHasher>
base::Result<Digests> both_digests(const RecordParts& parts, DigestAlgorithm algorithm) {
  Hasher block(algorithm);
  PayloadHasher payload(algorithm);
  if (auto read = hash(parts, block, payload); !read) return read.error();
  return Digests{payload.finish(), block.finish()};
}

// Everything in one reading of the block.
base::Result<Digests> digests_of(const RecordParts& parts, DigestAlgorithm algorithm) {
  if (parts.payload_at && parts.payload_is_chunked) {
    return both_digests<ChunkedHasher>(parts, algorithm);
  }
  if (parts.payload_at.value_or(0) > 0) return both_digests<Hasher>(parts, algorithm);
  auto whole = digest_of(parts.block, algorithm);
  if (!whole) return whole.error();
  return Digests{parts.payload_at ? *whole : std::string(), *whole};
}

}  // namespace

base::Result<Record> make_record(RecordIds& ids, RecordParts parts, DigestAlgorithm algorithm) {
  if (auto checked = check(parts); !checked) return checked.error();
  auto digests = digests_of(parts, algorithm);
  if (!digests) return digests.error();

  Record record{std::move(parts.type), ids.next(), parts.date, std::move(parts.fields),
                std::move(parts.block)};
  record.fields.add_if("WARC-Payload-Digest", digests->payload);
  record.fields.add("WARC-Block-Digest", digests->block);
  const bool has_type = !base::trimmed(parts.content_type).empty();
  if (has_type) record.fields.add("Content-Type", parts.content_type);
  // W-09: a block without a type makes three readers fail.
  if (!has_type && !record.block.empty()) {
    record.fields.add("Content-Type", "application/octet-stream");
  }
  return record;
}

}  // namespace warc
