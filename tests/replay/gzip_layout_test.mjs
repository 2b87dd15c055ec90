// Formats sections 2.8 and 3.1: one gzip member a record, nothing else, and an index that points at
// the members.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Collection, linesOf } from './collection.mjs';
import { typeOf } from './warc_file.mjs';

const collection = new Collection();
const warcs = collection.warcs();

test('W-50..W-53: each file is members without a gap, each one whole record', () => {
  for (const { name, bytes, members, records } of warcs) {
    assert.ok(members.length > 1, name);
    assert.equal(members.length, records.length);
    const last = members.at(-1);
    assert.equal(last.offset + last.length, bytes.length, `${name} ends with its last member`);
    for (const { version } of records) assert.equal(version, 'WARC/1.1');
  }
});

test('gzip itself finds nothing wrong', () => {
  const told = execFileSync('gzip', ['-t', ...collection.warcPaths()], { stdio: 'pipe' });

  assert.equal(told.length, 0);
});

test('no file is left open, and names sort by time', () => {
  const numbers = warcs.map(({ name }) => /-(\d{5})-[^-]+\.warc\.gz$/.exec(name)?.[1]);

  assert.deepEqual(numbers, warcs.map((_, i) => String(i).padStart(5, '0')));
});

test('W-55: each index line is the offset and the length of one member', () => {
  const known = new Set(warcs.flatMap(({ name, members }) =>
    members.map(({ offset, length }) => `${name} ${offset} ${length}`)));

  const indexed = collection.cdxj()
    .map(({ filename, offset, length }) => `${filename} ${offset} ${length}`);

  for (const place of indexed) assert.ok(known.has(place), place);
  assert.equal(new Set(indexed).size, indexed.length);
});

test('each capture is in the index, and nothing else is', () => {
  const captures = warcs.flatMap(({ name, records }) => records
    .filter((record) => ['response', 'revisit', 'resource'].includes(typeOf(record)))
    .map(({ offset }) => `${name} ${offset}`));

  const indexed = collection.cdxj().map((entry) => `${entry.filename} ${entry.offset}`);

  assert.deepEqual(indexed.sort(), captures.sort());
});

test('CDXJ and CDX are sorted bytewise, and no line stands twice', () => {
  for (const path of ['indexes/index.cdxj', 'indexes/index.cdx']) {
    const lines = linesOf(collection.read(path).toString());
    const sorted = lines.map((line) => Buffer.from(line)).sort(Buffer.compare).map(String);

    assert.deepEqual(lines, sorted, path);
    assert.equal(new Set(lines).size, lines.length, path);
  }
});

test('CDX-11 has its header, eleven fields a line, and tells of the same captures', () => {
  const [head, ...lines] = linesOf(collection.read('indexes/index.cdx').toString());
  assert.equal(head, ' CDX N b a m s k r M S V g');

  const fields = lines.map((line) => line.split(' '));
  for (const line of fields) assert.equal(line.length, 11, line.join(' '));
  // CDX-11 may leave out the label of SHA-1, and it alone has fields r (redirect) and M.
  const names = 'key timestamp url mime status digest r M length offset filename'.split(' ');
  const told = fields.map((line) => {
    const { r, M, digest, ...entry } = Object.fromEntries(names.map((name, i) => [name, line[i]]));
    return { ...entry, digest: `sha1:${digest}` };
  });

  assert.deepEqual(told, collection.cdxj());
});

test('a redirect names its absolute target in CDX-11', () => {
  const lines = linesOf(collection.read('indexes/index.cdx').toString()).slice(1);
  const redirects = lines.map((line) => line.split(' ')).filter((line) => line[4].startsWith('3'));

  assert.equal(redirects.length, 3);
  for (const [, , url, , , , target] of redirects) {
    assert.equal(new URL(target).host, new URL(url).host);
  }
});
