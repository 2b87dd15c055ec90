// What can go wrong, as a value. Result<T> is used wherever failing is normal (the network, a file
// somebody else wrote); FatalError is thrown only where going on would lose data. Member names
// follow std::expected.
#pragma once

#include <cassert>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace base {

enum class Errc {
  invalid,    // the input does not follow its format
  truncated,  // the input ends too early
  not_found,
  dns,
  connect,
  tls,
  timeout,
  too_large,  // a stated limit was passed
  protocol,   // the peer broke HTTP
  refused,    // our own policy said no (a private address, for instance)
  cancelled,
  disk_full,
  io,
};

// The lower-case name used in logs, e.g. "disk_full".
std::string_view name_of(Errc code);

struct Error {
  Errc code = Errc::invalid;
  std::string detail;  // one sentence in lower case: what, with the value
};

inline Error fail(Errc code, std::string detail) { return Error{code, std::move(detail)}; }

// "detail (code)": for people.
std::string describe(const Error& error);

// The error of a failed system call: ENOSPC, EDQUOT and EFBIG become disk_full, ENOENT not_found,
// the rest io. `what` says what was being done, e.g. "write /a/b.warc.gz".
Error from_errno(int errno_value, std::string_view what);

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  T& value() {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  const Error& error() const {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : failed_(true), error_(std::move(error)) {}

  bool has_value() const { return !failed_; }
  explicit operator bool() const { return has_value(); }
  const Error& error() const {
    assert(failed_);
    return error_;
  }

 private:
  bool failed_ = false;
  Error error_;
};

// Going on would lose data: a full disk, a failed sync. Caught in one place, the engine.
class FatalError : public std::runtime_error {
 public:
  explicit FatalError(Error error)
      : std::runtime_error(describe(error)), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

// The value, or a FatalError carrying the error.
template <typename T>
T value_or_throw(Result<T> result) {
  if (!result) throw FatalError(result.error());
  return std::move(*result);
}
inline void value_or_throw(const Result<void>& result) {
  if (!result) throw FatalError(result.error());
}

}  // namespace base
