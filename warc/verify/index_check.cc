#include "warc/verify/index_check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/cdx_line.h"
#include "warc/line_reader.h"
#include "warc/post_key.h"
#include "warc/record.h"
#include "warc/surt.h"
#include "warc/verify/digest_value.h"

namespace warc::verify {
namespace {

constexpr std::uint64_t kRunBytes = 64 << 20;
constexpr std::size_t kFields = 10;
// Of indexes that may be checked at once; their numbers sort as text.
constexpr std::size_t kMaxIndexes = 999;

// A field of a line to sort: no blank, no line end, never empty.
std::string field(std::string_view text) {
  return text.empty() ? "-" : target_uri_for_record(text);
}

std::string_view mime_of(std::string_view content_type) {
  return base::trimmed(content_type.substr(0, content_type.find_first_of(";,")));
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Does `key` hold, besides the URL, the method and body of a request that was no GET? CDX lines
// have no field for them, so only the part before the query can be compared.
bool is_key_with_request(std::string_view key, std::string_view key_of_url) {
  const auto path = [](std::string_view text) { return text.substr(0, text.find('?')); };
  return key.find("__wb_method=") != std::string_view::npos && path(key) == path(key_of_url);
}

}  // namespace

// One record or index line, as sorted: FILE OFFSET SOURCE ... with the record (source 0) in front
// of the lines that point to it.
struct IndexCheck::Line {
  std::array<std::string_view, kFields> fields;

  std::string_view file() const { return fields[0]; }
  std::uint64_t offset() const { return number(fields[1]); }
  std::size_t source() const { return number(fields[2]); }
  std::string_view length() const { return fields[3]; }
  std::string_view timestamp() const { return fields[4]; }
  std::string_view url() const { return fields[5]; }
  std::string_view mime() const { return fields[6]; }
  std::string_view status() const { return fields[7]; }
  std::string_view digest() const { return fields[8]; }
  // Of a record: is it "capture", "torn" (not to be pointed to) or "other"? Of a line: its offset.
  std::string_view last() const { return fields[9]; }

