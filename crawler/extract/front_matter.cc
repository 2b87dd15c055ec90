#include "crawler/extract/front_matter.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

constexpr int kMaxDepth = 32;

// The line at `at`, which moves past its end; without CR and trailing blanks.
std::string_view take_line(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  std::string_view line = text.substr(at, end - at);
  at = std::min(end + 1, text.size());
  const std::size_t last = line.find_last_not_of(" \t\r");
  return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// Throws at the first thing that lets a small text become a large tree.
class Inspector : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { refuse(mark, anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, 1); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string&) override {
    refuse(mark, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    enter(mark, anchor);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    enter(mark, anchor);
  }
  void OnMapEnd() override { --depth_; }

 private:
  static void refuse(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) throw YAML::ParserException(mark, "anchors and aliases are not allowed");
  }
  void enter(const YAML::Mark& mark, YAML::anchor_t anchor) {
    refuse(mark, anchor);
    if (++depth_ > kMaxDepth) throw YAML::ParserException(mark, "nested too deeply");
  }

  int depth_ = 0;
};

void inspect(const std::string& yaml) {
  std::istringstream input(yaml);
  YAML::Parser parser(input);
  Inspector inspector;
  parser.HandleNextDocument(inspector);
}

std::string text_of(const YAML::Node& node) {
  if (node.IsScalar()) return node.Scalar();
  return node.IsNull() ? "" : YAML::Dump(node);
}

FrontMatterField field_of(const YAML::Node& key, const YAML::Node& value) {
  FrontMatterField field{text_of(key), {}};
  if (value.IsSequence()) {
    for (const YAML::Node& item : value) field.values.push_back(text_of(item));
  } else {
    field.values.push_back(text_of(value));
  }
  return field;
}

}  // namespace

std::optional<FrontMatterSplit> split_front_matter(std::string_view text) {
  std::size_t at = text.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
  std::size_t line_number = 1;
  std::string_view line = take_line(text, at);
  for (; line.empty() && at < text.size(); ++line_number) line = take_line(text, at);
  if (line != "---") return std::nullopt;
  FrontMatterSplit split;
  split.first_line = line_number + 1;
  const std::size_t from = at;
  while (at < text.size()) {
    const std::size_t line_start = at;
    if (take_line(text, at) != "---") continue;
    split.yaml = text.substr(from, line_start - from);
    split.body = text.substr(at);
    return split;
  }
  return std::nullopt;
}

base::Result<std::vector<FrontMatterField>> parse_front_matter(const FrontMatterSplit& split) {
  if (split.yaml.size() > kMaxFrontMatterBytes) {
    return base::fail(base::Errc::too_large, fmt::format("front matter of {} bytes, {} allowed",
                                                         split.yaml.size(), kMaxFrontMatterBytes));
  }
  std::vector<FrontMatterField> fields;
  try {
    const std::string yaml(split.yaml);
    inspect(yaml);
    const YAML::Node root = YAML::Load(yaml);
    if (root.IsNull()) return fields;
    if (!root.IsMap()) {
      return base::fail(base::Errc::invalid,
                        fmt::format("line {}: front matter is no mapping", split.first_line));
    }
    for (const auto& entry : root) fields.push_back(field_of(entry.first, entry.second));
  } catch (const YAML::Exception& error) {
    const std::size_t line =
        split.first_line + static_cast<std::size_t>(std::max(error.mark.line, 0));
    return base::fail(base::Errc::invalid,
                      fmt::format("line {}: {}", line, base::printable(error.msg)));
  }
  return fields;
}

}  // namespace crawler::extract
