#include "crawler/net/transfer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <span>

#include "base/encoding.h"
#include "policies/address.h"
#include "warc/exchange.h"

namespace crawler::net {
namespace {

// The peer address as bytes (4 or 16), or nothing for a family we do not speak.
std::span<const std::uint8_t> address_bytes(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    return {reinterpret_cast<const std::uint8_t*>(&v4.sin_addr), 4};
  }
  if (address.sa_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    return {reinterpret_cast<const std::uint8_t*>(&v6.sin6_addr), 16};
  }
  return {};
}

std::string address_text(int family, std::span<const std::uint8_t> bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, bytes.data(), text.data(), text.size());
  return text.data();
}

std::string tls_protocol(const SSL* tls) {
  switch (SSL_version(tls)) {
    case TLS1_VERSION: return "tls/1.0";
    case TLS1_1_VERSION: return "tls/1.1";
    case TLS1_2_VERSION: return "tls/1.2";
    case TLS1_3_VERSION: return "tls/1.3";
    default: return {};
  }
}

}  // namespace

Transfer::Transfer(const TransferContext& context, const FetchRequest& request,
                   const std::vector<std::string>& cookies)
    : context_(context),
      request_(request),
      easy_(curl_easy_init()),
      body_(context.disk, context.options.spool_directory, context.options.memory_limit) {
  if (!easy_) throw std::bad_alloc();
  set_headers();
  set_options();
  set_cookies(cookies);
}

void Transfer::set_headers() {
  // What a browser would accept; gzip and br are the codings every replayer can undo (formats 1.3).
  append(headers_, "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
  append(headers_, "Accept-Encoding: gzip, br");
  if (!request_.referer.empty()) append(headers_, "Referer: " + request_.referer);
  for (const std::string& line : context_.options.headers) add_header(line);
  if (!request_.may_carry_secrets) return;
  for (const std::string& line : context_.options.secret_headers) add_header(line);
}

// RFC 6265 5.4: a request has one Cookie line. libcurl adds what it is given apart to its own.
void Transfer::add_header(const std::string& line) {
  const std::size_t colon = line.find(':');
  if (!base::equals_ignoring_case(line.substr(0, colon), "Cookie")) {
    append(headers_, line);
    return;
  }
  const std::string_view value = base::trimmed(std::string_view(line).substr(colon + 1));
  if (value.empty()) return;
  if (!own_cookies_.empty()) own_cookies_ += "; ";
  own_cookies_ += value;
}

// Each transfer has libcurl's cookie engine to itself, with the cookies of one site in it.
void Transfer::set_cookies(const std::vector<std::string>& cookies) {
  CURL* const easy = easy_.get();
  if (!own_cookies_.empty()) curl_easy_setopt(easy, CURLOPT_COOKIE, own_cookies_.c_str());
  if (!context_.options.cookies && cookies.empty()) return;
  curl_easy_setopt(easy, CURLOPT_COOKIEFILE, "");
  // libcurl 7.88 sends the youngest first where RFC 6265 5.4 and browsers have the oldest in front:
  // so it gets them the other way round.
  for (auto line = cookies.rbegin(); line != cookies.rend(); ++line) {
    curl_easy_setopt(easy, CURLOPT_COOKIELIST, line->c_str());
  }
}

std::vector<std::string> Transfer::cookies() const {
  curl_slist* list = nullptr;
  curl_easy_getinfo(easy_.get(), CURLINFO_COOKIELIST, &list);
  const SlistHandle owned(list);
  std::vector<std::string> lines;
  for (const curl_slist* entry = list; entry != nullptr; entry = entry->next) {
    lines.emplace_back(entry->data);
  }
  return lines;
}

void Transfer::set_options() {
  CURL* const easy = easy_.get();
  const FetchOptions& options = context_.options;
  const auto set = [easy](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
  const std::string url(request_.url.without_fragment().without_credentials().href());
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PATH_AS_IS, 1L);  // the URL Standard has resolved the dots already
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_HTTP_TRANSFER_DECODING, 0L);
  set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  set(CURLOPT_HTTPHEADER, headers_.get());
  set(CURLOPT_USERAGENT, options.user_agent.c_str());

  // Nothing of the operator's environment leaks or interferes (promise "Safe").
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_NOSIGNAL, 1L);

  // One patience, three limits: to connect, without progress, and in all.
  const long patience_ms = static_cast<long>(options.timeout.count());
  set(CURLOPT_CONNECTTIMEOUT_MS, std::min(20'000L, patience_ms));
  set(CURLOPT_LOW_SPEED_LIMIT, 100L);
  set(CURLOPT_LOW_SPEED_TIME, std::max(1L, patience_ms / 1000));
  set(CURLOPT_TIMEOUT_MS,
      request_.total_time ? static_cast<long>(request_.total_time->count()) : 20 * patience_ms);
  // A lookup that hangs is left behind in its thread; waiting for it would stop the whole loop.
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_MAXAGE_CONN, 60L);
  set(CURLOPT_MAXLIFETIME_CONN, 300L);
  set(CURLOPT_BUFFERSIZE, 64L * 1024);
  if (context_.resolve != nullptr) set(CURLOPT_RESOLVE, context_.resolve);

  // The shared store replaces libcurl's own reading of the bundle.
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_CAINFO, static_cast<char*>(nullptr));
  set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  set(CURLOPT_SSL_CTX_FUNCTION, &Transfer::on_tls);
  set(CURLOPT_SSL_CTX_DATA, this);

  set(CURLOPT_HEADERFUNCTION, &Transfer::on_head);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_VERBOSE, 1L);  // the debug callback is how the sent bytes are had
  set(CURLOPT_DEBUGFUNCTION, &Transfer::on_debug);
  set(CURLOPT_DEBUGDATA, this);
  set(CURLOPT_ERRORBUFFER, static_cast<char*>(error_text_));
}

