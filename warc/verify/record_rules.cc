#include "warc/verify/record_rules.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/verify/digest_value.h"
#include "warc/verify/uri_rules.h"

namespace warc::verify {
namespace {

constexpr std::string_view kProfiles = "http://netpreserve.org/warc/";
// Also "uri-agnostic-identical-payload-digest", as it was called before WARC/1.1.
constexpr std::string_view kIdentical = "identical-payload-digest";
constexpr std::string_view kNotModified = "/revisit/server-not-modified";

std::string in_quotes(std::string_view text) {
  return "\"" + base::printable(text.substr(0, 80)) + "\"";
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

// One record's header on its way through the rules.
class Header {
 public:
  Header(const RecordHead& head, const FindingSink& report) : head_(head), report_(report) {}

  void check() {
    check_characters();
    check_repeats();
    check_type();
    check_id();
    check_date();
    check_target();
    check_content_type();
    check_links();
    check_address();
    check_digests();
    check_truncated();
    check_protocols();
    check_revisit();
    check_segment();
  }

 private:
  bool is(const RecordType& type) const { return head_.type == type; }
  bool is_any(std::initializer_list<std::string_view> types) const {
    return std::find(types.begin(), types.end(), head_.type.name) != types.end();
  }
  bool has(std::string_view name) const { return head_.fields.find(name).has_value(); }
  std::string_view get(std::string_view name) const { return head_.field(name); }

  void error(std::string_view code, std::string message) const {
    report_({Severity::error, head_.position.offset, code, std::move(message)});
  }
  void note(std::string_view code, std::string message) const {
    report_({Severity::note, head_.position.offset, code, std::move(message)});
  }
  void forbid(std::string_view code, std::string_view name) const {
    if (has(name)) error(code, fmt::format("a {} record may not have {}", shown_type(), name));
  }
  std::string shown_type() const { return base::printable(head_.type.name.substr(0, 40)); }

  void check_characters() const;
  void check_cr() const;
  void check_repeats() const;
  void check_type() const;
  void check_id() const;
  void check_date() const;
  void check_target() const;
  void check_content_type() const;
  void check_links() const;
  void check_address() const;
  void check_digests() const;
  void check_truncated() const;
  void check_protocols() const;
  void check_revisit() const;
  void check_segment() const;

  const RecordHead& head_;
  const FindingSink& report_;
};

// W-01, W-05.
void Header::check_characters() const {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7f;
  };
  if (std::any_of(head_.raw.begin(), head_.raw.end(), is_control)) {
    error("header-control", "the header holds control characters");
  }
  if (!base::is_utf8(head_.raw)) error("header-utf8", "the header is not UTF-8");
  // W-04: one reader crashes on it, although the standard allows it.
  for (const auto& [name, value] : head_.fields.entries()) {
    if (!base::equals_ignoring_case(name, "WARC-Type") || name == "WARC-Type") continue;
    note("field-case", "field names are not written as the standard writes them");
  }
  check_cr();
}

void Header::check_cr() const {
  // A CR that ends no line.
  for (std::size_t at = 0; (at = head_.raw.find('\r', at)) != std::string::npos; ++at) {
    if (at + 1 < head_.raw.size() && head_.raw[at + 1] == '\n') continue;
    error("header-control", "the header holds a CR that ends no line");
    break;
  }
}

// W-06.
void Header::check_repeats() const {
  std::set<std::string> seen;
  for (const auto& [name, value] : head_.fields.entries()) {
    const std::string lower = base::to_lower_ascii(name);
    if (lower == "warc-concurrent-to" || lower == "warc-protocol" || lower == "content-length") {
      continue;  // of Content-Length the reader has told
    }
    if (seen.insert(lower).second) continue;
    const bool is_standard = lower.starts_with("warc-") || lower == "content-type";
    if (is_standard) return error("field-twice", in_quotes(name) + " stands more than once");
    note("field-twice", in_quotes(name) + " stands more than once");
  }
}

void Header::check_type() const {
  static constexpr std::array<std::string_view, 8> kTypes = {
      "warcinfo", "response", "request",    "metadata",
      "revisit",  "resource", "conversion", "continuation"};
  if (head_.type.name.empty()) {
    error("type-missing", "the record has no WARC-Type");
  } else if (!is_one_of(head_.type.name, kTypes)) {
    note("type-unknown", in_quotes(head_.type.name) + " is no record type of the standard");
  } else if (get("WARC-Type") != head_.type.name) {
    note("field-case", "WARC-Type is not written in small letters");
  }
}

// W-07, W-08.
void Header::check_id() const {
  const std::string_view id = get("WARC-Record-ID");
  if (id.empty()) {
    error("id-missing", "the record has no WARC-Record-ID");
  } else if (!is_bracketed_uri(id)) {
    error("id-form", "WARC-Record-ID " + in_quotes(id) + " is no URI in angle brackets");
  }
}

// W-12, W-13.
void Header::check_date() const {
  const std::string_view date = get("WARC-Date");
  if (date.empty()) return error("date-missing", "the record has no WARC-Date");
  if (!head_.date()) return error("date-form", "WARC-Date " + in_quotes(date) + " is no UTC date");
  if (date.find_first_of("tz") != std::string_view::npos) {
    note("date-form", "WARC-Date " + in_quotes(date) + " is written in small letters");
  }
  const bool is_old = head_.version < "WARC/1.1";
  const bool has_fraction = date.find('.') != std::string_view::npos;
  constexpr std::size_t kToSeconds = std::string_view("2026-11-22T10:31:26Z").size();
  if (is_old && has_fraction) {
    error("date-form", "WARC-Date " + in_quotes(date) + " has fractions, which need WARC/1.1");
  } else if (date.size() < kToSeconds) {
    error("date-form", "WARC-Date " + in_quotes(date) +
                           " stops before the seconds, where most "
                           "readers fail");
  }
}

void Header::check_target() const {
  const std::string_view uri = get("WARC-Target-URI");
  if (uri.empty()) {
    if (is_any({"response", "resource", "request", "revisit", "conversion", "continuation"})) {
      error("target-missing", fmt::format("a {} record needs WARC-Target-URI", shown_type()));
    }
    return;
  }
  if (is(kWarcinfo)) return forbid("target-forbidden", "WARC-Target-URI");
  check_uri("target", "WARC-Target-URI", uri, head_.position.offset, report_);
}

// W-09.
void Header::check_content_type() const {
  const std::string type = base::to_lower_ascii(get("Content-Type"));
  if (head_.type.name == "continuation") return;
  if (type.empty()) {
    if (head_.content_length == 0) return;
    const bool is_message = is_any({"response", "request", "revisit"});
    const std::string what = "the block has no Content-Type";
    return is_message ? error("content-type", what) : note("content-type", what);
  }
  const std::string_view base_type =
      base::trimmed(std::string_view(type).substr(0, type.find(';')));
  if (is(kWarcinfo) && base_type != "application/warc-fields") {
    note("content-type", "a warcinfo record should be application/warc-fields");
  }
  const bool is_http_exchange = (is(kResponse) || is(kRequest)) &&
                                base::starts_with_ignoring_case(head_.target_uri(), "http");
  if (is_http_exchange && base_type != "application/http") {
    return error("content-type", "an http " + head_.type.name + " is application/http, not " +
                                     in_quotes(base_type));
  }
  const std::size_t msgtype = type.find("msgtype=");
  if (base_type != "application/http" || msgtype == std::string::npos) return;
  const std::string_view wanted = is(kRequest) ? "request" : "response";
  std::string_view value = std::string_view(type).substr(msgtype + 8);
  if (value.starts_with('"')) value.remove_prefix(1);
  if (!value.starts_with(wanted)) {
    error("content-type", fmt::format("msgtype of a {} record is not {}", shown_type(), wanted));
  }
}

void Header::check_links() const {
  for (const std::string_view name :
       {"WARC-Concurrent-To", "WARC-Refers-To", "WARC-Warcinfo-ID", "WARC-Segment-Origin-ID"}) {
    for (const std::string_view id : head_.fields.find_all(name)) {
      if (is_bracketed_uri(id)) continue;
      error("id-form", fmt::format("{} {} is no URI in angle brackets", name, in_quotes(id)));
    }
  }
  if (is_any({"warcinfo", "conversion", "continuation"})) {
    forbid("concurrent-forbidden", "WARC-Concurrent-To");
  }
  if (is_any({"warcinfo", "response", "request", "continuation"})) {
    forbid("refers-forbidden", "WARC-Refers-To");
  }
  if (is(kWarcinfo)) {
    forbid("warcinfo-id-forbidden", "WARC-Warcinfo-ID");  // W-10
  } else {
    forbid("filename-forbidden", "WARC-Filename");  // W-11
  }
}

// W-24.
void Header::check_address() const {
  if (!has("WARC-IP-Address")) return;
  if (is_any({"warcinfo", "conversion", "continuation"})) {
    forbid("ip-forbidden", "WARC-IP-Address");
  }
  const std::string ip(get("WARC-IP-Address"));
  std::array<unsigned char, sizeof(in6_addr)> raw{};
  for (const int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, ip.c_str(), raw.data()) == 1) return;
  }
  error("ip-form", "WARC-IP-Address " + in_quotes(ip) + " is no address");
}

