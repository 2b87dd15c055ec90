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
#include "crawler/net/curl_profile.h"
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

// Does nothing but the peer's mercy end this body? No length is given, or it is of the kind that
// replaces itself again and again (webcams).
bool is_stream(const warc::ResponseHead& head, const warc::Framing& framing) {
  const auto type = head.headers.find("Content-Type");
  return !framing.content_length ||
         (type && base::starts_with_ignoring_case(*type, "multipart/x-mixed-replace"));
}

// A request for http goes to the proxy in the clear, with its password among the fields.
std::string without_proxy_password(const std::string& request) {
  static constexpr std::string_view kField = "\r\nProxy-Authorization:";
  const std::size_t at = request.find(kField);
  if (at == std::string::npos) return request;
  return request.substr(0, at) + request.substr(request.find("\r\n", at + 2));
}

}  // namespace

Transfer::Transfer(const TransferContext& context, const FetchRequest& request,
                   const std::vector<std::string>& cookies)
    : context_(context),
      request_(request),
      easy_(curl_easy_init()),
      body_limit_(request.max_body_bytes.value_or(context.options.max_body_bytes)),
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
  for (const std::string& line : request_.headers) append(headers_, line);
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
  set_profile(easy, context_.options);
  const auto set = [easy](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
  const std::string url(request_.url.without_fragment().without_credentials().href());
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_HTTPHEADER, headers_.get());
  if (request_.total_time) {
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request_.total_time->count()));
  }
  if (context_.resolve != nullptr) set(CURLOPT_RESOLVE, context_.resolve);
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
  set(CURLOPT_PREREQFUNCTION, &Transfer::on_request);
  set(CURLOPT_PREREQDATA, this);
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
  if (text.starts_with("CONNECT ")) return 0;  // a word with the proxy, which may tell a password
  if (text.starts_with("GET ")) sent.clear();
  sent += text;
  return 0;
}

// libcurl would ask again at once where a kept connection ended without an answer. The host's rest
// comes first: the second time ends the exchange, and the crawl's own retry takes its turn.
int Transfer::on_request(void* self, char*, char*, int, int) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.was_dropped_ = transfer.sent_.starts_with("GET ");
  return transfer.was_dropped_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
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

bool Transfer::may_connect(std::span<const std::uint8_t> address) const {
  const FetchOptions& options = context_.options;
  // Of a proxy, the address is the operator's word, and the site's is not known here.
  if (!options.proxy.empty() || policies::is_public_address(address)) return true;
  if (!options.allow_private) return false;
  const auto& networks = context_.private_networks;
  return networks.empty() ||
         std::any_of(networks.begin(), networks.end(),
                     [&](const policies::Network& network) { return network.contains(address); });
}

// The guard against private addresses sits here, on the address that is really connected: literals,
// redirects, odd spellings and DNS rebinding all pass through (reliability finding 8).
curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  Transfer& transfer = *static_cast<Transfer*>(self);
  const auto bytes = address_bytes(address->addr);
  if (bytes.empty()) return CURL_SOCKET_BAD;
  if (!transfer.may_connect(bytes)) {
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
    response_.reset();
    head_complete_ = false;
  }
  if (head_.empty()) note_connection();
  head_ += line;
  head_complete_ = line == "\r\n" || line == "\n";
  return !head_complete_ || take_head();
}

// False when the body is not wanted.
bool Transfer::take_head() {
  auto parsed = warc::parse_response_head(head_);
  if (!parsed) return true;
  response_ = std::move(*parsed);
  framing_ = warc::framing_of(*response_);
  body_limit_ = request_.max_body_bytes.value_or(context_.options.max_body_bytes);
  body_until_.reset();
  if (is_stream(*response_, framing_)) {
    body_limit_ = std::min(body_limit_, context_.options.stream_bytes);
    body_until_ = std::chrono::steady_clock::now() + context_.options.stream_time;
  }
  const int status = response_->status;
  const bool is_interim = status >= 100 && status < 200 && status != 101;
  if (is_interim || !request_.accepts_head) return true;
  policies::Verdict verdict = request_.accepts_head(*response_);
  if (!verdict) refused_ = std::move(verdict);
  return !refused_;
}

// Asked for now because libcurl forgets the TLS session when the transfer is over.
void Transfer::note_connection() {
  if (request_.url.scheme() != "https") return;  // else it may be that of the proxy
  curl_tlssessioninfo* session = nullptr;
  if (curl_easy_getinfo(easy_.get(), CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK) return;
  if (session == nullptr || session->backend != CURLSSLBACKEND_OPENSSL) return;
  const auto* tls = static_cast<const SSL*>(session->internals);
  if (tls == nullptr) return;
  tls_version_ = tls_protocol(tls);
  const char* cipher = SSL_CIPHER_standard_name(SSL_get_current_cipher(tls));
  if (cipher != nullptr) cipher_suite_ = cipher;
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
  body_begun_ = true;
  if (body_until_ && std::chrono::steady_clock::now() > *body_until_) cut_ = "time";
  const std::uint64_t room = body_limit_ - wire_bytes_;
  if (bytes.size() > room) {
    cut_ = "length";
    bytes = bytes.substr(0, room);
  }
  wire_bytes_ += bytes.size();
  const auto stored = framing_.chunked ? body_.append(take_chunks(bytes)) : body_.append(bytes);
  if (!stored) spool_error_ = stored.error();
  return stored.has_value() && cut_.empty() && !chunks_failed();
}

base::Error Transfer::error_of(CURLcode code) const {
  if (!refused_address_.empty() && code == CURLE_COULDNT_CONNECT) {
    return base::fail(
        base::Errc::refused,
        "address " + refused_address_ + " is not public; --allow-private lets it be fetched");
  }
  if (was_dropped_) {
    return base::fail(base::Errc::truncated, "the server closed the connection without an answer");
  }
  const std::string text = error_text_[0] != '\0' ? error_text_ : curl_easy_strerror(code);
  return error_from(code, base::printable(text));
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
  if (!cut_.empty()) {
    capture.truncated = cut_;
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
  if (code != CURLE_OK && cut_.empty() && !chunks_failed()) capture.error = error_of(code);
}

// A proxy that wants a password answers in the site's place, and is no answer of the site.
void Transfer::judge_proxy(Capture& capture) {
  if (context_.options.proxy.empty() || !response_ || response_->status != 407) return;
  response_.reset();
  head_.clear();
  capture.error = base::fail(base::Errc::connect, "the proxy wants another name or password");
}

// Who was talked to, and how.
void Transfer::describe_peer(Capture& capture) const {
  const char* ip = nullptr;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRIMARY_IP, &ip);
  if (ip != nullptr && context_.options.proxy.empty()) capture.ip = ip;
  capture.cipher_suite = cipher_suite_;
  if (!response_) return;
  const auto protocol = warc::protocol_of(response_->version, !tls_version_.empty());
  capture.protocols.emplace_back(protocol.empty() ? "http/1.1" : protocol);
  if (!tls_version_.empty()) capture.protocols.push_back(tls_version_);
}

Capture Transfer::finish(CURLcode code) {
  Capture capture;
  if (spool_error_) throw base::FatalError(*spool_error_);
  if (refused_) {
    capture.refused = std::move(refused_);
  } else if (response_) {
    judge_end(code, capture);
  } else {
    capture.error = code != CURLE_OK
                        ? error_of(code)
                        : base::fail(base::Errc::protocol, "no complete response head");
  }
  judge_proxy(capture);
  describe_peer(capture);
  capture.request = without_proxy_password(sent_);
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
