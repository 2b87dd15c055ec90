// Words of JavaScript that decide what stands behind them.
#pragma once

#include <string_view>

namespace crawler::extract {

// After these words an expression begins: a slash is a regex there, a brace an object.
bool expects_expression(std::string_view word);

// Functions whose arguments are compared with something, searched for or looked up, never fetched.
bool takes_patterns(std::string_view function);

}  // namespace crawler::extract
