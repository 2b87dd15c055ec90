#include "warc/verify/file_rules.h"

#include <functional>
#include <string>
#include <utility>

#include "base/time.h"

namespace warc::verify {
namespace {

std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

std::uint64_t hash_of_capture(std::string_view uri, std::string_view date) {
  return hash_of(std::string(uri) + '\n' + std::string(date));
}

bool is_capture(const RecordHead& head) { return head.type == kResponse || head.type == kRevisit; }

}  // namespace

void FileRules::report(Severity severity, std::uint64_t offset, std::string_view code,
                       std::string message) const {
  if (report_) report_({severity, offset, code, std::move(message)});
}

void FileRules::add(const RecordHead& head) {
  if (head.is_arc()) return;
  const std::string_view id_text = head.field("WARC-Record-ID");
  const Hash id = hash_of(id_text);
  if (std::exchange(is_first_, false) && head.type != kWarcinfo) {
    report(Severity::note, head.position.offset, "warcinfo-first",
           "the file does not begin with a warcinfo record");
  }
  if (!id_text.empty()) add_id(head, id);
  add_links(head, id);
  if (is_capture(head)) add_capture(head);
}

void FileRules::add_id(const RecordHead& head, Hash id) {
  if (!ids_.insert(id).second) {
    report(Severity::error, head.position.offset, "id-twice",
           "another record of the file has the same WARC-Record-ID");
  }
  if (head.type == kWarcinfo) warcinfos_.insert(id);
  const std::string_view warcinfo = head.field("WARC-Warcinfo-ID");
  if (!warcinfo.empty() && !warcinfos_.contains(hash_of(warcinfo))) {
    to_warcinfos_.push_back({hash_of(warcinfo), head.position.offset});
  }
}

// W-21: indexers pair request and response when they are neighbours and the second names the first.
void FileRules::add_links(const RecordHead& head, Hash id) {
  const auto concurrents = head.fields.find_all("WARC-Concurrent-To");
  bool is_in_group = false, is_apart = false;
  for (const std::string_view text : concurrents) {
    const Hash to = hash_of(text);
    is_in_group = is_in_group || group_.contains(to);
    if (!ids_.contains(to)) {
      to_concurrents_.push_back({to, head.position.offset});
    } else if (!group_.contains(to)) {
      is_apart = true;
    }
  }
  const bool is_message = is_capture(head) || head.type == kRequest;
  if (is_message && is_apart && !is_in_group) {
    report(Severity::error, head.position.offset, "pair-apart",
           "records of another exchange stand between this one and its WARC-Concurrent-To");
  }
  if (is_message && is_in_group && group_has_metadata_) {
    report(Severity::note, head.position.offset, "pair-metadata",
           "a metadata record between request and response keeps indexers from pairing them");
  }
  if (!is_in_group) {
    group_.clear();
    group_has_metadata_ = false;
  }
  if (!is_message) group_has_metadata_ = true;
  // A page of millions of concurrent records is not worth the memory.
  if (group_.size() < 1000) group_.insert(id);
}

// W-15, and originals that are revisits themselves.
void FileRules::add_capture(const RecordHead& head) {
  const std::string_view uri = head.target_uri(), date = head.field("WARC-Date");
  if (const auto time = head.date()) {
    if (!seconds_.insert(hash_of_capture(uri, base::to_timestamp14(*time))).second) {
      report(Severity::note, head.position.offset, "same-second",
             "another capture of the URL has the same second, which readers cannot tell apart");
    }
  }
  if (head.type != kRevisit) return;
  revisits_.insert(hash_of_capture(uri, date));
  const std::string_view original = head.field("WARC-Refers-To-Target-URI");
  if (!original.empty()) {
    to_originals_.push_back(
        {hash_of_capture(original, head.field("WARC-Refers-To-Date")), head.position.offset});
  }
}

void FileRules::finish() {
  for (const Reference& reference : to_warcinfos_) {
    if (warcinfos_.contains(reference.to)) {
      report(Severity::error, reference.offset, "warcinfo-order",
             "the record stands before the warcinfo record it names");
    } else {
      report(Severity::note, reference.offset, "warcinfo-unknown",
             "the warcinfo record it names is not in the file");
    }
  }
  for (const Reference& reference : to_concurrents_) {
    if (ids_.contains(reference.to)) {
      report(Severity::error, reference.offset, "pair-order",
             "the record stands before its WARC-Concurrent-To, where indexers do not pair them");
    } else {
      report(Severity::note, reference.offset, "concurrent-unknown",
             "its WARC-Concurrent-To is not in the file");
    }
  }
  for (const Reference& reference : to_originals_) {
    if (!revisits_.contains(reference.to)) continue;
    report(Severity::error, reference.offset, "revisit-of-revisit",
           "the revisit refers to another revisit, so nothing can be replayed");
  }
}

}  // namespace warc::verify
