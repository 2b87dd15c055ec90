#include "crawler/demo/image.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <thread>

namespace crawler::demo {
namespace {

struct Colour {
  float r = 0, g = 0, b = 0;
};

Colour mix(Colour a, Colour b, float t) {
  t = std::clamp(t, 0.0F, 1.0F);
  return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

void put(std::uint8_t* pixel, Colour c, float grain) {
  const auto byte = [grain](float v) {
    return static_cast<std::uint8_t>(std::clamp(v + grain, 0.0F, 255.0F));
  };
  pixel[0] = byte(c.r);
  pixel[1] = byte(c.g);
  pixel[2] = byte(c.b);
}

// A lattice value in [0, 1): the finalizer of MurmurHash3 over the three numbers.
float lattice(unsigned x, unsigned y, unsigned seed) {
  unsigned h = x * 0x9E3779B1U ^ y * 0x85EBCA77U ^ seed * 0xC2B2AE3DU;
  h = (h ^ h >> 16) * 0x85EBCA6BU;
  h = (h ^ h >> 13) * 0xC2B2AE35U;
  return static_cast<float>((h ^ h >> 16) >> 8) / 16777216.0F;
}

float eased(float t) { return t * t * (3 - 2 * t); }

// Value noise in [0, 1); coordinates must not be negative.
float noise(float x, float y, unsigned seed) {
  const auto xi = static_cast<unsigned>(x), yi = static_cast<unsigned>(y);
  const float tx = eased(x - static_cast<float>(xi)), ty = eased(y - static_cast<float>(yi));
  const float top = std::lerp(lattice(xi, yi, seed), lattice(xi + 1, yi, seed), tx);
  const float bottom = std::lerp(lattice(xi, yi + 1, seed), lattice(xi + 1, yi + 1, seed), tx);
  return std::lerp(top, bottom, ty);
}

float clouds(float x, float y, unsigned seed, int octaves) {
  float sum = 0, weight = 0.5F;
  for (int i = 0; i < octaves; ++i, x *= 2, y *= 2, weight /= 2) {
    sum += weight * noise(x, y, seed + static_cast<unsigned>(i));
  }
  return sum;
}

struct Palette {
  Colour zenith, horizon, sun, far_hill, near_hill, water;
};
constexpr Palette kPalettes[] = {
    {{58, 110, 190},
     {205, 225, 240},
     {255, 250, 225},
     {120, 150, 175},
     {52, 84, 62},
     {60, 120, 150}},
    {{60, 50, 110}, {250, 160, 95}, {255, 235, 170}, {130, 90, 120}, {45, 35, 50}, {120, 80, 95}},
    {{120, 135, 150},
     {215, 218, 220},
     {240, 240, 235},
     {150, 160, 165},
     {80, 92, 84},
     {110, 125, 130}},
    {{10, 16, 45}, {55, 75, 120}, {245, 245, 230}, {30, 42, 75}, {12, 18, 30}, {18, 34, 66}},
    {{90, 150, 200},
     {255, 225, 205},
     {255, 215, 160},
     {165, 150, 170},
     {95, 110, 60},
     {95, 150, 165}},
    {{160, 185, 210},
     {240, 243, 248},
     {255, 255, 245},
     {200, 212, 222},
     {225, 230, 235},
     {90, 120, 145}},
};

// What tells one landscape from another.
struct Scene {
  const Palette& palette;
  unsigned seed;
  float sun_x, sun_y, sun_radius, cloud_cover, horizon;
  int hill_rows;
};

Scene scene_of(unsigned number) {
  const auto pick = [number](unsigned what) { return lattice(number, what, 77); };
  return Scene{.palette = kPalettes[number % std::size(kPalettes)],
               .seed = number * 101 + 7,
               .sun_x = 60 + 520 * pick(1),
               .sun_y = 40 + 110 * pick(2),
               .sun_radius = 12 + 16 * pick(3),
               .cloud_cover = pick(4),
               .horizon = 190 + 60 * pick(5),
               .hill_rows = 2 + static_cast<int>(3 * pick(6))};
}

Colour sky_at(const Scene& scene, float x, float y) {
  const Palette& palette = scene.palette;
  Colour sky = mix(palette.zenith, palette.horizon, y / scene.horizon);
  const float distance = std::hypot(x - scene.sun_x, y - scene.sun_y);
  const float glow = std::exp(-distance / (4 * scene.sun_radius));
  sky = mix(sky, palette.sun, distance < scene.sun_radius ? 1 : 0.7F * glow);
  const float cloud = clouds(x / 90, y / 34, scene.seed, 3) - 0.62F + 0.3F * scene.cloud_cover;
  return mix(sky, {245, 243, 240}, cloud * 3);
}

// The height of hill row `row` at column `x`; nearer rows are lower and rougher.
float ridge(const Scene& scene, int row, float x) {
  const float depth = static_cast<float>(row + 1) / static_cast<float>(scene.hill_rows);
  const float shape =
      clouds(x / (170 - 60 * depth), 3.0F * static_cast<float>(row), scene.seed + 40, 4);
  return scene.horizon - (1.15F - 0.6F * depth) * 130 * (shape - 0.22F);
}

Colour land_or_sky(const Scene& scene, float x, float y, const float* ridges) {
  for (int row = scene.hill_rows - 1; row >= 0; --row) {
    if (y < ridges[row]) continue;
    const float depth = static_cast<float>(row + 1) / static_cast<float>(scene.hill_rows);
    const Colour hill = mix(scene.palette.far_hill, scene.palette.near_hill, depth);
    const float texture = noise(x / 5, y / 3, scene.seed + 90) - 0.5F;
    const float shade = 1 + 0.35F * depth * texture;
    return {hill.r * shade, hill.g * shade, hill.b * shade};
  }
  return sky_at(scene, x, y);
}

void paint_boat(Bitmap& bitmap, const Scene& scene) {
  const int x0 = 80 + static_cast<int>(460 * lattice(scene.seed, 1, 5));
  const int y0 = static_cast<int>(scene.horizon) + 30;
  const int size = 14 + static_cast<int>(22 * lattice(scene.seed, 2, 5));
  for (int dy = 0; dy < size; ++dy) {
    for (int dx = 0; dx <= dy * 2 / 3; ++dx)
      put(bitmap.at(x0 + dx, y0 - size + dy), {240, 236, 225}, 0);
  }
  for (int dy = 0; dy < size / 4; ++dy) {
    for (int dx = dy - size / 2; dx < size - dy; ++dx) {
      put(bitmap.at(x0 + dx, y0 + 1 + dy), {110, 50, 40}, 0);
    }
  }
}

Photograph photograph_of(unsigned number) {
  constexpr int kQuality = 80, kThumbnailQuality = 80;
  const bool is_png = number >= kLandscapes;
  const Bitmap bitmap = is_png ? paint_chart(number) : paint_landscape(number);
  return Photograph{is_png, is_png ? to_png(bitmap) : to_jpeg(bitmap, kQuality),
                    to_jpeg(halved(bitmap), kThumbnailQuality)};
}

std::vector<Photograph> paint_all() {
  std::vector<Photograph> all(kLandscapes + kCharts);
  std::atomic<unsigned> next{0};
  const auto paint = [&all, &next] {
    for (unsigned i = next++; i < all.size(); i = next++) all[i] = photograph_of(i);
  };
  const unsigned painters = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < painters; ++i) threads.emplace_back(paint);
  paint();
  for (std::thread& thread : threads) thread.join();
  return all;
}

}  // namespace

Bitmap paint_landscape(unsigned number) {
  const Scene scene = scene_of(number);
  Bitmap bitmap(640, 360);
  for (int column = 0; column < bitmap.width; ++column) {
    const auto x = static_cast<float>(column);
    std::array<float, 5> ridges{};
    for (int row = 0; row < scene.hill_rows; ++row) {
      ridges[static_cast<std::size_t>(row)] = ridge(scene, row, x);
    }
    for (int line = 0; line < bitmap.height; ++line) {
      const auto y = static_cast<float>(line);
      const float grain =
          9 *
          (lattice(static_cast<unsigned>(column), static_cast<unsigned>(line), scene.seed) - 0.5F);
      if (y < scene.horizon) {
        put(bitmap.at(column, line), land_or_sky(scene, x, y, ridges.data()), grain);
        continue;
      }
      // Water mirrors what stands above it, rippled more the nearer it is.
      const float depth = y - scene.horizon;
      const float ripple =
          (noise(x / 24, depth * depth / 220, scene.seed + 60) - 0.5F) * (4 + depth / 4);
      const float mirrored =
          std::clamp(scene.horizon - depth * 0.8F + ripple, 0.0F, scene.horizon - 1);
      const Colour above = land_or_sky(scene, x, mirrored, ridges.data());
      const float glint = 26 * (noise(x / 9, depth * 2.2F, scene.seed + 70) - 0.5F);
      put(bitmap.at(column, line), mix(above, scene.palette.water, 0.45F + depth / 500),
          grain + glint);
    }
  }
  if (number % 3 == 0) paint_boat(bitmap, scene);
  return bitmap;
}

Bitmap paint_chart(unsigned number) {
  constexpr Colour kDeep{70, 120, 170}, kShallow{205, 228, 240}, kLow{236, 226, 190},
      kHigh{170, 160, 110};
  constexpr Colour kInk{60, 70, 80};
  Bitmap bitmap(480, 300);
  for (int y = 0; y < bitmap.height; ++y) {
    for (int x = 0; x < bitmap.width; ++x) {
      const auto fx = static_cast<float>(x), fy = static_cast<float>(y);
      const float height = clouds(fx / 120, fy / 120, number * 31, 4) * 24;
      const float step = std::floor(height);
      const bool is_land = step >= 12;
      Colour colour = is_land ? mix(kLow, kHigh, (step - 12) / 8) : mix(kDeep, kShallow, step / 11);
      if (height - step < 0.07F) colour = mix(colour, kInk, 0.6F);
      if (x % 60 == 0 || y % 60 == 0) colour = mix(colour, kInk, 0.25F);
      // Two grey levels of paper grain: a chart of flat colours would be a very small file.
      const bool is_grain =
          lattice(static_cast<unsigned>(x), static_cast<unsigned>(y), number) < 0.15F;
      put(bitmap.at(x, y), colour, is_grain ? -3 : 0);
    }
  }
  return bitmap;
}

Bitmap paint_logo(int size) {
  Bitmap bitmap(size, size);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const float u = static_cast<float>(x) / static_cast<float>(size);
      const float v = static_cast<float>(y) / static_cast<float>(size);
      const bool is_sail = v < 0.66F && u > 0.3F && u < 0.3F + (v - 0.12F);
      const bool is_hull = v > 0.7F && v < 0.84F && u > v - 0.58F && u < 1.62F - v;
      put(bitmap.at(x, y), is_sail || is_hull ? Colour{250, 248, 240} : Colour{28, 78, 128}, 0);
    }
  }
  return bitmap;
}

