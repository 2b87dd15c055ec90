// WACZ 1.1.1 as formats section 5.1 has it (Z-01 to Z-14).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Collection, linesOf, sha256Of } from './collection.mjs';
import { membersOf } from './warc_file.mjs';
import { zipOf } from './zip_file.mjs';

const collection = new Collection();
const wacz = readFileSync(collection.wacz);
const { directoryOffset, entries } = zipOf(wacz);
const dataOf = new Map(entries.map(({ name, data }) => [name, data]));
const jsonOf = (name) => JSON.parse(dataOf.get(name));

function pagesOf(name) {
  const [head, ...pages] = linesOf(dataOf.get(name).toString()).map((line) => JSON.parse(line));
  return { head, pages };
}

// [{key, timestamp, offset, length, digest}] of the blocks of the compressed index.
function blocksOf(idx) {
  return idx.map((line) => {
    const [, key, timestamp, json] = /^(\S+) (\d{14}) (\{.*\})$/.exec(line);
    return { key, timestamp, ...JSON.parse(json) };
  });
}

test('unzip finds nothing wrong', () => {
  const told = execFileSync('unzip', ['-t', collection.wacz], { encoding: 'utf8', stdio: 'pipe' });

  assert.match(told, /No errors detected/);
});

test('it holds the files of a WACZ, each once, and every WARC file of the collection', () => {
  const names = entries.map(({ name }) => name).sort();

  assert.deepEqual(names, [
    ...collection.warcNames().map((name) => `archive/${name}`), 'datapackage-digest.json',
    'datapackage.json', 'indexes/index.cdx.gz', 'indexes/index.idx', 'pages/extraPages.jsonl',
    'pages/pages.jsonl'].sort());
  for (const name of collection.warcNames()) {
    assert.ok(dataOf.get(`archive/${name}`).equals(collection.read(`archive/${name}`)), name);
  }
});

test('Z-05: nothing in it is compressed a second time', () => {
  assert.deepEqual(entries.filter(({ method }) => method !== 0).map(({ name }) => name), []);
});

test('Z-11, Z-12: a reader of the directory knows where the data begin, without a request', () => {
  for (const { name, localExtra, centralExtra } of entries) {
    assert.deepEqual([localExtra, centralExtra], [0, 0], name);
  }
});

test('the directory is in the last 64 kB, which a reader asks for first', () => {
  assert.ok(wacz.length - directoryOffset < 65536);
});

test('Z-01, Z-14: the data package says what it is', () => {
  const data = jsonOf('datapackage.json');

  assert.equal(data.profile, 'data-package');
  assert.equal(data.wacz_version, '1.1.1');
  assert.match(data.software, /^Varve\/\d/);
  assert.ok(Date.parse(data.created) <= Date.parse(data.modified));
  assert.equal(data.mainPageUrl, pagesOf('pages/pages.jsonl').pages[0].url);
});

test('Z-04: no table but the page lists, and logs are called so', () => {
  const { resources } = jsonOf('datapackage.json');
  const paths = resources.map(({ path }) => path);
  const tables = paths.filter((path) => /\.(json|jsonl|csv)$/.test(path));

  assert.deepEqual(tables.sort(), ['pages/extraPages.jsonl', 'pages/pages.jsonl']);
  for (const { path } of resources) {
    assert.equal(path.startsWith('logs/'), path.endsWith('.log'), path);
  }
});

test('Z-02, Z-03: each file is listed with its size and its hash', () => {
  const { resources } = jsonOf('datapackage.json');
  const unlisted = ['datapackage.json', 'datapackage-digest.json'];

  const listed = resources.map(({ path }) => path);
  assert.deepEqual([...listed, ...unlisted].sort(), [...dataOf.keys()].sort());
  for (const { name, path, hash, bytes } of resources) {
    assert.match(name, /^[-a-z0-9._/]+$/);
    assert.equal(bytes, dataOf.get(path).length, path);
    assert.equal(hash, sha256Of(dataOf.get(path)), path);
  }
});

test('the digest file holds the hash of the data package', () => {
  assert.deepEqual(jsonOf('datapackage-digest.json'),
    { path: 'datapackage.json', hash: sha256Of(dataOf.get('datapackage.json')) });
});

test('Z-06: the index is in the two files ReplayWeb.page looks for', () => {
  assert.ok(dataOf.has('indexes/index.cdx.gz') && dataOf.has('indexes/index.idx'));
  assert.deepEqual([...dataOf.keys()].filter((name) => /\.cdxj?$/.test(name)), []);
});

test('Z-08: each line of the index leads to a record of its URL in a WARC of the package', () => {
  for (const { filename, offset, length, url } of collection.cdxj()) {
    const warc = dataOf.get(`archive/${filename}`);
    const record = gunzipSync(warc.subarray(Number(offset), Number(offset) + Number(length)));
    assert.ok(record.includes(`WARC-Target-URI: ${url}\r\n`), url);
  }
});

test('the compressed index holds the lines of the CDXJ', () => {
  const lines = gunzipSync(dataOf.get('indexes/index.cdx.gz')).toString();

  assert.equal(lines, collection.read('indexes/index.cdxj').toString());
});

test('Z-07: each line of the idx leads to a block that begins with its key', () => {
  const index = dataOf.get('indexes/index.cdx.gz');
  const [meta, ...lines] = linesOf(dataOf.get('indexes/index.idx').toString());
  assert.match(meta, /^!meta 0 \{/);
  assert.deepEqual(JSON.parse(meta.slice('!meta 0 '.length)),
    { format: 'cdxj-gzip-1.0', filename: 'index.cdx.gz' });

  const blocks = blocksOf(lines);

  assert.deepEqual(blocks.map(({ offset, length }) => ({ offset, length })),
    membersOf(index).map(({ offset, length }) => ({ offset, length })));
  for (const { key, timestamp, offset, length, digest } of blocks) {
    const block = index.subarray(offset, offset + length);
    assert.equal(digest, sha256Of(block));
    assert.ok(gunzipSync(block).toString().startsWith(`${key} ${timestamp} {`));
  }
  assert.deepEqual(lines, [...lines].sort());
});

test('Z-09: both page lists open with their header, and ids are not repeated', () => {
  const lists = ['pages/pages.jsonl', 'pages/extraPages.jsonl'].map(pagesOf);

  for (const { head } of lists) {
    assert.equal(head.format, 'json-pages-1.0');
    assert.ok(head.id && head.title);
  }
  const ids = lists.flatMap(({ pages }) => pages.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
});

test('Z-09: each page that is listed can be looked up: its URL and moment are in the CDXJ', () => {
  const known = new Set(collection.cdxj().map(({ url, timestamp }) => `${url} ${timestamp}`));
  const lists = ['pages/pages.jsonl', 'pages/extraPages.jsonl'].map(pagesOf);

  for (const { url, ts, title } of lists.flatMap(({ pages }) => pages)) {
    assert.match(ts, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.ok(known.has(`${url} ${ts.replace(/[-:T]/g, '').slice(0, 14)}`), `${url} ${ts}`);
    assert.ok(title, url);
  }
});

test('the seed opens the list of pages, and titles are readable whatever the charset', () => {
  const first = pagesOf('pages/pages.jsonl').pages[0];
  const others = pagesOf('pages/extraPages.jsonl').pages;

  assert.equal(new URL(first.url).pathname, '/');
  assert.equal(first.title, '首页 Home - 海湾日报 The Bay Daily');
  const gbk = others.find(({ url }) => url.endsWith('/gbk/notice.html'));
  assert.match(gbk.title, /^海湾渔业公告/);
});
