#include "base/percent.h"

#include <array>
#include <cstddef>

namespace base {
namespace {

using Table = std::array<bool, 256>;

constexpr Table c0_control_table() {
  Table table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) table[byte] = byte < 0x20 || byte > 0x7e;
  return table;
}

constexpr Table with(Table table, std::string_view more) {
  for (const char c : more) table[static_cast<unsigned char>(c)] = true;
  return table;
}

// The order of EncodeSet. A set is the one it grows from plus the bytes named here.
constexpr Table kC0Control = c0_control_table();
constexpr Table kFragment = with(kC0Control, " \"<>`");
constexpr Table kQuery = with(kC0Control, " \"#<>");
constexpr Table kSpecialQuery = with(kQuery, "'");
constexpr Table kPath = with(kQuery, "?^`{}");
constexpr Table kUserinfo = with(kPath, "/:;=@[\\]|");
constexpr std::array<const Table*, 6> kTables = {&kC0Control,    &kFragment, &kQuery,
                                                 &kSpecialQuery, &kPath,     &kUserinfo};

}  // namespace

void append_percent_encoded(std::string& out, std::string_view bytes, EncodeSet set) {
  static constexpr char digits[] = "0123456789ABCDEF";
  const Table& table = *kTables[static_cast<std::size_t>(set)];
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (table[byte]) {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
}

}  // namespace base
