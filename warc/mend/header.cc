#include "warc/mend/header.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/encoding.h"

namespace warc::mend {
namespace {

constexpr std::string_view kLength = "Content-Length";

bool has_bare_lf(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
    if (at == 0 || text[at - 1] != '\r') return true;
  }
  return false;
}

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_length_right(const RecordHead& head, std::uint64_t length) {
  return head.fields.find_all(kLength).size() == 1 && states_length(head) &&
         head.content_length == length;
}

// A line from the front of `text`, without its end; empty when the header is over.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_length_line(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != line.npos &&
         base::equals_ignoring_case(base::trimmed(line.substr(0, colon)), kLength);
}

}  // namespace

bool states_length(const RecordHead& head) {
  // The reader takes the first, and 0 for what is no number.
  const std::string_view stated = head.field(kLength);
  return is_number(stated) &&
         (head.content_length > 0 || stated.find_first_not_of('0') == stated.npos);
}

std::vector<std::string> framing_faults(const RecordHead& head, std::uint64_t length) {
  std::vector<std::string> faults;
  if (has_bare_lf(head.raw)) faults.emplace_back("header lines ended in a bare LF");
  const std::size_t count = head.fields.find_all(kLength).size();
  if (count == 0) faults.emplace_back("there was no Content-Length");
  if (count > 1) faults.push_back(fmt::format("Content-Length stood {} times", count));
  if (count > 0 && !(states_length(head) && head.content_length == length)) {
    faults.push_back(fmt::format("Content-Length was {}, but the block has {} bytes",
                                 base::printable(head.field(kLength).substr(0, 40)), length));
  }
  return faults;
}

std::string framed_header(const RecordHead& head, std::uint64_t length) {
  const bool keeps_length = is_length_right(head, length);
  std::string out;
  std::string_view rest = head.raw;
  bool is_in_length = false;  // and in the lines it is folded over
  while (true) {
    const std::string_view line = take_line(rest);
    if (line.empty()) break;
    const bool is_folded = line.front() == ' ' || line.front() == '\t';
    if (!is_folded) is_in_length = is_length_line(line);
    if (keeps_length || !is_in_length) out.append(line).append("\r\n");
  }
  if (!keeps_length) out += fmt::format("{}: {}\r\n", kLength, length);
  return out + "\r\n";
}

}  // namespace warc::mend
