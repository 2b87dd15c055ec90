// A URL taken apart once for all the trap rules: segments, parameters, and the hashes by which URLs
// of one shape are counted together.
//
//   /news/2023/a1b2c3d4e5/x7.html   template /news/N/H/xN.html
//                                   folder   /news/N/H/*.html
//   /x7.php?page=3&id=9             folder   /xN.php + {id, page}
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/url.h"

namespace policies {

// Hashes text under a secret of this process: who makes URLs cannot aim at a slot. Not for disk.
std::uint64_t trap_hash(std::string_view text);
std::uint64_t combined_hash(std::uint64_t a, std::uint64_t b);

struct TrapParameter {
  std::string_view name, value;  // as written
  std::uint64_t name_hash = 0, value_hash = 0;
};

// Views are of the URL, which must outlive it. Made in time linear in the URL's length.
class TrapShape {
 public:
  explicit TrapShape(const base::Url& url);

  // Those between slashes that are not empty, at most the first 64.
  std::span<const std::string_view> segments() const { return {segments_.data(), segment_count_}; }
  // Those that a slash follows.
  std::span<const std::string_view> folders() const {
    return segments().first(segment_count_ - (ends_in_file_ ? 1 : 0));
  }
  // At most the first 32; `&` and `;` stand between them.
  std::span<const TrapParameter> parameters() const { return {parameters_.data(), count_}; }
  // Different names among them.
  std::size_t names() const { return names_; }

  std::uint64_t host() const { return host_; }
  std::uint64_t path() const { return path_; }               // host and path
  std::uint64_t path_template() const { return template_; }  // host and path, digits as N, hex as H
  // What pages that are made alike share: the template, without the last segment's name where there
  // is no query.
  std::uint64_t folder() const { return folder_; }
  std::uint64_t key_set() const { return key_set_; }  // names of parameters, in any order

 private:
  void take_path(std::string_view path);
  void take_query(std::string_view query);
  void add(std::string_view parameter);

  std::array<std::string_view, 64> segments_;
  std::array<TrapParameter, 32> parameters_;
  std::size_t segment_count_ = 0, count_ = 0, names_ = 0;
  bool ends_in_file_ = false;
  std::uint64_t host_ = 0, path_ = 0, template_ = 0, folder_ = 0, key_set_ = 0;
};

}  // namespace policies
