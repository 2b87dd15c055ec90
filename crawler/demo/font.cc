#include "crawler/demo/font.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace crawler::demo {
namespace {

// Letters are pen strokes on a grid, thickened into rectangles: no curves, all contours clockwise,
// overlaps filled by the non-zero rule. A stroke is a run of "xy" pairs in hexadecimal digits; y =
// 3 is the baseline, 9 the x-height, c the cap height. Strokes are separated by blanks.
struct Letter {
  char character;
  int advance;  // in grid units
  std::string_view strokes;
};
// In the order of their characters, as cmap wants its segments.
constexpr Letter kLetters[] = {
    {' ', 4, ""},
    {'B', 8, "131c 1c5c6b695818 5867645313"},
    {'D', 9, "131c 1c5c7a755313"},
    {'T', 8, "1c7c 434c"},
    {'a', 8, "19596863 66261514235364"},
    {'e', 8, "1666 6668592918142363"},
    {'h', 8, "131c 1829596863"},
    {'i', 3, "1319 1b1c"},
    {'l', 3, "131c"},
    {'y', 8, "1943 79312010"},
};
constexpr int kUnit = 100;  // font units a grid unit
constexpr int kBaseline = 3;
constexpr double kHalfPen = 55;

struct Point {
  int x = 0, y = 0;
};

class Bytes {
 public:
  Bytes& u8(unsigned value) {
    data_.push_back(static_cast<char>(value & 0xFF));
    return *this;
  }
  Bytes& u16(int value) {
    return u8(static_cast<unsigned>(value) >> 8).u8(static_cast<unsigned>(value));
  }
  Bytes& u32(std::uint32_t value) {
    return u16(static_cast<int>(value >> 16)).u16(static_cast<int>(value & 0xFFFF));
  }
  Bytes& text(std::string_view bytes) {
    data_ += bytes;
    return *this;
  }
  Bytes& pad(std::size_t to) {
    while (data_.size() % to != 0) u8(0);
    return *this;
  }
  const std::string& str() const { return data_; }

 private:
  std::string data_;
};

int grid_digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

Point grid_point(std::string_view pair) {
  return Point{grid_digit(pair[0]) * kUnit, (grid_digit(pair[1]) - kBaseline) * kUnit};
}

using Contour = std::vector<Point>;

// The rectangle a broad pen leaves on the way from `a` to `b`, clockwise.
Contour stroke(Point a, Point b) {
  const double length = std::hypot(b.x - a.x, b.y - a.y);
  const double dx = (b.x - a.x) / length * kHalfPen;
  const double dy = (b.y - a.y) / length * kHalfPen;
  const auto at = [](double x, double y) {
    return Point{static_cast<int>(std::lround(x)), static_cast<int>(std::lround(y))};
  };
  return {at(a.x - dx - dy, a.y - dy + dx), at(b.x + dx - dy, b.y + dy + dx),
          at(b.x + dx + dy, b.y + dy - dx), at(a.x - dx + dy, a.y - dy - dx)};
}

std::vector<Contour> contours_of(std::string_view strokes) {
  std::vector<Contour> contours;
  while (!strokes.empty()) {
    const std::size_t end = std::min(strokes.find(' '), strokes.size());
    const std::string_view run = strokes.substr(0, end);
    for (std::size_t i = 0; i + 4 <= run.size(); i += 2) {
      contours.push_back(stroke(grid_point(run.substr(i, 2)), grid_point(run.substr(i + 2, 2))));
    }
    strokes.remove_prefix(std::min(end + 1, strokes.size()));
  }
  return contours;
}

// One entry of table glyf (OpenType 1.9, "glyf"): all points on the curve, 16-bit deltas.
std::string glyph(const std::vector<Contour>& contours) {
  if (contours.empty()) return {};
  Point low{32767, 32767}, high{-32768, -32768};
  Bytes ends, flags, xs, ys;
  Point last;
  int count = 0;
  for (const Contour& contour : contours) {
    for (const Point& point : contour) {
      low = {std::min(low.x, point.x), std::min(low.y, point.y)};
      high = {std::max(high.x, point.x), std::max(high.y, point.y)};
      flags.u8(1);
      xs.u16(point.x - last.x);
      ys.u16(point.y - last.y);
      last = point;
    }
    count += static_cast<int>(contour.size());
    ends.u16(count - 1);
  }
  Bytes out;
  out.u16(static_cast<int>(contours.size())).u16(low.x).u16(low.y).u16(high.x).u16(high.y);
  out.text(ends.str()).u16(0).text(flags.str()).text(xs.str()).text(ys.str());
  return out.pad(4).str();
}

std::string cmap_table() {
  constexpr int kSegments = static_cast<int>(std::size(kLetters)) + 1;
  Bytes ends, starts, deltas, offsets;
  for (std::size_t i = 0; i < std::size(kLetters); ++i) {
    ends.u16(kLetters[i].character);
    starts.u16(kLetters[i].character);
    deltas.u16(static_cast<int>(i) + 1 - kLetters[i].character);  // glyph 0 is .notdef
    offsets.u16(0);
  }
  ends.u16(0xFFFF);
  starts.u16(0xFFFF);
  deltas.u16(1);
  offsets.u16(0);
  constexpr int kSearchRange = 16;  // 2 * the largest power of two not above kSegments (8 to 15)
  static_assert(kSegments >= 8 && kSegments < 16);
  Bytes out;
  out.u16(0).u16(1).u16(3).u16(1).u32(12);  // one Windows Unicode subtable
  out.u16(4).u16(16 + 8 * kSegments).u16(0);
  out.u16(2 * kSegments).u16(kSearchRange).u16(3).u16(2 * kSegments - kSearchRange);
  out.text(ends.str()).u16(0).text(starts.str()).text(deltas.str()).text(offsets.str());
  return out.str();
}

std::string name_table() {
  constexpr std::string_view kNames[] = {"Varve Demo", "Regular",     "Varve Demo 1.0",
                                         "Varve Demo", "Version 1.0", "VarveDemo-Regular"};
  Bytes records, storage;
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    const auto offset = static_cast<int>(storage.str().size());
    for (const char c : kNames[i]) storage.u16(c);
    records.u16(3).u16(1).u16(0x409).u16(static_cast<int>(i) + 1);
    records.u16(static_cast<int>(2 * kNames[i].size())).u16(offset);
  }
  constexpr int kCount = static_cast<int>(std::size(kNames));
  return Bytes()
      .u16(0)
      .u16(kCount)
      .u16(6 + 12 * kCount)
      .text(records.str())
      .text(storage.str())
      .str();
}

