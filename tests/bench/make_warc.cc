// Writes WARC files as a crawl of a news site leaves them, for scripts/bench: pages that deflate to
// a quarter and four times as many pictures that do not deflate, with requests and metadata. The
// same arguments give the same bytes.
//   make_warc FILE MEGABYTES [LEVEL [deflate]]     "deflate": pictures are deflated, too
// Says on stdout how long making and compressing took, without making up the contents.
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/disk.h"
#include "warc/gzip_member.h"
#include "warc/records.h"

namespace {

using Random = std::mt19937_64;
using std::chrono::steady_clock;

constexpr std::string_view kInfo = "<urn:uuid:00000000-0000-4000-8000-ffffffffffff>";
constexpr auto kSha1 = warc::DigestAlgorithm::sha1;

// Words as frequent as those of a language: the nth a share of 1/n.
class Language {
 public:
  explicit Language(Random& random) {
    for (int i = 0; i < 20'000; ++i) {
      std::string word(2 + random() % 9, ' ');
      for (char& c : word) c = static_cast<char>('a' + random() % 26);
      words_.push_back(std::move(word));
    }
  }
  const std::string& word(Random& random) const {
    const double u = static_cast<double>(random() >> 11) / 9007199254740992.0;
    return words_[static_cast<std::size_t>(std::pow(static_cast<double>(words_.size()), u)) - 1];
  }

 private:
  std::vector<std::string> words_;
};

std::size_t log_normal(Random& random, double median, double sigma) {
  return static_cast<std::size_t>(std::lognormal_distribution<>(std::log(median), sigma)(random));
}

std::string page(Random& random, const Language& language) {
  const std::size_t size = std::min<std::size_t>(log_normal(random, 90'000, 0.9), 700'000);
  std::string text = "<!doctype html><html><head><title>";
  while (text.size() < size) {
    text += "<div class=\"story\"><a href=\"/news/" + language.word(random) + "/" +
            std::to_string(random() % 100'000) + ".html\">";
    const std::size_t count = 5 + random() % 60;
    for (std::size_t i = 0; i < count; ++i) text += language.word(random) + ' ';
    text += "</a></div>\n";
  }
  return text;
}

std::string picture(Random& random) {
  std::string bytes(std::min<std::size_t>(log_normal(random, 28'000, 0.9), 276'000), '\0');
  for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
    const std::uint64_t word = random();
    for (std::size_t k = 0; k < 8; ++k) bytes[i + k] = static_cast<char>(word >> (8 * k));
  }
  return "\xff\xd8\xff\xe0" + bytes;
}

class Maker {
 public:
  Maker(std::unique_ptr<base::File> file, int level, bool deflate_all)
      : file_(std::move(file)), level_(level), deflate_all_(deflate_all) {}

  void add_exchange(std::string body, bool is_page) {
    const std::string uri = fmt::format("http://www.example.com/{}/{}.{}", count_ % 97, count_,
                                        is_page ? "html" : "jpg");
    const auto date = base::Timestamp(std::chrono::seconds(1'790'000'000 + count_++));
    const std::string head = fmt::format(
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
        is_page ? "text/html; charset=utf-8" : "image/jpeg", body.size());
    const auto begin = steady_clock::now();
    input_ += body.size();
    const warc::Exchange exchange{uri, date, "192.0.2.1", {"http/1.1"}, "", ""};
    const auto response = base::value_or_throw(
        make_response(ids_, exchange, head, warc::Block(std::move(body)), kSha1));
    put(response, !is_page && !deflate_all_);
    put(base::value_or_throw(make_request(
            ids_, exchange, "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n", response.id, kSha1)),
        false);
    warc::Fields facts;
    facts.add("fetchTimeMs", std::to_string(count_ % 300));
    put(base::value_or_throw(make_metadata(ids_, uri, date, facts, response.id, kSha1)), false);
    time_ += steady_clock::now() - begin;
  }

  void put(const warc::Record& record, bool store) {
    warc::MemberOptions options;
    options.level = level_;
    options.store = store;
    const auto member = base::value_or_throw(encode_member(record, kInfo, options));
    const auto append = [this](std::string_view bytes) { return file_->append(bytes); };
    base::value_or_throw(member.for_each_chunk(append));
    ++records_;
  }

  std::uint64_t bytes() const { return file_->size(); }
  void print() const {
    fmt::print("{} {} {} {:.3f}\n", records_, input_, bytes(),
               std::chrono::duration<double>(time_).count());
  }

 private:
  std::unique_ptr<base::File> file_;
  int level_;
  bool deflate_all_;
  warc::NumberedIds ids_;
  std::uint64_t count_ = 0, records_ = 0, input_ = 0;
  steady_clock::duration time_{};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: make_warc FILE MEGABYTES [LEVEL [deflate]]\n");
    return 2;
  }
  const std::uint64_t size = std::strtoull(argv[2], nullptr, 10) * 1'000'000;
  const int level = argc > 3 ? std::atoi(argv[3]) : 6;
  Maker maker(base::value_or_throw(base::real_disk().open(argv[1], base::OpenMode::replace)), level,
              argc > 4);
  Random random(1);
  const Language language(random);
  warc::NumberedIds ids;
  auto info = base::value_or_throw(make_warcinfo(
      ids, base::Timestamp(std::chrono::seconds(1'790'000'000)), "bench.warc.gz", {}, kSha1));
  info.id = kInfo;
  maker.put(info, false);
  while (maker.bytes() < size) {
    maker.add_exchange(page(random, language), true);
    for (int i = 0; i < 4; ++i) maker.add_exchange(picture(random), false);
  }
  maker.print();
}
