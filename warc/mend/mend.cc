#include "warc/mend/mend.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "warc/gzip_member.h"
#include "warc/mend/header.h"
#include "warc/mend/output.h"
#include "warc/mend/proof.h"
#include "warc/reader.h"
#include "warc/spool.h"

namespace warc::mend {
namespace {

constexpr std::string_view kZipMagic = "PK\x03\x04";
// Hostile files can make more; the first ones say what there is to say.
constexpr std::size_t kMaxReasons = 4;
constexpr std::array<std::string_view, 5> kHeaderCodes = {"version", "header-lf", "header-fold",
                                                          "header-field", "content-length"};

std::string joined(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
  return text;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  const auto folder = path.parent_path();
  return folder.empty() ? "." : folder;
}

class Mender {
 public:
  Mender(base::Disk& disk, std::shared_ptr<const base::File> file,
         const std::filesystem::path& mended, const Options& options)
      : options_(options),
        disk_(disk),
        file_(std::move(file)),
        folder_(folder_of(mended)),
        members_(*file_, disk, folder_, options.memory_limit),
        output_(disk, *file_, mended),
        reader_(*file_, {.on_finding = [this](Finding finding) { hear(std::move(finding)); }}) {}

  base::Result<Summary> run();

 private:
  enum class Phase { between, in_record };
  // A record that is kept: its block, and why it is not copied as it is; without a reason it is.
  struct Saved {
    Block block;
    std::vector<std::string> reasons;
  };

  void hear(Finding finding);
  void settle_gap(std::uint64_t next_offset);
  void emit(const Event& event);
  base::Result<void> take_record(const RecordHead& head);
  base::Result<Block> read_block(const RecordHead& head);
  base::Result<std::optional<Saved>> save(const RecordHead& head, Block block,
                                          const RecordEnd& end);
  base::Result<MemberStatus> member_status(const RecordHead& head, const RecordEnd& end);
  std::vector<std::string> faults_of(const RecordHead& head, const RecordEnd& end,
                                     MemberStatus status) const;
  base::Result<std::optional<Saved>> save_by_digest(const RecordHead& head, Block block,
                                                    bool is_complete);
  base::Result<std::optional<Saved>> save_other_length(const RecordHead& head);
  base::Result<void> repack(const RecordHead& head, Saved saved, std::uint64_t bytes);
  void drop(const RecordHead& head, std::uint64_t bytes);
  bool is_gzip() const { return reader_.compression() == Compression::gzip; }

  const Options& options_;
  base::Disk& disk_;
  std::shared_ptr<const base::File> file_;  // blocks of plain files own it, too
  std::filesystem::path folder_;
  MemberText members_;
  Output output_;
  Reader reader_;

  Summary summary_;
  bool is_changed_ = false;
  std::uint64_t covered_ = 0;  // the records so far lie in front of this

