#include "policies/robots_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/encoding.h"

namespace policies {
namespace {

struct KeyName {
  std::string_view name;
  RobotsKey key;
};
// With the misspellings that Google's parser, too, takes for the word that was meant.
constexpr std::array<KeyName, 14> kKeyNames = {{{"user-agent", RobotsKey::user_agent},
                                                {"useragent", RobotsKey::user_agent},
                                                {"user agent", RobotsKey::user_agent},
                                                {"allow", RobotsKey::allow},
                                                {"disallow", RobotsKey::disallow},
                                                {"dissallow", RobotsKey::disallow},
                                                {"dissalow", RobotsKey::disallow},
                                                {"disalow", RobotsKey::disallow},
                                                {"diasllow", RobotsKey::disallow},
                                                {"disallaw", RobotsKey::disallow},
                                                {"sitemap", RobotsKey::sitemap},
                                                {"site-map", RobotsKey::sitemap},
                                                {"crawl-delay", RobotsKey::crawl_delay},
                                                {"crawl delay", RobotsKey::crawl_delay}}};

std::optional<RobotsKey> key_named(std::string_view name) {
  for (const KeyName& known : kKeyNames) {
    if (base::equals_ignoring_case(name, known.name)) return known.key;
  }
  return std::nullopt;
}

bool is_blank(char c) { return static_cast<unsigned char>(c) <= 0x20; }

// Blanks here are the space and every control byte: NUL, BS and VT are seen around keys.
std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string utf16_to_utf8(std::string_view bytes, bool big_endian) {
  const auto unit_at = [&](std::size_t at) -> char32_t {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return big_endian ? static_cast<char32_t>(first << 8 | second)
                      : static_cast<char32_t>(second << 8 | first);
  };
  std::string out;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t point = unit_at(at);
    if (point >= 0xd800 && point < 0xdc00 && at + 3 < bytes.size()) {
      const char32_t low = unit_at(at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        at += 2;
      }
    }
    base::append_utf8(out, point);
  }
  return out;
}

// As UTF-8 without a byte order mark, of which the first bytes alone also count.
std::string decoded(std::string_view body) {
  if (body.starts_with("\xfe\xff")) return utf16_to_utf8(body.substr(2), true);
  if (body.starts_with("\xff\xfe")) return utf16_to_utf8(body.substr(2), false);
  for (const char mark : {'\xef', '\xbb', '\xbf'}) {
    if (!body.starts_with(mark)) break;
    body.remove_prefix(1);
  }
  return std::string(body);
}

std::string_view cut_to_limit(std::string_view body) {
  if (body.size() <= kMaxRobotsBytes) return body;
  body = body.substr(0, kMaxRobotsBytes);
  const std::size_t last_end = body.find_last_of("\r\n");
  return last_end == std::string_view::npos ? std::string_view() : body.substr(0, last_end);
}

std::string without_tags(std::string_view line) {
  std::string out;
  while (!line.empty()) {
    const std::size_t open = line.find('<');
    const std::size_t close = open == std::string_view::npos ? open : line.find('>', open);
    if (close == std::string_view::npos) return out.append(line);
    out.append(line.substr(0, open));
    line.remove_prefix(close + 1);
  }
  return out;
}

// Key and value of a line with a colon, or of one that is exactly two words.
std::optional<RobotsLine> parse_line(std::string_view line) {
  line = without_blanks(line.substr(0, line.find('#')));
  std::size_t split = line.find(':');
  if (split == std::string_view::npos) {
    split =
        static_cast<std::size_t>(std::find_if(line.begin(), line.end(), is_blank) - line.begin());
    const std::string_view second = without_blanks(line.substr(split));
    if (second.empty() || std::any_of(second.begin(), second.end(), is_blank)) return std::nullopt;
  }
  const std::optional<RobotsKey> key = key_named(without_blanks(line.substr(0, split)));
  if (!key) return std::nullopt;
  return RobotsLine{*key, std::string(without_blanks(line.substr(split + 1))), 0};
}

}  // namespace

std::vector<RobotsLine> read_robots(std::string_view body) {
  // UTF-16 takes up to three bytes for two, so the limit is drawn before and after.
  const std::string text = decoded(body.substr(0, 2 * kMaxRobotsBytes));
  std::string_view rest = cut_to_limit(text);
  const bool is_html = without_blanks(rest).starts_with('<');

  std::vector<RobotsLine> lines;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, std::min(end, kMaxRobotsLineBytes));
    std::optional<RobotsLine> parsed = is_html ? parse_line(without_tags(line)) : parse_line(line);
    if (parsed) {
      parsed->number = number;
      lines.push_back(std::move(*parsed));
    }
    const std::size_t line_end = rest.substr(end).starts_with("\r\n") ? 2 : 1;
    rest.remove_prefix(std::min(end + line_end, rest.size()));
  }
  return lines;
}

}  // namespace policies
