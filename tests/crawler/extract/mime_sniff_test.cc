// The clauses are those of the WHATWG MIME Sniffing standard.
#include "crawler/extract/mime_sniff.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/content_kind.h"
#include "crawler/extract/mime_type.h"

namespace {

using namespace std::string_literals;

using crawler::extract::computed_mime;
using crawler::extract::Content;
using crawler::extract::content_of;
using crawler::extract::extract_mime_type;
using crawler::extract::is_javascript_type;
using crawler::extract::is_json_type;
using crawler::extract::is_nosniff;
using crawler::extract::is_xml_type;
using crawler::extract::parse_mime_type;
using crawler::extract::root_element;

// "essence charset", or "none".
std::string parsed(std::string_view text) {
  const auto type = parse_mime_type(text);
  return !type ? "none" : type->essence + (type->charset.empty() ? "" : " " + type->charset);
}

std::string extracted(std::string_view text) {
  const auto type = extract_mime_type(text);
  return !type ? "none" : type->essence + (type->charset.empty() ? "" : " " + type->charset);
}

std::string sniffed(std::string_view bytes) { return computed_mime("", bytes); }

Content kind(std::string_view mime, std::string_view bytes, std::string_view path = "/x") {
  return content_of(mime, base::Url::parse("https://example.org" + std::string(path)).value(),
                    bytes);
}

const std::string kMp4 = "\0\0\0\x18"s + "ftypisom\0\0\0\0"s + "mp42avc1"s;
const std::string kWebm = "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"s;
// MPEG-1 layer III, 128 kbit/s at 44,100 Hz: frames of 417 bytes.
const std::string kMp3 = "\xff\xfb\x90\x00"s + std::string(413, '\0') + "\xff\xfb\x90\x00"s;

}  // namespace

// Lets Boost.Test print the enumerators.
namespace crawler::extract {
static std::ostream& operator<<(std::ostream& out, Content content) {
  return out << "Content(" << static_cast<int>(content) << ")";
}
}  // namespace crawler::extract

BOOST_AUTO_TEST_SUITE(mime_sniff)

// 4.4
BOOST_AUTO_TEST_CASE(types_are_parsed_with_their_charset) {
  BOOST_TEST(parsed("text/html") == "text/html");
  BOOST_TEST(parsed(" Text/HTML ; Charset=GBK ") == "text/html GBK");
  BOOST_TEST(parsed("text/html;charset=\"utf-8\"") == "text/html utf-8");
  BOOST_TEST(parsed("text/html;x=\"a;charset=no\";charset=gbk") == "text/html gbk");
  BOOST_TEST(parsed("text/html;charset=\"g\\bk\"; y") == "text/html gbk");
  BOOST_TEST(parsed("text/html;charset=gbk;charset=big5") == "text/html gbk");
  BOOST_TEST(parsed("text/html;charset=;charset=big5") == "text/html big5");
  BOOST_TEST(parsed("text/html;;;charset") == "text/html");
  BOOST_TEST(parsed("text/html;charset=\"gbk") == "text/html gbk");
  for (const char* text :
       {"", "text", "text/", "/html", "te xt/html", "text/ht(ml", ";", "a/b/c"}) {
    BOOST_TEST(parsed(text) == "none", text);
  }
}

// Fetch 3.2.1, "extract a MIME type".
BOOST_AUTO_TEST_CASE(of_several_types_the_last_counts) {
  BOOST_TEST(extracted("text/plain, text/html") == "text/html");
  BOOST_TEST(extracted("text/html;charset=gbk, text/html") == "text/html gbk");
  BOOST_TEST(extracted("text/html;charset=gbk, text/html;charset=big5") == "text/html big5");
  BOOST_TEST(extracted("text/plain;charset=gbk, text/html") == "text/html");
  BOOST_TEST(extracted("text/html, */*") == "text/html");
  BOOST_TEST(extracted("text/html, nonsense") == "text/html");
  BOOST_TEST(extracted("text/html;x=\",text/plain\"") == "text/html");
  BOOST_TEST(extracted("*/*") == "none");
  BOOST_TEST(extracted(",,") == "none");
}

