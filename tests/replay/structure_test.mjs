// Formats sections 2.1 to 2.6: how the records of a crawl belong together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Collection, captureOf } from './collection.mjs';
import { field, fieldsNamed, header, httpOf, recordOf, typeOf } from './warc_file.mjs';

const collection = new Collection();
const warcs = collection.warcs();
const records = warcs.flatMap((warc) => warc.records);
const responses = records.filter((record) => typeOf(record) === 'response');

// The stored answer for `path` on the www host.
function answerOf(path) {
  const { filename, offset } = captureOf(collection.cdxj(), path);
  const { members } = warcs.find(({ name }) => name === filename);
  return httpOf(recordOf(members.find((member) => member.offset === Number(offset))));
}

test('W-07, W-08: each record has type, date, length and an id of its own', () => {
  const ids = records.map((record) => field(record, 'WARC-Record-ID'));
  for (const id of ids) assert.match(id, /^<urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}>$/);
  assert.equal(new Set(ids).size, ids.length);
  for (const record of records) {
    assert.match(typeOf(record), /^(warcinfo|response|request|metadata|resource|revisit)$/);
    assert.match(field(record, 'WARC-Date'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.ok(record.block.length === 0 || field(record, 'Content-Type'));
  }
});

test('W-06: only the fields of the standard stand, and only two of them more than once', () => {
  for (const record of records) {
    for (const [name] of record.fields) {
      assert.match(name, /^(WARC-[A-Z][A-Za-z-]*|Content-Type|Content-Length)$/);
      if (!['WARC-Concurrent-To', 'WARC-Protocol'].includes(name)) field(record, name);
    }
  }
});

test('W-10, W-11: a warcinfo opens each file and only there; the others name it', () => {
  for (const { name, records: [first, ...others] } of warcs) {
    assert.equal(typeOf(first), 'warcinfo');
    assert.equal(field(first, 'WARC-Filename'), name);
    assert.equal(field(first, 'WARC-Warcinfo-ID'), undefined);
    const id = field(first, 'WARC-Record-ID');
    for (const record of others) {
      assert.notEqual(typeOf(record), 'warcinfo');
      assert.equal(field(record, 'WARC-Filename'), undefined);
      assert.equal(field(record, 'WARC-Warcinfo-ID'), id);
    }
  }
});

test('the warcinfo tells who crawled, how, and what was done to the bytes', () => {
  for (const { records: [{ block }] } of warcs) {
    const lines = block.toString().split('\r\n');
    assert.equal(lines.pop(), '');
    const told = new Map(lines.map((line) => line.split(/: (.*)/s)));
    assert.match(told.get('software'), /^Varve\/\d/);
    assert.equal(told.get('format'), 'WARC File Format 1.1');
    assert.equal(told.get('robots'), 'obey');
    assert.match(told.get('description'), /transfer-coding removed/);
    assert.equal(JSON.parse(told.get('varve-job')).collection, 'sample');
  }
});

test('W-14, W-21..W-23: response, request and metadata stand together, of one moment', () => {
  for (const { records: all } of warcs) {
    all.forEach((response, i) => {
      if (typeOf(response) !== 'response') return;
      const id = field(response, 'WARC-Record-ID');
      const [request, metadata] = all.slice(i + 1, i + 3);
      assert.equal(typeOf(request), 'request');
      assert.equal(typeOf(metadata), 'metadata');
      for (const record of [request, metadata]) {
        assert.deepEqual(fieldsNamed(record, 'WARC-Concurrent-To'), [id]);
        for (const name of ['WARC-Date', 'WARC-Target-URI']) {
          assert.equal(field(record, name), field(response, name));
        }
      }
      for (const name of ['WARC-IP-Address', 'WARC-Protocol']) {
        assert.deepEqual(fieldsNamed(request, name), fieldsNamed(response, name));
      }
    });
  }
});

test('no request and no metadata stands alone', () => {
  const count = (type) => records.filter((record) => typeOf(record) === type).length;

  assert.equal(count('request'), responses.length);
  assert.equal(count('metadata'), responses.length + count('resource'));
});

test('W-20: the request is what was asked for, and only GET was', () => {
  for (const record of records.filter((candidate) => typeOf(candidate) === 'request')) {
    const { startLine, headers, body } = httpOf(record);
    const url = new URL(field(record, 'WARC-Target-URI'));
    assert.equal(startLine, `GET ${url.pathname}${url.search} HTTP/1.1`);
    assert.deepEqual(headers[0], ['host', url.host]);
    assert.equal(body.length, 0);
    assert.equal(field(record, 'WARC-Payload-Digest'), undefined);
  }
});

test('W-24, W-25: address and protocol are those of the connection', () => {
  for (const response of responses) {
    assert.equal(field(response, 'WARC-IP-Address'), '127.0.0.1');
    assert.match(fieldsNamed(response, 'WARC-Protocol').join(), /^http\/1\.[01]$/);
  }
});

test('formats 1.5: target URIs are ASCII, without fragment, blank or brackets', () => {
  for (const record of records.filter((candidate) => typeOf(candidate) !== 'warcinfo')) {
    const uri = field(record, 'WARC-Target-URI');
    assert.match(uri, /^[!-;=?-~]+$/);
    assert.ok(!uri.includes('#'), uri);
    if (uri.startsWith('http')) assert.equal(uri, new URL(uri).href);
  }
});

test('no head holds control bytes', () => {
  for (const record of records.filter(({ block }) => block.length > 0)) {
    if (!['response', 'request'].includes(typeOf(record))) continue;
    // A header field may hold a tab (RFC 9110 5.5).
    assert.doesNotMatch(httpOf(record).head.replaceAll('\r\n', ''), /[\x00-\x08\x0a-\x1f\x7f]/);
  }
});

test('W-35, W-36: Content-Length is the length stored, and no transfer-coding is left', () => {
  let measured = 0;
  for (const response of responses) {
    const http = httpOf(response);
    const names = http.headers.map(([name]) => name);
    assert.ok(!names.includes('transfer-encoding'));
    if (!names.includes('content-length')) continue;
    assert.equal(names.filter((name) => name === 'content-length').length, 1);
    assert.equal(Number(header(http, 'content-length')), http.body.length);
    ++measured;
  }
  // All but the 204 and the answer that ends with its connection.
  assert.equal(measured, responses.length - 2);
});

test('a chunked answer is stored without its chunks and says so', () => {
  const { headers, body } = answerOf('/features/market-diary.html');

  assert.deepEqual(headers.filter(([name]) => name.includes('transfer-encoding')),
    [['x-archive-orig-transfer-encoding', 'chunked']]);
  assert.match(body.toString(), /^<!DOCTYPE html>[\s\S]*A market diary[\s\S]*<\/html>\s*$/);
});

test('a content-coding is kept, under chunks too', () => {
  const gzip = answerOf('/features/tide-almanac.html');
  const both = answerOf('/features/harbour-year.html');
  const brotli = answerOf('/features/archive-letters.html');

  assert.deepEqual([gzip, both, brotli].map((http) => header(http, 'content-encoding')),
    ['gzip', 'gzip', 'br']);
  assert.equal(header(both, 'x-archive-orig-transfer-encoding'), 'chunked');
  assert.match(gunzipSync(gzip.body).toString(), /The tide almanac/);
  assert.match(gunzipSync(both.body).toString(), /港湾一年/);
  assert.match(brotliDecompressSync(brotli.body).toString(), /旧闻选刊/);
});

test('W-30: a head is kept as it came, down to its blanks', () => {
  const { head, body } = answerOf('/features/telegraph.html');

  assert.equal(head, 'HTTP/1.0 200 OK\r\nServer: bay-telegraph/0.3\r\n' +
    'content-type:  text/html; charset=utf-8\r\n\r\n');
  assert.match(body.toString(), /Sport by telegraph[\s\S]*<\/html>\s*$/);
});

test('W-40: an answer without content is a response, too', () => {
  const empty = responses.map(httpOf).filter(({ startLine }) => startLine.includes(' 204'));

  assert.equal(empty.length, 1);
  assert.equal(empty[0].body.length, 0);
  assert.equal(header(empty[0], 'content-length'), undefined);
});

test('a page that failed once is stored both ways', () => {
  const gauge = collection.cdxj().filter(({ url }) => url.endsWith('/live/tide-gauge.html'));

  assert.deepEqual(gauge.map(({ status }) => status), ['503', '200']);
  assert.ok(gauge[0].timestamp < gauge[1].timestamp, 'W-15: not in the same second');
});

test('the door marked private stayed shut', () => {
  assert.deepEqual(collection.cdxj().filter(({ url }) => url.includes('/private/')), []);
});
