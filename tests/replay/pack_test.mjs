// `varve pack` on WARC files that come without anything: it must find in them the pages that a
// crawler listed, and ReplayWeb.page must list and show them.
//   node pack_test.mjs COLLECTION VARVE
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Collection, captureOf, linesOf } from './collection.mjs';
import { needChromium, needPackage } from './needs.mjs';
import { expectPictures, expectStyle, expectText, openPage } from './reader.mjs';
import { zipOf } from './zip_file.mjs';

for (const name of ['replaywebpage', 'playwright-core', 'warcio']) needPackage(name);
needChromium();
const { WARCRecord, WARCSerializer } = await import('warcio');
const { openBrowser } = await import('./chromium.mjs');
const { serve } = await import('./server.mjs');

const collection = new Collection();
const varve = process.argv[3];
const scratch = mkdtempSync(join(tmpdir(), 'varve-pack-'));
const browser = await openBrowser();
after(async () => {
  await browser.close();
  rmSync(scratch, { recursive: true });
});

const run = (...words) =>
  execFileSync(varve, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

// Map of the files in the package that `varve pack` makes, which `varve verify` has found clean.
function pack(out, ...words) {
  run('pack', ...words, '-o', out);
  run('verify', out);
  return new Map(zipOf(readFileSync(out)).entries.map(({ name, data }) => [name, data]));
}

const pagesOf = (list) => linesOf(list.toString()).slice(1).map((line) => JSON.parse(line));

// The titles in the list of pages that ReplayWeb.page shows first.
async function expectListed(served, ...titles) {
  const page = await browser.context.newPage();
  await page.goto(`${served.url}#view=pages`);
  for (const title of titles) {
    await page.locator('wr-page-entry').filter({ hasText: title }).waitFor({ timeout: 30_000 });
  }
  await page.close();
}

const bare = join(scratch, 'bare.wacz');
const packed = pack(bare, ...collection.warcPaths());

test('the pages found in the files are those the crawler listed', () => {
  for (const name of ['pages/pages.jsonl', 'pages/extraPages.jsonl']) {
    const known = ({ url, ts, title, seed, depth, mime }) => ({ url, ts, title, seed, depth, mime });
    const byUrl = (a, b) => (a.url < b.url ? -1 : 1);

    const found = pagesOf(packed.get(name)).map(known);

    assert.deepEqual(found.sort(byUrl), pagesOf(collection.read(name)).map(known).sort(byUrl));
  }
});

test('the index made of the files is the one the crawler made', () => {
  const index = gunzipSync(packed.get('indexes/index.cdx.gz'));

  assert.ok(index.equals(collection.read('indexes/index.cdxj')));
});

test('ReplayWeb.page lists and shows the pages of bare files', { timeout: 60_000 }, async (t) => {
  const served = await serve(bare);
  t.after(() => served.close());
  const home = captureOf(collection.cdxj(), '/').url;
  const [seed] = pagesOf(packed.get('pages/pages.jsonl'));
  await expectListed(served, seed.title);

  const url = new URL('/zh/2026/03/20/2026_10427.shtml', home).href;
  const { page, frame } = await openPage(browser, served, { url });

  await expectText(frame, '这是十二年来首次调整首班时间。');
  await expectPictures(frame, 3);
  await expectStyle(frame);
  await page.close();
});

// One capture as a browser extension writes it.
async function captured(url, type, body, dest) {
  const common = { url, date: '2026-03-01T10:00:00Z', warcVersion: 'WARC/1.1' };
  const response = WARCRecord.create({ ...common, type: 'response', httpHeaders:
    { 'Content-Type': type, 'Content-Length': String(body.length) } }, async function* () {
    yield body;
  }());
  const request = WARCRecord.create({ ...common, type: 'request', statusline: 'GET / HTTP/1.1',
    warcHeaders: { 'WARC-Concurrent-To': response.warcHeader('WARC-Record-ID') },
    httpHeaders: { 'Host': new URL(url).host, 'Sec-Fetch-Dest': dest } }, async function* () {}());
  return [response, request];
}

async function writeWarc(file, gzip, captures) {
  const parts = [];
  for (const record of (await Promise.all(captures)).flat()) {
    parts.push(await WARCSerializer.serialize(record, { gzip }));
  }
  writeFileSync(file, Buffer.concat(parts));
}

// 海湾渔业公告 in GBK.
const GBK_TITLE = Buffer.from('baa3cde5d3e6d2b5b9abb8e6', 'hex');
const notice = Buffer.concat([Buffer.from('<!DOCTYPE html><title>'), GBK_TITLE,
  Buffer.from('</title><meta charset=gbk><link rel=stylesheet href=/s.css><p>'), GBK_TITLE,
  Buffer.from('<iframe src=/inner.html></iframe>')]);

for (const gzip of [true, false]) {
  const name = gzip ? 'a compressed' : 'a plain';
  test(`ReplayWeb.page lists and shows a page in ${name} file of warcio`, { timeout: 60_000 },
    async (t) => {
      const file = join(scratch, gzip ? 'warcio.warc.gz' : 'warcio.warc');
      const html = 'text/html';
      await writeWarc(file, gzip, [
        captured('http://bay.test/notice', html, notice, 'document'),
        captured('http://bay.test/s.css', 'text/css', Buffer.from('p { color: #010203 }'), 'style'),
        captured('http://bay.test/inner.html', html, Buffer.from('<title>Inner</title>inner words'),
          'iframe'),
      ]);

      const files = pack(`${file}.wacz`, file);
      const served = await serve(`${file}.wacz`);
      t.after(() => served.close());

      assert.deepEqual(pagesOf(files.get('pages/pages.jsonl')).map(({ title }) => title),
        ['海湾渔业公告']);
      assert.deepEqual(pagesOf(files.get('pages/extraPages.jsonl')), []);
      await expectListed(served, '海湾渔业公告');
      const { page, frame } = await openPage(browser, served, { url: 'http://bay.test/notice' });
      await expectText(frame, '海湾渔业公告');
      assert.equal(await frame.evaluate(() => getComputedStyle(document.querySelector('p')).color),
        'rgb(1, 2, 3)');
      await expectText(frame.childFrames()[0], 'inner words');
      await page.close();
    });
}

test('no page asked for anything outside the archive', () => {
  assert.deepEqual(browser.outside, []);
});
