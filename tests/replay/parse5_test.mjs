// The start tags and attributes we see beside those npm parse5 sees while it builds its tree, on
// all HTML at hand and on mutated pages, the same ones each time.
//   node parse5_test.mjs COLLECTION HTML_TAGS
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { brotliDecompressSync, gunzipSync, inflateRawSync } from 'node:zlib';
import { Collection } from './collection.mjs';
import { needPackage } from './needs.mjs';
import { header, httpOf, membersOf, recordOf, typeOf } from './warc_file.mjs';
import { zipOf } from './zip_file.mjs';
import { wellFormed } from './well_formed.mjs';

needPackage('parse5');
const { Parser } = await import('parse5');

const BATCH = 2_000;  // pages for one run of the tool
const MUTANTS = 25_000;
const LARGEST_MUTANT = 10_000;  // characters
const LEAST_AGREEMENT = 0.995;
const MOST_ATTRIBUTES = 128;  // kMaxAttributes
const tool = process.argv[3];

// As ours tells it: <image> is <img>, what begins with "xlink:" goes by its local name.
function told({ tagName, attrs }, isHtml) {
  const name = isHtml && tagName === 'image' ? 'img' : tagName;
  const isPlain = Buffer.byteLength(name) <= 32 && /^[a-z0-9:-]*$/.test(name);
  const attributes = attrs.slice(0, MOST_ATTRIBUTES).map(({ name, value }) =>
    [!isHtml && name === 'xlink:href' ? 'href' : name, value]);
  return [isPlain ? name : 'element', isHtml, attributes];
}

class Tags extends Parser {
  found = [];

  onStartTag(token) {
    this.isHtml = false;
    const copy = { tagName: token.tagName, attrs: token.attrs.map((one) => ({ ...one })) };
    super.onStartTag(token);
    const opensForeign = ['svg', 'math'].includes(copy.tagName);
    this.found.push(told(copy, this.isHtml && !opensForeign));
  }

  _startTagOutsideForeignContent(token) {
    this.isHtml = true;
    super._startTagOutsideForeignContent(token);
  }
}

// The standard has no "in select" since 2025: a <select> may hold any element.
class TagsOf2025 extends Tags {
  get insertionMode() { return this.mode; }
  set insertionMode(mode) { if (mode !== 15 && mode !== 16) this.mode = mode; }
}

function tagsOf(text, Reader = Tags) {
  const reader = new Reader({ scriptingEnabled: false });
  reader.tokenizer.write(text, true);
  return reader.found;
}

function ourTagsOf(texts) {
  const input = texts.map((text) => JSON.stringify(text)).join('\n') + '\n';
  const { stdout, status } = spawnSync(tool, { input, maxBuffer: 1 << 30, encoding: 'utf8' });
  assert.equal(status, 0);
  return stdout.trimEnd().split('\n');
}

// Xorshift: a change of engine must not change the pages.
let state = 0x9e3779b9;
function random(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}
const pick = (list) => list[random(list.length)];

const pieces = ['"', "'", '<', '>', '/', '=', '&', ' ', '\n', '\r', '\0', '!', '-', ']', '</', '/>',
  '<!--', '-->', '--!>', '<!-->', '<![CDATA[', ']]>', '<?', '<!doctype html>', '<svg>', '</svg>',
  '<math>', '</math>', '<mi>', '<desc>', '<foreignObject>', '</foreignObject>', '<script>',
  '</script>', '<script src="a">', '<!--<script>', '<style>', '</style>', '<title>', '</title>',
  '<textarea>', '</textarea>', '<select>', '</select>', '<option>', '<table>', '</table>', '<td>',
  '<tr>', '<template>', '</template>', '<noscript>', '</noscript>', '<iframe>', '</iframe>',
  '<xmp>', '<div>', '</div>', '<p>', '</p>', '<br>', '</body>', '<frameset>', '<plaintext>',
  '<b a=1 a=2>', '<a href=x&amp;y>', '<image xlink:href=x>', '&lt;', '&copy', '&#x4e2d;', '\u4e2d'];

// Where a tag of `text` stands, [from, to]; anywhere when there is none behind a random place.
function tagIn(text) {
  const from = text.indexOf('<', random(text.length + 1));
  const to = text.indexOf('>', from);
  return from < 0 || to < 0 ? [random(text.length + 1), text.length] : [from, to + 1];
}

function tagReplaced(text, change) {
  const [from, to] = tagIn(text);
  return text.slice(0, from) + change(text.slice(from, to)) + text.slice(to);
}

const mutations = [
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + String.fromCharCode(random(128)) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + pick(pieces) + text.slice(at),
  (text, at) => text.slice(0, at) + pick(pieces) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + text.slice(at - random(50)),
  (text, at) => text.slice(0, at) + text.slice(...tagIn(text)) + text.slice(at),
  (text, at) => text.slice(0, at),
  (text) => tagReplaced(text, () => ''),
  (text) => tagReplaced(text, () => pick(pieces)),
  (text) => tagReplaced(text, (tag) => tag + tag),
];

// A damaged page that still has a start tag somewhere.
function mutated(groups) {
  for (;;) {
    const page = pick(pick(groups));
    const begin = random(Math.max(1, page.length - LARGEST_MUTANT));
    let text = page.slice(begin, begin + LARGEST_MUTANT);
    for (let i = random(8); i >= 0; --i) text = pick(mutations)(text, random(text.length + 1));
    if (/<[a-z]/i.test(text)) return wellFormed(text);
  }
}

