// What a reader sees: ReplayWeb.page in Chromium opens the archive over HTTP and shows its pages
// from the archive alone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Collection, captureOf } from './collection.mjs';
import { needChromium, needPackage } from './needs.mjs';

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

const ENGLISH = '/en/2026/03/last-ferry-waits-for-the-night-shift.html';
const CHINESE = '/zh/2026/03/20/2026_10427.shtml';

// Opens `path` as a reader would and resolves with {page, frame}, the frame being the replayed
// page, loaded. A redirect ends at `target`.
async function open(path, { from = wacz, target = path } = {}) {
  const url = new URL(path, home).href;
  const landing = `mp_/${new URL(target, home).href}`;
  const page = await browser.context.newPage();
  const arrived = (frame) => frame.url().endsWith(landing);
  const navigated = page.waitForEvent('framenavigated', { predicate: arrived, timeout: 30_000 });
  await page.goto(`${from.url}#${new URLSearchParams({ view: 'pages', url })}`);
  const frame = await navigated;
  await frame.waitForLoadState('load');
  return { page, frame };
}

// [{src, width}] of all pictures, after each was scrolled into view and has settled.
function picturesOf(frame) {
  return frame.evaluate(async () => {
    const settled = (image) => new Promise((resolve) => {
      if (image.currentSrc && image.complete) return resolve();
      for (const event of ['load', 'error']) image.addEventListener(event, resolve, { once: true });
      image.scrollIntoView();
    });
    for (const image of document.images) await settled(image);
    window.scrollTo(0, 0);
    return Array.from(document.images, (image) => ({ src: image.src, width: image.naturalWidth }));
  });
}

async function expectPictures(frame, count) {
  const pictures = await picturesOf(frame);
  assert.deepEqual(pictures.filter(({ width }) => width === 0), []);
  assert.equal(pictures.length, count);
}

// main.css gives the paper its colour, and the sheet it imports colours the navigation.
async function expectStyle(frame) {
  const colours = await frame.evaluate(() => ['body', 'nav'].map((name) =>
    getComputedStyle(document.querySelector(name)).backgroundColor));
  assert.deepEqual(colours, ['rgb(251, 250, 246)', 'rgb(28, 78, 128)']);
}

async function expectText(frame, ...texts) {
  const shown = await frame.evaluate(() => document.body.innerText);
  for (const text of texts) assert.ok(shown.includes(text), `"${text}" is not shown in: ${shown}`);
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

    // The first page after the archive was opened: this is what a reader waits for.
    const { length } = wacz.archiveRequests;
    t.diagnostic(`${length} range requests: ${wacz.archiveRequests.join(' ')}`);
    assert.ok(length <= 40, `${length} requests for one page`);
    assert.ok(wacz.archiveRequests.every((range) => /^bytes=(\d+-\d*|-\d+)$/.test(range)));
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
