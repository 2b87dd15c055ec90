// Crawls the sample site, so that the tests have something to judge:
//   node crawl_the_sample.mjs VARVE SCRATCH SAMPLE_ARTICLE
// leaves SCRATCH/sample (the collection), SCRATCH/served.json (what the same site answers to Node's
// client) and SCRATCH/all.warc.gz (its WARC files in a row, which is a WARC file again).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Collection, sha1Of } from './collection.mjs';

const [varve, scratch, article] = process.argv.slice(2);
rmSync(scratch, { recursive: true, force: true });
mkdirSync(scratch, { recursive: true });

// Resolves with what the site printed, once it serves.
async function start(site) {
  let text = '';
  site.stdout.setEncoding('utf8');
  for await (const part of site.stdout) {
    text += part;
    if (text.includes('Stop with Ctrl-C')) return text;
  }
  throw new Error(`the sample site did not start: ${text}`);
}

// The article names the site's usual port; this one took a free one.
function copyOfArticle(port) {
  const copy = join(scratch, 'sample-article.md');
  writeFileSync(copy, readFileSync(article, 'utf8').replaceAll(':8790/', `:${port}/`));
  return copy;
}

async function crawl(site) {
  const startUrl = /varve crawl (http:\S+)/.exec(site)[1];
  const resolve = site.match(/--resolve \S+/g).flatMap((option) => option.split(' '));
  const options = ['--allow-private', ...resolve, '--output', scratch, '--collection', 'sample',
    '--delay', '0.01', '--delay-factor', '0', '--warc-max-size', '1MB', '--quiet'];
  const seeds = [startUrl, copyOfArticle(new URL(startUrl).port)];
  const crawler = spawn(varve, ['crawl', ...seeds, ...options], { stdio: ['ignore', 2, 2] });
  const [code] = await once(crawler, 'exit');
  assert.equal(code, 0, 'varve crawl failed');
}

// Asks as the crawler does and keeps the body as sent, without its chunks.
async function answerOf(url) {
  const { hostname, host, port, pathname, search } = new URL(url);
  assert.match(hostname, /\.test$/);
  const asking = request({ host: '127.0.0.1', port, path: pathname + search,
    headers: { Host: host, 'Accept-Encoding': 'gzip, br' } });
  asking.end();
  const [response] = await once(asking, 'response');
  const parts = [];
  for await (const part of response) parts.push(part);
  return { status: String(response.statusCode), digest: sha1Of(Buffer.concat(parts)) };
}

async function compareWithSite(collection) {
  const served = {};
  const urls = collection.cdxj().map(({ url }) => url).filter((url) => url.startsWith('http:'));
  for (const url of new Set(urls)) served[url] = await answerOf(url);
  writeFileSync(join(scratch, 'served.json'), JSON.stringify(served));
}

const site = spawn(varve, ['demo-site', '--port', '0'], { stdio: ['ignore', 'pipe', 2] });
const stopped = once(site, 'exit');
try {
  await crawl(await start(site));
  const collection = new Collection(join(scratch, 'sample'));
  await compareWithSite(collection);
  const files = collection.warcPaths().map((path) => readFileSync(path));
  assert.ok(files.length > 1, 'the crawl was to fill several files');
  writeFileSync(join(scratch, 'all.warc.gz'), Buffer.concat(files));
} finally {
  site.kill('SIGTERM');
}
assert.deepEqual(await stopped, [0, null], 'the sample site did not stop in order');
