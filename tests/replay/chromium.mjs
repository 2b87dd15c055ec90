// Debian's Chromium with a new profile and no way out: whatever it asks for beyond loopback goes to
// a proxy that answers nothing and remembers everything.
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM } from './needs.mjs';
import { chromium } from 'playwright-core';

// What Chromium itself asks its maker, whatever page is open.
const OF_THE_BROWSER = /(^|[./])(google|googleapis|gstatic|gvt1|google-analytics)\.com(:443|\/|$)/;

// {server, port, asked}: what was asked for, browser-internal requests left out.
async function startTrap() {
  const asked = [];
  const remember = (url) => { if (!OF_THE_BROWSER.test(url)) asked.push(url); };
  const server = createServer((request, response) => {
    remember(request.url);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    remember(request.url);
    socket.on('error', () => {});
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: server.address().port, asked };
}

// {context, outside, close}: `outside` grows with each URL asked for beyond loopback.
export async function openBrowser() {
  const trap = await startTrap();
  const profile = mkdtempSync(join(tmpdir(), 'varve-replay-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    proxy: { server: `http://127.0.0.1:${trap.port}`, bypass: '127.0.0.1' },
    viewport: { width: 1280, height: 900 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const outside = trap.asked;
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1') outside.push(request.url());
  });
  const close = async () => {
    await context.close();
    trap.server.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, outside, close };
}