constexpr int kAscent = 1000, kDescent = -400;

std::string os2_table() {
  Bytes out;
  out.u16(4).u16(700).u16(400).u16(5).u16(0);                              // version, width, weight
  out.u16(650).u16(600).u16(0).u16(75).u16(650).u16(600).u16(0).u16(350);  // sub, superscript
  out.u16(50).u16(250).u16(0);                                             // strike-out, class
  for (int i = 0; i < 10; ++i) out.u8(0);                                  // panose
  out.u32(1).u32(0).u32(0).u32(0).text("VARV").u16(0x40);  // ranges, vendor, regular
  out.u16(kLetters[0].character).u16(std::end(kLetters)[-1].character);
  out.u16(kAscent).u16(kDescent).u16(0).u16(kAscent).u16(-kDescent);
  return out.u32(1).u32(0).u16(600).u16(900).u16(0).u16(' ').u16(1).str();
}

std::string head_table() {
  Bytes out;
  out.u32(0x00010000).u32(0x00010000).u32(0).u32(0x5F0F3CF5).u16(0).u16(1000);
  out.u32(0).u32(3'850'000'000U).u32(0).u32(3'850'000'000U);  // seconds since 1904
  return out.u16(-100).u16(-400).u16(1000).u16(1000).u16(0).u16(8).u16(2).u16(1).u16(0).str();
}

std::uint32_t checksum(std::string_view table) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < table.size(); ++i) {
    sum += static_cast<std::uint32_t>(static_cast<unsigned char>(table[i])) << (24 - 8 * (i % 4));
  }
  return sum;
}

std::string assembled(const std::map<std::string, std::string>& tables) {
  const int count = static_cast<int>(tables.size());
  Bytes directory, data;
  directory.u32(0x00010000).u16(count).u16(128).u16(3).u16(16 * count - 128);
  for (const auto& [tag, table] : tables) {
    const auto offset = 12 + 16 * tables.size() + data.str().size();
    directory.text(tag).u32(checksum(table)).u32(static_cast<std::uint32_t>(offset));
    directory.u32(static_cast<std::uint32_t>(table.size()));
    data.text(table).pad(4);
  }
  return directory.str() + data.str();
}

}  // namespace

std::string masthead_font() {
  Bytes glyphs, locations, metrics;
  const auto add = [&](std::string_view strokes, int advance) {
    locations.u32(static_cast<std::uint32_t>(glyphs.str().size()));
    const std::vector<Contour> contours = contours_of(strokes);
    int left = contours.empty() ? 0 : 32767;
    for (const Contour& contour : contours) {
      for (const Point& point : contour) left = std::min(left, point.x);
    }
    metrics.u16(advance * kUnit).u16(left);
    glyphs.text(glyph(contours));
  };
  add("131c 1c6c 6c63 6313", 8);  // .notdef
  for (const Letter& letter : kLetters) add(letter.strokes, letter.advance);
  locations.u32(static_cast<std::uint32_t>(glyphs.str().size()));

  constexpr int kGlyphs = static_cast<int>(std::size(kLetters)) + 1;
  Bytes hhea, maxp, post;
  hhea.u32(0x00010000).u16(kAscent).u16(kDescent).u16(0).u16(1000).u16(-100).u16(0).u16(1000);
  hhea.u16(1).u16(0).u16(0).u16(0).u16(0).u16(0).u16(0).u16(0).u16(kGlyphs);
  maxp.u32(0x00010000).u16(kGlyphs).u16(64).u16(16).u16(0).u16(0).u16(1);
  maxp.u16(0).u16(0).u16(0).u16(0).u16(0).u16(0).u16(0).u16(0);
  post.u32(0x00030000).u32(0).u16(-150).u16(50).u32(0).u32(0).u32(0).u32(0).u32(0);

  std::map<std::string, std::string> tables = {{"OS/2", os2_table()},     {"cmap", cmap_table()},
                                               {"glyf", glyphs.str()},    {"head", head_table()},
                                               {"hhea", hhea.str()},      {"hmtx", metrics.str()},
                                               {"loca", locations.str()}, {"maxp", maxp.str()},
                                               {"name", name_table()},    {"post", post.str()}};
  std::string font = assembled(tables);
  // OpenType 1.9, "head": the whole file, this field read as 0, must sum up to a constant.
  constexpr std::uint32_t kMagic = 0xB1B0AFBA;
  const std::string adjustment = Bytes().u32(kMagic - checksum(font)).str();
  std::size_t head_offset = 12 + 16 * tables.size();
  for (const auto& [tag, table] : tables) {
    if (tag == "head") break;
    head_offset += (table.size() + 3) / 4 * 4;
  }
  font.replace(head_offset + 8, 4, adjustment);
  return font;
}

}  // namespace crawler::demo
