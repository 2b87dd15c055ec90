#include "warc/spool.h"

#include <algorithm>
#include <utility>

namespace warc {

Spool::Spool(base::Disk& disk, std::filesystem::path directory, std::uint64_t memory_limit)
    : disk_(disk), directory_(std::move(directory)), memory_limit_(memory_limit) {}

base::Result<void> Spool::append(std::string_view bytes) {
  if (failure_) return *failure_;
  const std::uint64_t room = file_ ? 0 : memory_limit_ - memory_.size();
  if (bytes.size() <= room) {
    memory_ += bytes;
    return {};
  }
  // Once the file is there nothing more goes into memory, so the order stays memory, then file.
  auto written = append_to_file(bytes);
  if (!written) failure_ = written.error();
  return written;
}

base::Result<void> Spool::append_to_file(std::string_view bytes) {
  if (!file_) {
    auto opened = disk_.open_temporary(directory_);
    if (!opened) return opened.error();
    file_ = std::move(*opened);
  }
  if (auto written = file_->append(bytes); !written) return written;
  file_bytes_ += bytes.size();
  return {};
}

Block Spool::take() {
  Block block(std::exchange(memory_, {}));
  // A failed append may have left bytes behind file_bytes_; the slice does not reach them.
  if (file_bytes_ > 0)
    block.append(Block(std::shared_ptr<base::File>(std::move(file_)), 0, file_bytes_));
  file_.reset();
  file_bytes_ = 0;
  failure_.reset();
  return block;
}

}  // namespace warc
