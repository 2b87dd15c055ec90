#include "base/error.h"

#include <cerrno>
#include <cstring>

namespace base {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::invalid: return "invalid";
    case Errc::truncated: return "truncated";
    case Errc::not_found: return "not_found";
    case Errc::dns: return "dns";
    case Errc::connect: return "connect";
    case Errc::tls: return "tls";
    case Errc::timeout: return "timeout";
    case Errc::too_large: return "too_large";
    case Errc::protocol: return "protocol";
    case Errc::refused: return "refused";
    case Errc::cancelled: return "cancelled";
    case Errc::disk_full: return "disk_full";
    case Errc::io: return "io";
  }
  return "unknown";
}

std::string describe(const Error& error) {
  return error.detail + " (" + std::string(name_of(error.code)) + ")";
}

Error from_errno(int errno_value, std::string_view what) {
  Errc code = Errc::io;
  if (errno_value == ENOSPC || errno_value == EDQUOT || errno_value == EFBIG) {
    code = Errc::disk_full;
  } else if (errno_value == ENOENT) {
    code = Errc::not_found;
  }
  return fail(code, std::string(what) + ": " + std::strerror(errno_value));
}

}  // namespace base