// Formats 1.4 and 2.5.
void Header::check_digests() const {
  for (const std::string_view name : {"WARC-Block-Digest", "WARC-Payload-Digest"}) {
    if (!has(name)) continue;
    if (const std::string fault = digest_fault(get(name)); !fault.empty()) {
      error("digest-form", fmt::format("{} {} {}", name, in_quotes(get(name)), fault));
    }
  }
  if (is_any({"warcinfo", "metadata"})) forbid("payload-digest-forbidden", "WARC-Payload-Digest");
}

// W-42.
void Header::check_truncated() const {
  static constexpr std::array<std::string_view, 4> kReasons = {"length", "time", "disconnect",
                                                               "unspecified"};
  if (has("WARC-Truncated") && !is_one_of(get("WARC-Truncated"), kReasons)) {
    error("truncated-form", "WARC-Truncated " + in_quotes(get("WARC-Truncated")) +
                                " is none of length, time, disconnect, unspecified");
  }
}

// W-25.
void Header::check_protocols() const {
  for (const std::string_view protocol : head_.fields.find_all("WARC-Protocol")) {
    if (protocol.find(',') == std::string_view::npos) continue;
    note("protocol-form", "WARC-Protocol holds a list; each protocol has a field of its own");
  }
}

// W-44 to W-49.
void Header::check_revisit() const {
  if (!is(kRevisit)) return;
  const std::string_view profile = get("WARC-Profile");
  const bool is_known = profile.starts_with(kProfiles) &&
                        (profile.ends_with(kIdentical) || profile.ends_with(kNotModified));
  if (profile.empty()) {
    error("profile-missing", "a revisit record needs WARC-Profile");
  } else if (!is_known) {
    error("profile-unknown", "WARC-Profile " + in_quotes(profile) + " is none readers know");
  } else if (head_.version == "WARC/1.1" &&
             !profile.starts_with("http://netpreserve.org/warc/1.1/")) {
    note("profile-old", "WARC-Profile is that of WARC/1.0");
  }
  const bool has_reference = has("WARC-Refers-To-Target-URI") && has("WARC-Refers-To-Date");
  if (!has_reference) {
    const std::string what =
        "without WARC-Refers-To-Target-URI and -Date the original is not found";
    head_.version == "WARC/1.1" ? error("refers-missing", what) : note("refers-missing", what);
    return;
  }
  if (!parse_warc_date(get("WARC-Refers-To-Date"))) {
    error("refers-form", "WARC-Refers-To-Date is no UTC date");
  }
  check_uri("refers", "WARC-Refers-To-Target-URI", get("WARC-Refers-To-Target-URI"),
            head_.position.offset, report_);
  if (get("WARC-Refers-To-Target-URI") == head_.target_uri() &&
      get("WARC-Refers-To-Date") == get("WARC-Date")) {
    error("refers-self", "the revisit refers to itself");
  }
  if (profile.ends_with(kIdentical) && is_digest_of_no_bytes(get("WARC-Payload-Digest"))) {
    error("revisit-empty", "a revisit of an empty payload is not replayed");
  }
}