std::size_t Transfer::on_head(char* bytes, std::size_t size, std::size_t count,
                              void* self) noexcept {
  return static_cast<Transfer*>(self)->take_head_line({bytes, size * count}) ? size * count : 0;
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count,
                              void* self) noexcept {
  return static_cast<Transfer*>(self)->take_body({bytes, size * count}) ? size * count : 0;
}

int Transfer::on_debug(CURL*, curl_infotype type, char* bytes, std::size_t size,
                       void* self) noexcept {
  if (type == CURLINFO_TEXT) static_cast<Transfer*>(self)->take_note({bytes, size});
  if (type != CURLINFO_HEADER_OUT) return 0;
  std::string& sent = static_cast<Transfer*>(self)->sent_;
  const std::string_view text(bytes, size);
  // libcurl sends the request again when a kept connection turned out dead: the last one counts.
  if (text.starts_with("GET ")) sent.clear();
  sent += text;
  return 0;
}

// libcurl drops what a server sends behind Content-Length, and says so in words only: "Excess found
// writing body: excess = 5, size = 4, ...".
void Transfer::take_note(std::string_view text) {
  static constexpr std::string_view kNumber = "excess = ";
  const std::size_t at = text.find(kNumber);
  if (!base::starts_with_ignoring_case(text, "excess found") || at == text.npos) return;
  const std::string_view digits = text.substr(at + kNumber.size());
  std::uint64_t count = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  excess_bytes_ += count;
}

