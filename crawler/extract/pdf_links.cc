#include "crawler/extract/pdf_links.h"

#include <algorithm>

#include "base/encoding.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/gunzip.h"
#include "crawler/extract/pdf_objects.h"

namespace crawler::extract {
namespace {

constexpr std::string_view kUri = "/URI";
constexpr std::string_view kBlanks{"\0\t\n\f\r ", 6};
// An address of the longest kind with each byte escaped.
constexpr std::size_t kMaxStringBytes = 4 * kMaxReferenceBytes;

// A text string (7.9.2.2): UTF-16 or UTF-8, else PDFDocEncoding, which for an address is ASCII or a
// mistake made on Windows.
std::string text_of(const std::string& bytes) {
  const bool is_utf16 = bytes.starts_with("\xfe\xff");
  const bool is_utf8 = !is_utf16 && base::is_utf8(bytes);
  const char* const name = is_utf16 ? "utf-16be" : is_utf8 ? "utf-8" : "windows-1252";
  return to_utf8(bytes, *charset_for_label(name));
}

// One on its way through the texts of a file.
class UriReader {
 public:
  UriReader(policies::ReferrerPolicy policy, LinkSet& links) : policy_(policy), links_(links) {}

  // `/S /URI /URI (http://...)`: the first is the kind of action, and no string follows.
  void read(std::string_view text) {
    std::size_t at = text.find(kUri);
    while (at != std::string_view::npos) {
      at = std::min(text.find_first_not_of(kBlanks, at + kUri.size()), text.size());
      add(text_of(take_pdf_string(text, at, kMaxStringBytes)));
      at = text.find(kUri, at);
    }
  }

 private:
  void add(std::string uri) {
    // Not an address by the letter, but what people type and PDF readers open.
    if (base::starts_with_ignoring_case(uri, "www.")) uri = "http://" + uri;
    links_.add({.text = uri,
                .kind = policies::LinkKind::page,
                .context = "pdf/uri",
                .referrer_policy = policy_});
  }

  const policies::ReferrerPolicy policy_;
  LinkSet& links_;
};

}  // namespace

void add_pdf_links(std::string_view pdf, policies::ReferrerPolicy policy, LinkSet& links,
                   std::vector<std::string>& notes) {
  const PdfParts parts = split_pdf(pdf);
  if (parts.is_encrypted) {
    notes.push_back("pdf is encrypted, its links are not read");
    return;
  }
  UriReader reader(policy, links);
  for (const std::string_view plain : parts.plain) reader.read(plain);
  std::size_t left = kMaxPdfBytes;
  for (const PdfStream& stream : parts.streams) {
    if (left == 0) break;
    if (!is_flate(stream)) {
      reader.read(stream.data);
      continue;
    }
    const std::string bytes =
        without_coding(stream.data, "deflate", std::min(left, kMaxPdfStreamBytes));
    reader.read(bytes);
    left -= bytes.size();
  }
  if (left == 0 || parts.has_more_streams) {
    notes.push_back("pdf has more streams than are read");
  }
}

}  // namespace crawler::extract
