#include "warc/post_key_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <boost/json/basic_parser_impl.hpp>

#include "warc/post_key_form.h"

namespace warc {
namespace {

namespace json = boost::json;

// Python's reader, which pywb has, gives up a little below its 1,000 frames.
constexpr std::size_t kMaxDepth = 500;

struct Leaf {
  std::string name, value;
};

// Is called for each piece of a JSON text and gathers its leaves in order. An object key that comes
// again replaces the value it had, in its place, as in Python and JavaScript. Not more is kept than
// can show within `limit` characters, three to a leaf; beyond that the text is only checked.
class LeafHandler {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit LeafHandler(std::size_t limit) : limit_(limit), room_(limit / 2 + 1) {
    open_.push_back({.namer = kNone, .current = 0, .members = {Member{}}, .places = {}});
  }

  std::vector<Leaf> take() { return std::move(open_.front().members.front().leaves); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code&) {
    open_.push_back({.namer = open_.size(), .current = kNone, .members = {}, .places = {}});
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) { return close(); }
  bool on_array_begin(json::error_code&) {
    const std::size_t namer = open_.back().namer;
    open_.push_back({.namer = namer, .current = 0, .members = {Member{}}, .places = {}});
    return true;
  }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return gather(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    gather(part);
    begin_member(std::exchange(text_, {}));
    return true;
  }

  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    return gather(part);
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    gather(part);
    return add_leaf(std::exchange(text_, {}));
  }
  bool on_number_part(json::string_view part, json::error_code&) { return gather(part); }
  bool on_int64(std::int64_t, json::string_view part, json::error_code& error) {
    return on_number(part, error);
  }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code& error) {
    return on_number(part, error);
  }
  bool on_double(double, json::string_view part, json::error_code& error) {
    return on_number(part, error);
  }
  bool on_bool(bool value, json::error_code&) { return add_leaf(value ? "true" : "false"); }
  bool on_null(json::error_code&) { return add_leaf("null"); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  struct Member {
    std::string key;
    std::vector<Leaf> leaves;
  };
  // An object or array not yet closed. An array has one member, without a key.
  struct Value {
    std::size_t namer;    // the nearest object, of open_: its key is what values are called
    std::size_t current;  // of members, or kNone
    std::vector<Member> members;
    std::unordered_map<std::string, std::size_t> places;  // of members, by key
  };

  bool has_room() {
    if (room_ > 0) --room_;
    return room_ > 0;
  }

  void begin_member(std::string key) {
    Value& object = open_.back();
    const auto place = object.places.find(key);
    object.current = place != object.places.end() ? place->second : kNone;
    if (object.current != kNone) {
      object.members[object.current].leaves.clear();
    } else if (has_room()) {
      object.current = object.members.size();
      object.places.emplace(key, object.current);
      object.members.push_back({.key = std::move(key), .leaves = {}});
    }
  }

  // Valid until the next key.
  std::string_view name() const {
    const std::size_t namer = open_.back().namer;
    if (namer == kNone || open_[namer].current == kNone) return {};
    return open_[namer].members[open_[namer].current].key;
  }

  bool gather(json::string_view part) {
    text_.append(part.data(), std::min(part.size(), limit_ - std::min(limit_, text_.size())));
    return true;
  }

  bool add_leaf(std::string value) {
    Value& holder = open_.back();
    if (name().empty() || holder.current == kNone || !has_room()) return true;
    holder.members[holder.current].leaves.push_back({std::string(name()), std::move(value)});
    return true;
  }

  bool on_number(json::string_view part, json::error_code& error);

  // The leaves of what ends here become the holder's.
  bool close() {
    Value closed = std::move(open_.back());
    open_.pop_back();
    Value& holder = open_.back();
    if (holder.current == kNone) return true;
    std::vector<Leaf>& leaves = holder.members[holder.current].leaves;
    for (Member& member : closed.members) {
      std::move(member.leaves.begin(), member.leaves.end(), std::back_inserter(leaves));
    }
    return true;
  }

  std::size_t limit_, room_;
  std::vector<Value> open_;
  std::string text_;  // of the key, string or number being read
};

// As Python prints the number, but a whole one without its fraction, as JavaScript does. Nothing
// for one too large.
std::optional<std::string> number_text(const std::string& text) {
  if (text.find_first_of(".eE") == std::string::npos) return text == "-0" ? "0" : text;
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc::result_out_of_range) {
    const bool is_tiny = text.find('-', 1) != std::string::npos || text.find("0.") <= 1;
    if (!is_tiny) return std::nullopt;
    value = 0;
  }
  if (value == 0) return "0";
  return value == std::trunc(value) ? fmt::format("{:.0f}", value) : fmt::format("{}", value);
}

bool LeafHandler::on_number(json::string_view part, json::error_code& error) {
  gather(part);
  auto text = number_text(std::exchange(text_, {}));
  if (!text) {
    error = json::error::exponent_overflow;
    return false;
  }
  return add_leaf(std::move(*text));
}

bool read_leaves(std::string_view text, std::size_t limit, std::vector<Leaf>& leaves) {
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::basic_parser<LeafHandler> parser(options, limit);
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (error || read != text.size()) return false;
  for (Leaf& leaf : parser.handler().take()) {
    if (leaves.size() < limit) leaves.push_back(std::move(leaf));
  }
  return true;
}

bool read_lines_of_leaves(std::string_view text, std::size_t limit, std::vector<Leaf>& leaves) {
  while (true) {
    const std::size_t end = text.find('\n');
    if (!read_leaves(text.substr(0, end), limit, leaves)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

// Names that come again are numbered: "a", "a.2_", "a.3_".
std::string form_of(const std::vector<Leaf>& leaves, std::size_t limit) {
  std::vector<Leaf> unique;
  std::unordered_map<std::string, std::size_t> places, counts;
  for (const Leaf& leaf : leaves) {
    std::string name = leaf.name;
    if (places.contains(name)) {
      std::size_t& count = counts.try_emplace(name, 1).first->second;
      name += fmt::format(".{}_", ++count);
    }
    const auto [place, is_new] = places.try_emplace(name, unique.size());
    // A name that looks numbered may have come by itself; the later value then takes its place.
    if (is_new) {
      unique.push_back({name, leaf.value});
    } else {
      unique[place->second].value = leaf.value;
    }
  }
  std::string form;
  for (const Leaf& leaf : unique) {
    if (form.size() < limit) append_form_pair(form, leaf.name, leaf.value);
  }
  return form.substr(0, limit);
}

}  // namespace

std::optional<std::string> json_query(std::string_view text, std::size_t limit) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::vector<Leaf> leaves;
  if (!read_leaves(text, limit, leaves)) {
    leaves.clear();
    if (text.find('\n') == std::string_view::npos) return std::nullopt;
    if (!read_lines_of_leaves(text, limit, leaves)) return std::nullopt;
  }
  return form_of(leaves, limit);
}

}  // namespace warc
