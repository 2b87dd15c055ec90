// Where a script or JSON stands.
#pragma once

namespace crawler::extract {

// In a page, relative strings are resolved against LinkSet::base(), which is the page's.
enum class ScriptPlace { page, file };

}  // namespace crawler::extract
