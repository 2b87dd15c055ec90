#include "crawler/extract/link_set.h"

#include <fmt/format.h>

#include "base/encoding.h"

namespace crawler::extract {

LinkSet::LinkSet(std::optional<base::Url> base, base::QueryEncoder encode_query)
    : base_(std::move(base)), encode_query_(std::move(encode_query)) {}

bool LinkSet::is_full() const {
  return links_.size() >= kMaxLinks || references_ >= kMaxReferences ||
         link_bytes_ >= kMaxLinkBytes;
}

std::optional<base::Url> LinkSet::resolve(const Reference& reference) const {
  const base::QueryEncoder& encoder = reference.utf8_query ? nullptr : encode_query_;
  const bool protocol_relative = reference.text.substr(0, 2) == "//";
  base::Result<base::Url> url = base_ ? base_->join(reference.text, encoder)
                                : protocol_relative
                                    ? base::Url::parse("https:" + std::string(reference.text))
                                    : base::Url::parse(reference.text);
  if (!url || !url->is_http() || url->host().empty()) return std::nullopt;
  return url->without_fragment();
}

void LinkSet::add(const Reference& reference) {
  Reference wanted = reference;
  wanted.text = base::trimmed(reference.text);
  if (wanted.text.empty() || wanted.text.front() == '#') return;
  if (wanted.text.size() > kMaxReferenceBytes) {
    // Pictures inside the page are the usual long ones, and no loss.
    if (!base::starts_with_ignoring_case(wanted.text, "data:")) ++too_long_;
    return;
  }
  if (is_full()) {
    ++left_out_;
    return;
  }
  ++references_;
  std::optional<base::Url> url = resolve(wanted);
  if (!url || !seen_.emplace(wanted.kind, std::string(url->href())).second) return;
  link_bytes_ += url->href().size();
  links_.push_back(
      {std::move(*url), wanted.kind, std::string(wanted.context), wanted.referrer_policy});
}

void LinkSet::move_to(Extraction& extraction) {
  for (Link& link : links_) extraction.links.push_back(std::move(link));
  if (left_out_ > 0) {
    extraction.notes.push_back(fmt::format("{} references left out: too many links", left_out_));
  }
  if (too_long_ > 0) {
    extraction.notes.push_back(
        fmt::format("{} references over {} bytes left out", too_long_, kMaxReferenceBytes));
  }
  *this = LinkSet(std::move(base_), std::move(encode_query_));
}

}  // namespace crawler::extract
