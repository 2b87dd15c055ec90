// warcio, the library most of the field reads WARC files with, on every file the crawl left.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Collection, cdxjEntry, linesOf, sha1Of } from './collection.mjs';
import { needPackage, packageFile } from './needs.mjs';

needPackage('warcio');
const { WARCParser } = await import('warcio');

const collection = new Collection();
const warcs = collection.warcs();
const bytesOf = new Map(warcs.map(({ name, bytes }) => [name, bytes]));

// What the command line tool prints; it complains on stderr and still exits 0.
async function warcio(...options) {
  const tool = packageFile('warcio/dist/cli.js');
  const run = promisify(execFile)(process.execPath, [tool, ...options, ...collection.warcPaths()]);
  const { stdout, stderr } = await run;
  assert.equal(stderr, '');
  return linesOf(stdout);
}

// `body` with every console.warn() of the parser as a failure.
async function withoutComplaint(body) {
  const complaints = [];
  const { warn, error } = console;
  console.warn = console.error = (...words) => complaints.push(words.join(' '));
  try {
    await body();
  } finally {
    Object.assign(console, { warn, error });
  }
  assert.deepEqual(complaints, []);
}

async function recordsIn(bytes, body, options = {}) {
  await withoutComplaint(async () => {
    for await (const record of new WARCParser([bytes], options)) await body(record);
  });
}

test('warcio index lists each record at the offset we wrote it', async () => {
  const told = (await warcio('index')).map((line) => JSON.parse(line));

  const written = warcs.flatMap(({ records }) => records.map(({ offset, fields }) => {
    const known = Object.fromEntries(fields);
    return { offset, 'warc-type': known['WARC-Type'],
      ...(known['WARC-Target-URI'] && { 'warc-target-uri': known['WARC-Target-URI'] }) };
  }));
  assert.deepEqual(told, written);
});

test('the block digest of each record is that of the block warcio reads', async () => {
  let checked = 0;
  for (const { bytes } of warcs) {
    await recordsIn(bytes, async (record) => {
      const block = await record.readFully(false);
      assert.equal(record.warcBlockDigest, sha1Of(block), record.warcTargetURI);
      ++checked;
    }, { parseHttp: false });
  }
  assert.equal(checked, warcs.flatMap(({ records }) => records).length);
});

test('the payload digest of each capture is that of the payload warcio reads', async () => {
  let checked = 0;
  for (const { bytes } of warcs) {
    await recordsIn(bytes, async (record) => {
      const payload = await record.readFully(false);
      const isCapture = ['response', 'resource'].includes(record.warcType);
      const expected = isCapture ? sha1Of(payload) : null;
      assert.equal(record.warcPayloadDigest, expected, record.warcTargetURI);
      checked += isCapture ? 1 : 0;
    });
  }
  assert.equal(checked, collection.cdxj().length);
});

test('the bytes each CDXJ line points at are the capture it tells of', async () => {
  for (const entry of collection.cdxj()) {
    const offset = Number(entry.offset);
    const slice = bytesOf.get(entry.filename).subarray(offset, offset + Number(entry.length));
    const seen = [];
    await recordsIn(slice, async (record) => {
      seen.push({
        url: record.warcTargetURI,
        timestamp: record.warcDate.replace(/[-:T]/g, '').slice(0, 14),
        // pywb's convention: a resource, which has no HTTP status, is indexed as 200.
        status: record.warcType === 'resource' ? '200' : String(record.httpHeaders.statusCode),
        digest: sha1Of(await record.readFully(false)),
      });
    });
    const { url, timestamp, status, digest } = entry;
    assert.deepEqual(seen, [{ url, timestamp, status, digest }]);
  }
});

// warcio's line in our words. All that may differ:
// - its key is made by another algorithm (formats section 4), so keys are not compared;
// - it prints digests without their label;
// - it leaves out what is not there: we write mime "unk", as pywb does, and 200 for a resource;
// - it keeps parameters in the mime of a resource.
function inOurWords({ key, mime, status, digest, ...same }) {
  const isResource = same.url.startsWith('urn:');
  return { ...same, mime: mime?.split(';')[0] ?? 'unk', status: isResource ? '200' : status,
    digest: `sha1:${digest}` };
}

test('warcio cdx-index and our CDXJ say the same', async () => {
  const place = (a, b) => a.filename.localeCompare(b.filename) || a.offset - b.offset;
  const told = (await warcio('cdx-index', '--format', 'cdxj')).map(cdxjEntry).map(inOurWords);

  const ours = collection.cdxj().map(({ key, ...entry }) => entry);

  assert.deepEqual(told.sort(place), ours.sort(place));
});

test('the archive holds what the site gives to a plain client, byte for byte', () => {
  const served = collection.served();
  const last = new Map(collection.cdxj().map((entry) => [entry.url, entry]));

  assert.ok(served.size > 200);
  for (const [url, { status, digest }] of served) {
    const archived = last.get(url);
    assert.deepEqual({ status: archived.status, digest: archived.digest }, { status, digest }, url);
  }
});

test('the saved article is a resource with its own bytes', async () => {
  const article = collection.cdxj().filter(({ url }) => url.startsWith('urn:'));
  assert.equal(article.length, 1);
  const [{ url, filename, offset, length, digest }] = article;
  const start = Number(offset);

  const slice = bytesOf.get(filename).subarray(start, start + Number(length));

  assert.equal(url, `urn:${digest}`);
  await recordsIn(slice, async (record) => {
    assert.equal(record.warcType, 'resource');
    assert.match(await record.contentText(), /^---\ntitle: '灯塔最后一盏煤油灯/);
  });
});
