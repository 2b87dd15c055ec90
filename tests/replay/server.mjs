// Serves ReplayWeb.page and one archive on loopback, for scripts/replay and the tests. Nothing else
// can be had from it: there is no path on disk in any request, and a page of another site that
// points a name of its own at 127.0.0.1 is told apart by its Host field.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { basename, dirname, extname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { packageFile } from './needs.mjs';

const INDEX = `<!DOCTYPE html>
<html lang="en" class="no-overflow">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Varve replay</title>
<link rel="icon" href="data:,">
<script src="./ui.js"></script>
<replay-app-main></replay-app-main>
</html>
`;

const SCRIPT = 'text/javascript; charset=utf-8';

// RFC 9110 14.1.2, one range: {first, last}, null for the whole file, undefined for a range that
// lies outside.
export function rangeOf(field, size) {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(field ?? '') ?? [];
  if (from === undefined || (from === '' && to === '')) return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return null;
  return first < size && first <= last ? { first, last } : undefined;
}

function refuse(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

// A file in full or the part that `request` names.
function sendFile(request, response, path, type) {
  const { size } = statSync(path);
  const range = rangeOf(request.headers.range, size);
  if (range === undefined) {
    response.setHeader('Content-Range', `bytes */${size}`);
    return refuse(response, 416, 'the file is shorter');
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  if (range) response.setHeader('Content-Range', `bytes ${first}-${last}/${size}`);
  response.writeHead(range ? 206 : 200, { 'Content-Type': type, 'Accept-Ranges': 'bytes',
    'Content-Length': size === 0 ? 0 : last - first + 1 });
  if (request.method === 'HEAD' || size === 0) return response.end();
  pipeline(createReadStream(path, { start: first, end: last }), response, () => {});
}

// The archive's path on the server. It changes with the file, for ReplayWeb.page remembers what it
// read from an address.
function addressOf(archive) {
  const { size, mtimeMs } = statSync(archive);
  const version = `${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}`;
  return `/archive/${version}/${encodeURIComponent(basename(archive))}`;
}

const TYPES = { '.wacz': 'application/wacz', '.json': 'application/json' };

// [{name, file}]: the archive, and with a multi-WACZ the packages beside it that it names; whatever
// else stands in it is given to nobody.
function filesOf(archive) {
  const files = [{ name: basename(archive), file: archive }];
  if (!archive.endsWith('.json')) return files;
  for (const { path } of JSON.parse(readFileSync(archive)).resources) {
    const name = basename(decodeURIComponent(path));
    if (name.endsWith('.wacz')) files.push({ name, file: join(dirname(archive), name) });
  }
  return files;
}

// {address, origin, source, url, archiveRequests, close}: `url` is what to open in a browser, and
// `archiveRequests` grows with the Range field of each request for the archive, or for a member of
// it when it is a multi-WACZ. Rejects with Node's error when `port` (0: any) is taken.
export async function serve(archive, port = 0) {
  const path = addressOf(archive);
  const archiveRequests = [];
  const routes = new Map([
    ['/', (request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(request.method === 'HEAD' ? undefined : INDEX);
    }],
    ['/ui.js', (...both) => sendFile(...both, packageFile('replaywebpage/ui.js'), SCRIPT)],
    ['/sw.js', (...both) => sendFile(...both, packageFile('replaywebpage/sw.js'), SCRIPT)],
  ]);
  const folder = dirname(path);
  for (const { name, file } of filesOf(archive)) {
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    routes.set(`${folder}/${encodeURIComponent(name)}`, (request, response) => {
      archiveRequests.push(request.headers.range ?? 'whole');
      // Z-13 wants this field. It names this server's viewer and nobody else's.
      response.setHeader('Access-Control-Allow-Origin', origin);
      sendFile(request, response, file, type);
    });
  }
  const names = new Set();
  const server = createServer((request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-cache');
    if (!names.has(request.headers.host)) return refuse(response, 421, 'no such host here');
    if (!['GET', 'HEAD'].includes(request.method)) {
      return refuse(response, 405, 'only GET and HEAD');
    }
    const answer = routes.get(request.url.split('?')[0]);
    if (!answer) return refuse(response, 404, 'no such file here');
    try {
      answer(request, response);
    } catch (error) {
      refuse(response, 500, error.message);
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${address.port}`;
  names.add(host).add(`localhost:${address.port}`);
  const origin = `http://${host}`;
  const source = origin + path;
  const url = `${origin}/?source=${encodeURIComponent(source)}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address, origin, source, url, archiveRequests, close };
}
