#include "warc/verify/uri_rules.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/url.h"

namespace warc::verify {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// What a reader that compares text would miss: upper case in scheme and host, a default port, a
// fragment.
std::string_view abnormal_part(std::string_view uri) {
  if (!base::starts_with_ignoring_case(uri, "http")) return {};
  const std::size_t host = uri.find("//");
  if (host == std::string_view::npos) return {};
  const std::size_t end = std::min(uri.find_first_of("/?#", host + 2), uri.size());
  const std::string_view authority = uri.substr(0, end);
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (std::any_of(authority.begin(), authority.end(), is_upper)) return "upper case in its host";
  if (uri.find('#') != std::string_view::npos) return "a fragment";
  const bool has_default_port = (authority.starts_with("http://") && authority.ends_with(":80")) ||
                                (authority.starts_with("https://") && authority.ends_with(":443"));
  return has_default_port ? "the port its scheme has anyway" : "";
}

}  // namespace

bool has_scheme(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == uri.size()) return false;
  const auto is_scheme_char = [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  };
  const std::string_view scheme = uri.substr(0, colon);
  return is_letter(scheme.front()) && std::all_of(scheme.begin(), scheme.end(), is_scheme_char);
}

void check_uri(std::string_view prefix, std::string_view name, std::string_view uri,
               std::uint64_t offset, const FindingSink& report) {
  static constexpr std::string_view kTargetForm = "target-form", kRefersForm = "refers-form";
  static constexpr std::string_view kTargetNormal = "target-normal",
                                    kRefersNormal = "refers-normal";
  const bool is_target = prefix == "target";
  const auto error = [&](std::string_view what) {
    report({Severity::error, offset, is_target ? kTargetForm : kRefersForm,
            fmt::format("{} \"{}\" {}", name, base::printable(uri.substr(0, 80)), what)});
  };
  const auto is_plain = [](char c) { return c > 0x20 && c < 0x7f; };
  if (uri.starts_with('<') || uri.ends_with('>')) return error("stands in angle brackets");
  if (!std::all_of(uri.begin(), uri.end(), is_plain)) {
    return error("holds blanks or characters that are not ASCII");
  }
  if (!has_scheme(uri)) return error("is no absolute URI");
  const bool is_http = base::starts_with_ignoring_case(uri, "http:") ||
                       base::starts_with_ignoring_case(uri, "https:");
  if (is_http && !base::Url::parse(uri)) return error("is no URL that a browser would open");
  if (const std::string_view part = abnormal_part(uri); !part.empty()) {
    report({Severity::note, offset, is_target ? kTargetNormal : kRefersNormal,
            fmt::format("{} has {}, which some readers do not find again", name, part)});
  }
}

}  // namespace warc::verify
