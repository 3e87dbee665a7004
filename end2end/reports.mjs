// Reports for the tests: data that a script would send, and the analyses of them.

import assert from 'node:assert/strict';

import { ingest, runJob } from './data.mjs';
import { begin } from './journey.mjs';
import { call } from './people.mjs';

/** A name that somebody may have given a service who means harm. */
export const HOSTILE_NAME = '<img src=x onerror="alert(3)">';

const DAY = '2025-09-01';
const SERVICES = [
  { id: 'orders-db', name: 'Orders database', type: 'database', failures: ['02:14', '02:15', '02:16', '02:40', '09:30'] },
  { id: 'nginx_web', name: 'Shop', type: 'web_service', failures: ['02:20', '02:21'] },
  { id: 'mail', name: HOSTILE_NAME, type: 'mail', failures: ['18:00'] },
  { id: 'grafana', name: 'Grafana', type: 'monitoring', failures: [] },
];

/** What a file of journeys about both dashboards begins with: the bad day and the backups, each with its report. */
export async function beginWithReports() {
  const journey = await begin();
  const { vedetta, ada } = journey;
  await sendBadDay(vedetta, ada);
  await sendBackups(vedetta, ada);
  const day = await analyse(vedetta, ada, badDay());
  const week = await analyse(vedetta, ada, { kind: 'resilience', until: '2025-09-10T12:00:00Z' });
  return { journey, day, week };
}

/** A day on which the orders database overspends its budget of 3 at 02:40. */
export async function sendBadDay(vedetta, cookies) {
  for (const { id, name, type } of SERVICES) {
    const asset = { display_name: name, asset_type: 'service', service_type: type, tags: [] };
    await call(vedetta, cookies, 'PUT', `/api/v1/assets/${id}`, asset);
  }
  const minutes = Array.from({ length: 144 }, (_, index) => index * 10);
  const samples = SERVICES.flatMap(({ id, failures }) => [
    ...minutes.map((minute) => sample(id, clock(minute), 'ok')).filter(({ timestamp }) => !failures.some((at) => timestamp.includes(`T${at}`))),
    ...failures.map((at) => sample(id, at, 'failed')),
  ]);
  await ingest(vedetta, cookies, 'samples', samples);
}

/** Two machines of which one has never been backed up well. */
export async function sendBackups(vedetta, cookies) {
  for (const id of ['vm-101', 'vm-102']) {
    const asset = { display_name: id, asset_type: 'vm', tags: [] };
    await call(vedetta, cookies, 'PUT', `/api/v1/assets/${id}`, asset);
  }
  const days = Array.from({ length: 10 }, (_, index) => `2025-09-${String(index + 1).padStart(2, '0')}`);
  const runs = days.flatMap((day) => [
    { timestamp: `${day}T02:00:00Z`, asset_id: 'vm-101', status: 'success' },
    { timestamp: `${day}T03:00:00Z`, asset_id: 'vm-102', status: 'failed' },
  ]);
  await ingest(vedetta, cookies, 'backups', runs);
}

/** Runs an analysis, and answers with the path of its dashboard. */
export async function analyse(vedetta, cookies, configuration) {
  const job = await runJob(vedetta, cookies, configuration);
  assert.equal(job.state, 'completed', JSON.stringify(job.error));
  return `/${job.kind}/reports/${job.report_id}`;
}

export function badDay(changes = {}) {
  return { kind: 'availability', day: DAY, ...changes };
}

function sample(id, at, status) {
  return { timestamp: `${DAY}T${at}:00Z`, service_id: id, status };
}

function clock(minute) {
  const two = (number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
