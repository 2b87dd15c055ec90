// A scratch folder with the few files a job or seed test needs.
#pragma once

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "base/disk.h"
#include "crawler/job/job_file.h"
#include "tests/support/scratch_dir.h"

namespace job_test {

struct Files {
  support::ScratchDir scratch;

  std::filesystem::path write(const std::string& name, std::string_view bytes) {
    const auto path = scratch.path() / name;
    std::filesystem::create_directories(path.parent_path());
    auto file = base::real_disk().open(path, base::OpenMode::replace);
    BOOST_REQUIRE(file);
    BOOST_REQUIRE((*file)->append(bytes));
    return path;
  }

  // The job in a file with that text; the test fails when it has an error.
  crawler::job::Job load(std::string_view yaml) {
    crawler::job::Job job;
    const auto loaded =
        crawler::job::load_job_file(base::real_disk(), write("job.yaml", yaml), job);
    BOOST_REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : loaded.error().detail));
    return job;
  }
  // What is said of a file with that text, the folder's name taken off.
  std::string complaint(std::string_view yaml) {
    crawler::job::Job job;
    const auto loaded =
        crawler::job::load_job_file(base::real_disk(), write("job.yaml", yaml), job);
    BOOST_REQUIRE(!loaded);
    std::string text = loaded.error().detail;
    const std::string folder = scratch.path().string() + "/";
    if (text.starts_with(folder)) text.erase(0, folder.size());
    return text;
  }
};

}  // namespace job_test
