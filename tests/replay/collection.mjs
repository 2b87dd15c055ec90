// The files of one collection, read into values (DESIGN section 6).
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { membersOf, recordOf } from './warc_file.mjs';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

// RFC 4648 section 6. 160 bits are 32 whole digits, so SHA-1 needs no padding.
function toBase32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.match(/.{5}/g).map((digit) => BASE32[parseInt(digit, 2)]).join('');
}

export function sha1Of(bytes) {
  return 'sha1:' + toBase32(createHash('sha1').update(bytes).digest());
}

export function sha256Of(bytes) {
  return 'sha256:' + createHash('sha256').update(bytes).digest('hex');
}

// The lines of a file that ends with a line feed.
export function linesOf(text) {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line does not end');
  return lines;
}

export function cdxjEntry(line) {
  const [, key, timestamp, json] = /^(\S+) (\d{14}) (\{.*\})$/.exec(line) ?? [];
  if (!json) throw new Error(`no CDXJ line: ${line}`);
  return { key, timestamp, ...JSON.parse(json) };
}

export class Collection {
  // `directory` is what the tests are started with.
  constructor(directory = process.argv[2]) {
    this.directory = directory;
    this.name = basename(directory);
    this.wacz = join(directory, `${this.name}.wacz`);
    this.archive = join(directory, 'archive');
  }

  read(path) {
    return readFileSync(join(this.directory, path));
  }

  warcNames() {
    return readdirSync(this.archive).sort();
  }

  warcPaths() {
    return this.warcNames().map((name) => join(this.archive, name));
  }

  // [{name, bytes, members, records}], one for each file.
  warcs() {
    return this.warcNames().map((name) => {
      const bytes = readFileSync(join(this.archive, name));
      const members = membersOf(bytes);
      return { name, bytes, members, records: members.map(recordOf) };
    });
  }

  cdxjLines() {
    return linesOf(this.read('indexes/index.cdxj').toString());
  }

  cdxj() {
    return this.cdxjLines().map(cdxjEntry);
  }

  // What the site answered to a plain client during the crawl: Map URL -> {status, digest}.
  served() {
    return new Map(Object.entries(JSON.parse(this.read('../served.json'))));
  }
}

// The one capture of `path` on the www host with status 200.
export function captureOf(entries, path) {
  const found = entries.filter(({ url, status }) => url.startsWith('http://www.') &&
    new URL(url).pathname + new URL(url).search === path && status === '200');
  if (found.length !== 1) throw new Error(`${found.length} captures of ${path}`);
  return found[0];
}
