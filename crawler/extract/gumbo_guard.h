// Runs the gumbo parser where hostile HTML cannot hurt: all its memory comes from an arena with a
// deadline and a byte cap, and passing either leaves the parser at once (reliability.md finding 4
// and Appendix A: 500 KB of <div> took 36.8 s without). Only crawler/extract/gumbo_*.cc include
// gumbo.h; the tree is walked in gumbo_html.cc.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

struct GumboInternalOutput;

namespace crawler::extract {

// Between two allocations gumbo runs unwatched, 59 ms for each MB of NULs, so the input is bounded
// too.
inline constexpr std::size_t kMaxHtmlBytes = 8u << 20;

struct GumboLimits {
  // Of this thread's processor time, so that a busy machine loses no links.
  std::chrono::milliseconds time{500};
  std::size_t memory_bytes = 256u << 20;
};

// 64 times the input, at least 8 MiB and at most 256 MiB: an honest page takes 43 times (measured).
GumboLimits gumbo_limits_for(std::size_t input_bytes);

enum class GumboEnd { complete, deadline, memory };

class GumboArena;

// A parse tree and the memory it lives in. Not for use by two threads at once.
class GumboTree {
 public:
  // Parses at most kMaxHtmlBytes of `utf8`, which must outlive the tree.
  GumboTree(std::string_view utf8, const GumboLimits& limits);
  GumboTree(const GumboTree&) = delete;
  GumboTree& operator=(const GumboTree&) = delete;
  ~GumboTree();

  GumboEnd end() const { return end_; }
  // nullptr unless end() is complete.
  const GumboInternalOutput* output() const { return output_; }
  std::size_t memory_bytes() const;

 private:
  std::unique_ptr<GumboArena> arena_;
  const GumboInternalOutput* output_ = nullptr;
  GumboEnd end_ = GumboEnd::complete;
};

}  // namespace crawler::extract
