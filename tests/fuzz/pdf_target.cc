#include <string>

#include "crawler/extract/pdf_links.h"
#include "crawler/extract/pdf_objects.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

void read(std::string_view pdf) {
  using namespace crawler::extract;
  const PdfParts parts = split_pdf(pdf);
  require(parts.streams.size() <= kMaxPdfStreams, "streams are counted");
  std::size_t bytes = 0;
  for (const std::string_view plain : parts.plain) bytes += plain.size();
  for (const PdfStream& stream : parts.streams) bytes += stream.data.size();
  require(bytes <= pdf.size(), "no byte is in two parts");
  LinkSet links(base::Url::parse("https://example.org/dir/x.pdf").value());
  Extraction extraction;
  add_pdf_links(pdf, policies::ReferrerPolicy::origin, links, extraction.notes);
  links.move_to(extraction);
  for (const Link& link : extraction.links) require(link.url.is_http(), "links are http or https");
}

}  // namespace

void pdf(std::string_view input) {
  read(input);
  // Whatever it is, as objects.
  read("%PDF-1.7\n" + std::string(input));
}

}  // namespace fuzz
