// The reports that are measured: 200 services over 7 days by the minute, 1000 services with 120,000 failures, and 1000
// assets with a backup each night.

import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

import { analyse } from '../reports.mjs';

const BATCH = 20_000;
const START = Date.parse('2025-01-01T00:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
export const SERVICES = 1000;
const FAILURES_OF_EACH = 120;
const WEEK = { from: '2025-01-01T00:00:00Z', to: '2025-01-08T00:00:00Z' };

/** The samples of a file of tab-separated values, made by the older system's generator. */
export async function minutes(vedetta, cookies, file) {
  const names = new Set();
  const rows = async function* () {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const [at, service_id, status] = line.split('\t');
      names.add(service_id);
      yield { timestamp: new Date(Number(at)).toISOString(), service_id, status };
    }
  };
  await send(vedetta, cookies, 'samples', rows());
  const services = [...names].map((service_id) => ({ service_id }));
  return analyse(vedetta, cookies, { kind: 'availability', ...WEEK, services });
}

/** Services that are checked every 42 minutes over a week, and fail every other time. */
export async function failures(vedetta, cookies) {
  const ids = Array.from({ length: SERVICES }, (_, index) => `many-${String(index).padStart(4, '0')}`);
  const rows = function* () {
    for (let check = 0; check < 2 * FAILURES_OF_EACH; check += 1) {
      for (const [index, service_id] of ids.entries()) {
        const at = START + check * 42 * MINUTE_MS + index * 1000;
        yield { timestamp: new Date(at).toISOString(), service_id, status: check % 2 ? 'failed' : 'ok' };
      }
    }
  };
  await send(vedetta, cookies, 'samples', rows());
  const services = ids.map((service_id) => ({ service_id, error_budget: 50 }));
  return analyse(vedetta, cookies, { kind: 'availability', ...WEEK, services });
}

/** Machines with a backup each night, of which some fail and some have stopped. */
export async function backups(vedetta, cookies) {
  const rows = function* () {
    for (let asset = 0; asset < 1000; asset += 1) {
      for (let day = 0; day < (asset % 7 === 3 ? 10 : 14); day += 1) {
        const start = START + day * DAY_MS + (asset % 24) * HOUR_MS + asset * 1000;
        yield {
          timestamp: new Date(start + HOUR_MS / 2).toISOString(),
          started_at: new Date(start).toISOString(),
          asset_id: `vm-${String(asset).padStart(4, '0')}`,
          status: (asset * 31 + day * 17) % 11 === 0 ? 'failed' : 'success',
        };
      }
    }
  };
  await send(vedetta, cookies, 'backups', rows());
  return analyse(vedetta, cookies, { kind: 'resilience', until: '2025-01-15T00:00:00Z' });
}

async function send(vedetta, cookies, what, rows) {
  let lines = [];
  for await (const row of rows) {
    lines.push(JSON.stringify(row));
    if (lines.length === BATCH) lines = await post(vedetta, cookies, what, lines);
  }
  if (lines.length > 0) await post(vedetta, cookies, what, lines);
}

async function post(vedetta, cookies, what, lines) {
  const headers = { 'content-type': 'application/x-ndjson', cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
  const answer = await fetch(`${vedetta.url}/api/v1/ingest/${what}`, { method: 'POST', headers, body: lines.join('\n') });
  const text = await answer.text();
  assert(answer.ok, text);
  assert.equal(JSON.parse(text).accepted, lines.length, text);
  return [];
}
