#include "crawler/extract/srcset.h"

#include <cstddef>

#include "crawler/extract/extraction.h"

namespace crawler::extract {
namespace {

constexpr std::string_view kBlanks = "\t\n\f\r ";

bool is_blank(char c) { return kBlanks.find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// HTML standard 2.3.4.2: one digit or more.
bool is_integer(std::string_view text) {
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return !text.empty();
}

bool is_positive(std::string_view digits) {
  return digits.find_first_not_of('0') != std::string_view::npos;
}

void skip_digits(std::string_view text, std::size_t& at) {
  while (at < text.size() && is_digit(text[at])) ++at;
}

// HTML standard 2.3.4.3, a valid floating-point number, not negative (`-0` is zero).
bool is_density(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t number = at;
  skip_digits(text, at);
  const bool whole = at > number;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = ++at;
    skip_digits(text, at);
    if (at == fraction) return false;
  } else if (!whole) {
    return false;
  }
  const std::string_view mantissa = text.substr(number, at - number);
  if (number == 1 && mantissa.find_first_of("123456789") != std::string_view::npos) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    if (++at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = at;
    skip_digits(text, at);
    if (at == exponent) return false;
  }
  return at == text.size();
}

// The descriptors of one candidate as they come.
class Descriptors {
 public:
  void take(std::string_view text) {
    if (text.empty()) return;
    const std::string_view number = text.substr(0, text.size() - 1);
    switch (text.back()) {
      case 'w':
        wrong_ |= width_ || density_ || !is_integer(number) || !is_positive(number);
        width_ = true;
        break;
      case 'x':
        wrong_ |= width_ || density_ || height_ || !is_density(number);
        density_ = true;
        break;
      case 'h':
        wrong_ |= height_ || density_ || !is_integer(number) || !is_positive(number);
        height_ = true;
        break;
      default: wrong_ = true;
    }
  }
  bool are_valid() const { return !wrong_ && (!height_ || width_); }

 private:
  bool wrong_ = false, width_ = false, density_ = false, height_ = false;
};

// From after the URL to after the comma that ends the candidate. Commas inside parentheses belong
// to a descriptor of the future.
bool descriptors_are_valid(std::string_view value, std::size_t& at) {
  Descriptors descriptors;
  bool in_parentheses = false;
  std::size_t from = at;
  for (; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '(') in_parentheses = true;
    if (c == ')') in_parentheses = false;
    if (in_parentheses || (c != ',' && !is_blank(c))) continue;
    descriptors.take(value.substr(from, at - from));
    from = at + 1;
    if (c == ',') break;
  }
  if (from < at) descriptors.take(value.substr(from, at - from));
  if (at < value.size()) ++at;
  return descriptors.are_valid();
}

}  // namespace

std::vector<std::string_view> parse_srcset(std::string_view value) {
  std::vector<std::string_view> urls;
  std::size_t at = 0;
  while (urls.size() < kMaxLinks) {
    while (at < value.size() && (is_blank(value[at]) || value[at] == ',')) ++at;
    if (at >= value.size()) break;
    const std::size_t from = at;
    while (at < value.size() && !is_blank(value[at])) ++at;
    std::string_view url = value.substr(from, at - from);
    if (url.back() == ',') {
      // "a.png, b.png 2x": commas at the end of a URL end the candidate.
      url = url.substr(0, url.find_last_not_of(',') + 1);
      urls.push_back(url);
    } else if (descriptors_are_valid(value, at)) {
      urls.push_back(url);
    }
  }
  return urls;
}

}  // namespace crawler::extract
