#include "crawler/cli/pack_run.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/log.h"
#include "base/time.h"
#include "base/version.h"
#include "crawler/cli/pack_index.h"
#include "crawler/cli/pack_pages.h"
#include "crawler/cli/pack_scratch.h"
#include "crawler/cli/watched_disk.h"
#include "crawler/engine/package.h"
#include "warc/signature.h"
#include "warc/wacz.h"

namespace crawler::cli {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kPackPasses = 2;  // checksum, then content

std::vector<std::string> names_of(const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  for (const fs::path& file : files) names.push_back(file.string());
  return names;
}

class Packer {
 public:
  Packer(base::Disk& disk, const PackRequest& request)
      : disk_(disk), request_(request), source_(request.source) {
    if (request.max_bytes) split_.max_bytes = *request.max_bytes;
  }

  base::Result<Packed> run() {
    if (auto checked = check(); !checked) return checked.error();
    auto scratch = ScratchFolder::open(request_.out);
    if (!scratch) return scratch.error();
    if (auto gathered = gather((*scratch)->path()); !gathered) return gathered.error();
    if (packed_.captures == 0) {
      return base::fail(base::Errc::invalid,
                        "no capture is indexed, so there is nothing to replay");
    }
    if (auto told = describe(); !told) return told.error();
    if (auto free = refuse_existing(); !free) return free.error();
    if (auto written = write((*scratch)->path()); !written) return written.error();
    packed_.warcs = input_.warcs.size();
    return std::move(packed_);
  }

 private:
  // What would be a pity to find out after an hour of reading.
  base::Result<void> check() {
    if (source_.collection) input_ = engine::package_input(*source_.collection);
    input_.warcs = source_.archives;
    if (auto free = refuse_existing(); !free) return free;
    for (const fs::path& log : request_.logs) {
      if (const auto file = disk_.open(log, base::OpenMode::read); !file) return file.error();
      input_.logs.push_back(log);
    }
    if (!request_.page_list.empty()) {
      if (const auto pages = summarise_pages(disk_, request_.page_list); !pages)
        return pages.error();
    }
    if (request_.signing_key.empty()) return {};
    input_.signing_key = request_.signing_key;
    const auto key = warc::SigningKey::load_or_create(disk_, input_.signing_key);
    return key ? base::Result<void>() : base::Result<void>(key.error());
  }

  // The sizes of WARCs may change when they are converted, and with them the number of packages.
  base::Result<void> refuse_existing() const {
    if (request_.overwrite) return {};
    std::vector<fs::path> targets = {request_.out};
    if (request_.max_bytes) {
      std::vector<std::uint64_t> sizes;
      for (const fs::path& warc : input_.warcs) {
        std::error_code error;
        const std::uintmax_t size = fs::file_size(warc, error);
        sizes.push_back(error ? 0 : size);
      }
      const auto names = warc::split_names(request_.out, warc::plan_wacz(sizes, split_).size());
      targets = names.packages;
      if (names.entry != targets.front()) targets.insert(targets.begin(), names.entry);
    }
    for (const fs::path& target : targets) {
      std::error_code error;
      if (!fs::exists(target, error)) continue;
      return base::fail(base::Errc::refused, target.string() + " exists; --overwrite replaces it");
    }
    return {};
  }

  // WARCs, index and page lists.
  base::Result<void> gather(const fs::path& scratch) {
    choose_pages();
    if (source_.collection) {
      add_logs(source_.collection->logs());
      const auto ready = is_ready();
      if (!ready) return ready.error();
      if (*ready) return {};
    }
    Progress progress(names_of(source_.archives), false);
    PageSorter sorter(disk_, scratch);
    auto prepared = prepare_archives(disk_, source_.archives, scratch,
                                     wants_detection_ ? &sorter : nullptr, progress);
    if (!prepared) return prepared.error();
    input_.warcs = prepared->warcs;
    input_.warc_names = prepared->names;
    input_.cdxj = prepared->cdxj;
    packed_.captures = prepared->captures;
    packed_.prepared = std::move(*prepared);
    if (!wants_detection_) return {};
    input_.pages = scratch / "pages.jsonl";
    input_.extra_pages = scratch / "extraPages.jsonl";
    return sorter.write();
  }

  void choose_pages() {
    std::error_code error;
    const bool has_list = !input_.pages.empty() && fs::exists(input_.pages, error);
    wants_detection_ = !request_.no_pages && request_.page_list.empty() && !has_list;
    if (!request_.page_list.empty() || request_.no_pages || !has_list) {
      input_.pages = request_.page_list;
      input_.extra_pages.clear();
    }
    if (!fs::exists(input_.extra_pages, error)) input_.extra_pages.clear();
  }

  void add_logs(const fs::path& folder) {
    std::vector<fs::path> logs;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      if (entry->is_regular_file()) logs.push_back(entry->path());
    }
    std::sort(logs.begin(), logs.end());
    input_.logs.insert(input_.logs.begin(), logs.begin(), logs.end());
  }

  // Can the collection's files go into the package as they are?
  base::Result<bool> is_ready() {
    std::error_code error;
    if (wants_detection_ || !fs::exists(input_.cdxj, error)) return false;
    const std::vector<std::string> names = warc::wacz_warc_names(input_.warcs);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (input_.warcs[i].filename() != names[i]) return false;
    }
    const auto state = examine_index(disk_, input_.cdxj, input_.warcs);
    if (!state) return state.error();
    packed_.captures = state->captures;
    if (state->fault.empty()) return true;
    base::log(base::LogLevel::warning,
              fmt::format("{} is out of date ({}); the package gets an index of its own",
                          input_.cdxj.string(), state->fault));
    return false;
  }

  base::Result<void> describe() {
    for (const fs::path& list : {input_.pages, input_.extra_pages}) {
      if (list.empty()) continue;
      const auto summary = summarise_pages(disk_, list);
      if (!summary) return summary.error();
      if (packed_.pages == 0) {
        input_.main_page_url = summary->first_url;
        input_.main_page_date = summary->first_date;
      }
      packed_.pages += summary->pages;
    }
    if (!source_.collection) input_.title = request_.out.stem().string();
    if (!request_.title.empty()) input_.title = request_.title;
    input_.description = request_.description;
    input_.software = std::string("Varve/") + base::kVersion;
    input_.created = base::system_clock().now();
    return {};
  }

  base::Result<void> write(const fs::path& scratch) {
    Progress progress(names_of(input_.warcs), false);
    const Watching watching{.passes = kPackPasses, .is_of_archives = true};
    WatchedDisk watched(disk_, progress, watching);
    if (request_.max_bytes) {
      auto packages = warc::write_split_wacz(watched, request_.out, input_, split_, scratch);
      if (!packages) return packages.error();
      packed_.packages = std::move(*packages);
      return {};
    }
    packed_.packages.entry = request_.out;
    packed_.packages.members.emplace_back().file = request_.out;
    return warc::write_wacz(watched, request_.out, input_, scratch);
  }

  base::Disk& disk_;
  const PackRequest& request_;
  const PackSource& source_;
  warc::WaczSplit split_;
  warc::WaczInput input_;
  bool wants_detection_ = false;
  Packed packed_;
};

}  // namespace

base::Result<Packed> run_pack(base::Disk& disk, const PackRequest& request) {
  return Packer(disk, request).run();
}

}  // namespace crawler::cli
