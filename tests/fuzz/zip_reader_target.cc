#include <memory>
#include <string>

#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/targets.h"
#include "warc/zip_reader.h"

namespace fuzz {

void zip_reader(std::string_view input) {
  const auto zip = warc::ZipReader::open(std::make_shared<MemoryFile>(input));
  if (!zip) return;
  int entries = 0;
  for (const warc::ZipEntry& entry : zip->entries()) {
    if (++entries > 100) break;
    require(zip->find(entry.name) == &entry, "names are found");
    const auto offset = zip->data_offset(entry);
    require(!offset || *offset + entry.stored_size <= input.size(), "content lies in the file");
    const auto content = zip->read(entry, 1 << 20);
    require(!content || content->size() == entry.size, "content is as long as it says");
    if (const auto block = zip->stored(entry)) {
      require(block->size() == entry.stored_size, "stored content is as long as it says");
      require(block->to_string(1 << 20).has_value(), "memory can be read");
    }
  }
}

}  // namespace fuzz
