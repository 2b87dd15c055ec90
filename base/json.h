// JSON text out: what index lines, logs and package descriptions need. Whatever a server sent, the
// output is valid JSON in printable ASCII plus \u escapes: control bytes, non-ASCII and bytes that
// are not UTF-8 never reach a log or a terminal raw (promise "Safe").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace base {

// `text` as a quoted JSON string. Bytes that are not UTF-8 become U+FFFD.
std::string json_quoted(std::string_view text);

// Builds one JSON text. Calls must be balanced; keys and values alternate inside objects.
//   JsonWriter json;
//   json.begin_object().field("url", url).key("links").begin_array().value("a").end_array();
//   std::string text = json.end_object().take();
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(unsigned number) { return value(static_cast<std::uint64_t>(number)); }
  JsonWriter& value(double number);
  JsonWriter& value(bool flag);

  template <typename T>
  JsonWriter& field(std::string_view name, const T& content) {
    return key(name).value(content);
  }
  // Nothing at all when `text` is empty.
  JsonWriter& field_if(std::string_view name, std::string_view text);

  // The finished text; the writer is empty afterwards.
  std::string take();

 private:
  void separate();

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace base
