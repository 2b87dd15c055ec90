#include "crawler/extract/main_text.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "crawler/extract/dateline.h"
#include "crawler/extract/text_blocks.h"

namespace crawler::extract {
namespace {

// Of the 0.5 s a page has; its links are read beside.
constexpr std::chrono::milliseconds kParserTime{200};
// In letters, as all sizes here.
constexpr std::uint32_t kLongLine = 50;           // no item of a menu is as long
constexpr std::uint32_t kShortSentence = 20;      // "He declined to comment."
constexpr std::ptrdiff_t kLinesAroundTitle = 12;  // date, source, size of the letters, sharing
constexpr std::uint64_t kLeastProse = 140;  // a short paragraph; shorter news have no other text

struct Sizes {
  std::uint64_t all = 0, links = 0, prose = 0;

  void add(const Sizes& other) {
    all += other.all;
    links += other.links;
    prose += other.prose;
  }
  Sizes without(const Sizes& part) const {
    return {all - part.all, links - part.links, prose - part.prose};
  }
};

// The Latin marks and their full-width kin: ideographic full stop, ! and ?, closing quotes,
// ellipsis, ; and :.
bool ends_like_a_sentence(std::string_view text) {
  for (const std::string_view end :
       {".", "!", "?", "\xe3\x80\x82", "\xef\xbc\x81", "\xef\xbc\x9f", "\xe2\x80\x9d",
        "\xe3\x80\x8d", "\xe3\x80\x8f", "\xe2\x80\xa6", ".\"", "\xef\xbc\x9b", "\xef\xbc\x9a"}) {
    if (text.ends_with(end)) return true;
  }
  return false;
}

bool is_prose(const TextLine& line) {
  if (line.size >= kLongLine) return line.link_size * 3 < line.size;
  return line.size >= kShortSentence && line.link_size * 5 < line.size && !line.is_heading &&
         ends_like_a_sentence(line.text);
}

bool is_mostly_links(const TextLine& line) { return line.link_size * 2 > line.size; }

Sizes sizes_of(const TextLine& line) {
  return {line.size, line.link_size, is_prose(line) ? line.size : 0};
}

double score_of(const TextLine& line) {
  const double length = std::min(line.size / 100.0, 3.0);
  return 1 + std::min<std::uint32_t>(line.marks, 10) + length;
}

// Chooses lines of one page; all passes are over all blocks or all lines once.
class Chooser {
 public:
  explicit Chooser(const TextPage& page) : page_(page) {}

  std::string choose();
  // What stands around the title of what choose() chose; nothing when that is no article.
  Dateline dateline() const { return read_dateline(near_title_); }

 private:
  std::vector<Sizes> measure() const;
  void leave_out_boilerplate();
  std::uint32_t core() const;
  std::uint32_t grown(std::uint32_t core) const;
  void add_score(const TextLine& line, std::vector<double>& scores) const;
  std::vector<bool> inside(std::uint32_t root) const;
  std::vector<const TextLine*> near_title(const std::vector<bool>& is_inside) const;

  std::uint32_t parent(std::uint32_t block) const { return page_.blocks[block].parent; }
  bool is_out(const TextLine& line) const { return !out_.empty() && out_[line.block]; }

  const TextPage& page_;
  std::vector<bool> out_;     // blocks left out
  std::vector<Sizes> sizes_;  // of what is left in each block
  std::vector<const TextLine*> near_title_;
};

// What each block holds, its descendants' lines included.
std::vector<Sizes> Chooser::measure() const {
  std::vector<Sizes> sizes(page_.blocks.size());
  for (const TextLine& line : page_.lines) {
    if (!is_out(line)) sizes[line.block].add(sizes_of(line));
  }
  for (std::size_t i = sizes.size() - 1; i > 0; --i) {
    sizes[page_.blocks[i].parent].add(sizes[i]);
  }
  return sizes;
}

void Chooser::leave_out_boilerplate() {
  const std::vector<TextBlock>& blocks = page_.blocks;
  const std::vector<Sizes> sizes = measure();
  std::vector<bool> holds_landmark(blocks.size());
  for (std::size_t i = blocks.size() - 1; i > 0; --i) {
    if (blocks[i].is_landmark) holds_landmark[i] = true;
    if (holds_landmark[i]) holds_landmark[blocks[i].parent] = true;
  }
  std::vector<bool> out(blocks.size());
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    const bool is_wrapper =
        sizes[i].prose >= kLeastProse && sizes[i].prose * 5 > sizes[0].prose * 4;
    const bool is_named = blocks[i].hint == BlockHint::comments ||
                          (blocks[i].hint == BlockHint::boilerplate && !is_wrapper);
    out[i] = out[blocks[i].parent] || (is_named && !holds_landmark[i]);
  }
  out_ = std::move(out);
}

void Chooser::add_score(const TextLine& line, std::vector<double>& scores) const {
  const bool is_paragraph = page_.blocks[line.block].is_paragraph;
  std::uint32_t block = is_paragraph ? parent(line.block) : line.block;
  const double score = score_of(line);
  for (const double share : {1.0, 1.0 / 2, 1.0 / 6}) {
    scores[block] += score * share;
    if (block == 0) return;
    block = parent(block);
  }
}

std::uint32_t Chooser::core() const {
  std::vector<double> scores(page_.blocks.size());
  for (const TextLine& line : page_.lines) {
    if (!is_out(line) && is_prose(line)) add_score(line, scores);
  }
  std::uint32_t best = 0;
  double best_score = 0;
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    if (scores[i] <= 0 || sizes_[i].all == 0) continue;
    const double links = static_cast<double>(sizes_[i].links) / static_cast<double>(sizes_[i].all);
    const double bonus = page_.blocks[i].hint == BlockHint::article ? 1.25 : 1;
    const double score = scores[i] * (1 - links) * bonus;
    if (score <= best_score) continue;
    best = i;
    best_score = score;
  }
  return best;
}

