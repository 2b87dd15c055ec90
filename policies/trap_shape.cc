#include "policies/trap_shape.h"

#include <algorithm>
#include <cstring>
#include <random>

#include "base/encoding.h"

namespace policies {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::uint64_t secret() {
  static const std::uint64_t value = [] {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32) ^ device();
  }();
  return value;
}

// The high and the low half of a 128-bit product folded together.
std::uint64_t folded_product(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

class Hasher {
 public:
  Hasher() : state_(secret()) {}
  void add(std::uint64_t word) {
    state_ = folded_product(state_ ^ word ^ 0x9e3779b97f4a7c15, kOdd ^ state_);
  }
  std::uint64_t value() const { return state_; }

 private:
  static constexpr std::uint64_t kOdd = 0xd6e8feb86659fd93;
  std::uint64_t state_;
};

// Hexadecimal with a digit in it, long enough to be a number or a digest and no word.
constexpr std::size_t kShortestHex = 8;

// The segment with its numbers taken out.
void add_template(std::string_view segment, Hasher& hasher) {
  for (std::size_t at = 0; at < segment.size();) {
    std::size_t end = at;
    bool has_digit = false;
    while (end < segment.size() && base::hex_value(segment[end]) >= 0) {
      has_digit = has_digit || is_digit(segment[end]);
      ++end;
    }
    if (has_digit && end - at >= kShortestHex) {
      hasher.add('H');
    } else {
      for (std::size_t i = at; i < end; ++i) {
        if (!is_digit(segment[i])) hasher.add(static_cast<unsigned char>(segment[i]));
        if (is_digit(segment[i]) && (i == at || !is_digit(segment[i - 1]))) hasher.add('N');
      }
    }
    if (end < segment.size()) hasher.add(static_cast<unsigned char>(segment[end++]));
    at = end;
  }
  hasher.add('/');
}

std::string_view extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || name.size() - dot > 6 ? "" : name.substr(dot);
}

}  // namespace

std::uint64_t trap_hash(std::string_view text) {
  Hasher hasher;
  hasher.add(text.size());
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    hasher.add(word);
  }
  std::uint64_t last = 0;
  if (!text.empty()) std::memcpy(&last, text.data(), text.size());
  hasher.add(last);
  return hasher.value();
}

std::uint64_t combined_hash(std::uint64_t a, std::uint64_t b) {
  Hasher hasher;
  hasher.add(a);
  hasher.add(b);
  return hasher.value();
}

TrapShape::TrapShape(const base::Url& url) {
  host_ = combined_hash(trap_hash(url.host()), url.port());
  take_path(url.path());
  take_query(url.query());
  // A script shows different things by its name.
  if (count_ > 0) folder_ = combined_hash(template_, key_set_);
}

void TrapShape::take_path(std::string_view path) {
  path_ = combined_hash(host_, trap_hash(path));
  ends_in_file_ = !path.ends_with('/') && !path.empty();
  Hasher whole, folder;
  whole.add(host_);
  std::string_view last;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) {
      folder = whole;
      last = path.substr(at, end - at);
      add_template(last, whole);
      if (segment_count_ < segments_.size()) segments_[segment_count_++] = last;
    }
    at = end + 1;
  }
  if (segment_count_ == segments_.size()) ends_in_file_ = false;
  if (segment_count_ == 0) ends_in_file_ = false;
  template_ = whole.value();
  folder_ = combined_hash(folder.value(), trap_hash(extension_of(last)));
}

void TrapShape::take_query(std::string_view query) {
  while (!query.empty() && count_ < parameters_.size()) {
    const std::size_t end = std::min(query.find_first_of("&;"), query.size());
    add(query.substr(0, end));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
}

void TrapShape::add(std::string_view text) {
  if (text.empty()) return;
  const std::size_t equals = std::min(text.find('='), text.size());
  TrapParameter& parameter = parameters_[count_];
  parameter.name = text.substr(0, equals);
  parameter.value = text.substr(std::min(equals + 1, text.size()));
  parameter.name_hash = trap_hash(parameter.name);
  parameter.value_hash = trap_hash(parameter.value);
  const auto begin = parameters_.begin();
  const bool is_known =
      std::any_of(begin, begin + static_cast<std::ptrdiff_t>(count_),
                  [&](const TrapParameter& one) { return one.name_hash == parameter.name_hash; });
  ++count_;
  if (is_known) return;
  ++names_;
  key_set_ += parameter.name_hash;
}

}  // namespace policies
