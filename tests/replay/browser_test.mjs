// What a reader sees: ReplayWeb.page in Chromium opens the archive over HTTP and shows its pages
// from the archive alone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Collection, captureOf } from './collection.mjs';
import { needChromium, needPackage } from './needs.mjs';
import { expectPictures, expectStyle, expectText, openPage } from './reader.mjs';
import { zipOf } from './zip_file.mjs';

needPackage('replaywebpage');
needPackage('playwright-core');
needChromium();
const { openBrowser } = await import('./chromium.mjs');
const { serve } = await import('./server.mjs');

const collection = new Collection();
const scratch = join(collection.directory, '..');
const home = captureOf(collection.cdxj(), '/').url;
const browser = await openBrowser();
const wacz = await serve(collection.wacz);

after(async () => {
  await browser.close();
  wacz.close();
});

const open = (path, { from = wacz, target } = {}) =>
  openPage(browser, from, { url: new URL(path, home).href,
    target: target && new URL(target, home).href });

const ENGLISH = '/en/2026/03/last-ferry-waits-for-the-night-shift.html';
const CHINESE = '/zh/2026/03/20/2026_10427.shtml';

// What a request for `range` of the package is for.
function purposeOf(range, { directoryOffset, entries }, records) {
  if (range === 'bytes=0-') return 'is it there';
  if (range === 'bytes=-65558') return 'directory';
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range).map(Number);
  const entry = entries.find(({ start, data }) => first >= start && last < start + data.length);
  if (entry?.name.startsWith('archive/')) {
    const place = `${entry.name} ${first - entry.start} ${last - first + 1}`;
    return records.has(place) ? 'record' : range;
  }
  return entry?.name ?? (last < directoryOffset ? 'local header' : range);
}

// formats 5.2: the requests until the first page of an archive is shown, which a reader waits for.
// Never the 30 bytes of a local header (Z-11, Z-12); of the WARCs nothing but whole records.
function expectFewRequests(requests, t) {
  const zip = zipOf(readFileSync(collection.wacz));
  const records = new Set(collection.cdxj().map(({ filename, offset, length }) =>
    `archive/${filename} ${offset} ${length}`));
  const counts = {};
  for (const range of requests) {
    const purpose = purposeOf(range, zip, records);
    counts[purpose] = (counts[purpose] ?? 0) + 1;
  }
  t.diagnostic(`${requests.length} requests: ${JSON.stringify(counts)}`);
  // ReplayWeb.page reads the package's description for three purposes, each time anew. The page
  // with style sheets, script, font and pictures is 12 records, and some it asks for twice.
  const allowed = { 'is it there': 1, directory: 1, 'datapackage.json': 3,
    'datapackage-digest.json': 1, 'pages/pages.jsonl': 1, 'indexes/index.idx': 1,
    'indexes/index.cdx.gz': 1, record: 15 };
  for (const [purpose, count] of Object.entries(counts)) {
    assert.ok(count <= (allowed[purpose] ?? 0), `${count} requests for ${purpose}`);
  }
}

function replays(name, path, body, options) {
  test(name, { timeout: 60_000 }, async (t) => {
    const { page, frame } = await open(path, options);
    await body(frame, page, t);
    await page.close();
  });
}

replays('an English article shows its text, pictures, style sheets and font', ENGLISH,
  async (frame, page, t) => {
    await expectText(frame, 'Last ferry will wait for the night shift',
      'eleven people reached the landing');
    await expectPictures(frame, 3);
    await expectStyle(frame);
    const fonts = await frame.evaluate(async () => Array.from(await document.fonts.ready,
      ({ family, status }) => `${family.replaceAll('"', '')} ${status}`));
    assert.deepEqual(fonts, ['Varve Demo loaded']);
    await page.screenshot({ path: join(scratch, 'english.png') });

    expectFewRequests(wacz.archiveRequests, t);
  });

replays('a Chinese article shows what its script loads, too', CHINESE, async (frame, page) => {
  await expectText(frame, '早班渡轮提前一刻钟，赶潮的人不用再跑', '这是十二年来首次调整首班时间。');
  await expectPictures(frame, 3);
  await expectStyle(frame);
  await page.screenshot({ path: join(scratch, 'chinese.png') });
});

replays('a page in GBK is readable', '/gbk/notice.html', async (frame, page) => {
  await expectText(frame, '海湾渔业公告', '三月起海带按等级收购，晾晒场每日六点开门。');
  await expectPictures(frame, 1);
  await expectStyle(frame);
  await page.screenshot({ path: join(scratch, 'gbk.png') });
});

replays('the answer to a query in GBK is found', '/search?q=%BA%A3%B4%F8', async (frame) => {
  await expectText(frame, '查询结果：海带', '一等每斤三元二角');
});

replays('a page at a Chinese address is found', encodeURI('/新闻/潮汐表.html'), async (frame) => {
  await expectText(frame, '三月二十一日：高潮零点十二分四米六');
});

replays('a body in chunks is whole', '/features/market-diary.html', async (frame) => {
  await expectText(frame, 'A market diary', 'Mackerel auction moves outdoors for the spring');
  await expectStyle(frame);
});

replays('gzip in chunks is read', '/features/harbour-year.html', async (frame) => {
  await expectText(frame, '港湾一年', '早班渡轮提前一刻钟，赶潮的人不用再跑');
  await expectPictures(frame, 1);
  await expectStyle(frame);
});

replays('Brotli is read', '/features/archive-letters.html', async (frame) => {
  await expectText(frame, '旧闻选刊');
  await expectPictures(frame, 1);
  await expectStyle(frame);
});

replays('a body without a length is whole', '/features/telegraph.html', async (frame) => {
  await expectText(frame, 'Sport by telegraph', 'Petrels win in the rain');
  await expectStyle(frame);
});

replays('a redirect leads on to its target', '/go/ferry', async (frame) => {
  await expectText(frame, 'Last ferry will wait for the night shift');
}, { target: ENGLISH });

replays('the home page has its background and thirteen pictures', '/', async (frame, page) => {
  await expectPictures(frame, 13);
  const width = await frame.evaluate(async () => {
    const style = getComputedStyle(document.querySelector('.hero')).backgroundImage;
    const background = new Image();
    background.src = /url\("(.+)"\)/.exec(style)[1];
    await background.decode();
    return background.naturalWidth;
  });
  assert.ok(width > 0);
  await page.screenshot({ path: join(scratch, 'home.png') });
});

replays('a page within a page is shown', '/section/weather/', async (frame) => {
  const [inner] = frame.childFrames();
  await inner.waitForLoadState('load');
  await expectText(inner, 'High water 00:12 (4.6 m)');
});

test('the bare WARC file replays as the package does', { timeout: 60_000 }, async () => {
  const warc = await serve(join(scratch, 'all.warc.gz'));
  try {
    const { page, frame } = await open(ENGLISH, { from: warc });
    await expectText(frame, 'eleven people reached the landing');
    await expectPictures(frame, 3);
    await expectStyle(frame);
    await page.close();
  } finally {
    warc.close();
  }
});

test('no page asked for anything outside the archive', { timeout: 30_000 }, async () => {
  assert.deepEqual(browser.outside, []);

  // The trap that this rests on does see what leaves.
  const page = await browser.context.newPage();
  await page.goto(home).catch(() => {});
  await page.close();
  assert.ok(browser.outside.includes(home));
});