// 4.6
BOOST_AUTO_TEST_CASE(types_have_groups) {
  BOOST_TEST(is_xml_type("application/rss+xml"));
  BOOST_TEST(is_xml_type("text/xml"));
  BOOST_TEST(!is_xml_type("text/html"));
  BOOST_TEST(is_json_type("text/json"));
  BOOST_TEST(is_json_type("application/geo+json"));
  BOOST_TEST(is_javascript_type("text/javascript1.5"));
  BOOST_TEST(!is_javascript_type("text/typescript"));
}

// 7, steps 1, 3 and 8
BOOST_AUTO_TEST_CASE(a_type_that_is_given_is_believed) {
  BOOST_TEST(computed_mime("text/html; charset=gbk", "\x89PNG\r\n\x1a\n") == "text/html");
  BOOST_TEST(computed_mime("application/xhtml+xml", "GIF89a") == "application/xhtml+xml");
  BOOST_TEST(computed_mime("text/css", "<html>") == "text/css");
  BOOST_TEST(computed_mime("application/octet-stream", "<html>") == "application/octet-stream");
  BOOST_TEST(computed_mime("text/plain;charset=gbk", "<html>\0") == "text/plain");
}

// 7 step 2, 7.1
BOOST_AUTO_TEST_CASE(an_unknown_type_is_sniffed) {
  for (const char* type : {"", "nonsense", "*/*", "unknown/unknown", "application/unknown"}) {
    BOOST_TEST(computed_mime(type, "<html>") == "text/html", type);
  }
  for (const char* html : {"<!DOCTYPE html>", " \n\t<!doctype HTML ", "<HTML>", "<head>",
                           "<script >", "<iframe ", "<h1>", "<div ", "<font ", "<table>", "<a ",
                           "<style>", "<title>", "<b>", "<body>", "<br>", "<p>", "<!-- "}) {
    BOOST_TEST(sniffed(html) == "text/html", html);
  }
  for (const char* text :
       {"", "<html", "<htmlx>", "<p/>", "<section>", "x<html>", "<!--x", "hello"}) {
    BOOST_TEST(sniffed(text) == "text/plain", text);
  }
  BOOST_TEST(sniffed("\n<?xml version='1.0'?>") == "text/xml");
  BOOST_TEST(sniffed("%PDF-1.7") == "application/pdf");
  BOOST_TEST(sniffed(" %PDF-1.7") == "text/plain");
  BOOST_TEST(sniffed("%!PS-Adobe-3.0") == "application/postscript");
  BOOST_TEST(sniffed("\xfe\xff\0h"s) == "text/plain");
  BOOST_TEST(sniffed("\xef\xbb\xbf\x01") == "text/plain");
  BOOST_TEST(sniffed("a\0b"s) == "application/octet-stream");
  BOOST_TEST(sniffed("a\x1b[0m") == "text/plain");
}

// 6.1, 6.2, 6.4
BOOST_AUTO_TEST_CASE(files_are_known_by_their_signatures) {
  BOOST_TEST(sniffed("\0\0\1\0"s) == "image/x-icon");
  BOOST_TEST(sniffed("BM....") == "image/bmp");
  BOOST_TEST(sniffed("GIF87a") == "image/gif");
  BOOST_TEST(sniffed("RIFF\1\2\3\4WEBPVP8 ") == "image/webp");
  BOOST_TEST(sniffed("\x89PNG\r\n\x1a\n") == "image/png");
  BOOST_TEST(sniffed("\xff\xd8\xff\xe0") == "image/jpeg");
  BOOST_TEST(sniffed("FORM\0\0\0\0AIFF"s) == "audio/aiff");
  BOOST_TEST(sniffed("ID3\4") == "audio/mpeg");
  BOOST_TEST(sniffed("OggS\0"s) == "application/ogg");
  BOOST_TEST(sniffed("MThd\0\0\0\6"s) == "audio/midi");
  BOOST_TEST(sniffed("RIFF\0\0\0\0AVI "s) == "video/avi");
  BOOST_TEST(sniffed("RIFF\0\0\0\0WAVE"s) == "audio/wave");
  BOOST_TEST(sniffed(kMp4) == "video/mp4");
  BOOST_TEST(sniffed(kWebm) == "video/webm");
  BOOST_TEST(sniffed(kMp3) == "audio/mpeg");
  BOOST_TEST(sniffed(kMp3.substr(0, 418)) == "application/octet-stream");
  BOOST_TEST(sniffed("\x1f\x8b\x08") == "application/x-gzip");
  BOOST_TEST(sniffed("PK\3\4") == "application/zip");
  BOOST_TEST(sniffed("Rar!\x1a\7\0"s) == "application/x-rar-compressed");
}

