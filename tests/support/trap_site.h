// A site of some thousand real pages and nine traps, generated in-process: an endless calendar,
// sessions in paths and queries, growing paths, filters in every combination, soft 404s, a mirror,
// sort and edit links, links put together wrongly, and redirects that go round or lead to one page.
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include <fmt/format.h>

#include "crawler/demo/http_server.h"

namespace support {

class TrapSite {
 public:
  static constexpr std::size_t kStories = 2400, kLists = 60, kProducts = 400, kDocs = 200,
                               kTopics = 120;

  TrapSite() : server_({}) {
    server_.start([this](const auto& request) { return answer(request.target); });
  }

  std::string url() const { return fmt::format("http://traps.test:{}/", server_.http_port()); }
  std::string resolve() const {
    return fmt::format("traps.test:{}:127.0.0.1", server_.http_port());
  }

  static constexpr std::size_t real_pages() {
    return 3 + kStories + kLists + kProducts + kDocs + kTopics;
  }
  // Different real pages asked for, all requests, and those for each trap by its name.
  std::size_t real_pages_seen() const {
    const std::lock_guard lock(mutex_);
    return seen_.size();
  }
  std::size_t requests() const { return requests_; }
  std::map<std::string, std::size_t> trap_requests() const {
    const std::lock_guard lock(mutex_);
    return traps_;
  }

 private:
  using Response = crawler::demo::Response;

  static std::string link(const std::string& href) {
    return fmt::format("<a href=\"{}\">see</a>\n", href);
  }
  // Words that no other number has.
  static std::string words(std::size_t number) {
    static constexpr const char* kSyllables[] = {"ka", "lo", "mi", "nu", "pe", "ro", "sa", "ti",
                                                 "vu", "we", "xo", "ya", "zi", "bu", "de", "fo"};
    std::string text;
    std::size_t state = number * 2654435761u + 12345;
    for (int word = 0; word < 60; ++word) {
      for (int i = 0; i < 3; ++i, state = state * 6364136223846793005u + 1442695040888963407u) {
        text += kSyllables[(state >> 33) % 16];
      }
      text += ' ';
    }
    return text;
  }
  static Response html(const std::string& title, const std::string& body) {
    return {.content_type = "text/html; charset=utf-8",
            .body = "<!DOCTYPE html><title>" + title + "</title>\n" + body};
  }
  static Response redirect(const std::string& target) {
    return {.status = 302, .headers = {{"Location", target}}};
  }

  static bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
  }
  // The number in front of `suffix`, below `end`; `end` when there is none.
  static std::size_t number(std::string_view text, std::string_view suffix, std::size_t end) {
    if (!text.ends_with(suffix)) return end;
    text.remove_suffix(suffix.size());
    std::size_t value = 0;
    if (text.empty() || text.size() > 6) return end;
    for (const char c : text) {
      if (c < '0' || c > '9') return end;
      value = value * 10 + static_cast<std::size_t>(c - '0');
    }
    return value < end ? value : end;
  }

  Response real(const std::string& name, Response page) {
    seen_.insert(name);
    return page;
  }
  Response trap(const std::string& name, Response page) {
    ++traps_[name];
    return page;
  }

