// A WARC reader as strict as formats sections 2.1 and 2.8, written from the standard alone: it
// shares no line with the writer it judges. Throws at the first byte out of place.
import assert from 'node:assert/strict';
import { gunzipSync, inflateRawSync } from 'node:zlib';

const CRLFCRLF = Buffer.from('\r\n\r\n');

// RFC 1952 2.3: how long the header of the member at `offset` is.
function headerLength(bytes, offset) {
  assert.equal(bytes.readUInt16BE(offset), 0x1f8b, `no gzip member begins at ${offset}`);
  assert.equal(bytes[offset + 2], 8, `the member at ${offset} is not deflated`);
  const flags = bytes[offset + 3];
  assert.equal(flags & 0xe0, 0, `reserved flags at ${offset}`);
  let end = offset + 10;
  if (flags & 4) end += 2 + bytes.readUInt16LE(end);
  for (const named of [8, 16]) if (flags & named) end = bytes.indexOf(0, end) + 1;
  return end + (flags & 2 ? 2 : 0) - offset;
}

// [{offset, length, bytes}] of the gzip members, which must follow each other without a gap to the
// end of the file. `bytes` are inflated; gunzip has checked sum and size of each slice by itself.
export function membersOf(file) {
  const members = [];
  for (let offset = 0; offset < file.length;) {
    const start = offset + headerLength(file, offset);
    const { engine } = inflateRawSync(file.subarray(start), { info: true });
    const end = start + engine.bytesWritten + 8;
    assert.ok(end <= file.length, `the member at ${offset} ends early`);
    members.push({ offset, length: end - offset, bytes: gunzipSync(file.subarray(offset, end)) });
    offset = end;
  }
  return members;
}

// {version, fields: [[name, value]], block} of one inflated member, which holds one record and
// nothing else.
export function recordOf({ offset, bytes }) {
  const headEnd = bytes.indexOf(CRLFCRLF);
  assert.ok(headEnd > 0, `no record head at ${offset}`);
  const [version, ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const fields = lines.map((line) => {
    const parts = /^([A-Za-z][A-Za-z-]*): ([\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?)$/.exec(line);
    assert.ok(parts, `record at ${offset}: no field, or control bytes: ${JSON.stringify(line)}`);
    return [parts[1], parts[2]];
  });
  const record = { offset, version, fields };
  const length = Number(field(record, 'Content-Length'));
  const blockStart = headEnd + CRLFCRLF.length;
  record.block = bytes.subarray(blockStart, blockStart + length);
  const rest = bytes.subarray(blockStart + length);
  assert.ok(rest.equals(CRLFCRLF), `record at ${offset}: its block is not as long as it says`);
  return record;
}

export function fieldsNamed(record, name) {
  return record.fields.filter(([known]) => known === name).map(([, value]) => value);
}

// The one value of `name`, or undefined.
export function field(record, name) {
  const values = fieldsNamed(record, name);
  assert.ok(values.length <= 1, `record at ${record.offset}: ${name} twice`);
  return values[0];
}

export function typeOf(record) {
  return field(record, 'WARC-Type');
}

// {startLine, headers: [[lower-case name, value]], head, body} of a request or response block.
export function httpOf(record) {
  const end = record.block.indexOf(CRLFCRLF) + CRLFCRLF.length;
  assert.ok(end > CRLFCRLF.length, `record at ${record.offset}: its HTTP head does not end`);
  const head = record.block.toString('latin1', 0, end);
  const [startLine, ...lines] = head.slice(0, -CRLFCRLF.length).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { startLine, headers, head, body: record.block.subarray(end) };
}

export function header(http, name) {
  return http.headers.find(([known]) => known === name)?.[1];
}
