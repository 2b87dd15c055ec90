// A guess at the encoding of a text that does not say it: by its escape sequences, by being UTF-8,
// and where it is neither by uchardet's statistics of letters and pairs of bytes. Pure functions,
// linear, any thread.
#pragma once

#include <string>
#include <string_view>

#include "crawler/extract/charset_labels.h"

namespace crawler::extract {

// What uchardet gets to see: 4,000 hanzi tell as much as all of them, and it reads no more than 1
// MB a second (measured; 64 KiB took 70 to 105 ms).
inline constexpr std::size_t kMaxDetectedBytes = 8u << 10;
// With fewer bytes outside ASCII a guess is a throw of dice.
inline constexpr std::size_t kMinTellingBytes = 6;

// Never fails. In this order:
//  1. iso-2022-jp, when all bytes are ASCII and one of its escapes to Japanese is among them;
//  2. utf-8, when the text is well-formed UTF-8 or its sample has ten sequences of several bytes
//  for
//     each fault (a cut page, a GBK name in a UTF-8 page);
//  3. uchardet's guess, when there are kMinTellingBytes of evidence, the Encoding Standard knows
//  the
//     encoding, it is one a page may be in without declaring it (not UTF-16, not replacement), and
//     at most one of a hundred of its characters cannot be decoded;
//  4. windows-1252, what browsers do in most of the world.
const Charset& detect_charset(std::string_view text);

// What the detector is given: at most kMaxDetectedBytes from the first byte outside ASCII on, with
// the long stretches of ASCII between them (markup, scripts) left out.
std::string detector_sample(std::string_view text);

}  // namespace crawler::extract