  static Line parse(std::string_view text) {
    Line line;
    for (std::string_view& part : line.fields) {
      const std::size_t end = std::min(text.find(' '), text.size());
      part = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return line;
  }
};

IndexCheck::IndexCheck(base::Disk& disk, const std::filesystem::path& temporary_directory,
                       const FileFindingSink& report)
    : report_(report), sorter_(disk, temporary_directory, kRunBytes) {}

void IndexCheck::error(const std::string& file, std::uint64_t offset, std::string_view code,
                       std::string message) const {
  report_(file, {Severity::error, offset, code, std::move(message)});
}

base::Result<void> IndexCheck::add_record(std::string_view warc, const RecordFacts& facts) {
  const std::string_view kind = !facts.is_alone ? "torn" : facts.is_capture ? "capture" : "other";
  return sorter_.add(fmt::format("{} {:020} 000 {} {} {} {} {} {} {}", field(warc), facts.offset,
                                 facts.length, field(facts.timestamp14), field(facts.url),
                                 field(mime_of(facts.mime)), field(facts.status),
                                 field(facts.digest), kind));
}

base::Result<std::uint64_t> IndexCheck::add_index(const base::File& file, const std::string& name) {
  if (indexes_.size() == kMaxIndexes) {
    return base::fail(base::Errc::too_large, "more indexes than can be checked at once");
  }
  indexes_.push_back(name);
  LineReader lines(file, CdxLineParser::kMaxLine);
  CdxLineParser parser;
  std::string before;
  bool is_unsorted = false;
  std::uint64_t count = 0;
  while (true) {
    const auto line = lines.next();
    if (!line) return line.error();
    if (!*line) return count;
    const std::uint64_t offset = lines.line_offset();
    if (!lines.is_terminated()) error(name, offset, "index-torn", "the last line has no end");
    const auto entry = parser.parse(**line);
    if (!entry) {
      error(name, offset, "index-line", entry.error().detail);
      continue;
    }
    if (before > **line && !std::exchange(is_unsorted, true)) {
      error(name, offset, "index-order", "lines are not sorted bytewise, so readers miss some");
    } else if (before == **line && *entry) {
      report_(name, {Severity::note, offset, "index-twice", "the line stands twice"});
    }
    before = **line;
    if (!*entry) continue;
    ++count;
    if (auto added = add_entry(**entry, offset); !added) return added.error();
  }
}

base::Result<void> IndexCheck::add_entry(const CdxEntry& entry, std::uint64_t line_offset) {
  const std::string& index = indexes_.back();
  const RequestQuery request{entry.method.empty() ? "GET" : entry.method, entry.request_body};
  const std::string key = surt(url_with_request(entry.url, request));
  if (key != entry.key && !(entry.method.empty() && is_key_with_request(entry.key, key))) {
    error(index, line_offset, "index-key",
          fmt::format("the key \"{}\" is not that of the URL, \"{}\"",
                      base::printable(std::string_view(entry.key).substr(0, 100)),
                      base::printable(std::string_view(key).substr(0, 100))));
  }
  if (entry.filename.empty()) return {};  // a 9-field line without one points nowhere
  std::string file = entry.filename.substr(entry.filename.rfind('/') + 1);
  // CDX lines cannot hold blanks, so names with blanks are escaped in them.
  if (!warcs_.contains(file)) file = base::percent_decode(file);
  if (!warcs_.contains(file)) {
    if (unknown_files_.insert({indexes_.size(), file}).second) {
      error(index, line_offset, "index-file",
            "the line names \"" + base::printable(file) + "\", which is not among the WARCs");
    }
    return {};
  }
  return sorter_.add(fmt::format("{} {:020} {:03} {} {} {} {} {} {} {}", field(file), entry.offset,
                                 indexes_.size(), entry.length, field(entry.timestamp14),
                                 field(entry.url), field(mime_of(entry.mime)), field(entry.status),
                                 field(with_label(entry.digest)), line_offset));
}

base::Result<void> IndexCheck::finish() {
  std::vector<std::string> texts;  // of one record and the lines that point to it
  const auto compare_texts = [&] {
    std::vector<Line> lines;
    for (const std::string& text : texts) lines.push_back(Line::parse(text));
    if (!lines.empty()) compare(lines);
    texts.clear();
  };
  const auto take = [&](std::string_view text) -> base::Result<void> {
    const Line line = Line::parse(text);
    if (!texts.empty()) {
      const Line first = Line::parse(texts.front());
      if (first.file() != line.file() || first.fields[1] != line.fields[1]) compare_texts();
    }
    // A hostile index may point to one record a million times.
    if (texts.size() < 10'000) texts.emplace_back(text);
    return {};
  };
  if (auto merged = sorter_.merge(take); !merged) return merged;
  compare_texts();
  return {};
}

// `lines` point to one offset of one file.
void IndexCheck::compare(const std::vector<Line>& lines) const {
  const Line& first = lines.front();
  const bool has_record = first.source() == 0;
  std::vector<bool> is_indexed(indexes_.size(), false);
  for (const Line& line : lines) {
    if (line.source() == 0) continue;
    const std::string& index = indexes_[line.source() - 1];
    is_indexed[line.source() - 1] = true;
    if (!has_record) {
      error(index, number(line.last()), "index-nowhere",
            fmt::format("no record begins at {} of {}", line.offset(), line.file()));
    } else if (first.last() == "torn") {
      error(index, number(line.last()), "index-torn-record",
            fmt::format("the record at {} of {} is damaged or not in a gzip member of its own",
                        line.offset(), line.file()));
    } else {
      compare_fields(first, line);
    }
  }
  if (!has_record || first.last() != "capture") return;
  const auto warc = warcs_.find(base::percent_decode(first.file()));
  const std::string shown = warc != warcs_.end() ? warc->second : std::string(first.file());
  for (std::size_t i = 0; i < indexes_.size(); ++i) {
    if (is_indexed[i]) continue;
    error(shown, first.offset(), "index-missing",
          fmt::format("the capture of {} has no line in {}",
                      base::printable(first.url().substr(0, 100)), indexes_[i]));
  }
}

void IndexCheck::compare_fields(const Line& record, const Line& line) const {
  const std::string& index = indexes_[line.source() - 1];
  const auto differs = [&](std::string_view name, std::string_view ours, std::string_view theirs) {
    error(index, number(line.last()), "index-field",
          fmt::format("{} is {}, in the record at {} of {} it is {}", name,
                      base::printable(theirs.substr(0, 100)), record.offset(), record.file(),
                      base::printable(ours.substr(0, 100))));
  };
  const auto is_known = [](std::string_view text) { return text != "-" && text != "unk"; };
  if (line.length() != "0" && line.length() != record.length()) {
    differs("length", record.length(), line.length());
  }
  if (line.timestamp() != record.timestamp()) {
    differs("timestamp", record.timestamp(), line.timestamp());
  }
  if (line.url() != record.url()) differs("url", record.url(), line.url());
  if (is_known(line.status()) && is_known(record.status()) && line.status() != record.status()) {
    differs("status", record.status(), line.status());
  }
  // Indexers that look into the original print its type for a revisit.
  if (is_known(line.mime()) && is_known(record.mime()) && record.mime() != kRevisitMime &&
      !base::equals_ignoring_case(line.mime(), record.mime())) {
    differs("mime", record.mime(), line.mime());
  }
  if (is_known(line.digest()) && is_known(record.digest()) &&
      !is_same_digest(line.digest(), record.digest()) && line.digest() != record.digest()) {
    differs("digest", record.digest(), line.digest());
  }
}

}  // namespace warc::verify