std::uint32_t Chooser::grown(std::uint32_t core) const {
  for (std::uint32_t outer = core; outer != 0;) {
    outer = parent(outer);
    const Sizes more = sizes_[outer].without(sizes_[core]);
    if (more.links * 4 > more.all) return core;
    if (more.prose * 5 >= sizes_[core].prose) core = outer;
  }
  return core;
}

std::vector<bool> Chooser::inside(std::uint32_t root) const {
  std::vector<bool> is_inside(page_.blocks.size());
  is_inside[root] = true;
  for (std::size_t i = root + 1; i < is_inside.size(); ++i) {
    is_inside[i] = is_inside[page_.blocks[i].parent] && (out_.empty() || !out_[i]);
  }
  return is_inside;
}

// The lines in front of the article's first paragraph, and that and the next one: it may be the
// dateline itself.
std::vector<const TextLine*> Chooser::near_title(const std::vector<bool>& is_inside) const {
  const std::vector<TextLine>& lines = page_.lines;
  const auto first = std::find_if(lines.begin(), lines.end(), [&](const TextLine& line) {
    return is_inside[line.block] && !is_out(line) && is_prose(line);
  });
  const auto begin =
      lines.end() - std::min(lines.end() - lines.begin(), lines.end() - first + kLinesAroundTitle);
  const auto end = first + std::min<std::ptrdiff_t>(2, lines.end() - first);
  std::vector<const TextLine*> near;
  for (auto line = begin; line != end; ++line) {
    if (!is_out(*line) && !is_mostly_links(*line)) near.push_back(&*line);
  }
  return near;
}

// A heading stays when a line follows it before the next heading does.
void drop_empty_headings(std::vector<const TextLine*>& lines, const std::vector<bool>& lost_after) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool ends_here = i + 1 == lines.size() || lines[i + 1]->is_heading;
    if (lines[i]->is_heading && ends_here && lost_after[i]) continue;
    lines[kept++] = lines[i];
  }
  lines.resize(kept);
}

std::string joined(const std::vector<const TextLine*>& lines) {
  std::string text;
  for (const TextLine* const line : lines) {
    if (text.size() + line->text.size() + 1 > kMaxMainTextBytes) break;
    if (!text.empty()) text += '\n';
    text += line->text;
  }
  return text;
}

std::string Chooser::choose() {
  leave_out_boilerplate();
  sizes_ = measure();
  if (sizes_[0].all == 0) {
    out_.clear();
    sizes_ = measure();
  }
  const std::uint32_t root = grown(core());
  const std::vector<bool> is_inside = inside(root);
  std::vector<const TextLine*> kept, all;
  std::vector<bool> lost_after;
  std::uint64_t lost = 0;
  for (const TextLine& line : page_.lines) {
    if (is_out(line)) continue;
    all.push_back(&line);
    if (!is_inside[line.block]) continue;
    if (is_mostly_links(line)) {
      lost += line.size;
      if (!lost_after.empty()) lost_after.back() = true;
    } else {
      kept.push_back(&line);
      lost_after.push_back(false);
    }
  }
  const bool is_article = sizes_[root].prose >= kLeastProse && lost * 2 < sizes_[root].all;
  if (!is_article) return joined(all);
  near_title_ = near_title(is_inside);
  drop_empty_headings(kept, lost_after);
  return joined(kept);
}

}  // namespace

MainText main_text(std::string_view utf8) {
  GumboLimits limits = gumbo_limits_for(utf8.size());
  limits.time = kParserTime;
  const HtmlTree tree(utf8, limits);
  MainText result;
  result.end = tree.end();
  if (result.end != GumboEnd::complete) return result;
  TextPage page = read_text_page(tree);
  Chooser chooser(page);
  result.text = chooser.choose();
  Dateline dateline = chooser.dateline();
  result.published = std::move(dateline.published);
  result.byline = author_in(page.byline);
  if (result.byline.empty()) result.byline = std::move(dateline.byline);
  result.title = std::move(page.title);
  return result;
}

}  // namespace crawler::extract
