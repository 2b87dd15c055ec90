// Times the readers of HTML over news-like pages:
//   bench_html [--write FOLDER]
// Prints a line "name MB/s" each, of 10^6 bytes for a second of this thread's processor time, the
// median of five rounds that go through all readers in turn. With --write it leaves the pages in
// FOLDER instead, for readers that are not ours.
#include <ctime>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "crawler/demo/site.h"
#include "crawler/extract/gumbo_html.h"
#include "crawler/extract/html.h"
#include "crawler/extract/html_elements.h"
#include "crawler/extract/html_tokenizer.h"
#include "tests/bench/news_page.h"

namespace {

using crawler::extract::HtmlTokenizer;
using crawler::extract::Markup;
using crawler::extract::TokenType;

constexpr int kRounds = 5;
constexpr std::size_t kPageBytes = 150'000, kMadePages = 200, kSampleTimes = 10;

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::vector<std::string> corpus() {
  namespace demo = crawler::demo;
  std::vector<std::string> pages;
  demo::Site site = demo::make_site(demo::origins_of("http", 8790));
  for (const demo::Expected& expected : site.manifest()) {
    if (expected.status != 200 || !expected.content_type.starts_with("text/html")) continue;
    const std::size_t host = expected.url.find("//") + 2;
    const std::size_t target = expected.url.find('/', host);
    const demo::Response page = site.answer({.method = "GET",
                                             .host = expected.url.substr(host, target - host),
                                             .target = expected.url.substr(target)});
    pages.insert(pages.end(), kSampleTimes, page.body);
  }
  for (std::size_t i = 0; i < kMadePages; ++i) pages.push_back(bench::news_page(i, kPageBytes));
  return pages;
}

// Attributes and raw text as a reader of links takes them.
std::size_t count_tokens(std::string_view html) {
  HtmlTokenizer tokens(html, Markup::html);
  std::size_t count = 0;
  for (;;) {
    const crawler::extract::HtmlToken& token = tokens.next();
    if (token.type == TokenType::end) return count;
    count += 1 + token.attributes.size();
    if (token.type != TokenType::start_tag) continue;
    if (token.name == "script") {
      count += tokens.take_script().size();
    } else if (token.name == "style" || token.name == "title") {
      count += tokens.take_raw_text(token.name).size();
    }
  }
}

std::size_t count_elements(std::string_view html) {
  std::size_t count = 0;
  crawler::extract::visit_elements(html, Markup::html,
                                   [&count](const auto& one) { count += one.attributes.size(); });
  return count;
}

std::size_t count_links(std::string_view html) {
  static const base::Url url = base::Url::parse("https://news.example/a/b.html").value();
  crawler::extract::Extraction found;
  crawler::extract::read_html({.utf8 = html, .url = url}, found);
  return found.links.size();
}

std::size_t parse_with_gumbo(std::string_view html) {
  const crawler::extract::HtmlTree tree(html, crawler::extract::gumbo_limits_for(html.size()));
  return tree.memory_bytes();
}

struct Reader {
  std::string_view name;
  std::size_t (*read)(std::string_view html);
  std::vector<double> rates;
};

void measure(Reader& reader, const std::vector<std::string>& pages) {
  std::size_t bytes = 0;
  // What the readers say is summed up, so that nothing they do is left out by the compiler.
  volatile std::size_t sum = 0;
  const double start = thread_seconds();
  for (const std::string& page : pages) {
    sum = sum + reader.read(page);
    bytes += page.size();
  }
  reader.rates.push_back(static_cast<double>(bytes) / 1e6 / (thread_seconds() - start));
}

int write(const std::vector<std::string>& pages, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    std::ofstream(folder / fmt::format("{:05}.html", i), std::ios::binary) << pages[i];
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> pages = corpus();
  if (argc == 3 && std::string_view(argv[1]) == "--write") return write(pages, argv[2]);
  Reader readers[] = {{"tokenizer", count_tokens, {}},
                      {"elements", count_elements, {}},
                      {"links", count_links, {}},
                      {"gumbo", parse_with_gumbo, {}}};
  for (int round = 0; round < kRounds; ++round) {
    for (Reader& reader : readers) measure(reader, pages);
  }
  for (Reader& reader : readers) {
    std::sort(reader.rates.begin(), reader.rates.end());
    fmt::print("{} {:.1f}\n", reader.name, reader.rates[kRounds / 2]);
  }
}
