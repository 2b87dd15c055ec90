// Bitmaps as files: libjpeg and libpng, and nothing about what is on them.
#include <cstdio>  // jpeglib.h needs FILE
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <jpeglib.h>
#include <png.h>

#include "crawler/demo/image.h"

namespace crawler::demo {
namespace {

[[noreturn]] void fail_jpeg(j_common_ptr) { throw std::runtime_error("cannot encode as JPEG"); }
[[noreturn]] void fail_png(png_structp, png_const_charp) {
  throw std::runtime_error("cannot encode as PNG");
}

}  // namespace

std::string to_jpeg(const Bitmap& bitmap, int quality) {
  jpeg_error_mgr errors;
  jpeg_compress_struct encoder;
  encoder.err = jpeg_std_error(&errors);
  errors.error_exit = fail_jpeg;
  jpeg_create_compress(&encoder);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&encoder, &memory, &size);
  encoder.image_width = static_cast<JDIMENSION>(bitmap.width);
  encoder.image_height = static_cast<JDIMENSION>(bitmap.height);
  encoder.input_components = 3;
  encoder.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  jpeg_start_compress(&encoder, TRUE);
  for (int y = 0; y < bitmap.height; ++y) {
    JSAMPROW row = const_cast<JSAMPROW>(bitmap.at(0, y));
    jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  std::string file(reinterpret_cast<const char*>(memory), size);
  std::free(memory);
  return file;
}

std::string to_png(const Bitmap& bitmap) {
  png_structp writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, fail_png, nullptr);
  png_infop info = writer != nullptr ? png_create_info_struct(writer) : nullptr;
  if (info == nullptr) throw std::runtime_error("cannot start the PNG encoder");
  std::string file;
  png_set_write_fn(
      writer, &file,
      [](png_structp png, png_bytep data, png_size_t size) {
        static_cast<std::string*>(png_get_io_ptr(png))
            ->append(reinterpret_cast<const char*>(data), size);
      },
      nullptr);
  png_set_IHDR(writer, info, static_cast<png_uint_32>(bitmap.width),
               static_cast<png_uint_32>(bitmap.height), 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer, info);
  for (int y = 0; y < bitmap.height; ++y) png_write_row(writer, bitmap.at(0, y));
  png_write_end(writer, nullptr);
  png_destroy_write_struct(&writer, &info);
  return file;
}

std::string to_icon(const Bitmap& bitmap) {
  const std::string png = to_png(bitmap);
  constexpr unsigned kHeaderSize = 6 + 16;
  std::string icon;
  const auto little = [&icon](std::size_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) icon.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
  };
  little(0, 2);  // reserved
  little(1, 2);  // an icon, not a cursor
  little(1, 2);  // images
  little(static_cast<std::size_t>(bitmap.width), 1);
  little(static_cast<std::size_t>(bitmap.height), 1);
  little(0, 2);   // no palette
  little(1, 2);   // planes
  little(32, 2);  // bits a pixel
  little(png.size(), 4);
  little(kHeaderSize, 4);
  return icon + png;
}

}  // namespace crawler::demo
