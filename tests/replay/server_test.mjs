// scripts/replay and the server behind it: what they give out, and what they refuse.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Collection } from './collection.mjs';
import { needPackage } from './needs.mjs';

needPackage('replaywebpage');
const { rangeOf, serve } = await import('./server.mjs');

const SCRIPT = fileURLToPath(new URL('../../scripts/replay', import.meta.url));
const collection = new Collection();
const archive = readFileSync(collection.wacz);
const served = await serve(collection.wacz);
const { port } = served.address;
const folder = mkdtempSync(join(tmpdir(), 'varve-replay-'));

after(() => {
  served.close();
  rmSync(folder, { recursive: true });
});

function get(path, headers = {}, method = 'GET') {
  return fetch(new URL(path, served.origin), { headers, method });
}

// The answer to `lines`, which no HTTP client would write.
async function answerTo(...lines) {
  const socket = connect(port, '127.0.0.1');
  socket.end([...lines, 'Connection: close', '', ''].join('\r\n'));
  let text = '';
  for await (const part of socket.setEncoding('latin1')) text += part;
  return text;
}

function start(...options) {
  return spawn(SCRIPT, options, { stdio: ['ignore', 'pipe', 'inherit'] });
}

function replay(...options) {
  return spawnSync(SCRIPT, options, { encoding: 'utf8', timeout: 30_000 });
}

test('a range is read as RFC 9110 14.1.2 has it', () => {
  const cases = [
    [undefined, null], ['bytes=0-', { first: 0, last: 9 }], ['bytes=2-3', { first: 2, last: 3 }],
    ['bytes=5-99', { first: 5, last: 9 }], ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-99', { first: 0, last: 9 }], ['bytes=9-9', { first: 9, last: 9 }],
    ['bytes=10-', undefined], ['bytes=-0', undefined],
    ['bytes=3-2', null], ['bytes=-', null], ['bytes=0-1,3-4', null], ['lines=0-1', null],
  ];
  for (const [field, range] of cases) assert.deepEqual(rangeOf(field, 10), range, field);
});

test('the archive is given whole and in parts', async () => {
  const whole = await get(served.source);
  assert.equal(whole.status, 200);
  assert.ok(Buffer.from(await whole.arrayBuffer()).equals(archive));

  const part = await get(served.source, { Range: 'bytes=100-299' });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-range'), `bytes 100-299/${archive.length}`);
  assert.ok(Buffer.from(await part.arrayBuffer()).equals(archive.subarray(100, 300)));

  const beyond = await get(served.source, { Range: `bytes=${archive.length}-` });
  assert.equal(beyond.status, 416);
});

test('Z-13: the archive is a WACZ, can be had in ranges, and by our viewer alone', async () => {
  const { headers } = await get(served.source, { Range: 'bytes=0-3' });

  assert.equal(headers.get('content-type'), 'application/wacz');
  assert.equal(headers.get('accept-ranges'), 'bytes');
  assert.equal(headers.get('content-length'), '4');
  assert.equal(headers.get('access-control-allow-origin'), served.origin);
});

test('a multi-WACZ is served with its packages and nothing else beside it', async () => {
  for (const name of ['one.wacz', 'two.wacz', 'notes.txt']) writeFileSync(join(folder, name), name);
  const resources = ['one.wacz', '../two.wacz', 'notes.txt'].map((path) => ({ path }));
  writeFileSync(join(folder, 'all.json'), JSON.stringify({ resources }));
  const multi = await serve(join(folder, 'all.json'));

  const answerFor = async (name) => fetch(new URL(name, multi.source));
  const one = await answerFor('one.wacz'), two = await answerFor('two.wacz');
  const { status } = await answerFor('notes.txt');
  const texts = [await one.text(), await two.text()];
  multi.close();

  assert.deepEqual(texts, ['one.wacz', 'two.wacz']);
  assert.equal(status, 404);
});

test('HEAD tells the size and sends nothing', async () => {
  const head = await get(served.source, {}, 'HEAD');

  assert.equal(head.headers.get('content-length'), String(archive.length));
  assert.equal((await head.arrayBuffer()).byteLength, 0);
});

