#include "tests/replay/golden_shapes.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <cassert>
#include <random>
#include <string_view>
#include <utility>

namespace golden {
namespace {

const std::string kSite = "http://golden.example.com";

// One member, mtime 0.
std::string gzipped(std::string text) {
  z_stream stream{};
  std::string out(text.size() + 100, '\0');
  [[maybe_unused]] int code = deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  assert(code == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  code = deflate(&stream, Z_FINISH);
  assert(code == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string brotli(const std::string& text) {
  std::string out(text.size() + 100, '\0');
  std::size_t size = out.size();
  [[maybe_unused]] const auto code =
      BrotliEncoderCompress(9, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                            reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data()));
  assert(code == BROTLI_TRUE);
  out.resize(size);
  return out;
}

// In two chunks, with an extension and a trailer.
std::string chunked(const std::string& text) {
  assert(text.size() > 16);
  const std::string rest = text.substr(16);
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string size;
  for (std::size_t n = rest.size(); n > 0; n /= 16) size.insert(size.begin(), kDigits[n % 16]);
  return "10;part=1\r\n" + text.substr(0, 16) + "\r\n" + size + "\r\n" + rest +
         "\r\n0\r\nX-Trailer: dropped\r\n\r\n";
}

// Bytes of every value that no compression shortens.
std::string noise(std::size_t size) {
  std::mt19937 random(20261122);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

std::string page(std::string_view title, std::string_view text) {
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>";
  html.append(title).append("</title></head>\n<body>\n");
  for (int i = 0; i < 8; ++i) html.append("<p>").append(text).append("</p>\n");
  return html + "<a href=\"/plain\">first page</a>\n</body>\n</html>\n";
}

std::string ok(std::string_view type, std::size_t length, std::string_view fields = {}) {
  return std::string("HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 10:31:26 GMT\r\nContent-Type: ")
      .append(type)
      .append("\r\n")
      .append(fields)
      .append("Content-Length: ")
      .append(std::to_string(length))
      .append("\r\n\r\n");
}

constexpr std::string_view kHtml = "text/html; charset=utf-8";

// A GET of a body that came as it is shown.
Shape plain(std::string name, const std::string& path, std::string_view type, std::string body,
            std::string_view fields = {}) {
  Shape shape;
  shape.name = std::move(name);
  shape.url = kSite + path;
  shape.request = get(shape.url);
  shape.head = ok(type, body.size(), fields);
  shape.wire = body;
  shape.body = std::move(body);
  shape.is_page = type.starts_with("text/html");
  return shape;
}

// The same in a content-coding: `wire` is what `body` became.
Shape coded(std::string name, std::string_view coding, std::string body, std::string wire) {
  Shape shape = plain(name, "/" + name, kHtml, std::move(body));
  shape.head = ok(kHtml, wire.size(),
                  "Content-Encoding: " + std::string(coding) + "\r\nVary: Accept-Encoding\r\n");
  shape.wire = std::move(wire);
  return shape;
}

Shape dechunked(std::string name, std::string_view fields, std::string body, std::string payload) {
  Shape shape = plain(name, "/" + name, kHtml, std::move(body));
  shape.head = "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(kHtml) + "\r\n" +
               std::string(fields) + "Transfer-Encoding: chunked\r\n\r\n";
  shape.wire = chunked(std::move(payload));
  return shape;
}

Shape without_body(std::string name, int status, std::string head) {
  Shape shape;
  shape.name = std::move(name);
  shape.url = kSite + "/" + shape.name;
  shape.request = get(shape.url);
  shape.head = std::move(head);
  shape.status = status;
  return shape;
}

Shape over_http2() {
  Shape shape = plain("h2", "/h2", kHtml, page("Over HTTP/2", "Names in lower case."));
  shape.url = "https://golden.example.com/h2";
  shape.request =
      "GET /h2 HTTP/2\r\n:authority: golden.example.com\r\nuser-agent: varve\r\naccept: "
      "*/*\r\n\r\n";
  shape.head = "HTTP/2 200\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: " +
               std::to_string(shape.body.size()) + "\r\nserver: golden\r\n\r\n";
  shape.protocols = {"h2", "tls/1.3"};
  shape.cipher_suite = "TLS_AES_128_GCM_SHA256";
  return shape;
}

Shape missing() {
  Shape shape = plain("missing", "/missing", kHtml, page("404", "There is no such page."));
  shape.head.replace(0, std::string_view("HTTP/1.1 200 OK").size(), "HTTP/1.1 404 Not Found");
  shape.status = 404;
  shape.is_page = false;
  return shape;
}

Shape post() {
  const std::string form = "q=kelp&year=2026";
  Shape shape = plain("post", "/search", "application/json", "{\"found\": [\"kelp\", \"2026\"]}\n");
  shape.request =
      "POST /search HTTP/1.1\r\nHost: golden.example.com\r\n"
      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
      std::to_string(form.size()) + "\r\n\r\n" + form;
  return shape;
}

// Of 4000 bytes the first came before the line went dead.
Shape truncated() {
  Shape shape =
      plain("truncated", "/truncated", "text/plain", "The rest of this text never arrived. End.");
  shape.head = ok("text/plain", 4000);
  shape.truncated = "disconnect";
  return shape;
}

// 新闻/潮汐表 and 海带 in UTF-8; the address as browsers send it.
Shape chinese() {
  return plain("chinese", "/%E6%96%B0%E9%97%BB/%E6%BD%AE%E6%B1%90%E8%A1%A8?q=%E6%B5%B7%E5%B8%A6",
               kHtml, page("潮汐表", "三月二十一日：高潮零点十二分四米六"));
}

// 海湾渔业公告 in GBK: text that is not UTF-8.
Shape gbk() {
  return plain("gbk", "/gbk", "text/html; charset=gbk",
               page("\xba\xa3\xcd\xe5\xd3\xe6\xd2\xb5\xb9\xab\xb8\xe6", "\xba\xa3\xb4\xf8"));
}

// Found again at `path`, with a head of its own.
Shape again(const Shape& original, std::string name, const std::string& path) {
  Shape shape = plain(std::move(name), path, kHtml, original.body, "X-Capture: again\r\n");
  shape.original = original.name;
  return shape;
}

}  // namespace

std::string get(const std::string& url, const std::string& fields) {
  const std::size_t host = url.find("//") + 2, path = url.find('/', host);
  return "GET " + url.substr(path) + " HTTP/1.1\r\nHost: " + url.substr(host, path - host) +
         "\r\nUser-Agent: varve\r\nAccept-Encoding: gzip, br\r\n" + fields + "\r\n";
}

std::vector<Shape> shapes() {
  const Shape first = plain("plain", "/plain", kHtml, page("Plain", "Stored as it was sent. ©"));
  const std::string zipped = page("Coded with gzip", "Short when it travels."),
                    small = page("Coded with Brotli", "Shorter when it travels."),
                    pieces = page("In chunks", "Its length was not known."),
                    both = page("Gzip in chunks", "Coded, then cut into chunks.");
  return {
      first,
      coded("gzip", "gzip", zipped, gzipped(zipped)),
      coded("br", "br", small, brotli(small)),
      dechunked("chunked", "", pieces, pieces),
      dechunked("chunked-gzip", "Content-Encoding: gzip\r\n", both, gzipped(both)),
      over_http2(),
      without_body("moved", 301,
                   "HTTP/1.1 301 Moved Permanently\r\nLocation: /plain\r\nContent-Length: "
                   "0\r\n\r\n"),
      without_body("no-content", 204, "HTTP/1.1 204 No Content\r\nServer: golden\r\n\r\n"),
      missing(),
      post(),
      chinese(),
      truncated(),
      again(first, "same-url", "/plain"),
      again(first, "other-url", "/elsewhere"),
      plain("empty", "/empty", "text/plain", ""),
      plain("latin1-header", "/latin1-header", "text/plain", "The head is not ASCII.\n",
            "X-Place: Caf\xe9 M\xfcnchen\r\n"),
      plain("latin1", "/latin1", "text/html; charset=iso-8859-1",
            page("Caf\xe9", "\xc4rger in M\xfcnchen")),
      gbk(),
      plain("noise", "/noise.jpg", "image/jpeg", "\xff\xd8\xff\xe0" + noise(40'000)),
  };
}

}  // namespace golden
