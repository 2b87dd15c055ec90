// formats 5.3: the signature of a package, checked by WebCrypto as wabac.js does. ReplayWeb.page
// itself counts any signature as valid, hence not there.
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Collection, sha256Of } from './collection.mjs';
import { zipOf } from './zip_file.mjs';

const packed = join(new Collection().directory, '..', 'packed');
const { entries } = zipOf(readFileSync(join(packed, 'signed.wacz')));
const dataOf = new Map(entries.map(({ name, data }) => [name, data]));
const description = dataOf.get('datapackage.json');
const { hash, signedData } = JSON.parse(dataOf.get('datapackage-digest.json'));
const { subtle } = webcrypto;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-384' };

async function isSigned(text) {
  const spki = Buffer.from(signedData.publicKey, 'base64');
  const key = await subtle.importKey('spki', spki, ALGORITHM, true, ['verify']);
  const signature = Buffer.from(signedData.signature, 'base64');
  return subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, Buffer.from(text));
}

test('WebCrypto finds the hash signed, and no other', async () => {
  assert.equal(await isSigned(hash), true);
  assert.equal(await isSigned(`${hash} `), false);
  assert.equal(await isSigned(hash.replace('sha256:', '')), false);
});

test('what is signed is the description of the package', () => {
  assert.equal(hash, sha256Of(description));
  assert.equal(signedData.hash, hash);
  assert.equal(signedData.created, JSON.parse(description).created);
});

test('it has the members of an anonymous signature and no others', () => {
  assert.deepEqual(Object.keys(signedData).sort(),
    ['created', 'hash', 'publicKey', 'signature', 'software', 'version']);
  assert.equal(signedData.version, '0.1.0');
});

test('the key is for its owner alone', () => {
  assert.equal(statSync(join(packed, 'key.pem')).mode & 0o777, 0o600);
});
