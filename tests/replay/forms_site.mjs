// The table of forms (tests/sites/forms.cases) and a server that shows each of its cases as a page
// in a folder of its own.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

const TABLE = fileURLToPath(new URL('../sites/forms.cases', import.meta.url));

// A picture of one pixel, and the least that is good of every other type.
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJg'
  + 'gg==', 'base64');
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const PLACEHOLDERS = {
  html: ['text/html', '<!doctype html><title>x</title>'],
  css: ['text/css', ''],
  js: ['text/javascript', ''],
  mjs: ['text/javascript', 'export default 0; export const y = 0, z = 0, q = 0;'],
  svg: ['image/svg+xml', SVG],
  xml: ['application/rss+xml', '<rss version="2.0"><channel/></rss>'],
  webmanifest: ['application/manifest+json', '{}'],
  vtt: ['text/vtt', 'WEBVTT\n'],
};
const PICTURES = ['png', 'jpg', 'PNG', 'webp', 'ico', 'avif', 'gif'];

const extensionOf = (file) => /\.(\w+)(?=[?#]|$)/.exec(file)?.[1];

function placeholderFor(file) {
  const extension = extensionOf(file);
  if (PICTURES.includes(extension)) return { type: 'image/png', body: PIXEL };
  const [type, body] = PLACEHOLDERS[extension] ?? ['application/octet-stream', ''];
  return { type, body: Buffer.from(body) };
}

// [{name, slug, entry, files: {name: {headers, lines}}, expected, scripted}]
export function readCases() {
  const cases = [];
  let one, file;
  const begin = (name) => { file = one.files[name] = { headers: [], lines: [] }; };
  for (const line of readFileSync(TABLE, 'utf8').split('\n')) {
    if (line.startsWith('== ')) {
      const name = line.slice(3);
      const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      one = { name, slug, entry: undefined, files: {}, expected: [], scripted: [] };
      file = undefined;
      cases.push(one);
    } else if (!one || (one.done && line === '')) {
      continue;
    } else if (line === '--') {
      one.done = true;
    } else if (one.done) {
      (line.startsWith('? ') ? one.scripted : one.expected).push(line.replace(/^\? /, ''));
    } else if (line.startsWith('++ ')) {
      begin(line.slice(3));
      one.entry ??= line.slice(3);
    } else {
      if (!file) begin(one.entry = 'page.html');
      const header = /^:: ([\w-]+): ?(.*)$/.exec(line);
      if (header) file.headers.push([header[1], header[2]]);
      else file.lines.push(line);
    }
  }
  return cases;
}

function fromPercent(text) {
  const bytes = [];
  for (let at = 0; at < text.length; ++at) {
    const coded = /^%([0-9A-F]{2})/.exec(text.slice(at, at + 3));
    bytes.push(coded ? parseInt(coded[1], 16) : text.charCodeAt(at));
    at += coded ? 2 : 0;
  }
  return Buffer.from(bytes);
}

// What "Content-Encoding: a, b" does to a body: first a, then b.
const CODINGS = { gzip: gzipSync, 'x-gzip': gzipSync, deflate: deflateSync, br: brotliCompressSync };
const coded = (body, codings) => codings.split(/, */).reduce((bytes, name) => CODINGS[name](bytes), body);

function answer(response, one, file, host) {
  const filled = (text) => text.replaceAll('{dir}', `/${one.slug}/`).replaceAll('{host}', host);
  const { headers, lines } = one.files[file];
  const text = filled(lines.join('\n'));
  let status = 200, body = Buffer.from(text);
  let type = placeholderFor(file).type;
  const sent = [];
  for (const [name, value] of headers) {
    if (name === 'Status') status = Number(value);
    else if (name === 'Bytes') body = fromPercent(text);
    else if (name === 'Packed') body = value === 'raw deflate' ? deflateRawSync(body) : gzipSync(body);
    else if (name === 'Content-Type') type = value;
    else sent.push([name, filled(value)]);
    if (name === 'Content-Encoding' && !headers.some(([other]) => other === 'Packed')) body = coded(body, value);
  }
  if (type) sent.push(['Content-Type', type === 'text/html' && !headers.length ? 'text/html; charset=utf-8' : type]);
  response.writeHead(status, sent.flat());
  response.end(body);
}

// Serves until closed. `asked` is a map from a case's slug to what was asked for in its folder,
// by whom: {varve: Set, browser: Set}; `elsewhere` is what was asked for in no folder.
export async function serveForms(cases) {
  const bySlug = new Map(cases.map((one) => [one.slug, one]));
  const asked = new Map(cases.map(({ slug }) => [slug, { varve: new Set(), browser: new Set() }]));
  const elsewhere = [];
  const server = createServer((request, response) => {
    const [, slug, file] = /^\/([^/?]*)\/?(.*)$/s.exec(request.url);
    const one = bySlug.get(slug);
    if (request.url === '/') {
      const links = cases.map(({ slug: to, entry }) => `<p><a href="/${to}/${entry}">${to}</a>`);
      response.writeHead(200, { 'Content-Type': 'text/html' });
      return response.end(`<!doctype html><title>Forms</title>${links.join('\n')}`);
    }
    if (!one) {
      elsewhere.push(request.url);
      return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('none');
    }
    const who = /Chrome/.test(request.headers['user-agent']) ? 'browser' : 'varve';
    if (file !== one.entry) asked.get(slug)[who].add(file);
    if (file in one.files) return answer(response, one, file, request.headers.host);
    if (!one.expected.includes(file)) {
      return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('none');
    }
    const { type, body } = placeholderFor(file);
    response.writeHead(200, { 'Content-Type': type });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  return { url, asked, elsewhere, close: () => { server.close(); server.closeAllConnections(); } };
}
