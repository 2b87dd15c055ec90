// HTTP heads made fit for storage: kept byte for byte where readers can stand it, mended and the
// mending named where they cannot (formats sections 1.1, 1.2, 1.8 and W-30..W-37). HTTP/2 and
// HTTP/3 exchanges become HTTP/1.1 (W-34). Pure and total; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace warc {

// The body that is stored behind a head.
struct StoredBody {
  std::uint64_t size = 0;
  bool is_dechunked = false;  // chunk framing was taken off it
  // The record carries WARC-Truncated: Content-Length stays as sent, it tells how much is missing.
  bool is_truncated = false;
};

// Kept exactly: order, case, duplicates, folding, bytes outside ASCII. Changed, each named in
// `repairs` ("bare-lf"):
//   interim-head        1xx heads in front of the final one go                (section 1.8)
//   bare-lf             line ends become CRLF                                 (W-31)
//   nul                 NUL bytes go                                          (W-31)
//   blank-line          lines of CRs only go, also those before the status line (W-31)
//   missing-blank-line  the closing blank line is added
//   http-version        "HTTP/2", "HTTP/3" and "ICY" become "HTTP/1.1"        (section 1.2, W-31)
//   pseudo-header       ":status" and its like go, in HTTP/2 and later        (W-34)
//   http-0.9            a status line is put before a reply that has none     (W-31)
//   transfer-encoding   Transfer-Encoding is renamed X-Archive-Orig-Transfer-Encoding, where the
//                       body was taken out of chunk framing (section 1.1) or HTTP/2 sent it
//   content-length      what Content-Length was sent goes where Transfer-Encoding overrides it
//                       (W-36); where it contradicts a body that is whole it is renamed
//                       X-Archive-Orig-Content-Length and the true one added (W-35)
// A dechunked body gets a true Content-Length at the end, which is no repair.
//
// Not for answers to HEAD, whose Content-Length is of another body; they are no captures (section
// 1.9). `Content-Encoding: GZIP` stays as received although wabac.js wants lower case (W-37): a
// reader can be mended later, bytes we changed cannot.
std::string head_for_storage(std::string_view raw_head, const StoredBody& body,
                             std::vector<std::string>& repairs);

// A request as sent, body included. HTTP/1 comes back byte for byte (W-20). Of HTTP/2 and later,
// "GET / HTTP/2" becomes "GET / HTTP/1.1", made from :method and :path where it is missing, and
// :authority becomes Host unless there is one; named in `repairs` as http-version and
// pseudo-header.
std::string request_for_storage(std::string_view sent, std::vector<std::string>& repairs);

}  // namespace warc
