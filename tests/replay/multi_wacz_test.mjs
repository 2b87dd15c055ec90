// Z-15: a crawl in several packages is one collection for ReplayWeb.page, with a JSON file beside
// the packages or a package around them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Collection, captureOf, cdxjEntry, linesOf, sha256Of } from './collection.mjs';
import { needChromium, needPackage } from './needs.mjs';
import { expectPictures, expectStyle, expectText, openPage } from './reader.mjs';
import { zipOf } from './zip_file.mjs';

needPackage('replaywebpage');
needPackage('playwright-core');
needChromium();
const { openBrowser } = await import('./chromium.mjs');
const { serve } = await import('./server.mjs');

const collection = new Collection();
const packed = join(collection.directory, '..', 'packed');
const multi = JSON.parse(readFileSync(join(packed, 'split.json')));
const packages = multi.resources.map(({ path }) => readFileSync(join(packed, path)));
const contents = packages.map((bytes) =>
  new Map(zipOf(bytes).entries.map(({ name, data }) => [name, data])));
const home = captureOf(collection.cdxj(), '/').url;
const browser = await openBrowser();
after(() => browser.close());

const PAGES = [
  ['/en/2026/03/last-ferry-waits-for-the-night-shift.html', 'eleven people reached the landing', 3],
  ['/zh/2026/03/20/2026_10427.shtml', '这是十二年来首次调整首班时间。', 3],
];

test('the JSON file tells of each package where it is, how large, and its hash', () => {
  assert.equal(multi.profile, 'multi-wacz-package');
  assert.ok(packages.length > 1, 'the collection was to fill several packages');
  multi.resources.forEach(({ bytes, hash }, i) => {
    assert.equal(bytes, packages[i].length);
    assert.equal(hash, sha256Of(packages[i]));
  });
});

const PAGE_LISTS = ['pages/pages.jsonl', 'pages/extraPages.jsonl'];
const indexOf = (files) => linesOf(gunzipSync(files.get('indexes/index.cdx.gz')).toString());
const pagesOf = (files) =>
  PAGE_LISTS.flatMap((name) => linesOf(files.get(name).toString()).slice(1));
const sorted = (lists) => lists.flat().sort();

test('the packages share WARC files, index lines and pages without loss', () => {
  const warcs = contents.map((files) => [...files.keys()].filter((n) => n.startsWith('archive/')));
  const pages = pagesOf(new Map(PAGE_LISTS.map((name) => [name, collection.read(name)])));

  assert.deepEqual(sorted(warcs), collection.warcNames().map((name) => `archive/${name}`));
  assert.deepEqual(sorted(contents.map(indexOf)), sorted(collection.cdxjLines()));
  assert.deepEqual(sorted(contents.map(pagesOf)), sorted(pages));
});

test('each page is in the package that has its capture', () => {
  for (const files of contents) {
    const captured = new Set(indexOf(files).map(cdxjEntry).map(({ url }) => url));
    for (const line of pagesOf(files)) assert.ok(captured.has(JSON.parse(line).url), line);
  }
});

test('unzip finds nothing wrong with the package around them', () => {
  const told = execFileSync('unzip', ['-t', join(packed, 'around.wacz')],
    { encoding: 'utf8', stdio: 'pipe' });

  assert.match(told, /No errors detected/);
});

for (const name of ['split.json', 'around.wacz']) {
  test(`ReplayWeb.page shows pages of ${name} with all that belongs to them`, { timeout: 60_000 },
    async (t) => {
      const served = await serve(join(packed, name));
      t.after(() => served.close());
      for (const [path, words, pictures] of PAGES) {
        const { page, frame } = await openPage(browser, served, { url: new URL(path, home).href });
        await expectText(frame, words);
        await expectPictures(frame, pictures);
        await expectStyle(frame);
        await page.close();
        t.diagnostic(`${served.archiveRequests.length} requests so far`);
      }
      assert.deepEqual(browser.outside, []);
    });
}
