// What is fuzzed: each takes any bytes and returns, and aborts when a promise of the code under it
// is broken. The libFuzzer program of a target (libfuzzer_main.cc) and the plain test that replays
// its corpus (replay_main.cc) call the same function.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace fuzz {

void reader(std::string_view input);          // a WARC or ARC file
void verify(std::string_view input);          // the same
void gzip_member(std::string_view input);     // a file of gzip members
void http_block(std::string_view input);      // the block of a request or response record
void content_coding(std::string_view input);  // a coded body
void cdx_line(std::string_view input);        // the lines of an index
void request_query(std::string_view input);   // METHOD LF CONTENT-TYPE LF BODY
void zip_reader(std::string_view input);      // a ZIP file
void css(std::string_view input);             // a style sheet, or a data: URL
void html(std::string_view input);            // an HTML or XML document
void srcset(std::string_view input);          // the value of a srcset attribute
void url(std::string_view input);             // BASE LF REFERENCE
void charset(std::string_view input);         // a text in any encoding, or a Content-Type
void link_header(std::string_view input);     // the value of a Link or Refresh field
void pdf(std::string_view input);             // a PDF file
void script(std::string_view input);          // a script, or a string of one
void json(std::string_view input);            // JSON of any kind
void main_text(std::string_view input);       // an HTML page: its text and its facts
void robots(std::string_view input);          // a robots.txt, then its URL in the last line
void feed(std::string_view input);            // a feed, sitemap or OPML document, maybe packed

// As assert(), whatever the build type.
inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace fuzz
