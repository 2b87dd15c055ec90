// The keys of POST requests beside those of warcio.js, by which wabac looks them up at replay.
// Where the two differ we do as pywb 2.10; each such case is listed with the reason.
//   node post_key_test.mjs COLLECTION VARVE
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { linesOf } from './collection.mjs';
import { needPackage, packageFile } from './needs.mjs';

needPackage('warcio');
const varve = process.argv[3];
const scratch = mkdtempSync(join(tmpdir(), 'varve-post-'));
after(() => rmSync(scratch, { recursive: true }));

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';
const multipart = 'multipart/form-data; boundary=b';
const parts = (...all) => all.map(([name, value]) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('') +
  '--b--\r\n';

// [type, body, method]: both say the same.
const alike = [
  [form, 'a=1&b=2'],
  [form, 'foo=bar&dir=/baz', 'PUT'],
  [json, '{"a":"b","c":{"a":2},"d":"e"}'],
  [json, '{"type":"event","id":44.0,"float":35.7,"values":[true,false,null],' +
    '"source":{"type":"component","id":"a+b&c= d","values":[3,4]}}'],
  [json, '{"a":1,"b":2,"a":3}'],
  [json, '{"a.2_":1,"x":{"a":2},"y":{"a":3}}'],
  [json, '{"n":[0.0025,-0.0,12345678901]}'],
  [json, '{"text":"\u4e2d\u56fd \u{1F600} -_."}'],
  [json, `{"k":"${'v'.repeat(5000)}"}`],
  ['application/json; charset=utf-8', '{"a":1}'],
  ['text/plain', '{"a":2}'],
  [multipart, parts(['test', 'some data'], ['another', 'more^data'])],
  ['application/octet-stream', 'foo=bar&dir=%2Fbaz'],
  ['application/octet-stream', 'x'.repeat(9000)],
  ['', 'body without a type'],
];

// [type, body, ours, theirs, why, method].
const different = [
  [form, 'a=1+2&b=two%20words', 'a=1 2&b=two words', 'a=1+2&b=two%20words', 'pywb decodes forms'],
  [json, '{"n":1e-7}', 'n=1e-07', 'n=1e-7', 'Python prints small numbers its own way'],
  [json, '{"n":1e21}', `n=1${'0'.repeat(21)}`, 'n=1e%2B21', 'and large ones with all digits'],
  [json, '{"t":"~*"}', 't=~%2A', 't=%7E*', 'Python escapes other characters'],
  [json, '{"a":"","b":1}', 'a=&b=1', 'b=1', 'warcio.js drops empty texts'],
  [json, '["top"]', undefined, '=top', 'pywb drops leaves without a name'],
  [json, '{"a":1}\n{"b":2}', 'a=1&b=2', undefined, 'lines of JSON, as cdxj-indexer has them'],
  [json, '{"b":1,"2":2,"1":3}', 'b=1&2=2&1=3', '1=3&2=2&b=1', 'JavaScript puts numbers first'],
  ['text/plain;charset=UTF-8', 'not json', '__wb_post_data=bm90IGpzb24=', undefined,
    'warcio.js means to, but drops what is no JSON'],
  ['text/plain', '12', undefined, '=12', 'as above'],
  ['application/json5', '{"a":1}', 'a=1', '__wb_post_data=eyJhIjoxfQ==',
    'pywb looks at the beginning'],
  [multipart, parts(['a', '1'], ['a', '2']), 'a=1&a=2', 'a=2', 'pywb keeps both parts'],
  [multipart, parts(['a', 'x\r\ny']), 'a=x%0D%0Ay', 'a=x', 'warcio.js reads one line of a part'],
  ['text/x', '', undefined, '__wb_post_data=', 'pywb leaves out an empty body'],
  ['text/x', 'x', undefined, '__wb_post_data=eA==', 'pywb puts only the method', 'DELETE'],
  ['', '', undefined, '__wb_post_data=', 'and for OPTIONS', 'OPTIONS'],
];

function record(type, id, uri, extra, block) {
  const body = Buffer.from(block);
  const head = ['WARC/1.1', `WARC-Type: ${type}`, `WARC-Record-ID: <urn:x:${id}>`,
    'WARC-Date: 2026-11-22T10:31:26Z', `WARC-Target-URI: ${uri}`, ...extra,
    `Content-Type: application/http; msgtype=${type}`, `Content-Length: ${body.length}`];
  const header = Buffer.from(head.join('\r\n') + '\r\n\r\n');
  return Buffer.concat([header, body, Buffer.from('\r\n\r\n')]);
}

function exchange(number, type, body, method = 'POST') {
  const uri = `http://a.test/${number}?q=1`;
  const lines = [`${method} /${number}?q=1 HTTP/1.1`, 'Host: a.test',
    `Content-Length: ${Buffer.byteLength(body)}`];
  if (type) lines.push(`Content-Type: ${type}`);
  return Buffer.concat([
    record('response', `${number}a`, uri, [], 'HTTP/1.1 200 OK\r\nContent-Type: a/b\r\n\r\nx'),
    record('request', `${number}b`, uri, [`WARC-Concurrent-To: <urn:x:${number}a>`],
      lines.join('\r\n') + '\r\n\r\n' + body)]);
}

const cases = [...alike.map(([type, body, method]) => ({ type, body, method })),
  ...different.map(([type, body, ours, theirs, why, method]) =>
    ({ type, body, ours, theirs, why, method }))];
const file = join(scratch, 'post.warc');
writeFileSync(file, Buffer.concat(
  cases.map(({ type, body, method }, i) => exchange(i, type, body, method))));

const entryOf = (line) => JSON.parse(line.slice(line.indexOf(' {')));
const ours = linesOf(execFileSync(varve, ['index', '--unsorted', file]).toString()).map(entryOf);
const warcio = [packageFile('warcio/dist/cli.js'), 'cdx-index', '--format', 'cdxj', file];
const theirs = linesOf(execFileSync(process.execPath, warcio).toString()).map(entryOf);

test('both find every request', () => {
  assert.equal(ours.length, cases.length);
  assert.equal(theirs.length, cases.length);
  cases.forEach(({ method = 'POST' }, i) => {
    assert.equal(ours[i].method, method);
    assert.equal(theirs[i].method, method);
  });
});

for (const [i, { type, body, why, ...expected }] of cases.entries()) {
  const name = `${type}: ${JSON.stringify(body.slice(0, 40))}`;
  test(why ? `${name} differs: ${why}` : `${name} has one query`, () => {
    if (!why) return assert.equal(ours[i].requestBody, theirs[i].requestBody);
    assert.equal(ours[i].requestBody, expected.ours);
    assert.equal(theirs[i].requestBody, expected.theirs);
  });
}