  Phase phase_ = Phase::between;
  std::vector<std::string> gap_reasons_;     // said between two records
  std::vector<std::string> record_reasons_;  // said of the record at hand
  bool is_split_ = false, is_lying_ = false, is_badly_closed_ = false;
  std::optional<Event> dropped_;  // not yet told: what follows may belong to it
};

void Mender::hear(Finding finding) {
  if (finding.severity == Severity::note || finding.code == "gzip-shared") return;
  const bool is_of_header =
      std::find(kHeaderCodes.begin(), kHeaderCodes.end(), finding.code) != kHeaderCodes.end();
  if (phase_ == Phase::between && is_of_header) return;  // the header itself is looked at
  auto& reasons = phase_ == Phase::between ? gap_reasons_ : record_reasons_;
  if (reasons.size() < kMaxReasons) reasons.push_back(std::move(finding.message));
  if (phase_ == Phase::between) return;
  is_split_ = is_split_ || finding.code == "gzip-split";
  is_lying_ = is_lying_ || finding.code == "content-length" || finding.code == "record-cut";
  is_badly_closed_ = is_badly_closed_ || finding.code == "record-end";
}

void Mender::emit(const Event& event) {
  is_changed_ = true;
  if (options_.on_event) options_.on_event(event);
}

// What lies between the records so far and the next one, and what was said of it.
void Mender::settle_gap(std::uint64_t next_offset) {
  const std::uint64_t begin = std::min(covered_, next_offset);
  std::uint64_t bytes = next_offset - begin;
  if (dropped_) {
    // Where nothing else is said, what follows a damaged record is its rest.
    if (gap_reasons_.empty()) dropped_->bytes += std::exchange(bytes, 0);
    emit(*dropped_);
    dropped_.reset();
  }
  covered_ = std::max(covered_, next_offset);
  if (bytes == 0 && gap_reasons_.empty()) return;
  if (gap_reasons_.empty()) gap_reasons_.emplace_back("the rest of a damaged gzip member");
  summary_.skipped_bytes += bytes;
  emit({Event::Kind::skipped, {begin, 0}, bytes, joined(gap_reasons_)});
  gap_reasons_.clear();
}

base::Result<Summary> Mender::run() {
  while (true) {
    phase_ = Phase::between;
    const auto head = reader_.next();
    if (!head) return head.error();
    if (*head == nullptr) break;
    if ((*head)->is_arc() && summary_.kept() + summary_.dropped == 0) {
      return base::fail(base::Errc::invalid, "ARC files are read, not written");
    }
    settle_gap((*head)->position.offset);
    if (auto taken = take_record(**head); !taken) return taken.error();
  }
  settle_gap(std::max(covered_, file_->size()));
  summary_.is_whole = !is_changed_ && summary_.kept() > 0;
  if (is_changed_ && summary_.kept() > 0) {
    if (auto committed = output_.commit(); !committed) return committed.error();
    summary_.output = output_.path();
  }
  return summary_;
}

base::Result<void> Mender::take_record(const RecordHead& head) {
  phase_ = Phase::in_record;
  record_reasons_.clear();
  is_split_ = is_lying_ = is_badly_closed_ = false;
  auto block = read_block(head);
  if (!block) return block.error();
  const auto end = reader_.finish();
  if (!end) return end.error();
  const bool has_own_bytes = !is_gzip() || end->is_alone;
  const std::uint64_t begin = head.position.offset;
  covered_ = std::max(covered_, end->end_offset);
  if (options_.on_progress) options_.on_progress(covered_);
  const std::uint64_t bytes =
      has_own_bytes || (head.position.inner == 0 && !end->is_whole) ? end->end_offset - begin : 0;

  auto saved = save(head, std::move(*block), *end);
  if (!saved) return saved.error();
  if (!*saved) {
    drop(head, bytes);
    return {};
  }
  if (!(*saved)->reasons.empty()) return repack(head, std::move(**saved), bytes);
  ++summary_.copied;
  return output_.copy(begin, end->end_offset);
}

// Of a plain file a slice of it.
base::Result<Block> Mender::read_block(const RecordHead& head) {
  if (!is_gzip()) {
    const std::uint64_t begin = head.position.offset + head.raw.size();
    const std::uint64_t there = file_->size() - std::min(begin, file_->size());
    return Block(file_, begin, std::min(head.content_length, there));
  }
  Spool spool(disk_, folder_, options_.memory_limit);
  while (true) {
    const auto piece = reader_.read();
    if (!piece) return piece.error();
    if (piece->empty()) return spool.take();
    if (auto kept = spool.append(*piece); !kept) return kept.error();
  }
}

base::Result<std::optional<Mender::Saved>> Mender::save(const RecordHead& head, Block block,
                                                        const RecordEnd& end) {
  if (head.is_arc()) {
    record_reasons_.emplace_back("an ARC record among WARC records");
    return std::optional<Saved>();
  }
  const auto status = member_status(head, end);
  if (!status) return status.error();
  const bool is_complete = !is_lying_ && states_length(head) && block.size() == head.content_length;
  const bool is_trusted =
      *status == MemberStatus::good || (*status == MemberStatus::cut && !has_block_digest(head));
  if (!is_complete || !is_trusted) return save_by_digest(head, std::move(block), is_complete);
  if (is_badly_closed_ && has_block_digest(head)) {
    // wget 1.19.4 counted a byte too many (formats section 6.4), which hides in what closes it.
    const auto agrees = agrees_with_digest(head, block);
    if (!agrees) return agrees.error();
    auto other =
        *agrees ? base::Result<std::optional<Saved>>(std::nullopt) : save_other_length(head);
    if (!other || *other) return other;
  }
  Saved saved{std::move(block), faults_of(head, end, *status)};
  if (saved.reasons.empty() && is_gzip()) {
    const auto is_good = members_.is_good_for_zlib(head.position.offset);
    if (!is_good) return is_good.error();
    if (!*is_good) saved.reasons.emplace_back("its compressed data is such that zlib refuses it");
  }
  return std::optional<Saved>(std::move(saved));
}

// How the gzip member of a record ends that may not have it for itself.
base::Result<MemberStatus> Mender::member_status(const RecordHead& head, const RecordEnd& end) {
  const bool is_known = !is_gzip() || end.is_alone || (is_split_ && end.is_whole);
  return is_known ? MemberStatus::good : members_.status_of(head.position.offset);
}

// What keeps a complete record from being copied as it is.
std::vector<std::string> Mender::faults_of(const RecordHead& head, const RecordEnd& end,
                                           MemberStatus status) const {
  auto faults = framing_faults(head, head.content_length);
  if (is_badly_closed_) faults.emplace_back("it was not closed by CRLF CRLF");
  if (is_split_) faults.emplace_back("it was split over gzip members");
  if (status == MemberStatus::cut) faults.emplace_back("its gzip member is cut behind it");
  if (!faults.empty()) return faults;
  if (is_gzip() && !end.is_alone) faults.emplace_back("it did not fill a gzip member of its own");
  if (!is_gzip() && options_.gzip) faults.emplace_back("it was not compressed");
  return faults;
}

base::Result<std::optional<Mender::Saved>> Mender::save_by_digest(const RecordHead& head,
                                                                  Block block, bool is_complete) {
  if (!has_block_digest(head)) return std::optional<Saved>();
  if (is_complete) {
    const auto agrees = agrees_with_digest(head, block);
    if (!agrees) return agrees.error();
    if (*agrees) {
      Saved saved{std::move(block), framing_faults(head, head.content_length)};
      saved.reasons.emplace_back(
          "its gzip member is damaged, but the block agrees with its digest; nothing vouches for "
          "its header");
      return std::optional<Saved>(std::move(saved));
    }
  }
  return save_other_length(head);
}

// The block is perhaps all there, and only Content-Length wrong.
base::Result<std::optional<Mender::Saved>> Mender::save_other_length(const RecordHead& head) {
  const std::uint64_t begin = head.position.offset + head.raw.size();
  base::Result<Block> text = Block();
  if (!is_gzip()) {
    text = Block(file_, begin, covered_ - std::min(begin, covered_));
  } else if (head.position.inner == 0 && !is_split_) {
    text = members_.text(head.position.offset, head.raw.size(), ~std::uint64_t{0});
  }
  if (!text) return text.error();
  const auto length = proven_length(head, *text);
  if (!length) return length.error();
  if (!*length) return std::optional<Saved>();
  auto block = is_gzip() ? members_.text(head.position.offset, head.raw.size(), **length)
                         : base::Result<Block>(Block(file_, begin, **length));
  if (!block) return block.error();
  Saved saved{std::move(*block), framing_faults(head, **length)};
  saved.reasons.emplace_back("the block agrees with its digest");
  return std::optional<Saved>(std::move(saved));
}

base::Result<void> Mender::repack(const RecordHead& head, Saved saved, std::uint64_t bytes) {
  ++summary_.repacked;
  emit({Event::Kind::repacked, head.position, bytes, joined(saved.reasons)});
  std::string header = framed_header(head, saved.block.size());
  if (!is_gzip() && !options_.gzip) {
    auto written = output_.append(header);
    if (written) written = output_.append(saved.block);
    return written ? output_.append(kRecordEnd) : written;
  }
  const auto member = encode_member(
      std::move(header), saved.block,
      {.disk = &disk_, .spool_directory = folder_, .memory_limit = options_.memory_limit});
  return member ? output_.append(*member) : base::Result<void>(member.error());
}

void Mender::drop(const RecordHead& head, std::uint64_t bytes) {
  ++summary_.dropped;
  is_changed_ = true;
  if (record_reasons_.empty()) {
    record_reasons_.emplace_back(states_length(head)
                                     ? "its gzip member is damaged, and no digest vouches for it"
                                     : "it has no length, and no digest vouches for one");
  }
  dropped_ = Event{Event::Kind::dropped, head.position, bytes, joined(record_reasons_)};
}

}  // namespace

base::Result<Summary> mend_file(base::Disk& disk, const std::filesystem::path& damaged,
                                const Options& options) {
  auto file = disk.open(damaged, base::OpenMode::read);
  if (!file) return file.error();
  const auto magic = (*file)->size() > 0 ? (*file)->read_at(0, kZipMagic.size()) : std::string();
  if (!magic) return magic.error();
  if (*magic == kZipMagic) {
    return base::fail(base::Errc::invalid, "a ZIP file: what can be mended are the WARCs in it");
  }
  const bool is_gzip = options.gzip || (!magic->empty() && has_gzip_magic(*magic));
  const auto output = options.output.empty() ? mended_path(damaged, is_gzip) : options.output;
  return Mender(disk, std::move(*file), output, options).run();
}

std::filesystem::path mended_path(const std::filesystem::path& damaged, bool is_gzip) {
  std::string name = damaged.filename().string();
  for (const std::string_view ending : {".open", ".gz", ".warc"}) {
    if (name.size() > ending.size() && name.ends_with(ending)) {
      name.resize(name.size() - ending.size());
    }
  }
  return damaged.parent_path() / (name + (is_gzip ? ".mended.warc.gz" : ".mended.warc"));
}

}  // namespace warc::mend