// The guard against private addresses sits here, on the address that is really connected: literals,
// redirects, odd spellings and DNS rebinding all pass through (reliability finding 8).
curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  Transfer& transfer = *static_cast<Transfer*>(self);
  const auto bytes = address_bytes(address->addr);
  if (bytes.empty()) return CURL_SOCKET_BAD;
  if (!transfer.context_.options.allow_private && !policies::is_public_address(bytes)) {
    transfer.refused_address_ = address_text(address->family, bytes);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CURLcode Transfer::on_tls(CURL*, void* tls_context, void* self) noexcept {
  X509_STORE* const store = static_cast<Transfer*>(self)->context_.authorities;
  // set_cert_store takes over one reference, and the store is shared by every connection.
  X509_STORE_up_ref(store);
  SSL_CTX_set_cert_store(static_cast<SSL_CTX*>(tls_context), store);
  return CURLE_OK;
}

bool Transfer::take_head_line(std::string_view line) {
  if (head_complete_) {
    // A new status line starts over: what came before was an interim response (1xx).
    if (body_begun_ || !line.starts_with("HTTP/")) return true;
    head_.clear();
    head_complete_ = false;
  }
  if (head_.empty()) note_connection();
  head_ += line;
  head_complete_ = line == "\r\n" || line == "\n";
  return true;
}

// Asked for now because libcurl forgets the TLS session when the transfer is over.
void Transfer::note_connection() {
  curl_tlssessioninfo* session = nullptr;
  if (curl_easy_getinfo(easy_.get(), CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK) return;
  if (session == nullptr || session->backend != CURLSSLBACKEND_OPENSSL) return;
  const auto* tls = static_cast<const SSL*>(session->internals);
  if (tls == nullptr) return;
  tls_version_ = tls_protocol(tls);
  const char* cipher = SSL_CIPHER_standard_name(SSL_get_current_cipher(tls));
  if (cipher != nullptr) cipher_suite_ = cipher;
}

void Transfer::begin_body() {
  if (body_begun_) return;
  body_begun_ = true;
  if (!head_complete_) return;
  auto parsed = warc::parse_response_head(head_);
  if (!parsed) return;
  response_ = std::move(*parsed);
  framing_ = warc::framing_of(*response_);
}

// What is stored of a piece of a chunked body: what it holds, or its framing too.
std::string Transfer::take_chunks(std::string_view bytes) {
  std::string decoded;
  const std::uint64_t surplus = chunks_.surplus_bytes();
  chunks_.append(bytes, decoded);
  if (!context_.options.keep_transfer_encoding) return decoded;
  return std::string(bytes.substr(0, bytes.size() - (chunks_.surplus_bytes() - surplus)));
}

bool Transfer::take_body(std::string_view bytes) {
  begin_body();
  const std::uint64_t room =
      request_.max_body_bytes.value_or(context_.options.max_body_bytes) - wire_bytes_;
  if (bytes.size() > room) {
    over_limit_ = true;
    bytes = bytes.substr(0, room);
  }
  wire_bytes_ += bytes.size();
  const auto stored = framing_.chunked ? body_.append(take_chunks(bytes)) : body_.append(bytes);
  if (!stored) spool_error_ = stored.error();
  return stored.has_value() && !over_limit_ && !chunks_failed();
}

base::Error Transfer::error_of(CURLcode code) const {
  const std::string text = error_text_[0] != '\0' ? error_text_ : curl_easy_strerror(code);
  const std::string detail = base::printable(text);
  if (!refused_address_.empty() && code == CURLE_COULDNT_CONNECT) {
    return base::fail(
        base::Errc::refused,
        "address " + refused_address_ + " is not public; --allow-private lets it be fetched");
  }
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return base::fail(base::Errc::dns, detail);
    case CURLE_COULDNT_CONNECT: return base::fail(base::Errc::connect, detail);
    case CURLE_OPERATION_TIMEDOUT: return base::fail(base::Errc::timeout, detail);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER: return base::fail(base::Errc::tls, detail);
    case CURLE_ABORTED_BY_CALLBACK:
      return base::fail(base::Errc::cancelled, "the crawl is stopping");
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: return base::fail(base::Errc::truncated, detail);
    // libcurl says "out of memory" for a header line over 100 KB, and 56 covers bad chunks too.
    case CURLE_OUT_OF_MEMORY: return base::fail(base::Errc::too_large, "header line over 100 KB");
    default: return base::fail(base::Errc::protocol, detail);
  }
}

// What the response did wrong, as far as it came.
void Transfer::note_faults(Capture& capture) const {
  const auto dropped = [&capture](std::uint64_t bytes, const char* behind) {
    if (bytes == 0) return;
    capture.faults.push_back(std::to_string(bytes) + " bytes after " + behind + " dropped");
  };
  dropped(chunks_.surplus_bytes(), "the end of the chunked body");
  dropped(excess_bytes_, "the Content-Length");
}

// Why the body is not whole, as WARC-Truncated says it.
void Transfer::judge_end(CURLcode code, Capture& capture) {
  capture.faults = framing_.faults;
  if (over_limit_) {
    capture.truncated = "length";
  } else if (chunks_failed()) {
    capture.truncated = "unspecified";
    capture.faults.push_back("chunked body: " + chunks_.fault());
  } else if (code == CURLE_OPERATION_TIMEDOUT || code == CURLE_ABORTED_BY_CALLBACK) {
    capture.truncated = "time";
  } else if (code != CURLE_OK) {
    capture.truncated = "disconnect";
  } else if (framing_.chunked && !chunks_.body_is_complete()) {
    capture.truncated = "disconnect";
    capture.faults.push_back("chunked body ended before its last chunk");
  } else if (framing_.content_length && *framing_.content_length != body_.size() &&
             response_->status != 304 && response_->status != 204) {
    capture.faults.push_back("Content-Length " + std::to_string(*framing_.content_length) +
                             ", but the body has " + std::to_string(body_.size()) + " bytes");
    if (*framing_.content_length > body_.size()) capture.truncated = "disconnect";
  }
  note_faults(capture);
  if (code != CURLE_OK && !over_limit_ && !chunks_failed()) capture.error = error_of(code);
}

Capture Transfer::finish(CURLcode code) {
  begin_body();
  Capture capture;
  if (spool_error_) throw base::FatalError(*spool_error_);
  if (response_) {
    judge_end(code, capture);
  } else {
    capture.error = code != CURLE_OK
                        ? error_of(code)
                        : base::fail(base::Errc::protocol, "no complete response head");
  }
  const char* ip = nullptr;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRIMARY_IP, &ip);
  if (ip != nullptr) capture.ip = ip;
  if (response_) {
    const auto protocol = warc::protocol_of(response_->version, !tls_version_.empty());
    capture.protocols.emplace_back(protocol.empty() ? "http/1.1" : protocol);
    if (!tls_version_.empty()) capture.protocols.push_back(tls_version_);
  }
  capture.cipher_suite = cipher_suite_;
  capture.request = std::move(sent_);
  capture.head = std::move(head_);
  capture.response = std::move(response_);
  capture.body = body_.take();
  capture.was_chunked = framing_.chunked;
  capture.keeps_framing = framing_.chunked && context_.options.keep_transfer_encoding;
  capture.trailers = chunks_.trailers();
  capture.wire_bytes = wire_bytes_;
  return capture;
}

}  // namespace crawler::net
