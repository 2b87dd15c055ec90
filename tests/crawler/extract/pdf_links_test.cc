// The clauses are those of ISO 32000-1.
#include "crawler/extract/pdf_links.h"

#include <boost/test/unit_test.hpp>

#include "crawler/extract/pdf_objects.h"
#include "tests/crawler/extract/extracting.h"
#include "tests/support/deflated.h"

namespace {

using namespace std::string_literals;

using crawler::extract::add_pdf_links;
using crawler::extract::Extraction;
using crawler::extract::kMaxPdfStreams;
using crawler::extract::LinkSet;
using crawler::extract::split_pdf;
using crawler::extract::take_pdf_string;
using support::deflated;

Extraction read(const std::string& pdf) {
  LinkSet links(base::Url::parse("https://example.org/dir/paper.pdf").value());
  Extraction extraction;
  add_pdf_links(pdf, policies::ReferrerPolicy::strict_origin_when_cross_origin, links,
                extraction.notes);
  links.move_to(extraction);
  return extraction;
}

std::vector<std::string> urls(const std::string& objects) {
  return support::urls_of(read("%PDF-1.7\n" + objects + "\n%%EOF\n").links);
}

std::string annotation(const std::string& uri) {
  return "4 0 obj\n<< /Type /Annot /Subtype /Link /A << /S /URI /URI " + uri + " >> >>\nendobj\n";
}

std::string stream(const std::string& dictionary, const std::string& data,
                   bool tells_length = true) {
  return "7 0 obj\n<< " + dictionary + " /Length " +
         (tells_length ? std::to_string(data.size()) : "8 0 R") + " >>\nstream\r\n" + data +
         "\nendstream\nendobj\n";
}

std::string string_of(std::string_view text) {
  std::size_t at = 0;
  return take_pdf_string(text, at, 1000);
}

using Lines = std::vector<std::string>;
const Lines kA = {"https://a.example/"};

}  // namespace

BOOST_AUTO_TEST_SUITE(pdf_links)

// 12.6.4.7
BOOST_AUTO_TEST_CASE(uri_actions_of_plain_objects_are_links) {
  const Extraction found = read("%PDF-1.4\n" + annotation("(https://a.example/)"));

  BOOST_TEST(support::told(found.links) == Lines{"page pdf/uri https://a.example/ default"});
  BOOST_TEST(found.notes.empty());
  BOOST_TEST(urls("<</S/URI/URI(https://a.example/)>>") == kA);
  BOOST_TEST(urls("<</URI (https://a.example/) /S /URI>>") == kA);
  BOOST_TEST(urls(annotation("<68747470733A2F2F612E6578616D706C652F>")) == kA);
}

// 7.3.4.2, 7.3.4.3
BOOST_AUTO_TEST_CASE(strings_are_read_with_their_escapes) {
  BOOST_TEST(string_of("(a(b)c)d") == "a(b)c");
  BOOST_TEST(string_of("(\\(\\)\\\\\\n\\r\\t\\b\\f\\x)") == "()\\\n\r\t\b\fx");
  BOOST_TEST(string_of("(\\101\\1018\\60x\\3)") == "AA80x\3");
  BOOST_TEST(string_of("(a\\\r\nb\\\nc)") == "abc");
  BOOST_TEST(string_of("< 61 6 2\n7>") == "abp");
  for (const char* none : {"", "(", "(a", "(a\\", "<61", "<</A 1>>", "12 0 R", "/Name"}) {
    BOOST_TEST(string_of(none) == "", none);
  }
}

// 7.9.2.2
BOOST_AUTO_TEST_CASE(strings_may_be_utf16_or_utf8) {
  BOOST_TEST(urls(annotation("<FEFF00680074007400700073003A002F002F0061002E006500780061006D0070006C"
                             "0065002F>")) == kA);
  BOOST_TEST(urls(annotation("(https://a.example/\xe4\xb8\xad)")) ==
             Lines{"https://a.example/%E4%B8%AD"});
  BOOST_TEST(urls(annotation("(https://a.example/\xe9)")) == Lines{"https://a.example/%C3%A9"});
}

BOOST_AUTO_TEST_CASE(object_streams_and_other_flate_streams_are_read) {
  const std::string objects = "12 0 13 40 " + annotation("(https://a.example/)");
  const std::string packed = deflated(objects, MAX_WBITS);

  BOOST_TEST(urls(stream("/Type /ObjStm /N 2 /Filter /FlateDecode", packed)) == kA);
  BOOST_TEST(urls(stream("/Type/ObjStm/N 2/Filter[/FlateDecode]", packed)) == kA);
  BOOST_TEST(urls(stream("/Filter /FlateDecode", packed)) == kA);
  BOOST_TEST(urls(stream("/Filter /FlateDecode", packed, false)) == kA);
  BOOST_TEST(urls(stream("/Type /ObjStm /N 2", objects)) == kA);
}

