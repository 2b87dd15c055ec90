// Times npm parse5 over the pages in FOLDER, as bench_html.cc does for our readers:
//   node bench_parse5.mjs FOLDER
// Processor time of the whole process: V8 collects garbage in threads of its own. Run it with
// `node --single-threaded` to keep it to one.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const { Tokenizer, TokenizerMode, parse } =
  await import(new URL('../replay/node_modules/parse5/dist/index.js', import.meta.url));
const ROUNDS = 5;
const folder = process.argv[2];
const pages = readdirSync(folder).sort().map((name) => readFileSync(join(folder, name)));
const bytes = pages.reduce((sum, page) => sum + page.length, 0);
const texts = pages.map(String);

// Tokens and raw text, as a reader with callbacks and no tree takes them.
class Counter {
  count = 0;
  onStartTag({ tagName, attrs }) {
    this.count += 1 + attrs.length;
    const mode = { script: 'SCRIPT_DATA', style: 'RAWTEXT', title: 'RCDATA' }[tagName];
    if (mode === undefined) return;
    this.tokenizer.state = TokenizerMode[mode];
    this.tokenizer.lastStartTagName = tagName;
  }
  onEndTag() { this.count++; }
  onComment() {}
  onDoctype() {}
  onEof() {}
  onCharacter() {}
  onNullCharacter() {}
  onWhitespaceCharacter() {}
}

function tokenize(text) {
  const counter = new Counter();
  counter.tokenizer = new Tokenizer({ sourceCodeLocationInfo: false }, counter);
  counter.tokenizer.write(text, true);
  return counter.count;
}

const readers = [
  { name: 'parse5-tokenizer', read: tokenize, rates: [] },
  { name: 'parse5-tree', read: (text) => parse(text).childNodes.length, rates: [] },
];
for (let round = 0; round < ROUNDS; ++round) {
  for (const { read, rates } of readers) {
    const start = process.cpuUsage();
    let sum = 0;
    for (const text of texts) sum += read(text);
    const { user, system } = process.cpuUsage(start);
    if (sum === 0) throw new Error('nothing read');
    rates.push(bytes / (user + system));
  }
}
for (const { name, rates } of readers) {
  console.log(name, rates.sort((a, b) => a - b)[ROUNDS >> 1].toFixed(1));
}
