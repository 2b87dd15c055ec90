#include "warc/surt_session.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace warc {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_alphanumeric(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

bool all_of(std::string_view text, std::size_t count, bool (*test)(char)) {
  return text.size() >= count &&
         std::all_of(text.begin(), text.begin() + static_cast<int>(count), test);
}

// Length of "(24)/" at the start of `text`, 0 when it is not there.
std::size_t plain_session(std::string_view text) {
  const bool found = text.starts_with('(') && all_of(text.substr(1), 24, is_alphanumeric) &&
                     text.substr(25).starts_with(")/");
  return found ? 27 : 0;
}

// Length of "(a(24)b(24))/", one or more of the inner pairs.
std::size_t lettered_session(std::string_view text) {
  if (!text.starts_with('(')) return 0;
  std::size_t at = 1;
  while (true) {
    const std::string_view rest = text.substr(std::min(at, text.size()));
    const bool is_pair = !rest.empty() && is_letter(rest[0]) && rest.substr(1).starts_with('(') &&
                         all_of(rest.substr(2), 24, is_alphanumeric) &&
                         rest.substr(26).starts_with(')');
    if (!is_pair) break;
    at += 27;
  }
  return at > 1 && text.substr(at).starts_with(")/") ? at + 2 : 0;
}

// Takes the last session segment that a page name with ".aspx" follows. Going from the right keeps
// the nearest ".aspx" and '?' known without searching again.
std::string without_segment(std::string_view path, std::size_t (*session)(std::string_view)) {
  std::size_t aspx = kNone, question = kNone;
  for (std::size_t at = path.size(); at-- > 0;) {
    if (path[at] == '?') question = at;
    if (path.substr(at).starts_with(".aspx")) aspx = at;
    if (path[at] != '/') continue;
    const std::size_t length = session(path.substr(at + 1));
    if (length == 0) continue;
    const std::size_t name = at + 1 + length;
    // ".aspx" directly behind the segment leaves no name; the next one would have to serve.
    const std::size_t page = aspx == name ? path.find(".aspx", name + 1) : aspx;
    if (page == kNone || question < page) continue;
    return std::string(path.substr(0, at + 1)) + std::string(path.substr(name));
  }
  return std::string(path);
}

// What is left when [from, to) goes, and the '&' behind it.
std::string cut(std::string_view query, std::size_t from, std::size_t to) {
  if (to < query.size()) ++to;
  return std::string(query.substr(0, from)) + std::string(query.substr(to));
}

bool ends_argument(std::string_view query, std::size_t at) {
  return at == query.size() || (at < query.size() && query[at] == '&');
}

std::string without_token(std::string_view query, std::string_view name) {
  for (std::size_t at = query.rfind(name); at != kNone; at = query.rfind(name, at - 1)) {
    const std::size_t end = at + name.size() + 32;
    if (ends_argument(query, end) && all_of(query.substr(at + name.size()), 32, is_alphanumeric)) {
      return cut(query, at, end);
    }
    if (at == 0) break;
  }
  return std::string(query);
}

std::string without_asp_session(std::string_view query) {
  constexpr std::string_view name = "aspsessionid";
  for (std::size_t at = query.rfind(name); at != kNone; at = query.rfind(name, at - 1)) {
    const std::string_view rest = query.substr(at + name.size());
    const std::size_t end = at + name.size() + 8 + 1 + 24;
    if (all_of(rest, 8, is_letter) && rest.substr(8).starts_with('=') &&
        all_of(rest.substr(9), 24, is_letter) && ends_argument(query, end)) {
      return cut(query, at, end);
    }
    if (at == 0) break;
  }
  return std::string(query);
}

std::string without_coldfusion_session(std::string_view query) {
  constexpr std::string_view name = "cfid=", partner = "&cftoken=";
  std::size_t next_amp = query.size(), searched_from = query.size();
  for (std::size_t at = query.rfind(name); at != kNone; at = query.rfind(name, at - 1)) {
    // Only the stretch not seen yet is searched, which keeps "cfid=cfid=cfid=..." linear.
    const std::size_t amp = query.substr(at, searched_from - at).find('&');
    if (amp != kNone) next_amp = at + amp;
    searched_from = at;
    const std::size_t token = next_amp + partner.size();
    const bool has_id = next_amp > at + name.size();
    if (has_id && query.substr(next_amp).starts_with(partner) && token < query.size() &&
        query[token] != '&') {
      return cut(query, at, std::min(query.find('&', token), query.size()));
    }
    if (at == 0) break;
  }
  return std::string(query);
}

}  // namespace

std::string without_path_session(std::string_view path) {
  return without_segment(without_segment(path, lettered_session), plain_session);
}

std::string without_query_session(std::string_view query) {
  std::string out(query);
  for (const std::string_view name : {"jsessionid=", "phpsessid=", "sid="}) {
    out = without_token(out, name);
  }
  return without_coldfusion_session(without_asp_session(out));
}

}  // namespace warc