Bitmap paint_wave() {
  constexpr float kTurn = 6.2831853F / 64;
  Bitmap bitmap(64, 12);
  for (int y = 0; y < bitmap.height; ++y) {
    for (int x = 0; x < bitmap.width; ++x) {
      const float crest = 5 + 3 * std::sin(static_cast<float>(x) * kTurn);
      put(bitmap.at(x, y),
          static_cast<float>(y) < crest ? Colour{251, 250, 246} : Colour{28, 78, 128}, 0);
    }
  }
  return bitmap;
}

Bitmap halved(const Bitmap& bitmap) {
  Bitmap half(bitmap.width / 2, bitmap.height / 2);
  for (int y = 0; y < half.height; ++y) {
    for (int x = 0; x < half.width; ++x) {
      for (int c = 0; c < 3; ++c) {
        const int sum = bitmap.at(2 * x, 2 * y)[c] + bitmap.at(2 * x + 1, 2 * y)[c] +
                        bitmap.at(2 * x, 2 * y + 1)[c] + bitmap.at(2 * x + 1, 2 * y + 1)[c];
        half.at(x, y)[c] = static_cast<std::uint8_t>(sum / 4);
      }
    }
  }
  return half;
}

const std::vector<Photograph>& photographs() {
  static const std::vector<Photograph> all = paint_all();
  return all;
}

}  // namespace crawler::demo
