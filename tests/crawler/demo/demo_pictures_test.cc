#include "crawler/demo/image.h"

#include <cstdio>
#include <set>

#include <jpeglib.h>
#include <png.h>
#include <boost/test/unit_test.hpp>

#include "crawler/demo/font.h"

using namespace crawler::demo;

namespace {

unsigned u16_at(const std::string& bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) * 256U + static_cast<unsigned char>(bytes[at + 1]);
}

std::uint32_t u32_at(const std::string& bytes, std::size_t at) {
  return u16_at(bytes, at) * 65536U + u16_at(bytes, at + 2);
}

// Width and height after decoding all of it without a warning; 0 x 0 otherwise.
std::pair<unsigned, unsigned> decoded_jpeg_size(const std::string& file) {
  jpeg_error_mgr errors;
  jpeg_decompress_struct decoder;
  decoder.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&decoder);
  jpeg_mem_src(&decoder, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  jpeg_read_header(&decoder, TRUE);
  jpeg_start_decompress(&decoder);
  std::vector<JSAMPLE> row(decoder.output_width * 3);
  JSAMPROW rows[] = {row.data()};
  while (decoder.output_scanline < decoder.output_height) jpeg_read_scanlines(&decoder, rows, 1);
  jpeg_finish_decompress(&decoder);
  const std::pair size{decoder.output_width, decoder.output_height};
  jpeg_destroy_decompress(&decoder);
  return errors.num_warnings == 0 ? size : std::pair{0U, 0U};
}

std::pair<unsigned, unsigned> decoded_png_size(const std::string& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) return {0, 0};
  image.format = PNG_FORMAT_RGB;
  std::vector<png_byte> pixels(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0) return {0, 0};
  return {image.width, image.height};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(demo_pictures)

BOOST_AUTO_TEST_CASE(photographs_decode_and_have_the_size_of_news_pictures) {
  for (const Photograph& photograph : photographs()) {
    const auto [width, height] =
        photograph.is_png ? decoded_png_size(photograph.file) : decoded_jpeg_size(photograph.file);
    const auto [small_width, small_height] = decoded_jpeg_size(photograph.thumbnail);

    BOOST_TEST(width == (photograph.is_png ? 480U : 640U));
    BOOST_TEST(height == (photograph.is_png ? 300U : 360U));
    BOOST_TEST(small_width == width / 2);
    BOOST_TEST(small_height == height / 2);
    BOOST_TEST(photograph.file.size() >= 20U * 1024);
    BOOST_TEST(photograph.file.size() <= 80U * 1024);
  }
}

BOOST_AUTO_TEST_CASE(no_two_pictures_are_alike) {
  std::set<std::string> files;
  for (const Photograph& photograph : photographs()) {
    files.insert(photograph.file);
    files.insert(photograph.thumbnail);
  }

  BOOST_TEST(files.size() == 2 * photographs().size());
  BOOST_TEST(photographs().size() == kLandscapes + kCharts);
  BOOST_TEST(kLandscapes >= 40U);
}

BOOST_AUTO_TEST_CASE(the_icon_holds_one_png) {
  const std::string icon = to_icon(paint_logo(32));

  BOOST_TEST(icon.starts_with(std::string("\0\0\1\0\1\0\x20\x20", 8)));
  BOOST_TEST((decoded_png_size(icon.substr(22)) == std::pair{32U, 32U}));
}

BOOST_AUTO_TEST_CASE(the_font_file_sums_up_as_the_format_demands) {  // OpenType 1.9, "head"
  const std::string font = masthead_font();
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at + 4 <= font.size(); at += 4) sum += u32_at(font, at);

  BOOST_TEST(font.size() < 4096U);
  BOOST_TEST(font.size() % 4 == 0U);
  BOOST_TEST(sum == 0xB1B0AFBAU);
}

BOOST_AUTO_TEST_CASE(the_font_has_the_tables_browsers_ask_for_in_order) {
  const std::string font = masthead_font();
  const unsigned count = u16_at(font, 4);
  std::vector<std::string> tags;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = 12 + 16 * i;
    tags.push_back(font.substr(entry, 4));
    BOOST_TEST(u32_at(font, entry + 8) + u32_at(font, entry + 12) <= font.size());
  }

  const std::vector<std::string> expected{"OS/2", "cmap", "glyf", "head", "hhea",
                                          "hmtx", "loca", "maxp", "name", "post"};
  BOOST_TEST(tags == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