  Response answer(const std::string& target) {
    const std::lock_guard lock(mutex_);
    ++requests_;
    std::string_view rest = target;
    if (target == "/robots.txt") return {.status = 404};
    if (target == "/") return real(target, home());
    if (target == "/login") return real(target, html("Log in", "who are you"));
    if (take(rest, "/news/?page=")) {
      if (const auto i = number(rest, "", kLists); i < kLists) return real(target, list(i));
    } else if (take(rest, "/news/2024/")) {
      if (const auto i = number(rest, ".html", kStories); i < kStories) {
        return real(target, story(i));
      }
    } else if (take(rest, "/mirror/news/2024/")) {
      if (const auto i = number(rest, ".html", kStories); i < kStories) {
        return trap("mirror", story(i));
      }
    } else if (take(rest, "/shop/p/")) {
      if (const auto i = number(rest, "/", kProducts); i < kProducts) {
        return real(target, html(fmt::format("Product {}", i), words(10'000 + i)));
      }
    } else if (take(rest, "/shop/")) {
      return rest.empty() ? real(target, shop("")) : trap("filters", shop(rest));
    } else if (take(rest, "/docs/")) {
      const std::string_view page = rest.substr(0, rest.find(';'));
      if (const auto i = number(page, ".html", kDocs); i < kDocs) {
        if (!seen_.insert(fmt::format("/docs/{}", i)).second) ++traps_["session in the path"];
        return doc(i);
      }
    } else if (take(rest, "/club/topic-")) {
      const std::string_view page = rest.substr(0, rest.find('?'));
      if (const auto i = number(page, ".html", kTopics); i < kTopics) {
        if (!seen_.insert(fmt::format("/club/{}", i)).second) ++traps_["session in the query"];
        return topic(i);
      }
    } else if (take(rest, "/calendar/")) {
      return trap("calendar", calendar(rest));
    } else if (take(rest, "/go?to=")) {
      return trap("redirects to one page", redirect("/login"));
    } else if (take(rest, "/hop/")) {
      return trap("redirects without end",
                  redirect(fmt::format("/hop/{}", number(rest, "", 1'000'000) + 1)));
    } else if (take(rest, "/guide/")) {
      const std::string next = link("more/") + link("css/style/") + words(99);
      return trap("growing paths", html(fmt::format("Guide {}", target.size()), next));
    } else if (target.find('?') != std::string::npos || target.find("+") != std::string::npos) {
      return trap("action and broken links", html("Page " + target, words(++serial_)));
    }
    return trap("soft 404s", not_found());
  }

  static Response home() {
    std::string body = words(1) + link("/shop/") + link("/guide/") + link("/hop/1") +
                       link("/calendar/?year=2026&month=11") + link("/docs/0.html") +
                       link("/club/topic-0.html") + link("/mirror/news/2024/0.html");
    for (std::size_t i = 0; i < kLists; ++i) body += link(fmt::format("/news/?page={}", i));
    return html("Home", body);
  }
  static Response list(std::size_t i) {
    std::string body = words(20'000 + i) + link(fmt::format("/news/?page={}", (i + 1) % kLists)) +
                       link("?C=N;O=D") + link("?C=M;O=A");
    constexpr std::size_t kEach = kStories / kLists;
    for (std::size_t n = 0; n < kEach; ++n) {
      body += link(fmt::format("/news/2024/{}.html", i * kEach + n));
    }
    return html(fmt::format("News {}", i), body);
  }
  // The same bytes in the mirror; its relative links stay there.
  static Response story(std::size_t i) {
    std::string body = words(i);
    for (std::size_t n = 1; n <= 4; ++n) {
      body += link(fmt::format("{}.html", (i * 7 + n * 131) % kStories));
    }
    body += link(fmt::format("/edit?story={}&action=edit", i)) + link("/'+url+'") +
            link(fmt::format("/go?to={}", i));
    if (i % 20 == 0) body += link(fmt::format("/old/{}.html", i));
    return html(fmt::format("Story {}", i), body);
  }
  static Response shop(std::string_view query) {
    static constexpr const char* kFilters[] = {"color", "size", "brand", "price"};
    const std::string set(query.substr(std::min<std::size_t>(1, query.size())));
    std::string body = words(30'000 + query.size());
    for (const char* filter : kFilters) {
      if (set.find(filter) != std::string::npos) continue;
      for (int value = 1; value <= 4; ++value) {
        body += link(fmt::format("/shop/?{}{}{}={}", set, set.empty() ? "" : "&", filter, value));
      }
    }
    for (std::size_t i = 0; i < kProducts && query.empty(); ++i) {
      body += link(fmt::format("/shop/p/{}/", i));
    }
    return html("Shop " + set, body);
  }
  Response doc(std::size_t i) {
    const std::string session = fmt::format(";jsessionid={:032X}", ++serial_ * 7919);
    std::string body = words(40'000 + i);
    for (const std::size_t next : {i + 1, i * 3 + 1, i + 17}) {
      body += link(fmt::format("/docs/{}.html{}", next % kDocs, session));
    }
    return html(fmt::format("Manual {}", i), body);
  }
  Response topic(std::size_t i) {
    const std::string session = fmt::format("?ticket={:012x}x1", ++serial_ * 104'729);
    std::string body = words(50'000 + i);
    for (const std::size_t next : {i + 1, i * 3 + 1, i + 17, i + 50, i + 71, i * 2}) {
      body += link(fmt::format("/club/topic-{}.html{}", next % kTopics, session));
    }
    return html(fmt::format("Topic {}", i), body);
  }
  static Response calendar(std::string_view query) {
    int year = 2026, month = 11;
    std::sscanf(std::string(query).c_str(), "?year=%d&month=%d", &year, &month);
    const int before = year * 12 + month - 2, after = year * 12 + month;
    return html(fmt::format("{}-{}", year, month),
                words(60'000 + static_cast<std::size_t>(after)) +
                    link(fmt::format("?year={}&month={}", before / 12, before % 12 + 1)) +
                    link(fmt::format("?year={}&month={}", after / 12, after % 12 + 1)));
  }
  Response not_found() {
    const std::size_t n = ++serial_;
    return html("Sorry", "There is nothing at this address, but have a look at these pages " +
                             link(fmt::format("/old/a{}.html", n)) +
                             link(fmt::format("/old/b{}.html", n)));
  }

  mutable std::mutex mutex_;
  std::set<std::string> seen_;
  std::map<std::string, std::size_t> traps_;
  std::atomic<std::size_t> requests_ = 0;
  std::size_t serial_ = 0;
  crawler::demo::HttpServer server_;  // last: its thread ends first
};

}  // namespace support
