// One WARC/1.1 record as a value, and its header as bytes (ISO 28500:2017 section 4; formats
// section 2.1). The makers are in records.h and revisit.h; make_record.h makes any type.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "warc/block.h"
#include "warc/fields.h"

namespace warc {

// An open set: readers meet types we never write.
struct RecordType {
  std::string name;
  friend bool operator==(const RecordType&, const RecordType&) = default;
};

inline const RecordType kWarcinfo{"warcinfo"};
inline const RecordType kResponse{"response"};
inline const RecordType kRequest{"request"};
inline const RecordType kMetadata{"metadata"};
inline const RecordType kResource{"resource"};
inline const RecordType kRevisit{"revisit"};
inline const RecordType kConversion{"conversion"};

struct Record {
  RecordType type;
  std::string id;  // "<urn:uuid:...>", brackets included (W-08)
  base::Timestamp date;
  // All but WARC-Type, WARC-Record-ID, WARC-Warcinfo-ID, WARC-Date and Content-Length, which
  // serialize_header() writes.
  Fields fields;
  Block block;
};

// Where record ids come from.
class RecordIds {
 public:
  virtual ~RecordIds() = default;
  // "<urn:uuid:...>", never the same twice (W-08).
  virtual std::string next() = 0;
};

// Version 4 UUIDs from the kernel's generator; any thread, lives for the whole program. next()
// throws FatalError when the kernel gives no random bytes.
RecordIds& random_ids();

// <urn:uuid:00000000-0000-4000-8000-000000000001>, ...002 and so on: for golden tests. One thread.
class NumberedIds : public RecordIds {
 public:
  std::string next() override;

 private:
  std::uint64_t count_ = 0;
};

// Version line, fields and the blank line, CRLF throughout (W-01). WARC-Warcinfo-ID is written
// unless the record is a warcinfo or `warcinfo_id` is empty (W-10).
std::string serialize_header(const Record& record, std::string_view warcinfo_id);

// What follows every block.
inline constexpr std::string_view kRecordEnd = "\r\n\r\n";

// `uri` as WARC-Target-URI may hold it: printable ASCII without space, '<' and '>' (formats
// section 1.5). Every other byte is percent-encoded; a URL of base::Url comes back unchanged.
// Fragments, ports and host case are the caller's to settle.
std::string target_uri_for_record(std::string_view uri);

}  // namespace warc
