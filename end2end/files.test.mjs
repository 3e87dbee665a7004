// The files of the browser half: named after what is in them, so that a browser may keep them for good.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { begin } from './journey.mjs';

const { vedetta } = await begin();

test('hashed files are kept for good and travel compressed, and pages do neither', async () => {
  const page = await fetch(`${vedetta.url}/sign-in`);
  assert.match(page.headers.get('cache-control'), /no-store|no-cache|private/);
  const found = [...(await page.text()).matchAll(/\/assets\/[\w-]+\.(?:js|wasm|css)/g)].map(([path]) => path);
  assert(found.some((path) => path.endsWith('.wasm')) && found.some((path) => path.endsWith('.css')), found.join());
  for (const path of new Set(found)) {
    const answer = await fetch(vedetta.url + path, { headers: { 'accept-encoding': 'br, gzip' } });
    assert.equal(answer.status, 200, path);
    assert.match(answer.headers.get('cache-control'), /immutable/, path);
    assert.equal(answer.headers.get('content-encoding'), 'br', path);
    const plain = await fetch(vedetta.url + path, { headers: { 'accept-encoding': 'identity' } });
    assert.equal(plain.headers.get('content-encoding'), null, path);
    const [unpacked, sent] = await Promise.all([answer.arrayBuffer(), plain.arrayBuffer()]);
    assert(Buffer.from(unpacked).equals(Buffer.from(sent)), path);
  }
});