BOOST_AUTO_TEST_CASE(a_wrong_length_or_a_missing_end_does_not_matter) {
  const std::string packed = deflated(annotation("(https://a.example/)"), MAX_WBITS);

  BOOST_TEST(urls("7 0 obj <</Filter/FlateDecode/Length 3>>stream\n" + packed + "\nendstream") ==
             kA);
  BOOST_TEST(urls("7 0 obj <</Filter/FlateDecode/Length 99999999999999999999>>stream\n" + packed +
                  "endstream") == kA);
  BOOST_TEST(urls("7 0 obj <</Filter/FlateDecode>> stream\r" + packed) == kA);
}

BOOST_AUTO_TEST_CASE(the_length_keeps_data_from_ending_a_stream) {
  const std::string data = "x endstream y" + annotation("(https://a.example/)");

  BOOST_TEST(urls(stream("/Type /ObjStm", data)) == kA);
}

BOOST_AUTO_TEST_CASE(pictures_fonts_and_other_filters_are_passed_over) {
  const std::string data = annotation("(https://a.example/)");
  for (const char* dictionary :
       {"/Subtype /Image", "/Type /XRef", "/Length1 12", "/Filter /LZWDecode",
        "/Filter [/ASCII85Decode /FlateDecode]", "/DecodeParms <</Predictor 12>>"}) {
    BOOST_TEST(urls(stream(dictionary, data)).empty(), dictionary);
  }
}

BOOST_AUTO_TEST_CASE(addresses_without_scheme_are_what_readers_open) {
  BOOST_TEST(urls(annotation("(www.a.example/x)")) == Lines{"http://www.a.example/x"});
  BOOST_TEST(urls(annotation("(other.pdf)")) == Lines{"https://example.org/dir/other.pdf"});
  BOOST_TEST(urls(annotation("(mailto:a@a.example)")).empty());
  BOOST_TEST(urls(annotation("(#page=2)")).empty());
}

BOOST_AUTO_TEST_CASE(encrypted_files_are_noted_and_not_read) {
  const Extraction found =
      read("%PDF-1.7\n" + annotation("(https://a.example/)") + "trailer <</Encrypt 9 0 R>>");

  BOOST_TEST(found.links.empty());
  BOOST_TEST(found.notes == Lines{"pdf is encrypted, its links are not read"});
  BOOST_TEST(urls(annotation("(https://a.example/)") + "/EncryptMetadata false") == kA);
}

BOOST_AUTO_TEST_CASE(what_is_no_pdf_has_no_links) {
  BOOST_TEST(read(annotation("(https://a.example/)")).links.empty());
  BOOST_TEST(read("").links.empty());
  BOOST_TEST(read(std::string(1000, '\n') + "%PDF-1.3" + annotation("(https://a.example/)"))
                 .links.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_file_may_be_cut_anywhere) {
  const std::string whole = "%PDF-1.7\n" + annotation("(https://a.example/\\051)") +
                            stream("/Filter /FlateDecode", deflated(annotation("<41>"), MAX_WBITS));
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string cut(whole, 0, size);
    BOOST_TEST(read(cut).links.size() <= 2u);
  }
}

BOOST_AUTO_TEST_CASE(bombs_and_many_streams_are_bounded) {
  const std::string bomb =
      deflated(std::string(8u << 20, ' ') + annotation("(https://b.example/)"), MAX_WBITS, 1);
  std::string many = "%PDF-1.7\n";
  for (std::size_t i = 0; i < kMaxPdfStreams + 10; ++i) many += "1 0 obj<<>>stream\nx\nendstream\n";

  BOOST_TEST(urls(stream("/Filter /FlateDecode", bomb)).empty());
  BOOST_TEST(split_pdf(many).streams.size() == kMaxPdfStreams);
  BOOST_TEST(read(many).notes == Lines{"pdf has more streams than are read"});
}

BOOST_AUTO_TEST_CASE(time_is_linear_in_the_file) {
  // Each of these took quadratic time in some reader.
  for (const char* piece :
       {"/URI(", "/URI<", ">>stream\n", "obj", "/URI ((((", "endstream", "\\("}) {
    std::string pdf = "%PDF-1.7\n";
    while (pdf.size() < 2'000'000) pdf += piece;
    BOOST_TEST(read(pdf).links.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