void Header::check_segment() const {
  const bool is_continuation = head_.type.name == "continuation";
  if (is_continuation && !has("WARC-Segment-Origin-ID")) {
    error("segment", "a continuation needs WARC-Segment-Origin-ID");
  }
  if (!is_continuation && has("WARC-Segment-Origin-ID")) {
    error("segment", "only a continuation has WARC-Segment-Origin-ID");
  }
  if (!has("WARC-Segment-Number")) {
    if (is_continuation) error("segment", "a continuation needs WARC-Segment-Number");
    return;
  }
  const std::string_view number = get("WARC-Segment-Number");
  const bool is_number =
      !number.empty() && number.size() < 10 && number.front() != '0' &&
      std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool fits = is_number && (number == "1") == !is_continuation;
  if (!fits) {
    return error("segment", "WARC-Segment-Number is " + in_quotes(number) +
                                (is_continuation ? ", in a continuation it is 2 or more"
                                                 : ", in what is no continuation it is 1"));
  }
  note("segment", "hardly a reader puts segments together");
}

}  // namespace

bool is_bracketed_uri(std::string_view text) {
  if (text.size() < 4 || !text.starts_with('<') || !text.ends_with('>')) return false;
  text = text.substr(1, text.size() - 2);
  const auto is_plain = [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>'; };
  return has_scheme(text) && std::all_of(text.begin(), text.end(), is_plain);
}

void check_head(const RecordHead& head, const FindingSink& report) {
  if (!head.is_arc() && report) Header(head, report).check();
}

}  // namespace warc::verify
