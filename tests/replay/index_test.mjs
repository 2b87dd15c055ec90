// `varve index` on what the crawl left: it must find in the files what the crawler knew when it
// wrote them, byte for byte.
//   node index_test.mjs COLLECTION VARVE
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Collection, linesOf } from './collection.mjs';

const collection = new Collection();
const varve = process.argv[3];
const scratch = mkdtempSync(join(tmpdir(), 'varve-index-'));
after(() => rmSync(scratch, { recursive: true }));

const options = { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] };
const index = (...words) => execFileSync(varve, ['index', ...words], options);
const paths = collection.warcPaths();
const cdxj = collection.read('indexes/index.cdxj');
const cdx11 = collection.read('indexes/index.cdx');

test('the index of the files is the index the crawler wrote', () => {
  assert.ok(linesOf(cdxj.toString()).length > 200);
  for (const jobs of ['1', '8']) {
    assert.ok(index('--jobs', jobs, ...paths).equals(cdxj), `CDXJ, ${jobs} jobs`);
  }
  assert.ok(index('--format', 'cdx11', ...paths).equals(cdx11), 'CDX-11');
});

test('the index of the package is that of the files in it', () => {
  assert.ok(index(collection.wacz).equals(cdxj));
});

test('the index of each file merged is the index of all', () => {
  const parts = paths.map((path, i) => {
    const part = join(scratch, `${i}.cdxj`);
    index('--unsorted', path, '-o', part);
    return part;
  });
  const all = join(scratch, 'all.cdxj');

  index('--merge', ...parts.reverse(), '-o', all);

  assert.ok(readFileSync(all).equals(cdxj));
});

test('standard input is read as a file is', () => {
  const bytes = Buffer.concat(collection.warcs().map(({ bytes }) => bytes));
  const file = join(scratch, 'all.warc.gz');
  writeFileSync(file, bytes);

  const piped = execFileSync(varve, ['index', '-'], { ...options, stdio: undefined, input: bytes });

  const named = (text) => text.toString().replaceAll('"filename":"-"', '"filename":"all.warc.gz"');
  assert.equal(named(piped), named(index(file)));
});

test('a line of CDX-9 is one of CDX-11 without flags and length', () => {
  const shorter = linesOf(cdx11.toString()).slice(1)
    .map((line) => line.split(' ').filter((_, i) => i !== 7 && i !== 8).join(' '));

  const [legend, ...lines] = linesOf(index('--format', 'cdx9', ...paths).toString());

  assert.equal(legend, ' CDX N b a m s k r V g');
  assert.deepEqual(lines, shorter.sort());
});
