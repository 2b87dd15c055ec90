// Reads a ZIP file's directory (APPNOTE 4.3) with the checks ReplayWeb.page depends on. Enough for
// files under 4 GiB; throws on anything else.
import assert from 'node:assert/strict';

const END = 0x06054b50, CENTRAL = 0x02014b50, LOCAL = 0x04034b50;

function endOfDirectory(bytes) {
  for (let at = bytes.length - 22; at >= 0 && at > bytes.length - 22 - 65536; --at) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  throw new Error('no end of central directory');
}

// {directoryOffset, entries: [{name, method, localExtra, centralExtra, start, data}]} in directory
// order. `data` is the entry as it lies in the file, from `start` on.
export function zipOf(bytes) {
  const end = endOfDirectory(bytes);
  const directoryOffset = bytes.readUInt32LE(end + 16);
  const entries = [];
  let at = directoryOffset;
  for (let i = 0; i < bytes.readUInt16LE(end + 10); ++i) {
    assert.equal(bytes.readUInt32LE(at), CENTRAL, `directory entry ${i}`);
    const [nameLength, centralExtra, commentLength] =
      [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const size = bytes.readUInt32LE(at + 20);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    assert.equal(bytes.readUInt32LE(local), LOCAL, name);
    assert.equal(bytes.toString('utf8', local + 30, local + 30 + nameLength), name);
    const localExtra = bytes.readUInt16LE(local + 28);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + localExtra;
    entries.push({ name, method: bytes.readUInt16LE(at + 10), localExtra, centralExtra, start,
      data: bytes.subarray(start, start + size) });
    at += 46 + nameLength + centralExtra + commentLength;
  }
  return { directoryOffset, entries };
}
