// One page for each thing the web does to a crawler: codings, framings, redirects, errors, odd
// addresses, an old charset. The home page links to all of them.
#include <stdexcept>

#include <fmt/format.h>
#include <unicode/ucnv.h>

#include "crawler/demo/html.h"
#include "crawler/demo/pages.h"

namespace crawler::demo {
namespace {

constexpr const char* kOutside = "http://outside.example.test/";

std::string long_path() {
  std::string path = "/archive";
  // Long, but not so deep that it must be a trap (docs/traps.md).
  for (int shelf = 1; shelf <= 16; ++shelf) {
    path += fmt::format(
        "/shelf-{:02}-of-the-reading-room-in-the-customs-house-by-the-old-harbour-basin", shelf);
  }
  return path + "/index.html";
}

std::string chinese_path() { return percent_encoded("/新闻/潮汐表.html"); }

std::string tide_query() { return "/tides?date=2026-03-21&place=" + percent_encoded("北码头"); }

std::string to_gbk(std::string_view utf8) {
  std::string out(utf8.size() + 1, '\0');  // no character of ours is longer in GBK than in UTF-8
  UErrorCode error = U_ZERO_ERROR;
  const std::int32_t size =
      ucnv_convert("GBK", "UTF-8", out.data(), static_cast<std::int32_t>(out.size()), utf8.data(),
                   static_cast<std::int32_t>(utf8.size()), &error);
  if (U_FAILURE(error))
    throw std::runtime_error("cannot write GBK: " + std::string(u_errorName(error)));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

PageHead head_of(Language language, std::string title, std::string description) {
  PageHead head;
  head.language = language;
  head.title = std::move(title);
  head.description = std::move(description);
  return head;
}

std::string simple_page(Language language, const std::string& title, const std::string& text) {
  return document(head_of(language, title, text),
                  fmt::format("<article class=\"story\"><h1>{}</h1>\n<p>{}</p></article>",
                              escaped(title), escaped(text)));
}

// A long read: every story of a section in one page, so that codings and chunks have work to do.
std::string digest_page(Language language, const std::string& title, Section section) {
  std::string text;
  for (const Article& article : all_articles()) {
    if (article.section != section || article.language != language) continue;
    text +=
        fmt::format("<h2><a href=\"{}\">{}</a></h2>\n", article.path, escaped(article.headline));
    for (const std::string& paragraph : article.paragraphs) {
      text += fmt::format("<p>{}</p>\n", escaped(paragraph));
    }
  }
  return document(
      head_of(language, title, description_of(section).in(language)),
      fmt::format("<article class=\"story\"><h1>{}</h1>\n{}</article>", escaped(title), text));
}

Response html(std::string body) {
  return Response{.content_type = kHtmlType, .body = std::move(body)};
}

void add_transports(Site& site) {
  Response gzip = html(digest_page(Language::english, "The tide almanac", Section::weather));
  gzip.coding = Coding::gzip;
  site.add(Host::www, "/features/tide-almanac.html", Kind::page, std::move(gzip));

  Response chunked = html(digest_page(Language::english, "A market diary", Section::market));
  chunked.framing = Framing::chunked;
  site.add(Host::www, "/features/market-diary.html", Kind::page, std::move(chunked));

  Response both = html(digest_page(Language::chinese, "港湾一年", Section::harbour));
  both.coding = Coding::gzip;
  both.framing = Framing::chunked;
  site.add(Host::www, "/features/harbour-year.html", Kind::page, std::move(both));

  Response brotli = html(digest_page(Language::chinese, "旧闻选刊", Section::archive));
  brotli.coding = Coding::brotli;
  site.add(Host::www, "/features/archive-letters.html", Kind::page, std::move(brotli));

  // RFC 9112 6.3, last rule: no length and no chunks, the end of the connection is the end.
  Response closing = html(digest_page(Language::english, "Sport by telegraph", Section::sport));
  closing.framing = Framing::until_close;
  closing.verbatim_head = fmt::format(
      "HTTP/1.0 200 OK\r\nServer: bay-telegraph/0.3\r\ncontent-type:  {}\r\n\r\n", kHtmlType);
  closing.content_type = kHtmlType;
  site.add(Host::www, "/features/telegraph.html", Kind::page, std::move(closing));
}

void add_redirect(Site& site, const char* target, int status, const std::string& location) {
  Response response =
      html(fmt::format("<!DOCTYPE html><title>Moved</title><p>Moved <a href=\"{}\">here</a>.</p>\n",
                       escaped(location)));
  response.status = status;
  response.headers.emplace_back("Location", location);
  site.add(Host::www, target, Kind::redirect, std::move(response));
}

void add_answers_without_page(Site& site) {
  const std::vector<Article> articles = all_articles();
  add_redirect(site, "/go/ferry", 301, site.origins().www + articles[1].path);
  add_redirect(site, "/go/lighthouse", 302, "/go/lighthouse/2026");
  add_redirect(site, "/go/lighthouse/2026", 302, articles[2].path);

  Response missing = html(not_found_page());
  missing.status = 404;
  site.add(Host::www, "/missing/old-story.html", Kind::missing, std::move(missing));
  Response gone = html(simple_page(Language::english, "Withdrawn",
                                   "This notice of 1998 was withdrawn at the writer's request."));
  gone.status = 410;
  site.add(Host::www, "/gone/notice-1998.html", Kind::missing, std::move(gone));

  site.add(Host::www, "/beacon/read", Kind::page, Response{.status = 204});
  site.add(Host::www, "/live/tide-gauge.html", Kind::flaky,
           html(simple_page(Language::english, "The tide gauge, live",
                            "3.18 metres and falling. The gauge is read by hand, so the first "
                            "visitor of the day has to wait a second.")));
}

void add_private_pages(Site& site) {
  site.add(Host::www, "/private/staff.html", Kind::disallowed,
           html(document(head_of(Language::english, "For the staff", "Not for crawlers."),
                         "<h1>For the staff</h1><p><a href=\"/private/rota.html\">Rota</a></p>")));
  site.add(Host::www, "/private/rota.html", Kind::disallowed,
           html(simple_page(Language::english, "Rota", "Who makes the tea, and when.")));
}

void add_odd_addresses(Site& site) {
  site.add(Host::www, long_path(), Kind::page,
           html(simple_page(Language::english, "The last shelf",
                            "Whoever reads this has walked past twenty-four shelves.")));
  site.add(Host::www, chinese_path(), Kind::page,
           html(simple_page(Language::chinese, "潮汐表",
                            "三月二十一日：高潮零点十二分四米六，低潮六点二十五分零米九，"
                            "高潮十二点三十七分四米五，低潮十八点四十九分一米零。")));
  site.add(Host::www, tide_query(), Kind::page,
           html(simple_page(Language::chinese, "北码头三月二十一日潮位",
                            "高潮零点十二分，四米六。码头下层石阶将被淹没，请走东侧坡道。")));
  site.add(Host::www, "/embed/tides.html", Kind::requisite,
           html("<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Tides</title>\n"
                "<p>High water 00:12 (4.6 m), 12:37 (4.5 m). Low water 06:25 (0.9 m), 18:49 "
                "(1.0 m).</p></html>\n"));
}

// A page from before UTF-8: only its <meta> says so, and its form's links carry GBK (URL Standard,
// percent-encode after encoding).
void add_gbk_pages(Site& site) {
  PageHead head = head_of(Language::chinese, "海湾渔业公告（旧版）", "合作社旧网站的公告");
  head.charset = "gbk";
  const std::string page = document(
      head,
      "<article "
      "class=\"story\"><h1>海湾渔业公告</h1>\n<p>本页沿用合作社旧网站的编码。三月起海带按等级收购，"
      "晾晒场每日六点开门。</p>\n<p><a href=\"/search?q=海带\">查询“海带”</a></p></article>");
  site.add(Host::www, "/gbk/notice.html", Kind::page,
           Response{.content_type = "text/html", .body = to_gbk(page)});
  site.add(Host::www, "/search?q=" + percent_encoded(to_gbk("海带")), Kind::page,
           html(simple_page(Language::chinese, "查询结果：海带",
                            "一等每斤三元二角，二等每斤二元六角，三等请与合作社面议。")));
}

void add_about(Site& site) {
  constexpr const char* kAbout =
      R"html(<article class="story"><h1>关于本报 About this paper</h1>
<p><picture><source media="(max-width: 480px)" srcset="/static/share-small.png">
<img src="/static/share.png" srcset="/static/share.png 1x, /static/share-2x.png 2x"
width="240" height="240" alt="A sail"></picture></p>
<p>《海湾日报》是 Varve 自带的样例网站。海湾镇并不存在，镇上的人物与事件均为虚构。</p>
<p>The Bay Daily is the sample site built into Varve. The town does not exist, and neither do the
people in it. Its pages show a crawler what the web is like: pictures that must not be asked for
with a Referer, an old charset, redirects, a page that fails once, and one door that is marked
private.</p></article>)html";
  site.add(
      Host::www, "/about.html", Kind::page,
      html(document(head_of(Language::chinese, "关于本报 About", "Varve 的样例网站"), kAbout)));
}

}  // namespace

void add_special_pages(Site& site) {
  add_about(site);
  add_transports(site);
  add_answers_without_page(site);
  add_private_pages(site);
  add_odd_addresses(site);
  add_gbk_pages(site);
}

std::string special_links() {
  const std::pair<std::string, const char*> links[] = {
      {"/features/tide-almanac.html", "The tide almanac"},
      {"/features/market-diary.html", "A market diary"},
      {"/features/harbour-year.html", "港湾一年"},
      {"/features/archive-letters.html", "旧闻选刊"},
      {"/features/telegraph.html", "Sport by telegraph"},
      {"/live/tide-gauge.html", "The tide gauge, live"},
      {tide_query(), "北码头潮位"},
      // Spelled in Chinese here: encoding it is the reader's work (URL Standard, path state).
      {"/新闻/潮汐表.html", "潮汐表"},
      {"/gbk/notice.html", "渔业公告（旧版）"},
      {long_path(), "The last shelf"},
      {"/go/ferry", "Ferry news"},
      {"/go/lighthouse", "灯塔"},
      {"/missing/old-story.html", "An old story"},
      {"/gone/notice-1998.html", "Notice of 1998"},
      {"/beacon/read", "Mark as read"},
      {"/private/staff.html", "For the staff"},
      {kOutside, "Our neighbours"},
  };
  std::string items;
  for (const auto& [target, text] : links) {
    items += fmt::format("<li><a href=\"{}\">{}</a></li>\n", escaped(target), text);
  }
  return items;
}

}  // namespace crawler::demo
