#include "crawler/cli/explain.h"

#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"

namespace crawler::cli {
namespace {

std::string json_of(const Fact& fact) {
  if (!fact.is_list) return base::json_quoted(fact.lines.front());
  std::string text;
  const auto add = [&text](const std::string& value) { text += (text.empty() ? "" : ",") + value; };
  for (const std::string& object : fact.objects) add(object);
  if (!fact.objects.empty()) return "[" + text + "]";
  for (const std::string& line : fact.lines) add(base::json_quoted(line));
  return "[" + text + "]";
}

}  // namespace

void Explanation::add(std::string_view name, std::string text) {
  if (!text.empty()) facts_.push_back({std::string(name), {std::move(text)}});
}

void Explanation::add_list(std::string_view name, std::vector<std::string> lines,
                           std::vector<std::string> objects) {
  if (lines.empty()) return;
  facts_.push_back({std::string(name), std::move(lines), true, std::move(objects)});
}

std::string Explanation::to_text() const {
  std::string text;
  for (const Fact& fact : facts_) {
    std::string_view name = fact.name;
    for (const std::string& line : fact.lines) {
      text += fmt::format("{:<9} {}\n", name, base::printable(line));
      name = "";
    }
  }
  return text;
}

std::string Explanation::to_json() const {
  std::string text;
  for (const Fact& fact : facts_) {
    text += (text.empty() ? "" : ",") + base::json_quoted(fact.name) + ":" + json_of(fact);
  }
  return "{" + text + "}\n";
}

}  // namespace crawler::cli
