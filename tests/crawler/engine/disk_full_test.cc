// A disk that fills up, at every moment of a crawl: exit code 3, and what is there is whole.
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <random>
#include <set>

#include "tests/crawler/engine/crawling.h"
#include "tests/support/faulty_disk.h"

using namespace engine_test;

namespace {

std::string noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < size) text += static_cast<char>('!' + random() % 90);
  return text;
}

template <typename Result>
bool tells_full(const Result& result) {
  return result ? result->exit_code == ExitCode::disk_full
                : result.error().code == base::Errc::disk_full;
}

struct Filling : RawCrawling {
  void serve_pages(unsigned pages, std::size_t bytes) {
    for (unsigned i = 0; i < pages; ++i) {
      server.on("/p" + std::to_string(i),
                html("<a href=/p" + std::to_string(i + 1) + ">n</a>" + noise(bytes, i)));
    }
  }

  // Crawls again and again; each time an append `step` later is the first to fail.
  void crawl_with_a_failing_append(const std::string& name, std::uint64_t step,
                                   support::Faults faults) {
    serve_pages(4, 300);
    for (; faults.append <= 40; faults.append += step) {
      support::FaultyDisk disk(base::real_disk(), faults);
      job.collection = name + std::to_string(faults.append);

      auto result = try_crawl({server.url("/p0")}, disk);

      BOOST_TEST_CONTEXT("append " << faults.append << " of " << disk.appends()) {
        if (disk.appends() < faults.append) break;
        BOOST_TEST(tells_full(result));
        require_whole();
      }
    }
  }

  // Every file of records is whole, sealed or not, and the index names nothing that is not there.
  void require_whole() {
    std::set<std::pair<std::string, std::size_t>> places;
    for (const std::string& name : archive().warc_names()) {
      std::string sealed = name.substr(0, name.find(".open"));
      const std::string bytes = support::read_all(archive().root() / "archive" / name);
      for (const auto& member : support::gunzip_members(bytes)) {
        support::parse_record(member.text);
        places.emplace(sealed, member.offset);
      }
    }
    if (!std::filesystem::exists(archive().root() / "indexes/index.cdxj")) return;
    for (const auto& row : archive().index()) {
      const auto offset = static_cast<std::size_t>(number_of(row, "offset"));
      BOOST_REQUIRE(places.contains({text_of(row, "filename"), offset}));
    }
  }
};

// A file system of that size, seen by this process only.
class SmallDisk {
 public:
  SmallDisk(const std::filesystem::path& where, const char* size) : where_(where) {
    std::filesystem::create_directories(where);
    is_there_ = ::unshare(CLONE_NEWNS) == 0 &&
                ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                ::mount("tmpfs", where.c_str(), "tmpfs", 0, size) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (is_there_) ::umount2(where_.c_str(), MNT_DETACH);
  }
  bool is_there() const { return is_there_; }

 private:
  std::filesystem::path where_;
  bool is_there_ = false;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(disk_full, Filling)

BOOST_AUTO_TEST_CASE(a_full_file_system_ends_the_crawl_with_everything_in_place) {
  const SmallDisk disk(scratch.path() / "small", "size=4m");
  if (!disk.is_there()) {
    BOOST_TEST_MESSAGE("skipped: mounting needs root");
    return;
  }
  job.output = scratch.path() / "small";
  job.wacz = true;
  serve_pages(100, 100'000);

  const Collection collection = crawl({server.url("/p0")});  // sealed, indexed, sound

  BOOST_TEST((report.exit_code == ExitCode::disk_full));
  BOOST_TEST(collection.index().size() > 10u);
  BOOST_TEST(collection.index().size() < 100u);
  BOOST_TEST(number_of(collection.report(), "exitCode") == 3);
  BOOST_TEST(!std::filesystem::exists(collection.root() / "state/ballast"));
}

BOOST_AUTO_TEST_CASE(a_disk_full_from_the_start_is_said_before_anything_is_asked) {
  const SmallDisk disk(scratch.path() / "small", "size=4k");
  if (!disk.is_there()) return;
  job.output = scratch.path() / "small";
  serve_pages(2, 100);

  auto result = try_crawl({server.url("/p0")});

  BOOST_TEST(tells_full(result));
}

BOOST_AUTO_TEST_CASE(one_failed_write_anywhere_leaves_a_sealed_and_indexed_archive) {
  crawl_with_a_failing_append("once", 3, {.append = 3, .writes_half = true});
}

BOOST_AUTO_TEST_CASE(a_disk_that_stays_full_leaves_whole_files) {
  crawl_with_a_failing_append("lasting", 5, {.append = 4, .lasting = true, .writes_half = true});
}

// Whenever it fails - at a file's beginning, in mid-crawl, at the last moment - and without waiting
// for a grace that nobody needs.
BOOST_AUTO_TEST_CASE(a_failed_sync_is_fatal_and_nothing_is_called_sealed) {
  serve_pages(4, 300);
  job.politeness.min_delay = milliseconds(120);  // long enough for the regular sync
  for (std::uint64_t nth = 1; nth <= 3; ++nth) {
    support::FaultyDisk disk(base::real_disk(),
                             {.sync = nth, .error = base::fail(base::Errc::io, "device error")});
    job.collection = "sync" + std::to_string(nth);

    const auto begun = std::chrono::steady_clock::now();
    const auto result = try_crawl({server.url("/p0")}, disk);

    BOOST_TEST_CONTEXT("sync " << nth << " of " << disk.syncs()) {
      if (disk.syncs() < nth) break;
      BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds(10)));
      BOOST_REQUIRE(result);
      BOOST_TEST((result->exit_code == ExitCode::fatal));
      BOOST_TEST(result->message.find("device error") != std::string::npos);
      for (const std::string& name : archive().warc_names()) BOOST_TEST(name.ends_with(".open"));
      require_whole();
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
