// Small WARC files as other programs write them, record by record as text, for the tests of
// `varve pack`.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/support/deflated.h"

namespace support {

using Headers = std::vector<std::pair<std::string, std::string>>;

inline std::string lines_of(const Headers& headers) {
  std::string text;
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  return text;
}

struct WarcText {
  std::vector<std::string> records;

  // Ids are the numbers of the records; a later record of one exchange names the first.
  WarcText& add(const std::string& type, const std::string& uri, const std::string& content_type,
                const std::string& block, const std::string& date = "2026-03-01T10:00:00Z") {
    Headers head = {{"WARC-Type", type},
                    {"WARC-Record-ID", id(records.size())},
                    {"WARC-Date", date},
                    {"Content-Type", content_type},
                    {"Content-Length", std::to_string(block.size())}};
    if (!uri.empty()) head.insert(head.begin() + 1, {"WARC-Target-URI", uri});
    records.push_back("WARC/1.0\r\n" + lines_of(head) + "\r\n" + block + "\r\n\r\n");
    return *this;
  }
  WarcText& info() {
    return add("warcinfo", "", "application/warc-fields", "software: Wget/1.21.3\r\n");
  }
  WarcText& request(const std::string& uri, const Headers& headers = {}) {
    return add("request", uri, "application/http;msgtype=request",
               "GET / HTTP/1.1\r\nHost: a.test\r\n" + lines_of(headers) + "\r\n");
  }
  WarcText& response(const std::string& uri, const std::string& body,
                     const std::string& type = "text/html", const std::string& status = "200 OK",
                     const std::string& date = "2026-03-01T10:00:00Z") {
    const Headers headers = {{"Content-Type", type},
                             {"Content-Length", std::to_string(body.size())}};
    return add("response", uri, "application/http;msgtype=response",
               "HTTP/1.1 " + status + "\r\n" + lines_of(headers) + "\r\n" + body, date);
  }
  WarcText& metadata(const std::string& uri, const std::string& facts) {
    return add("metadata", uri, "application/warc-fields", facts);
  }

  std::string plain() const {
    std::string text;
    for (const std::string& record : records) text += record;
    return text;
  }
  // `together` records in each member.
  std::string gzipped(std::size_t together = 1) const;

  static std::string id(std::size_t number) {
    const std::string digits = std::to_string(100'000'000'000 + number);
    return "<urn:uuid:00000000-0000-4000-8000-" + digits + ">";
  }
};

inline std::string WarcText::gzipped(std::size_t together) const {
  std::string bytes, member;
  for (std::size_t i = 0; i < records.size(); ++i) {
    member += records[i];
    if ((i + 1) % together == 0 || i + 1 == records.size())
      bytes += support::gzip_of(std::exchange(member, {}));
  }
  return bytes;
}

inline std::string titled(const std::string& title, const std::string& more = "") {
  return "<!DOCTYPE html><html><head><title>" + title + "</title></head><body>" + more +
         "</body></html>";
}

// 海湾渔业公告 as the page says it, in GBK.
inline const std::string kGbkTitle = "\xba\xa3\xcd\xe5\xd3\xe6\xd2\xb5\xb9\xab\xb8\xe6";

// What `wget -r --warc-file` leaves of two pages, a picture and a page that is missing: each
// request stands in front of its response, and only links have a Referer.
inline WarcText wget_crawl() {
  const Headers from_home = {{"Referer", "http://a.test/"}};
  WarcText warc;
  warc.info();
  warc.request("http://a.test/")
      .response("http://a.test/", titled(kGbkTitle, "<a href=/two>two</a>"),
                "text/html; charset=gbk");
  warc.request("http://a.test/two", from_home)
      .response("http://a.test/two", titled("Two &amp; a half"));
  warc.request("http://a.test/p.png", from_home)
      .response("http://a.test/p.png", "\x89PNG...", "image/png");
  warc.request("http://a.test/gone", from_home)
      .response("http://a.test/gone", titled("Not here"), "text/html", "404 Not Found");
  return warc;
}

}  // namespace support
