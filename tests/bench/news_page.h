// Made-up news pages for benchmarks, in the style of large sites: a head full of metas and linked
// data, inline scripts and styles, icons in SVG, cards with lazy pictures, and the story.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace bench {

// UTF-8, about `bytes` long. The same arguments, the same page.
std::string news_page(std::uint64_t seed, std::size_t bytes);

}  // namespace bench
