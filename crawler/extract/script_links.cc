#include "crawler/extract/script_links.h"

#include <string>

#include "crawler/extract/guess_sink.h"
#include "crawler/extract/json_document.h"
#include "crawler/extract/json_links.h"
#include "crawler/extract/script_escapes.h"
#include "crawler/extract/script_markup.h"
#include "crawler/extract/text_scan.h"
#include "crawler/extract/url_like.h"

namespace crawler::extract {
namespace {

// Six bytes at most stand for one.
constexpr std::size_t kMaxEscapedBytes = 6 * kMaxGuessBytes;
constexpr std::size_t kMaxEscapedMarkupBytes = 6 * kMaxMarkupBytes;

// HTML standard 8.1.6.3: other specifiers are bare and mean nothing without an import map.
bool is_specifier(std::string_view text) {
  return text.starts_with('/') || text.starts_with("./") || text.starts_with("../") ||
         is_absolute_http(text);
}

// A file, not a folder: code that joins URLs by hand names folders too.
bool names_file(std::string_view text) {
  const std::string_view path = text.substr(0, text.find_first_of("?#"));
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return !name.empty() && name != "." && name != "..";
}

class ScriptReader {
 public:
  ScriptReader(const ScriptSource& script, LinkSet& links)
      : script_(script),
        links_(links),
        markup_(script.place, script.referrer_policy, links),
        guesses_({.string_context = "script/string",
                  .path_context = "script/path",
                  .referrer_policy = script.referrer_policy,
                  .utf8_query = script.place == ScriptPlace::file},
                 links) {}

  std::size_t read() {
    ScriptStrings strings(script_.utf8, script_.kind);
    while (const auto found = strings.next()) take(*found);
    return left_out_ + guesses_.left_out() + markup_.finish();
  }

 private:
  // How long a string may be to be looked into.
  static std::size_t most_bytes(const ScriptString& found) {
    if (found.use != ScriptUse::other) return kMaxEscapedBytes;
    return looks_like_json(found.text) ? kMaxNestedBytes : kMaxEscapedMarkupBytes;
  }

  void take(const ScriptString& found) {
    if (found.text.size() > most_bytes(found)) return;
    const std::string text = found.has_escapes ? without_escapes(found.text) : "";
    const std::string_view plain = found.has_escapes ? std::string_view(text) : found.text;
    if (found.use != ScriptUse::other) return take(plain, found.use);
    // JSON.parse("..."), and what React servers push into a page.
    if (looks_like_json(found.text)) return take_json(plain);
    take_other(plain);
  }

  void take(std::string_view text, ScriptUse use) {
    const bool is_in_page = script_.place == ScriptPlace::page;
    switch (use) {
      case ScriptUse::static_import:
        // In a classic script it is an error, and nothing of the script runs.
        if (script_.kind == ScriptKind::classic) return;
        [[fallthrough]];
      case ScriptUse::dynamic_import:
        if (is_specifier(text)) add_certain(text, "script/import");
        return;
      case ScriptUse::import_scripts: return add_certain(text, "script/import");
      case ScriptUse::worker:
        if (is_in_page || text.starts_with('/') || is_absolute_http(text)) {
          add_certain(text, "script/worker");
        }
        return;
      case ScriptUse::module_url: return add_certain(text, "script/url");
      case ScriptUse::precached: return add_guess(text, true);
      case ScriptUse::other: return take_other(text);
      case ScriptUse::ending: return add_beside(text);
      case ScriptUse::property_name:
      case ScriptUse::beginning:
      case ScriptUse::pattern: return;
    }
  }

  void take_json(std::string_view text) {
    read_json_strings(text, [this](std::string_view one) { take_other(one); });
  }

  void take_other(std::string_view text) {
    if (!markup_.take(text)) add_guess(text, script_.place == ScriptPlace::page);
  }

  void add_certain(std::string_view text, std::string_view context) {
    if (text.size() > kMaxGuessBytes || !names_file(text)) return;
    if (++certain_ > kMaxScriptImports) {
      ++left_out_;
      return;
    }
    links_.add({.text = text,
                .kind = policies::LinkKind::requisite,
                .context = context,
                .referrer_policy = script_.referrer_policy,
                .utf8_query = script_.place == ScriptPlace::file});
  }

  void add_guess(std::string_view text, bool may_be_relative) {
    const UrlLike like = url_like(text);
    if (like.guess == UrlGuess::none) return;
    const bool is_relative = like.form == UrlForm::relative || like.form == UrlForm::file_name;
    if (is_relative && !may_be_relative) return add_beside(text);
    if (!is_relative || script_.place == ScriptPlace::file) return guesses_.add(text, like.guess);
    const std::string path = below_assets_root(text, script_.assets_root);
    if (!path.empty()) guesses_.add(path, like.guess);
  }

  // The beginning is not known: what script and string have in common is.
  void add_beside(std::string_view text) {
    const UrlLike like = url_like(text);
    const bool is_file = like.guess == UrlGuess::requisite || like.guess == UrlGuess::page;
    if (is_file && like.form != UrlForm::absolute) guesses_.add_beside(text, like.guess);
  }

  const ScriptSource& script_;
  LinkSet& links_;
  MarkupStrings markup_;
  GuessSink guesses_;
  std::size_t certain_ = 0, left_out_ = 0;
};

void add_targets(const boost::json::value* map, policies::ReferrerPolicy policy, LinkSet& links) {
  if (map == nullptr || !map->is_object()) return;
  for (const auto& [name, target] : map->get_object()) {
    const std::string_view text = string_of(&target);
    if (!is_specifier(text) || !names_file(text)) continue;
    links.add({.text = text,
               .kind = policies::LinkKind::requisite,
               .context = "script/importmap",
               .referrer_policy = policy,
               .utf8_query = true});
  }
}

}  // namespace

std::size_t add_script_links(const ScriptSource& script, LinkSet& links) {
  return ScriptReader(script, links).read();
}

void add_import_map_links(std::string_view json, policies::ReferrerPolicy policy, LinkSet& links) {
  const JsonDocument document(json);
  add_targets(member(document.root(), "imports"), policy, links);
  const boost::json::value* scopes = member(document.root(), "scopes");
  if (scopes == nullptr || !scopes->is_object()) return;
  for (const auto& [prefix, map] : scopes->get_object()) add_targets(&map, policy, links);
}

std::string beside_file(std::string_view text, std::string_view base_path) {
  std::string_view path = text;
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos || path.starts_with('.')) return "";
  const std::string folder = "/" + std::string(path.substr(0, slash + 1));
  const std::size_t at = base_path.rfind(folder);
  if (at == std::string_view::npos) return "";
  return std::string(base_path.substr(0, at + 1)) + std::string(path);
}

std::string below_assets_root(std::string_view text, std::string_view assets_root) {
  if (!text.starts_with("static/")) return std::string(text);
  // One that is too long would be copied for each string.
  const bool is_usable = !assets_root.empty() && assets_root.size() + text.size() <= kMaxGuessBytes;
  return is_usable ? std::string(assets_root) + std::string(text) : "";
}

}  // namespace crawler::extract
