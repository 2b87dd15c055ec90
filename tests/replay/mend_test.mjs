// What `varve mend` makes of a damaged archive is read by warcio without complaint, record for
// record.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Collection, sha1Of } from './collection.mjs';
import { needPackage } from './needs.mjs';
import { field, membersOf, recordOf } from './warc_file.mjs';

needPackage('warcio');
const { WARCParser } = await import('warcio');

const varve = process.argv[3];
const { bytes: whole, members, records } = new Collection().warcs()[0];
const text = Buffer.concat(members.map((member) => member.bytes));
const folder = mkdtempSync(join(tmpdir(), 'varve-mend-'));
after(() => rmSync(folder, { recursive: true }));

function mend(bytes, ...options) {
  const damaged = join(folder, 'damaged.warc.gz');
  const mended = join(folder, 'mended.warc.gz');
  rmSync(mended, { force: true });
  writeFileSync(damaged, bytes);
  execFileSync(varve, ['mend', damaged, '-o', mended, ...options]);
  return readFileSync(mended);
}

// The ids of the records, as warcio reads them. Each block must agree with its digest.
async function idsByWarcio(bytes) {
  const complaints = [];
  const { warn, error } = console;
  console.warn = console.error = (...words) => complaints.push(words.join(' '));
  const ids = [];
  try {
    for await (const record of new WARCParser([bytes], { parseHttp: false })) {
      assert.equal(record.warcBlockDigest, sha1Of(await record.readFully(false)));
      ids.push(record.warcHeader('WARC-Record-ID'));
    }
  } finally {
    Object.assign(console, { warn, error });
  }
  assert.deepEqual(complaints, []);
  return ids;
}

async function assertHolds(bytes, expected) {
  const ids = expected.map((record) => field(record, 'WARC-Record-ID'));
  assert.deepEqual(membersOf(bytes).map(recordOf).map((r) => field(r, 'WARC-Record-ID')), ids);
  assert.deepEqual(await idsByWarcio(bytes), ids);
}

test('a torn file: everything before the tear', async () => {
  const last = members.at(-1);
  const mended = mend(whole.subarray(0, last.offset + Math.floor(last.length / 2)));

  assert.ok(mended.equals(whole.subarray(0, last.offset)));
  await assertHolds(mended, records.slice(0, -1));
});

test('one gzip member over the whole file: a member for each record', async () => {
  await assertHolds(mend(gzipSync(text)), records);
});

test('a plain file, compressed', async () => {
  await assertHolds(mend(text, '--gzip'), records);
});

test('a damaged member and garbage in the middle: all the others', async () => {
  const hurt = members[Math.floor(members.length / 2)];
  const bytes = Buffer.from(whole);
  bytes.fill(0xa5, hurt.offset + 20, hurt.offset + hurt.length);
  const at = members[5].offset;
  const damaged = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(512), bytes.subarray(at)]);

  await assertHolds(mend(damaged), records.filter(({ offset }) => offset !== hurt.offset));
});
