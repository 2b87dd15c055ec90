// Everything a page needs and everywhere it leads: each form of tests/sites/forms.cases is crawled,
// asks for what its case says and nothing else, and for all that Chromium asks for when it opens
// the page.
//   node forms_test.mjs VARVE SCRATCH
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { after, test } from 'node:test';
import { readCases, serveForms } from './forms_site.mjs';
import { needChromium, needPackage } from './needs.mjs';

needPackage('playwright-core');
needChromium();
const { openBrowser } = await import('./chromium.mjs');

const [varve, scratch] = process.argv.slice(2);
const cases = readCases();
rmSync(scratch, { recursive: true, force: true });
mkdirSync(scratch, { recursive: true });
const site = await serveForms(cases);
const options = ['--allow-private', '--output', scratch, '--collection', 'forms', '--delay', '0',
  '--delay-factor', '0', '--scope', 'host', '--trap', 'soft-404=off', '--quiet'];
const crawler = spawn(varve, ['crawl', site.url, ...options], { stdio: ['ignore', 2, 2] });
const [code] = await once(crawler, 'exit');
if (code !== 0) {
  console.error(`varve crawl failed: ${code}`);
  process.exit(1);
}
const browser = await openBrowser();

after(async () => {
  await browser.close();
  site.close();
});

for (const one of cases) {
  test(`${one.name}: what is named is asked for, and nothing else`, () => {
    assert.deepEqual([...site.asked.get(one.slug).varve].sort(), [...one.expected].sort());
  });
}

test('nothing outside the folders is asked for', () => {
  const asked = site.elsewhere.filter((url) => url !== '/robots.txt' && url !== '/favicon.ico');
  assert.deepEqual(asked, []);
});

// What a browser does with a page of another type (a feed, a PDF) says nothing about its links.
const pages = cases.filter(({ entry }) => /^page\.x?html$/.test(entry));

test('Chromium asks for nothing that was not kept', async (t) => {
  let whole = 0;
  const missing = {};
  for (const { slug, entry, scripted } of pages) {
    const page = await browser.context.newPage();
    await page.goto(`${site.url}${slug}/${entry}`, { waitUntil: 'load' }).catch(() => {});
    await page.waitForTimeout(30);
    await page.close();
    const { varve: kept, browser: asked } = site.asked.get(slug);
    const lost = [...asked].filter((file) => !kept.has(file) && !scripted.includes(file));
    if (lost.length > 0) missing[slug] = lost;
    if (![...asked].some((file) => !kept.has(file))) ++whole;
  }
  t.diagnostic(`${cases.length} forms, ${pages.length} opened in Chromium, ${whole} whole`);
  assert.deepEqual(missing, {});
});
