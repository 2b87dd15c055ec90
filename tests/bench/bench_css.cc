// Times the CSS reader over made-up sheets in the style of news sites, minified, and over files:
//   bench_css [FILE...]
// A line a sheet: its size, and MB/s (10^6 bytes) of the tokenizer alone, of the reader, and of the
// reader with its links resolved; each the best of nine rounds, since other work only slows down.
#include <algorithm>
#include <ctime>
#include <random>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/disk.h"
#include "base/url.h"
#include "crawler/extract/css.h"
#include "crawler/extract/css_tokens.h"
#include "crawler/extract/link_set.h"

namespace {

using Random = std::mt19937_64;

constexpr std::size_t kSheetBytes = 2'000'000;

std::string_view one_of(Random& random, std::initializer_list<std::string_view> choices) {
  return *(choices.begin() + random() % choices.size());
}

std::string class_name(Random& random) {
  std::string name(one_of(random, {".c-", ".o-", ".story__", ".nav-", ".js-", ".u-", "."}));
  name += one_of(random, {"headline", "card", "teaser", "btn", "media", "grid", "byline", "live"});
  name += one_of(random, {"", "--primary", "__link", "-item", "--is-active", "__image-wrapper"});
  return name;
}

std::string selector(Random& random) {
  std::string text = class_name(random);
  const std::size_t parts = random() % 3;
  for (std::size_t i = 0; i < parts; ++i) {
    text += one_of(random, {" ", ">", ",", "+", "", ":hover,", ":not(.is-open) "});
    text += class_name(random);
  }
  text +=
      one_of(random, {"", "", "", ":hover", "::before", ":first-child", " a", "[data-open=\"1\"]"});
  return text;
}

std::string declaration(Random& random) {
  const auto number = [&random] { return std::to_string(random() % 100); };
  switch (random() % 12) {
    case 0: return "color:#" + fmt::format("{:06x}", random() % 0x1000000);
    case 1: return "margin:0 auto " + number() + "px";
    case 2: return "padding:" + number() + "px " + number() + "px";
    case 3: return "font:700 1." + number() + "rem/1.25 \"Guardian Headline\",Georgia,serif";
    case 4: return "display:" + std::string(one_of(random, {"flex", "block", "none", "grid"}));
    case 5: return "background-color:rgba(0,0,0,." + number() + ")";
    case 6: return "transform:translate3d(0,-" + number() + "%,0)";
    case 7: return "width:calc(100% - " + number() + "px)";
    case 8: return "transition:opacity .3s ease-in-out,visibility 0s linear .3s";
    case 9: return "color:var(--theme-" + number() + ",inherit)";
    case 10: return "position:" + std::string(one_of(random, {"absolute", "relative", "sticky"}));
    default: return "-webkit-box-flex:" + number() + ";max-width:" + number() + "em";
  }
}

std::string rule(Random& random) {
  std::string text = selector(random) + '{' + declaration(random);
  const std::size_t more = random() % 5;
  for (std::size_t i = 0; i < more; ++i) text += ';' + declaration(random);
  if (random() % 40 == 0) {
    text += fmt::format(";background:url(/static/img/sprite-{}.svg) no-repeat", random() % 5000);
  }
  return text + '}';
}

// `data_share` percent of the sheet are pictures in data: URLs of 1 to 16 KB.
std::string sheet(unsigned data_share) {
  Random random(1);
  std::string text = "@charset \"utf-8\";@import url(base.css);";
  std::size_t data_bytes = 0;
  while (text.size() < kSheetBytes) {
    if (random() % 20 == 0) text += "@media (min-width:" + std::to_string(random() % 1200) + "px){";
    text += rule(random) + (random() % 20 == 0 ? "}" : "");
    if (data_bytes * 100 < text.size() * data_share) {
      std::string picture(1000 + random() % 15'000, ' ');
      for (char& c : picture) {
        c = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[random() % 64];
      }
      text += ".i{background:url(data:image/png;base64," + picture + ")}";
      data_bytes += picture.size();
    }
  }
  return text;
}

// Processor time: other work on the machine takes less from it than from the time of day.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <typename Work>
double megabytes_per_second(std::string_view css, const Work& work) {
  double best = 0;
  // Small sheets several times a round, so that the clock has something to measure.
  const std::size_t times = 1 + kSheetBytes / (css.size() + 1);
  for (int round = 0; round < 9; ++round) {
    const double start = seconds();
    for (std::size_t i = 0; i < times; ++i) work(css);
    best = std::max(best, static_cast<double>(times * css.size()) / 1e6 / (seconds() - start));
  }
  return best;
}

std::size_t count_tokens(std::string_view css) {
  std::size_t count = 0;
  crawler::extract::CssTokens tokens(css);
  while (tokens.next().type != crawler::extract::CssTokenType::end) ++count;
  return count;
}

void measure(const std::string& name, std::string_view css) {
  const base::Url url = base::Url::parse("https://news.example/css/main.css").value();
  std::size_t tokens = 0, found = 0;
  const auto tokenize = [&tokens](std::string_view text) { tokens = count_tokens(text); };
  const auto read = [&found](std::string_view text) {
    found = 0;
    crawler::extract::read_css(text, [&found](const auto&) { ++found; });
  };
  const auto resolve = [&url](std::string_view text) {
    crawler::extract::LinkSet links(url);
    crawler::extract::add_css_links(text, policies::ReferrerPolicy::no_referrer, links);
  };
  const double tokenizer = megabytes_per_second(css, tokenize);
  const double reader = megabytes_per_second(css, read);
  const double resolver = megabytes_per_second(css, resolve);
  fmt::print(
      "{}: {} bytes, {} tokens, {} URLs: tokenizer {:.0f}, reader {:.0f}, with links {:.0f} MB/s\n",
      name, css.size(), tokens, found, tokenizer, reader, resolver);
}

}  // namespace

int main(int argc, char** argv) {
  measure("news", sheet(0));
  measure("news, 30 % data: URLs", sheet(30));
  measure("one data: URL", "a{b:url(data:image/png;base64," + std::string(kSheetBytes, 'A') + ")}");
  for (int i = 1; i < argc; ++i) {
    const auto text = base::read_file(base::real_disk(), argv[i], 64 << 20);
    if (!text) {
      fmt::print(stderr, "bench_css: {}\n", base::describe(text.error()));
      return 1;
    }
    measure(argv[i], *text);
  }
}
