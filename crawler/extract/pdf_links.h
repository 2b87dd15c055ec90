// The web addresses in a PDF file: URI actions (ISO 32000-1, 12.6.4.7), which is what links on its
// pages are, in plain objects and in object streams and other streams compressed with FlateDecode.
//
// Not read: encrypted files, streams with predictors or other filters, strings given as references
// (`/URI 12 0 R`), the base address of the catalog (relative addresses resolve against the file's
// own), and addresses that are only printed on the page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

// Decompressed, of one stream and of all.
inline constexpr std::size_t kMaxPdfStreamBytes = 4u << 20;
inline constexpr std::size_t kMaxPdfBytes = 64u << 20;

// Adds them as pages, context "pdf/uri". `notes` gets one sentence for what was left out: an
// encrypted file, bounds reached. Memory: one decompressed stream. Linear; any thread.
void add_pdf_links(std::string_view pdf, policies::ReferrerPolicy policy, LinkSet& links,
                   std::vector<std::string>& notes);

}  // namespace crawler::extract
