// Damaged pages: extract() survives each of them within its time and memory, and what it finds can
// be asked for. VARVE_MUTANTS sets how many; ctest runs few, and with -L slow 100,000.
#include <malloc.h>

#include <ctime>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/extraction.h"
#include "tests/crawler/extract/extracting.h"
#include "tests/crawler/extract/html_pages.h"
#include "tests/support/mutator.h"

namespace {

// What operator new has given out in this program, and the most at once. One thread.
std::size_t live_bytes = 0, most_bytes = 0;

void* counted(std::size_t size) {
  void* const block = std::malloc(size);
  if (block == nullptr) throw std::bad_alloc();
  live_bytes += malloc_usable_size(block);
  most_bytes = std::max(most_bytes, live_bytes);
  return block;
}

void release(void* block) {
  if (block != nullptr) live_bytes -= malloc_usable_size(block);
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* block) noexcept { release(block); }
void operator delete[](void* block) noexcept { release(block); }
void operator delete(void* block, std::size_t) noexcept { release(block); }
void operator delete[](void* block, std::size_t) noexcept { release(block); }

namespace {

using crawler::extract::Document;
using crawler::extract::extract;
using crawler::extract::Extraction;
using std::chrono::nanoseconds;

// Issue 4, "Must be shown" 2. The floor is for what does not grow with the page: tables, buffers.
constexpr std::size_t kMostMemoryTimes = 64, kMemoryFloor = 1 << 20;
// Of all pages together: each leaves nothing behind but tables the program makes once.
constexpr std::size_t kMostKept = 8 << 20;
constexpr nanoseconds kMostTime = std::chrono::milliseconds(500);

const std::vector<std::string_view> kPieces = {
    "\"",
    "'",
    "<",
    ">",
    "/",
    "=",
    "&",
    " ",
    "\n",
    "\r",
    std::string_view("\0", 1),
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "<!doctype html>",
    "<svg>",
    "</svg>",
    "<math>",
    "<foreignObject>",
    "<script>",
    "</script>",
    "<!--<script>",
    "<style>",
    "</style>",
    "<title>",
    "<textarea>",
    "<select>",
    "<table>",
    "<td>",
    "<template>",
    "<noscript>",
    "<iframe srcdoc='",
    "<div>",
    "</div>",
    "<p>",
    "<a href=",
    "<img srcset='",
    "<base href=//b/>",
    "<meta name=",
    "style='background:url(",
    "url(",
    "@import '",
    "\\",
    "/*",
    "*/",
    "{",
    "}",
    "a=b ",
    "http://",
    "//",
    "../",
    "?",
    "#",
    "%",
    "&#x4e2d;",
    "&lt;",
    "&copy",
    "\xe4\xb8\xad",
    "\xff",
    "\xc0\x80",
    "<script type=application/ld+json>{\"@type\":\"Article\",\"image\":\"",
    "[",
    "{\"a\":",
    "<meta charset=gbk>",
    "<meta http-equiv=refresh content='0;url="};

nanoseconds thread_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

std::size_t mutants_wanted() {
  const char* count = std::getenv("VARVE_MUTANTS");
  return count != nullptr ? std::strtoull(count, nullptr, 10) : 3'000;
}

bool can_be_asked_for(std::string_view href) {
  return (href.starts_with("http://") || href.starts_with("https://")) &&
         std::all_of(href.begin(), href.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

struct Figures {
  nanoseconds slowest{0}, slowest_with_text{0};
  std::size_t most_memory = 0, most_times = 0, kept = 0, links = 0, bytes = 0;
};

void expect_clean(const Extraction& found) {
  for (const auto& link : found.links) {
    if (!can_be_asked_for(link.url.href())) BOOST_TEST_ERROR("link " << link.url.href());
  }
}

void expect_bounded(const Document& page, Figures& figures) {
  const std::size_t before = live_bytes;
  most_bytes = live_bytes;
  const nanoseconds start = thread_time();
  auto found = std::make_unique<Extraction>(extract(page));
  const nanoseconds taken = thread_time() - start;
  std::size_t memory = most_bytes - before;
  expect_clean(*found);
  figures.links += found->links.size();
  found.reset();
  // Tables made for the first page that needs them serve all others.
  const std::size_t kept = live_bytes - std::min(before, live_bytes);
  memory -= std::min(kept, memory);

  nanoseconds& slowest = page.wants_text ? figures.slowest_with_text : figures.slowest;
  slowest = std::max(slowest, taken);
  figures.most_memory = std::max(figures.most_memory, memory);
  if (memory > kMemoryFloor) {
    figures.most_times = std::max(figures.most_times, memory / page.body.size());
  }
  figures.kept += kept;
  figures.bytes += page.body.size();
  if (taken > kMostTime) BOOST_TEST_ERROR("took " << taken.count() << " ns");
  if (memory > std::max(kMostMemoryTimes * page.body.size(), kMemoryFloor)) {
    BOOST_TEST_ERROR(memory << " bytes for " << page.body.size());
  }
}

void run(const std::vector<std::string>& pages, const std::string& type, std::size_t count,
         Figures& figures) {
  support::Mutator mutator(count, kPieces);
  for (std::size_t i = 0; i < count; ++i) {
    Document page = support::document(mutator.mutated(pages), type);
    page.wants_text = i % 4 == 0;
    BOOST_TEST_CONTEXT(type << " mutant " << i << " of " << count) {
      expect_bounded(page, figures);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mutated_pages)

BOOST_AUTO_TEST_CASE(damaged_pages_cost_little_and_give_clean_links) {
  std::vector<std::string> pages = support::sample_site("text/html");
  support::append(pages, support::case_inputs("links.cases"));
  support::append(pages, support::malformed_pages());
  const std::size_t count = mutants_wanted();
  Figures figures;

  run(pages, "text/html", count * 8 / 10, figures);
  run(pages, "", count / 10, figures);
  run(pages, "application/xhtml+xml; charset=utf-8", count / 10, figures);

  BOOST_TEST_MESSAGE(count << " mutants of " << pages.size() << " pages, " << figures.bytes
                           << " bytes, " << figures.links << " links; slowest "
                           << figures.slowest.count() / 1'000'000 << " ms, with text "
                           << figures.slowest_with_text.count() / 1'000'000 << " ms; most memory "
                           << figures.most_memory << " bytes, past the floor at most "
                           << figures.most_times << " times the page; tables of " << figures.kept);
  BOOST_TEST(figures.links > count);
  BOOST_TEST(figures.kept <= kMostKept);
}

// What is read again for each of its kind shows here: 200 KB squared are 40 s of work.
BOOST_AUTO_TEST_CASE(floods_of_one_mark_cost_no_more_than_other_pages) {
  Figures figures;
  for (const std::string_view before : {"", "<a ", "<a b='", "<svg>", "<script>", "<style>"}) {
    for (const std::string_view piece : kPieces) {
      std::string html(before);
      while (html.size() < 200'000) html += piece;
      BOOST_TEST_CONTEXT(before << " and then only " << piece) {
        expect_bounded(support::document(html, "text/html; charset=utf-8"), figures);
      }
    }
  }

  BOOST_TEST(figures.bytes > 100 * 200'000);
  BOOST_TEST_MESSAGE("slowest flood " << figures.slowest.count() / 1'000'000 << " ms, most memory "
                                      << figures.most_times << " times the page");
}

BOOST_AUTO_TEST_SUITE_END()
