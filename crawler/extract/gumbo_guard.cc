#include "crawler/extract/gumbo_guard.h"

#include <csetjmp>
#include <cstdint>
#include <cstdlib>
#include <ctime>

#include <algorithm>

#include <gumbo.h>

namespace crawler::extract {
namespace {

constexpr std::size_t kChunkBytes = 64u << 10;
constexpr std::size_t kAlignment = 16;
// Reading the clock costs as much as a few allocations.
constexpr unsigned kAllocationsPerClockLook = 256;

std::int64_t thread_time_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

// Hands out memory and takes none back: all of it goes at once. Plain C inside, for longjmp leaves
// its functions without running destructors.
class GumboArena {
 public:
  explicit GumboArena(const GumboLimits& limits)
      : limit_(limits.memory_bytes),
        deadline_ns_(thread_time_ns() +
                     std::chrono::duration_cast<std::chrono::nanoseconds>(limits.time).count()) {}
  GumboArena(const GumboArena&) = delete;
  GumboArena& operator=(const GumboArena&) = delete;
  ~GumboArena() {
    while (newest_ != nullptr) {
      Chunk* const older = newest_->older;
      std::free(newest_);
      newest_ = older;
    }
  }

  // Never returns nullptr: gumbo does not look. Out of time or memory it jumps to `escape`.
  void* allocate(std::size_t size) {
    if (++allocations_ % kAllocationsPerClockLook == 0 && thread_time_ns() > deadline_ns_) {
      leave(GumboEnd::deadline);
    }
    if (size > limit_ - used_) leave(GumboEnd::memory);
    size = std::max<std::size_t>((size + kAlignment - 1) / kAlignment * kAlignment, kAlignment);
    if (size > limit_ - used_) leave(GumboEnd::memory);
    used_ += size;
    if (size > kChunkBytes / 4) return new_chunk(size);
    if (size > room_) {
      next_ = new_chunk(kChunkBytes);
      room_ = kChunkBytes;
    }
    char* const block = next_;
    next_ += size;
    room_ -= size;
    return block;
  }

  std::size_t used() const { return used_; }

  std::jmp_buf escape;
  GumboEnd reason = GumboEnd::complete;

 private:
  struct alignas(kAlignment) Chunk {
    Chunk* older;
  };

  [[noreturn]] void leave(GumboEnd why) {
    reason = why;
    std::longjmp(escape, 1);
  }

  char* new_chunk(std::size_t size) {
    auto* const chunk = static_cast<Chunk*>(std::malloc(sizeof(Chunk) + size));
    if (chunk == nullptr) leave(GumboEnd::memory);
    chunk->older = newest_;
    newest_ = chunk;
    return reinterpret_cast<char*>(chunk + 1);
  }

  Chunk* newest_ = nullptr;
  char* next_ = nullptr;
  std::size_t room_ = 0, used_ = 0, limit_;
  unsigned allocations_ = 0;
  std::int64_t deadline_ns_;
};

namespace {

void* allocate(void* arena, std::size_t size) {
  return static_cast<GumboArena*>(arena)->allocate(size);
}

void keep(void*, void*) {}

// The one function with setjmp: parameters and locals without destructors, none changed after
// setjmp returned, so that nothing is lost or undefined when allocate() jumps back.
const GumboOutput* parse_guarded(GumboArena* arena, const GumboOptions* options, const char* data,
                                 std::size_t size) {
  if (setjmp(arena->escape) != 0) return nullptr;
  return gumbo_parse_with_options(options, data, size);
}

}  // namespace

GumboLimits gumbo_limits_for(std::size_t input_bytes) {
  GumboLimits limits;
  limits.memory_bytes = std::clamp<std::size_t>(64 * input_bytes, 8u << 20, 256u << 20);
  return limits;
}

GumboTree::GumboTree(std::string_view utf8, const GumboLimits& limits)
    : arena_(std::make_unique<GumboArena>(limits)) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = keep;
  options.userdata = arena_.get();
  options.max_errors = 0;  // the default, no limit, made 170 MB of 1 MB of NULs
  // gumbo_destroy_output() is never called: it recurses, and 20,000 levels overflow a stack.
  // gumbo wants a pointer even to no bytes.
  const char* const data = utf8.empty() ? "" : utf8.data();
  output_ = parse_guarded(arena_.get(), &options, data,
                          std::min<std::size_t>(utf8.size(), kMaxHtmlBytes));
  end_ = arena_->reason;
}

GumboTree::~GumboTree() = default;

std::size_t GumboTree::memory_bytes() const { return arena_->used(); }

}  // namespace crawler::extract
