// A map of bounded size that forgets what has not been asked for longest: two generations, the
// older one thrown away when the younger is full.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace policies {

template <typename Value>
class RecentMap {
 public:
  // Holds the `generation` last ones at least, twice as many at most.
  explicit RecentMap(std::size_t generation) : generation_(generation) {}

  // The value under that key, made when there is none. Valid until the next call.
  Value& at(std::uint64_t key) {
    if (const auto found = young_.find(key); found != young_.end()) return found->second;
    if (young_.size() >= generation_) {
      old_ = std::move(young_);
      young_.clear();
    }
    auto known = old_.extract(key);
    if (!known.empty()) return young_.insert(std::move(known)).position->second;
    return young_[key];
  }

  // Null when there is none. Valid until the next at().
  const Value* find(std::uint64_t key) const {
    if (const auto found = young_.find(key); found != young_.end()) return &found->second;
    const auto found = old_.find(key);
    return found == old_.end() ? nullptr : &found->second;
  }
  Value* find(std::uint64_t key) { return const_cast<Value*>(std::as_const(*this).find(key)); }

 private:
  std::size_t generation_;
  std::unordered_map<std::uint64_t, Value> young_, old_;
};

}  // namespace policies
