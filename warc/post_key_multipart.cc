#include "warc/post_key_multipart.h"

#include <algorithm>

#include "base/encoding.h"
#include "warc/post_key_form.h"

namespace warc {
namespace {

// RFC 2046 allows 70 characters; Python's cgi module allows this many.
constexpr std::size_t kMaxBoundary = 201;

std::string unquoted(std::string_view value) {
  if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) {
    return std::string(value);
  }
  std::string out;
  value = value.substr(1, value.size() - 2);
  for (std::size_t at = 0; at < value.size(); ++at) {
    const bool escapes = value[at] == '\\' && at + 1 < value.size() &&
                         (value[at + 1] == '\\' || value[at + 1] == '"');
    if (escapes) ++at;
    out += value[at];
  }
  return out;
}

// The end of the parameter that begins at `from`: the next ';' outside quotes.
std::size_t parameter_end(std::string_view text, std::size_t from) {
  bool is_quoted = false;
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] == '\\' && is_quoted) {
      ++at;
    } else if (text[at] == '"') {
      is_quoted = !is_quoted;
    } else if (text[at] == ';' && !is_quoted) {
      return at;
    }
  }
  return text.size();
}

// The parameter `name` of `form-data; name="x"; filename="y"`.
std::optional<std::string> parameter(std::string_view text, std::string_view name) {
  for (std::size_t at = parameter_end(text, 0); at < text.size();) {
    const std::size_t end = parameter_end(text, at + 1);
    const std::string_view pair = text.substr(at + 1, end - at - 1);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos &&
        base::equals_ignoring_case(base::trimmed(pair.substr(0, equals)), name)) {
      return unquoted(base::trimmed(pair.substr(equals + 1)));
    }
    at = end;
  }
  return std::nullopt;
}

bool is_boundary(std::string_view text) {
  return !text.empty() && text.size() <= kMaxBoundary && !text.ends_with(' ') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Reads lines with their ends.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  std::size_t at() const { return at_; }
  std::string_view next() {
    const std::size_t begin = at_;
    const std::size_t end = text_.find('\n', at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
    return text_.substr(begin, at_ - begin);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::string_view without_trailing_blanks(std::string_view line) {
  const std::size_t last = line.find_last_not_of(" \t\r\n\v\f");
  return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// The Content-Disposition of the part whose header begins here; moves behind the blank line.
std::string_view read_disposition(Lines& lines) {
  constexpr std::string_view kName = "content-disposition:";
  std::string_view disposition;
  while (!lines.at_end()) {
    const std::string_view line = without_trailing_blanks(lines.next());
    if (line.empty()) break;
    if (base::starts_with_ignoring_case(line, kName)) disposition = line.substr(kName.size());
  }
  return disposition;
}

// The bytes up to the next delimiter, which is passed over; `is_last` when it closes the body.
std::string_view read_content(Lines& lines, std::string_view body, const std::string& delimiter,
                              bool& is_last) {
  const std::size_t begin = lines.at();
  while (!lines.at_end()) {
    const std::size_t end = lines.at();
    const std::string_view line = lines.next();
    if (!line.starts_with(delimiter)) continue;
    const std::string_view rest = without_trailing_blanks(line).substr(delimiter.size());
    if (!rest.empty() && rest != "--") continue;
    is_last = !rest.empty();
    return without_line_end(body.substr(begin, end - begin));
  }
  is_last = true;
  return body.substr(begin);
}

}  // namespace

std::optional<std::string> multipart_query(std::string_view content_type, std::string_view body,
                                           std::size_t limit) {
  const auto boundary = parameter(content_type, "boundary");
  if (!boundary || !is_boundary(*boundary)) return std::nullopt;
  const std::string delimiter = "--" + *boundary;
  Lines lines(body);
  bool is_last = false;
  while (!lines.at_end() && without_trailing_blanks(lines.next()) != delimiter) continue;

  std::string form;
  while (!is_last && !lines.at_end() && form.size() < limit) {
    const std::string_view disposition = read_disposition(lines);
    const std::string_view content = read_content(lines, body, delimiter, is_last);
    const std::string_view value = content.substr(0, limit);
    const std::string name = parameter(disposition, "name").value_or("None").substr(0, limit);
    // A file's bytes stay as they are, text is read as UTF-8.
    const bool is_file = parameter(disposition, "filename").has_value();
    append_form_pair(form, first_code_points(name, limit),
                     is_file ? std::string(value) : first_code_points(value, limit));
  }
  return form;
}

}  // namespace warc
