// Content codings: RFC 9110 8.4.1, RFC 1952, and the bounds of reliability 5b (P4).
#include "warc/content_coding.h"

#include <algorithm>
#include <string>
#include <utility>

#include <brotli/encode.h>
#include <zlib.h>
#include <boost/test/unit_test.hpp>

#include "tests/support/deflated.h"

namespace {

using support::deflated;
using support::gzip_of;
using warc::CodingOutcome;
using warc::ContentDecoder;
using warc::decode_content;
using warc::Decoded;
using warc::kMaxDecodedBytes;

std::string brotlied(const std::string& text) {
  std::size_t size = BrotliEncoderMaxCompressedSize(text.size()) + 64;
  std::string out(size, '\0');
  BOOST_REQUIRE(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, text.size(),
                                      reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                                      reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
  out.resize(size);
  return out;
}

std::string varied_text() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "line " + std::to_string(i * 7919 % 10'007) + "\n";
  return text;
}

Decoded decode_in_pieces(const std::string& body, const char* coding, std::size_t size) {
  Decoded result;
  ContentDecoder decoder(coding);
  const auto keep = [&result](std::string_view bytes) -> base::Result<void> {
    result.bytes += bytes;
    return {};
  };
  for (std::size_t at = 0; at < body.size(); at += size) {
    BOOST_REQUIRE(decoder.append(std::string_view(body).substr(at, size), keep));
  }
  BOOST_REQUIRE(decoder.finish(keep));
  result.notes = decoder.notes();
  return result;
}

CodingOutcome outcome_of(const std::string& body, const char* coding,
                         std::uint64_t limit = kMaxDecodedBytes) {
  ContentDecoder decoder(coding, limit);
  const auto drop = [](std::string_view) { return base::Result<void>(); };
  BOOST_REQUIRE(decoder.append(body, drop));
  BOOST_REQUIRE(decoder.finish(drop));
  return decoder.outcome();
}

std::string only_note(const Decoded& decoded) {
  BOOST_REQUIRE(decoded.notes.size() == 1u);
  return decoded.notes[0];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(content_coding)

BOOST_AUTO_TEST_CASE(each_coding_gives_the_text_back) {
  const std::string text = varied_text();

  BOOST_TEST((decode_content(gzip_of(text), "gzip").bytes == text));
  BOOST_TEST((decode_content(gzip_of(text), " X-GZip ").bytes == text));
  BOOST_TEST((decode_content(deflated(text, MAX_WBITS), "deflate").bytes == text));
  BOOST_TEST((decode_content(deflated(text, -MAX_WBITS), "deflate").bytes == text));
  BOOST_TEST((decode_content(brotlied(text), "br").bytes == text));
  BOOST_TEST((decode_content(text, "identity").bytes == text));
  BOOST_TEST((decode_content(text, "").bytes == text));
  BOOST_TEST(decode_content(gzip_of(text), "gzip").notes.empty());
}

BOOST_AUTO_TEST_CASE(two_codings_are_undone_last_first) {
  const std::string text = varied_text();

  const Decoded decoded = decode_content(brotlied(gzip_of(text)), "gzip, identity, br");

  BOOST_TEST((decoded.bytes == text));
  BOOST_TEST(decoded.notes.empty());
}

BOOST_AUTO_TEST_CASE(three_codings_are_an_attack) {
  const Decoded decoded = decode_content(gzip_of(gzip_of(gzip_of("x"))), "gzip, gzip, gzip");

  BOOST_TEST(decoded.bytes.empty());
  BOOST_TEST(only_note(decoded) == "more than 2 content codings, not decoded");
}

BOOST_AUTO_TEST_CASE(a_header_of_a_thousand_codings_is_no_work) {
  std::string header;
  for (int i = 0; i < 1000; ++i) header += "gzip,";

  BOOST_TEST(decode_content("x", header).notes.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_cut_body_gives_what_was_there) {
  const std::string text = varied_text();
  const std::string whole = gzip_of(text);

  const Decoded half = decode_content(whole.substr(0, whole.size() / 2), "gzip");
  const Decoded without_crc = decode_content(whole.substr(0, whole.size() - 6), "gzip");

  BOOST_TEST(!half.bytes.empty());
  BOOST_TEST((text.substr(0, half.bytes.size()) == half.bytes));
  BOOST_TEST(only_note(half) == "gzip body ends early");
  BOOST_TEST((without_crc.bytes == text));
  BOOST_TEST(only_note(without_crc) == "gzip body ends early");
}

BOOST_AUTO_TEST_CASE(a_body_may_be_cut_anywhere) {
  const std::string text = "a small page, a small page, a small page";
  for (const char* coding : {"gzip", "deflate", "br"}) {
    const std::string whole = std::string_view(coding) == "gzip"      ? gzip_of(text)
                              : std::string_view(coding) == "deflate" ? deflated(text, MAX_WBITS)
                                                                      : brotlied(text);
    for (std::size_t size = 3; size < whole.size(); ++size) {
      const Decoded decoded = decode_content(whole.substr(0, size), coding);
      BOOST_TEST((decoded.bytes.size() <= text.size()));
      BOOST_TEST(decoded.notes.size() == 1u, coding << " cut at " << size);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_body_gives_what_came_before) {
  const std::string text = varied_text();
  std::string wrong_crc = gzip_of(text);
  wrong_crc[wrong_crc.size() - 8] ^= 1;

  BOOST_TEST((decode_content(wrong_crc, "gzip").bytes == text));
  BOOST_TEST(only_note(decode_content(wrong_crc, "gzip")) == "gzip body is damaged");
  BOOST_TEST(only_note(decode_content("\xff\xff\xff\xff\xff", "br")) == "br body is damaged");
}

BOOST_AUTO_TEST_CASE(damage_in_the_middle_keeps_what_is_before_it) {
  const std::string text = varied_text();
  for (const char* coding : {"gzip", "deflate", "br"}) {
    std::string body = std::string_view(coding) == "gzip"      ? gzip_of(text)
                       : std::string_view(coding) == "deflate" ? deflated(text, MAX_WBITS)
                                                               : brotlied(text);
    body.replace(body.size() / 2, 64, 64, '\xff');

    // In pieces: of a damaged br body, what was given before the last piece is sure.
    const Decoded decoded = decode_in_pieces(body, coding, 100);

    BOOST_TEST(decoded.bytes.size() > text.size() / 8, coding);
    BOOST_TEST((decoded.bytes.substr(0, text.size() / 8) == text.substr(0, text.size() / 8)));
    BOOST_TEST(decoded.notes.size() == 1u, coding);
  }
}

BOOST_AUTO_TEST_CASE(all_members_are_read_and_garbage_passed_over) {
  const Decoded members = decode_content(gzip_of("one ") + gzip_of("") + gzip_of("two"), "gzip");
  const Decoded garbage = decode_content(gzip_of("one") + "garbage", "gzip");

  BOOST_TEST(members.bytes == "one two");
  BOOST_TEST(members.notes.empty());
  BOOST_TEST(garbage.bytes == "one");
  BOOST_TEST(only_note(garbage) == "7 bytes after the gzip body");
}

BOOST_AUTO_TEST_CASE(what_is_not_gzip_is_read_as_it_is) {
  const Decoded decoded = decode_content("<html>", "gzip");

  BOOST_TEST(decoded.bytes == "<html>");
  BOOST_TEST(only_note(decoded) == "body is said to be gzip but is not");
}

BOOST_AUTO_TEST_CASE(unknown_codings_are_not_guessed) {
  BOOST_TEST(decode_content("x", "zstd").bytes.empty());
  BOOST_TEST(only_note(decode_content("x", "zstd")) == "content coding zstd is not known");
  BOOST_TEST(decode_content("x", "UTF-8").bytes == "x");
  BOOST_TEST(only_note(decode_content("x", "u\x1b[8")) == "\"u?[8\" is no content coding");
}

BOOST_AUTO_TEST_CASE(bombs_are_cut_by_ratio) {
  const std::string zeros(8u << 20, '\0');
  const std::string chained = gzip_of(gzip_of(zeros));

  const Decoded gzip = decode_content(chained, "gzip, gzip");
  const Decoded brotli = decode_content(brotlied(zeros), "br");

  BOOST_TEST(gzip.bytes.size() <= std::max<std::size_t>(1u << 20, 1000 * chained.size()));
  BOOST_TEST(gzip.notes.back().find("gzip body cut at") == 0u);
  BOOST_TEST(brotli.bytes.size() == 1u << 20);
  BOOST_TEST(only_note(brotli) == "br body cut at 1048576 decoded bytes");
}

BOOST_AUTO_TEST_CASE(bombs_are_cut_by_size) {
  const std::string quick = deflated(std::string(65u << 20, 'a'), 16 + MAX_WBITS, 1);

  const Decoded decoded = decode_content(quick, "gzip");

  BOOST_TEST(decoded.bytes.size() == kMaxDecodedBytes);
  BOOST_TEST(only_note(decoded) == "gzip body cut at 67108864 decoded bytes");
}

// RFC 1952 2.2, RFC 1950, RFC 7932: however the bytes are cut, the outcome is the same.
BOOST_AUTO_TEST_CASE(pieces_of_any_size_give_the_same) {
  const std::string text = varied_text();
  const std::string gz = gzip_of(text);
  const std::pair<std::string, const char*> bodies[] = {
      {gz, "gzip"},
      {gz + gzip_of("more"), "gzip"},
      {gz + "garbage", "gzip"},
      {gz + "\x1fgarbage", "gzip"},
      {gz + "\x1f", "gzip"},
      {gz.substr(0, gz.size() - 5), "gzip"},
      {"\x1f is no gzip", "gzip"},
      {"\x1f", "gzip"},
      {deflated(text, MAX_WBITS), "deflate"},
      {deflated(text, -MAX_WBITS) + "garbage", "deflate"},
      {brotlied(text) + "garbage", "br"},
      {brotlied(gz), "gzip, br"},
      {gzip_of("plain"), "zstd, gzip"},
      {text, ""},
  };
  for (const auto& [body, coding] : bodies) {
    const Decoded whole = decode_content(body, coding);
    for (const std::size_t size : {1, 2, 3, 1000}) {
      const Decoded pieces = decode_in_pieces(body, coding, size);
      BOOST_TEST((pieces.bytes == whole.bytes), coding << " in pieces of " << size);
      BOOST_TEST(pieces.notes == whole.notes, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_raw_deflate_body_that_looks_wrapped_at_first_is_read) {
  // 0x78 0x01 is a fine zlib header, and a raw block whose type only the next byte shows.
  std::string raw;
  for (int level = 1; level <= 9; ++level) {
    raw = deflated(varied_text(), -MAX_WBITS, level);
    BOOST_TEST((decode_in_pieces(raw, "deflate", 1).bytes == varied_text()), "level " << level);
  }
}

BOOST_AUTO_TEST_CASE(the_outcome_is_the_first_fault) {
  const std::string gz = gzip_of("some text");

  BOOST_TEST((outcome_of(gz, "gzip") == CodingOutcome::complete));
  BOOST_TEST((outcome_of("", "gzip") == CodingOutcome::complete));
  BOOST_TEST((outcome_of(gz.substr(0, 12), "gzip") == CodingOutcome::cut));
  BOOST_TEST((outcome_of("\x1f\x8b\x08\xff garbage", "gzip") == CodingOutcome::damaged));
  BOOST_TEST((outcome_of("text", "gzip") == CodingOutcome::mislabelled));
  BOOST_TEST((outcome_of("text", "zstd") == CodingOutcome::unknown));
  BOOST_TEST((outcome_of(gz, "gzip, gzip, gzip") == CodingOutcome::unknown));
  BOOST_TEST((outcome_of("text", "identity", 3) == CodingOutcome::limited));
  BOOST_TEST((outcome_of("text", "identity", 4) == CodingOutcome::complete));
  BOOST_TEST((outcome_of(gz, "gzip", 8) == CodingOutcome::limited));
  BOOST_TEST((outcome_of(gz, "gzip", 9) == CodingOutcome::complete));
}

BOOST_AUTO_TEST_CASE(a_bomb_in_pieces_is_given_in_small_pieces_up_to_the_limit) {
  const std::string bomb = gzip_of(gzip_of(std::string(8u << 20, '\0')));
  ContentDecoder decoder("gzip, gzip", 2u << 20);
  std::size_t largest = 0, total = 0;
  const auto count = [&](std::string_view bytes) -> base::Result<void> {
    largest = std::max(largest, bytes.size());
    total += bytes.size();
    return {};
  };

  for (const char byte : bomb) BOOST_REQUIRE(decoder.append({&byte, 1}, count));
  BOOST_REQUIRE(decoder.finish(count));

  BOOST_TEST(largest <= 64u << 10);
  BOOST_TEST(total == 1u << 20);
  BOOST_TEST((decoder.outcome() == CodingOutcome::limited));
  BOOST_TEST(decoder.is_over());
}

BOOST_AUTO_TEST_CASE(an_error_of_the_sink_ends_the_call) {
  ContentDecoder decoder("gzip");
  int calls = 0;
  const auto full = [&calls](std::string_view) -> base::Result<void> {
    ++calls;
    return base::fail(base::Errc::disk_full, "no room");
  };

  const auto appended = decoder.append(gzip_of(varied_text()), full);

  BOOST_REQUIRE(!appended);
  BOOST_TEST((appended.error().code == base::Errc::disk_full));
  BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_SUITE_END()
