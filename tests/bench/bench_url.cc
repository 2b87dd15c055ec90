// What a reference costs: Url::join over the kinds of href a news page holds, and LinkSet::add for
// a page of 260 links of which a third repeat. One thread; best of nine rounds, in nanoseconds.
//   bench_url
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/url.h"
#include "crawler/extract/extraction.h"
#include "crawler/extract/link_set.h"

namespace {

using std::chrono::steady_clock;

constexpr std::string_view kBase = "https://www.example.cn/politics/2026_10_03_123456.shtml";
constexpr int kRounds = 9;

struct Kind {
  std::string_view name;
  std::vector<std::string> references;
};

// Forty of each, as they stand in the pages of news sites.
std::vector<Kind> kinds() {
  std::vector<Kind> all = {{"absolute", {}},      {"root-relative", {}}, {"relative", {}},
                           {"parent folder", {}}, {"query", {}},         {"Chinese path", {}},
                           {"other host", {}},    {"fragment", {}}};
  for (int i = 0; i < 40; ++i) {
    const int id = 700'000 + i * 37;
    const std::vector<std::string> made = {
        fmt::format("https://www.example.cn/internation/2026_10_{:02}_{}.shtml", i % 28 + 1, id),
        fmt::format("/internation/2026_10_{:02}_{}.shtml", i % 28 + 1, id),
        fmt::format("2026_10_{:02}_{}_s.shtml", i % 28 + 1, id),
        fmt::format("../images/2026/10/{}/cover.jpg", id),
        fmt::format("/search/list?page={}&type=news&q=a%20b&from={}", i, id),
        fmt::format("/\xe4\xb8\x93\xe9\xa2\x98/\xe5\x9b\xbd\xe9\x99\x85/{}.html", id),
        fmt::format("//i.cdn-{}.example.com/mainland/202610/20261003{}.jpg!w480", i % 4, id),
        fmt::format("#comment-{}", id)};
    for (std::size_t kind = 0; kind < made.size(); ++kind)
      all[kind].references.push_back(made[kind]);
  }
  return all;
}

// The shortest time of one `work`, in nanoseconds.
template <typename Work>
double best_ns(const Work& work) {
  double best = 1e18;
  for (int round = 0; round < kRounds; ++round) {
    const auto begin = steady_clock::now();
    work();
    best = std::min(best,
                    std::chrono::duration<double, std::nano>(steady_clock::now() - begin).count());
  }
  return best;
}

void require(bool holds, std::string_view what) {
  if (holds) return;
  fmt::print(stderr, "bench_url: {}\n", what);
  std::exit(1);
}

double join_ns(const base::Url& page, const std::vector<std::string>& references) {
  constexpr int kRepeats = 250;
  std::size_t bytes = 0;
  const double ns = best_ns([&] {
    for (int i = 0; i < kRepeats; ++i) {
      for (const std::string& reference : references) {
        bytes += page.join(reference).value().href().size();
      }
    }
  });
  require(bytes > 0, "nothing joined");
  return ns / kRepeats / static_cast<double>(references.size());
}

// As a page mentions them: every third link is one that stands above it.
std::vector<std::string> links_of_a_page(const std::vector<Kind>& all) {
  std::vector<std::string> links;
  for (std::size_t i = 0; links.size() < 260; ++i) {
    const std::vector<std::string>& from = all[i % 7].references;
    links.push_back(i % 3 == 2 ? links[links.size() / 2] : from[i / 7 % from.size()]);
  }
  return links;
}

double add_ns(const base::Url& page, const std::vector<std::string>& links) {
  constexpr int kRepeats = 40;
  std::size_t kept = 0;
  const double ns = best_ns([&] {
    for (int i = 0; i < kRepeats; ++i) {
      crawler::extract::LinkSet set(page);
      for (const std::string& link : links) set.add({.text = link, .context = "a/href"});
      crawler::extract::Extraction extraction;
      set.move_to(extraction);
      kept = extraction.links.size();
    }
  });
  fmt::print("{:<16} {:>4} references, {} kept\n", "a page", links.size(), kept);
  return ns / kRepeats / static_cast<double>(links.size());
}

}  // namespace

int main() {
  const base::Url page = base::Url::parse(kBase).value();
  const std::vector<Kind> all = kinds();
  std::vector<std::string> together;
  for (const Kind& kind : all) {
    fmt::print("{:<16} {:7.0f} ns a join\n", kind.name, join_ns(page, kind.references));
    together.insert(together.end(), kind.references.begin(), kind.references.end());
  }
  fmt::print("{:<16} {:7.0f} ns a join\n", "all", join_ns(page, together));
  fmt::print("{:<16} {:7.0f} ns an add\n", "LinkSet", add_ns(page, links_of_a_page(all)));
}
