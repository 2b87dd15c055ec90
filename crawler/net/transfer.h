// One libcurl transfer: its options, the callbacks that take down what was sent and received, and
// the capture made of it. Internal to net.
#pragma once

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "crawler/net/capture.h"
#include "crawler/net/curl_handles.h"
#include "crawler/net/fetcher.h"
#include "policies/address.h"
#include "warc/chunk_decoder.h"
#include "warc/framing.h"
#include "warc/spool.h"

namespace crawler::net {

// What all transfers of one fetcher share.
struct TransferContext {
  const FetchOptions& options;
  base::Disk& disk;
  X509_STORE* authorities;
  curl_slist* resolve;
  const std::vector<policies::Network>& private_networks;  // FetchOptions::private_networks
};

class Transfer {
 public:
  // The references must outlive the transfer, `cookies` (lines as of cookie_jar.h) the constructor.
  Transfer(const TransferContext& context, const FetchRequest& request,
           const std::vector<std::string>& cookies);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* easy() { return easy_.get(); }

  // All cookies libcurl holds now: those given, and what the response made of them.
  std::vector<std::string> cookies() const;

  // What came of it, once libcurl has reported `code`. Call once. The caller fills in url and
  // times.
  Capture finish(CURLcode code);

 private:
  static std::size_t on_head(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
  static int on_request(void* self, char*, char*, int, int) noexcept;
  static int on_debug(CURL*, curl_infotype type, char* bytes, std::size_t size,
                      void* self) noexcept;
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address) noexcept;
  static CURLcode on_tls(CURL*, void* tls_context, void* self) noexcept;

  void set_options();
  void set_headers();
  void add_header(const std::string& line);
  void set_cookies(const std::vector<std::string>& cookies);
  bool take_head_line(std::string_view line);
  bool take_head();
  bool take_body(std::string_view bytes);
  std::string take_chunks(std::string_view bytes);
  void take_note(std::string_view text);
  bool may_connect(std::span<const std::uint8_t> address) const;
  void note_connection();
  void note_faults(Capture& capture) const;
  bool chunks_failed() const { return chunks_.state() == warc::ChunkDecoder::State::faulty; }
  void judge_end(CURLcode code, Capture& capture);
  void judge_proxy(Capture& capture);
  void describe_peer(Capture& capture) const;
  base::Error error_of(CURLcode code) const;

  const TransferContext& context_;
  const FetchRequest& request_;
  EasyHandle easy_;
  SlistHandle headers_;
  std::string own_cookies_;  // of the operator's header lines

  std::string sent_;
  bool was_dropped_ = false;  // a kept connection ended without an answer
  std::string head_;
  bool head_complete_ = false;
  bool body_begun_ = false;
  std::string refused_address_;               // the last address the guard turned down
  std::optional<policies::Verdict> refused_;  // what accepts_head said
  std::uint64_t body_limit_;                  // in wire bytes
  std::optional<std::chrono::steady_clock::time_point> body_until_;
  std::string cut_;  // why the body was cut here, as WARC-Truncated has it
  std::optional<base::Error> spool_error_;
  std::optional<warc::ResponseHead> response_;
  warc::Framing framing_;
  warc::ChunkDecoder chunks_;
  warc::Spool body_;
  std::uint64_t wire_bytes_ = 0;
  std::uint64_t excess_bytes_ = 0;  // behind Content-Length, read and dropped by libcurl
  std::string tls_version_, cipher_suite_;
  char error_text_[CURL_ERROR_SIZE] = {};
};

}  // namespace crawler::net
