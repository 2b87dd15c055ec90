// What a person at ReplayWeb.page does and sees.
import assert from 'node:assert/strict';

// Opens `url` of the archive that `from` serves, as a reader would, and resolves with
// {page, frame}, the frame being the replayed page, loaded. A redirect ends at `target`.
export async function openPage(browser, from, { url, target = url }) {
  const landing = `mp_/${target}`;
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

export async function expectPictures(frame, count) {
  const pictures = await picturesOf(frame);
  assert.deepEqual(pictures.filter(({ width }) => width === 0), []);
  assert.equal(pictures.length, count);
}

// main.css gives the paper its colour, and the sheet it imports colours the navigation.
export async function expectStyle(frame) {
  const colours = await frame.evaluate(() => ['body', 'nav'].map((name) =>
    getComputedStyle(document.querySelector(name)).backgroundColor));
  assert.deepEqual(colours, ['rgb(251, 250, 246)', 'rgb(28, 78, 128)']);
}

export async function expectText(frame, ...texts) {
  const shown = await frame.evaluate(() => document.body.innerText);
  for (const text of texts) assert.ok(shown.includes(text), `"${text}" is not shown in: ${shown}`);
}