BOOST_AUTO_TEST_CASE(signatures_may_be_cut_anywhere) {
  for (const std::string& whole : {kMp4, kWebm, kMp3}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string cut(whole, 0, size);
      BOOST_TEST(!sniffed(cut).empty());
    }
  }
}

// 7 steps 5 to 7
BOOST_AUTO_TEST_CASE(pictures_and_media_tell_which_they_are) {
  BOOST_TEST(computed_mime("image/jpeg", "GIF89a") == "image/gif");
  BOOST_TEST(computed_mime("image/jpeg", "<html>") == "image/jpeg");
  BOOST_TEST(computed_mime("image/svg+xml", "GIF89a") == "image/svg+xml");
  BOOST_TEST(computed_mime("video/x-anything", kMp4) == "video/mp4");
  BOOST_TEST(computed_mime("audio/mpeg", "GIF89a") == "audio/mpeg");
}

// 5.1 and 7.2
BOOST_AUTO_TEST_CASE(apaches_guess_of_plain_text_is_doubted) {
  const std::string binary = "\x7f"s + "ELF\2\1\1\0"s;
  for (const char* type : {"text/plain", "text/plain; charset=ISO-8859-1",
                           "text/plain; charset=iso-8859-1", "text/plain; charset=UTF-8"}) {
    BOOST_TEST(computed_mime(type, binary) == "application/octet-stream", type);
    BOOST_TEST(computed_mime(type, "<html>text") == "text/plain", type);
    BOOST_TEST(computed_mime(type, "\xff\xfe\0\0"s) == "text/plain", type);
  }
  BOOST_TEST(computed_mime("text/plain; charset=utf-8", binary) == "text/plain");
  BOOST_TEST(computed_mime("text/plain", "%PDF-1.7\n\1") == "application/octet-stream");
}

BOOST_AUTO_TEST_CASE(nosniff_stops_guesses_of_what_can_hold_scripts) {
  BOOST_TEST(is_nosniff(" NoSniff "));
  BOOST_TEST(is_nosniff("nosniff, x"));
  BOOST_TEST(!is_nosniff("x, nosniff"));
  BOOST_TEST(computed_mime("", "<html>", true) == "text/plain");
  BOOST_TEST(computed_mime("", "GIF89a", true) == "image/gif");
  BOOST_TEST(computed_mime("image/jpeg", "GIF89a", true) == "image/jpeg");
  BOOST_TEST(computed_mime("text/plain", "\1", true) == "text/plain");
}

BOOST_AUTO_TEST_CASE(only_the_beginning_is_looked_at) {
  const std::string text(1445, 'a');

  BOOST_TEST(sniffed(text.substr(1) + '\0') == "application/octet-stream");
  BOOST_TEST(sniffed(text + '\0') == "text/plain");
}

BOOST_AUTO_TEST_CASE(the_root_element_is_found_behind_the_prolog) {
  BOOST_TEST(root_element("<rss version='2.0'>") == "rss");
  BOOST_TEST(
      root_element("\xef\xbb\xbf <?xml version='1.0'?>\n<!-- <feed> -->\n<urlset\nxmlns=x>") ==
      "urlset");
  BOOST_TEST(root_element("<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'><svg/>") == "svg");
  BOOST_TEST(root_element("<!DOCTYPE rss [<!ENTITY a '>'> ]><rss>") == "rss");
  BOOST_TEST(root_element("<rdf:RDF xmlns:rdf='x'>") == "RDF");
  BOOST_TEST(root_element("\xff\xfe<\0r\0s\0s\0>\0"s) == "rss");
  BOOST_TEST(root_element("\xfe\xff\0<\0r\0s\0s\0>"s) == "rss");
  BOOST_TEST(root_element("\0<\0?\0x\0?\0>\0<\0r\0s\0s\0>"s) == "rss");
  for (const char* none : {"", "<", "text", "<?xml", "<!-- <rss>", "<!DOCTYPE rss [ <rss>", "{}"}) {
    BOOST_TEST(root_element(none) == "", none);
  }
}

