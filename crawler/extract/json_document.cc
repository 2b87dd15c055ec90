#include "crawler/extract/json_document.h"

#include <algorithm>
#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/storage_ptr.hpp>

namespace crawler::extract {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Editors paste text with its line ends into strings, where JSON forbids them. Between values a
// blank is as good.
std::string without_controls(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return out;
}

}  // namespace

// A value of other memory than the tree's would get a copy of it.
JsonDocument::JsonDocument(std::string_view text) : root_(boost::json::storage_ptr(&memory_)) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  boost::json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  options.allow_invalid_utf8 = true;
  boost::json::error_code error;
  const auto colons = static_cast<std::size_t>(std::count(text.begin(), text.end(), ':'));
  const bool is_too_much = text.size() > kMaxJsonDocumentBytes || colons > kMaxJsonColons;
  if (!is_too_much) {
    root_ = boost::json::parse(text, error, &memory_, options);
    if (error) {
      // Comments end with their lines, so this comes second.
      error = {};
      root_ = boost::json::parse(without_controls(text), error, &memory_, options);
    }
  }
  is_damaged_ = error.failed() || is_too_much;
}

const boost::json::value* member(const boost::json::value* object, std::string_view name) {
  if (object == nullptr || !object->is_object()) return nullptr;
  return object->get_object().if_contains(name);
}

std::string_view string_of(const boost::json::value* value) {
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

}  // namespace crawler::extract