test('only the viewer and the archive can be had', async () => {
  const given = ['/', '/ui.js', '/sw.js?serveIndex=1'];
  const refused = ['/package.json', '/server.mjs', '/archive/', '/archive/sample.wacz', '/ui.js/'];

  for (const path of given) assert.equal((await get(path)).status, 200, path);
  for (const path of refused) assert.equal((await get(path)).status, 404, path);
});

test('no path leads out', async () => {
  const base = new URL(served.source).pathname.replace('sample.wacz', '');
  const paths = ['/../../../etc/passwd', '/ui.js/../../package.json', `${base}../../server.mjs`,
    `${base}%2e%2e%2f%2e%2e%2fetc/passwd`, '//etc/passwd', '/%00', '*',
    'http://127.0.0.1/etc/passwd'];
  for (const path of paths) {
    const answer = await answerTo(`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`);
    assert.match(answer, /^HTTP\/1\.1 404 /, path);
  }
});

test('another name for this machine is not answered', async () => {
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', '']) {
    assert.match(await answerTo('GET / HTTP/1.1', `Host: ${host}`), /^HTTP\/1\.1 421 /, host);
  }
  assert.match(await answerTo('GET / HTTP/1.1', `Host: localhost:${port}`), /^HTTP\/1\.1 200 /);
});

test('nothing can be sent to it', async () => {
  assert.equal((await get('/', {}, 'POST')).status, 405);
});

test('it listens on loopback only', () => {
  assert.equal(served.address.address, '127.0.0.1');
});

test('scripts/replay serves a collection until it is told to stop', async () => {
  const running = start(collection.directory, '--port', '0');
  const ended = once(running, 'exit');
  let text = '';
  for await (const part of running.stdout.setEncoding('utf8')) {
    text += part;
    if (text.includes('Stop with Ctrl-C')) break;
  }
  const url = new URL(/http:\S+/.exec(text)[0]);

  const source = await fetch(url.searchParams.get('source'), { headers: { Range: 'bytes=0-3' } });

  assert.equal(await source.text(), 'PK\x03\x04');
  running.kill('SIGINT');
  assert.deepEqual(await ended, [0, null]);
});

test('scripts/replay says what is wrong', () => {
  const empty = join(folder, 'empty'), two = join(folder, 'two');
  mkdirSync(empty);
  mkdirSync(join(two, 'archive'), { recursive: true });
  for (const name of ['a', 'b']) writeFileSync(join(two, 'archive', `${name}.warc.gz`), '');
  writeFileSync(join(folder, 'notes.txt'), '');
  const cases = [
    [[], 2, /usage: scripts\/replay/],
    [[join(folder, 'nothing')], 1, /no such file or collection: .*nothing/],
    [[empty], 1, /empty holds no archive/],
    [[two], 1, /no package and 2 WARC files; name one of them: .*a\.warc\.gz/],
    [[join(folder, 'notes.txt')], 1, /neither a \.wacz nor a \.warc\.gz/],
    [[collection.wacz, '--port', '70000'], 2, /not a port: 70000/],
    [[collection.wacz, '--port'], 2, /--port needs a number/],
    [[collection.wacz, '--speed'], 2, /unknown option --speed/],
    [[collection.wacz, '--port', String(port)], 1, new RegExp(`port ${port} is taken`)],
  ];
  for (const [options, code, words] of cases) {
    const { status, stderr } = replay(...options);
    assert.match(stderr, words);
    assert.equal(status, code, stderr);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});

test('a collection without a package is served from its one WARC file', async () => {
  const bare = join(folder, 'bare');
  mkdirSync(join(bare, 'archive'), { recursive: true });
  const [first] = collection.warcPaths();
  copyFileSync(first, join(bare, 'archive', 'one.warc.gz'));

  const running = start(bare, '--port=0');
  const ended = once(running, 'exit');
  const [text] = await once(running.stdout.setEncoding('utf8'), 'data');
  running.kill('SIGTERM');

  assert.match(text, /ReplayWeb\.page with one\.warc\.gz/);
  assert.deepEqual(await ended, [0, null]);
});