const decoders = { identity: (body) => body, gzip: gunzipSync, br: brotliDecompressSync };

function samplePages() {
  const collection = new Collection();
  return collection.warcNames()
    .flatMap((name) => membersOf(collection.read(`archive/${name}`)).map(recordOf))
    .filter((record) => typeOf(record) === 'response')
    .map(httpOf)
    .filter((http) => /^(text\/html|image\/svg)/.test(header(http, 'content-type') ?? ''))
    .map((http) => decoders[header(http, 'content-encoding') ?? 'identity'](http.body))
    .map((body) => body.toString('utf8'));
}

// The inputs of tests/cases: between "== name" and "--".
function caseInputs() {
  const folder = fileURLToPath(new URL('../cases', import.meta.url));
  return readdirSync(folder).sort().flatMap((name) =>
    [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/^== .*\n([^]*?)^--$/gm)]
      .map(([, input]) => input));
}

function unzipped(bytes) {
  return zipOf(bytes).entries.map(({ method, data }) => method === 8 ? inflateRawSync(data) : data);
}

// What others published lies beside the repository, in ../shared/malformed/html.
function publishedPages() {
  const shared = process.env.VARVE_SHARED ??
    fileURLToPath(new URL('../../../shared', import.meta.url));
  const folder = `${shared}/malformed/html`;
  if (!existsSync(folder)) {
    console.log(`skipped: no ${folder}`);
    return { 'malformed/html/own': [], 'html5lib': [], 'nokogiri': [] };
  }
  const read = (name) => readFileSync(`${folder}/${name}`);
  const own = readdirSync(`${folder}/own`).sort().map((name) => read(`own/${name}`).toString());
  const html5lib = readdirSync(`${folder}/html5lib-tokenizer`).sort()
    .filter((name) => name.endsWith('.test'))
    .flatMap((name) => JSON.parse(read(`html5lib-tokenizer/${name}`)).tests ?? [])
    .map(({ input }) => wellFormed(input));
  const nokogiri = unzipped(read('nokogiri-gumbo/gumbo_corpus.zip')).map(String);
  return { 'malformed/html/own': own, html5lib, nokogiri };
}

// [{text, ours}] of the pages the two readers see differently.
function differing(texts) {
  const different = [];
  for (let at = 0; at < texts.length; at += BATCH) {
    const batch = texts.slice(at, at + BATCH);
    const ours = ourTagsOf(batch);
    batch.forEach((text, i) => {
      const theirs = JSON.stringify(tagsOf(text));
      if (theirs !== ours[i]) different.push({ text, ours: JSON.parse(ours[i]) });
    });
  }
  return different;
}

const corpus = { 'sample site': samplePages(), 'tests/cases': caseInputs(), ...publishedPages() };
const differentOf = Object.fromEntries(
  Object.entries(corpus).map(([name, pages]) => [name, differing(pages)]));

const beginnings = (different) => different.slice(0, 3).map(({ text }) => text.slice(0, 2_000));

function agreement(different, count) {
  return 1 - different.length / count;
}

const classes = [
  ['<select>: parse5 is older than the standard of 2025',
    ({ text, ours }) => isDeepStrictEqual(tagsOf(text, TagsOf2025), ours)],
  ['<frameset>: parse5 drops what is no frame', ({ text }) => /<frameset/i.test(text)],
  ['SVG and MathML: what is open there', ({ text }) => /<(svg|math)/i.test(text)],
  ['other', () => true],
];

function printClasses(different) {
  const counts = new Map(classes.map(([why]) => [why, 0]));
  for (const one of different) {
    const [why] = classes.find(([, holds]) => holds(one));
    counts.set(why, counts.get(why) + 1);
  }
  for (const [why, count] of counts) console.log(`  ${count}: ${why}`);
}

test('all pages people would write read alike', () => {
  for (const name of ['sample site', 'tests/cases', 'malformed/html/own', 'html5lib']) {
    console.log(`${name}: ${corpus[name].length} pages`);

    assert.deepEqual(beginnings(differentOf[name]), [], name);
  }
  assert.ok(corpus['sample site'].length > 50 && corpus['tests/cases'].length > 100);
});

const noFuzzed = corpus.nokogiri.length === 0;
test('99.5 % of what a fuzzer made of pages reads alike', { skip: noFuzzed }, () => {
  const different = differentOf.nokogiri;
  console.log(`nokogiri: ${corpus.nokogiri.length} pages, ${different.length} differ`);
  printClasses(different);

  assert.ok(agreement(different, corpus.nokogiri.length) >= LEAST_AGREEMENT);
});

test('99.5 % of mutated pages read alike', () => {
  const groups = Object.values(corpus).filter((pages) => pages.length > 0);
  const mutants = Array.from({ length: MUTANTS }, () => mutated(groups));
  const different = differing(mutants);
  const share = agreement(different, MUTANTS);
  console.log(`${(100 * share).toFixed(2)} % of ${MUTANTS} mutants, ${different.length} differ`);
  printClasses(different);

  assert.ok(share >= LEAST_AGREEMENT, JSON.stringify(beginnings(different)));
  assert.ok(new Set(mutants).size > 0.9 * MUTANTS, 'few mutants are the same');
});
