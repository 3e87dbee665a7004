// Data for the tests, brought in and analysed through the API when how that is done is not what is tested.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { call } from './people.mjs';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The days of the data below: small and known, so that a test can name one. */
export const DAYS = ['2025-09-01', '2025-09-02', '2025-09-03'];

/** What is written in them and is the same in every language, and what the server says of a job that found nothing. */
export const WORDS = [
  'Web shop', 'Orders', 'Mail relay', 'Files', 'Rack one', 'nginx_web', 'orders-db', 'mail-relay', 'vm-101', 'node-1', 'shop',
  'none of the services has a sample in the window',
];

/** A few services and machines with three days of checks and a fortnight of backups. */
export async function bringIn(vedetta, cookies, { names = {} } = {}) {
  const name = (id, usual) => names[id] ?? usual;
  await ingest(vedetta, cookies, 'assets', [
    { asset_id: 'nginx_web', display_name: name('nginx_web', 'Web shop'), asset_type: 'service', service_type: 'web_service', tags: ['shop'] },
    { asset_id: 'orders-db', display_name: name('orders-db', 'Orders'), asset_type: 'service', service_type: 'database' },
    { asset_id: 'mail-relay', display_name: name('mail-relay', 'Mail relay'), asset_type: 'service', service_type: 'mail' },
    { asset_id: 'vm-101', display_name: name('vm-101', 'Files'), asset_type: 'vm' },
    { asset_id: 'node-1', display_name: name('node-1', 'Rack one'), asset_type: 'proxmox_node' },
  ]);
  await ingest(vedetta, cookies, 'samples', ['nginx_web', 'orders-db', 'mail-relay'].flatMap(checksOf));
  await ingest(vedetta, cookies, 'backups', ['vm-101', 'node-1'].flatMap(backupsOf));
}

/** Starts an analysis and waits for its end. */
export async function runJob(vedetta, cookies, configuration) {
  let job = await call(vedetta, cookies, 'POST', '/api/v1/analyses', configuration);
  while (['queued', 'running'].includes(job.state)) {
    await pause(100);
    job = await call(vedetta, cookies, 'GET', `/api/v1/jobs/${job.id}`);
  }
  return job;
}

/** Sends rows of which none may be refused. */
export async function ingest(vedetta, cookies, what, rows) {
  const { accepted, errors } = await call(vedetta, cookies, 'POST', `/api/v1/ingest/${what}`, rows);
  assert.equal(accepted, rows.length, JSON.stringify(errors));
}

/** A check every ten minutes; the database fails for an hour of the second day. */
function checksOf(service_id) {
  const start = Date.parse(`${DAYS[0]}T00:00:00Z`);
  const moments = Array.from({ length: (DAYS.length * DAY_MS) / 600_000 }, (_, index) => start + index * 600_000);
  const isDown = (at) => service_id === 'orders-db' && at >= start + 26 * HOUR_MS && at < start + 27 * HOUR_MS;
  return moments.map((at) => ({ timestamp: new Date(at).toISOString(), service_id, status: isDown(at) ? 'failed' : 'ok' }));
}

/** One each night; the node has none in the last days. */
function backupsOf(asset_id) {
  const nights = asset_id === 'node-1' ? 10 : 14;
  const first = Date.parse('2025-08-21T02:00:00Z');
  return Array.from({ length: nights }, (_, night) => ({
    timestamp: new Date(first + night * DAY_MS).toISOString(),
    asset_id,
    status: 'success',
  }));
}
