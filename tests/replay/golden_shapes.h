// What the servers of the golden crawl were asked and answered: every shape of an exchange that
// formats section 2.10 names, as the bytes on the wire and as what a reader must get to see.
#pragma once

#include <string>
#include <vector>

namespace golden {

struct Shape {
  std::string name;
  std::string url;
  std::string request;  // as sent, with its body
  std::string head;     // as received
  std::string wire;     // the body as received: chunk framing and content-coding on
  std::string body;     // the body as a reader must see it: both off
  int status = 200;
  std::string truncated{};  // WARC-Truncated
  std::vector<std::string> protocols = {"http/1.1"};
  std::string cipher_suite{};
  std::string original{};  // name of the earlier shape with the same payload: this is a revisit
  bool is_page = false;    // stands in the list of pages
};

// In the order of the crawl.
std::vector<Shape> shapes();

// An HTTP/1.1 GET of `url`, of which it takes host, path and query; `fields` end with CRLF each.
std::string get(const std::string& url, const std::string& fields = {});

}  // namespace golden