BOOST_AUTO_TEST_CASE(the_root_element_of_xml_decides) {
  BOOST_TEST(kind("text/xml", "<rss>") == Content::feed_xml);
  BOOST_TEST(kind("application/xml", "<feed xmlns='http://www.w3.org/2005/Atom'>") ==
             Content::feed_xml);
  BOOST_TEST(kind("application/rdf+xml", "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>") ==
             Content::feed_xml);
  BOOST_TEST(kind("application/rdf+xml", "<rdf:RDF>") == Content::xml);
  BOOST_TEST(kind("application/xml", "<urlset>") == Content::sitemap);
  BOOST_TEST(kind("text/xml", "<sitemapindex>") == Content::sitemap);
  BOOST_TEST(kind("text/x-opml+xml", "<opml>") == Content::opml);
  BOOST_TEST(kind("text/xml", "<svg xmlns='x'>") == Content::svg);
  BOOST_TEST(kind("application/xml", "<html xmlns='x'>") == Content::html);
  BOOST_TEST(kind("text/xml", "<other>") == Content::xml);
  BOOST_TEST(kind("application/rss+xml", "<html>") == Content::html);
}

BOOST_AUTO_TEST_CASE(lists_of_links_are_found_under_false_names) {
  BOOST_TEST(kind("text/html", "<?xml version='1.0'?><rss>") == Content::feed_xml);
  BOOST_TEST(kind("text/plain", "<?xml version='1.0'?><urlset>") == Content::sitemap);
  BOOST_TEST(kind("text/html", "<svg>") == Content::html);
  BOOST_TEST(kind("text/html", "<html>") == Content::html);
  BOOST_TEST(kind("text/plain", "<html>") == Content::text);
}

BOOST_AUTO_TEST_CASE(each_type_has_its_reader) {
  BOOST_TEST(kind("application/xhtml+xml", "") == Content::html);
  BOOST_TEST(kind("image/svg+xml", "") == Content::svg);
  BOOST_TEST(kind("text/css", "") == Content::css);
  BOOST_TEST(kind("text/javascript", "") == Content::script);
  BOOST_TEST(kind("application/ld+json", "") == Content::ld_json);
  BOOST_TEST(kind("application/manifest+json", "") == Content::manifest);
  BOOST_TEST(kind("application/json", "{}") == Content::json);
  BOOST_TEST(kind("application/json", "{}", "/manifest.json") == Content::manifest);
  BOOST_TEST(kind("application/json", R"({"version":"https://jsonfeed.org/version/1.1"})") ==
             Content::feed_json);
  BOOST_TEST(kind("application/json", R"({"version":"https:\/\/jsonfeed.org\/version\/1"})") ==
             Content::feed_json);
  BOOST_TEST(kind("application/feed+json", "{}") == Content::feed_json);
  BOOST_TEST(kind("application/pdf", "") == Content::pdf);
  BOOST_TEST(kind("application/x-gzip", "") == Content::gzip);
  BOOST_TEST(kind("image/png", "<html>") == Content::none);
  BOOST_TEST(kind("application/zip", "PK") == Content::none);
}

BOOST_AUTO_TEST_CASE(a_type_that_says_nothing_leaves_it_to_the_extension) {
  BOOST_TEST(kind("text/plain", "f()", "/a/b.JS") == Content::script);
  BOOST_TEST(kind("application/octet-stream", "a{}", "/b.css") == Content::css);
  BOOST_TEST(kind("application/octet-stream", "{}", "/site.webmanifest") == Content::manifest);
  BOOST_TEST(kind("application/octet-stream", "%PDF-1.4", "/x") == Content::pdf);
  BOOST_TEST(kind("application/octet-stream", "\x1f\x8b\x08", "/sitemap.xml.gz") == Content::gzip);
  BOOST_TEST(kind("application/octet-stream", "<html>", "/x.html") == Content::none);
  BOOST_TEST(kind("text/html", "f()", "/x.js") == Content::html);
}

BOOST_AUTO_TEST_SUITE_END()
