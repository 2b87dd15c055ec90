// The pictures of the sample site, painted at start instead of carried along: landscapes as JPEG,
// depth charts as PNG, a favicon. Every one is different; each number gives the same bytes in every
// run on one version of libjpeg and libpng.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace crawler::demo {

// 8-bit RGB, rows top down.
struct Bitmap {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;

  Bitmap(int w, int h) : width(w), height(h), rgb(static_cast<std::size_t>(w) * h * 3) {}
  std::uint8_t* at(int x, int y) { return &rgb[(static_cast<std::size_t>(y) * width + x) * 3]; }
  const std::uint8_t* at(int x, int y) const {
    return &rgb[(static_cast<std::size_t>(y) * width + x) * 3];
  }
};

// Hills, water, sky and a sun or moon, 640 x 360.
Bitmap paint_landscape(unsigned number);
// Depth lines of an imaginary coast, 480 x 300.
Bitmap paint_chart(unsigned number);
// A sail on blue, `size` x `size`.
Bitmap paint_logo(int size);
// One wave of a border that repeats sideways, 64 x 12.
Bitmap paint_wave();

Bitmap halved(const Bitmap& bitmap);

// Throw std::runtime_error when the library fails.
std::string to_jpeg(const Bitmap& bitmap, int quality);
std::string to_png(const Bitmap& bitmap);
// A Windows icon with one PNG in it.
std::string to_icon(const Bitmap& bitmap);

struct Photograph {
  bool is_png = false;
  std::string file, thumbnail;  // the thumbnail is always JPEG
};

inline constexpr std::size_t kLandscapes = 50;
inline constexpr std::size_t kCharts = 6;

// kLandscapes JPEG, then kCharts PNG. Painted on the first call, by all cores, and kept: sites
// started later in the same process share them. Any thread.
const std::vector<Photograph>& photographs();

}  // namespace crawler::demo
