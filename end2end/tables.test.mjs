// Tables: ordered, searched, filtered, some columns left out, and saved as they are shown.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { followLink, settled, visit } from './browser.mjs';
import { DAYS, bringIn, runJob } from './data.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO, addUser } from './people.mjs';
import { rowsAre, saveSheet, sortBy, toggleColumn } from './sheets.mjs';

/** A name that a spreadsheet would reckon with. */
const FORMULA = '=1+2';

const journey = await begin();
const { vedetta, ada } = journey;
await addUser(vedetta, ada, { username: 'eva', password: 'a lookout at noon', role: 'admin' });
await bringIn(vedetta, ada, { names: { 'vm-101': FORMULA } });
const jobs = [];
for (const day of DAYS) jobs.push(await runJob(vedetta, ada, { kind: 'availability', day }));
const [good, bad] = jobs.map(({ report_id }) => report_id);
const week = await runJob(vedetta, ada, { kind: 'resilience', until: '2025-09-03T12:00:00Z' });
await runJob(vedetta, ada, { kind: 'availability', day: '2020-01-01' });

test('reports', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, '/availability');
  await rowsAre(page, ['2025-09-03', '2025-09-02', '2025-09-01']);
  await sortBy(page, 'Window');
  await rowsAre(page, ['2025-09-01', '2025-09-02', '2025-09-03']);
  await sortBy(page, 'Score');
  await page.getByRole('main').getByRole('rowheader').first().getByText('2025-09-02').waitFor();
  await page.getByLabel('Status').selectOption({ label: 'Good' });
  await page.getByText('Shown: 2 of 3').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('09-01');
  await rowsAre(page, ['2025-09-01']);
  await toggleColumn(page, 'Created');
  const [head, line, ...rest] = await saveSheet(page);
  assert.equal(head, 'Window,Score,Statuses,By');
  assert.match(line, /^2025-09-01,100\.0% Good,.*,ada$/);
  assert.deepEqual(rest, []);
  await page.getByRole('searchbox', { name: 'Search' }).fill('nothing like it');
  await page.getByText('Nothing fits.').waitFor();
});

test('a list is as one left it after a reload and on the way back, and its own link shows all of it', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, '/');
  await followLink(page, '/availability');
  await sortBy(page, 'Window');
  await page.getByLabel('Status').selectOption({ label: 'Good' });
  await page.getByRole('searchbox', { name: 'Search' }).fill('09-0');
  await asks(page, { q: '09-0', sort: 'window', status: 'good' });
  await page.reload();
  await settled(page);
  const isAsLeft = async () => {
    await rowsAre(page, ['2025-09-01', '2025-09-03']);
    assert.equal(await page.getByRole('searchbox', { name: 'Search' }).inputValue(), '09-0');
    assert.equal(await page.getByLabel('Status').inputValue(), 'good');
  };
  await isAsLeft();
  await page.getByRole('rowheader').getByRole('link', { name: '2025-09-01' }).click();
  await page.waitForURL(/\/reports\//);
  await page.goBack();
  await isAsLeft();
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Availability' }).click();
  await rowsAre(page, ['2025-09-03', '2025-09-02', '2025-09-01']);
  await asks(page, {});
});

test('a link opens a list as it says, and asks for nothing that there is not', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/jobs?kind=availability&state=completed&sort=question&q=09');
  await rowsAre(page, DAYS.map((day) => `Availability ${day}`));
  await visit(page, '/assets?type=vm&q=1');
  await rowsAre(page, [FORMULA]);
  await visit(page, '/users?sort=name-down&q=admin');
  await rowsAre(page, ['eva', 'ada You']);
  await visit(page, `/compare?a=${good}&b=${bad}&q=ord`);
  await rowsAre(page, ['Orders']);
  await visit(page, '/jobs?kind=nonsense&state=nonsense&sort=nonsense-down');
  await page.getByText('Shown: 5 of 5').waitFor();
});

test('jobs', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, '/jobs');
  await page.getByText('Shown: 5 of 5').waitFor();
  await page.getByLabel('Type', { exact: true }).selectOption({ label: 'Availability' });
  await sortBy(page, 'Analysed');
  await rowsAre(page, ['2020-01-01', ...DAYS].map((day) => `Availability ${day}`));
  await sortBy(page, 'Analysed');
  await page.getByLabel('State', { exact: true }).selectOption({ label: 'Completed' });
  await rowsAre(page, [...DAYS].reverse().map((day) => `Availability ${day}`));
  await page.getByRole('searchbox', { name: 'Search' }).fill('09-02 ADA');
  await rowsAre(page, ['Availability 2025-09-02']);
  await toggleColumn(page, 'Duration');
  await toggleColumn(page, 'Requested');
  assert.deepEqual(await saveSheet(page), ['Analysed,State,By', 'Availability 2025-09-02,Completed,ada']);
});

test('a sheet has what the window is too narrow for', async (t) => {
  const page = await openPage(t, journey, VITO, { viewport: { width: 900, height: 800 } });
  await visit(page, '/jobs');
  await page.getByRole('columnheader', { name: 'By' }).waitFor({ state: 'hidden' });
  const [head] = await saveSheet(page);
  assert.equal(head, 'Analysed,State,Requested,By,Duration');
});

test('users', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/users');
  await rowsAre(page, ['ada You', 'eva', 'vito']);
  await sortBy(page, 'Role');
  await sortBy(page, 'Role');
  await rowsAre(page, ['vito', 'ada You', 'eva']);
  await page.getByRole('searchbox', { name: 'Search' }).fill('admin');
  await rowsAre(page, ['ada You', 'eva']);
  await toggleColumn(page, 'Created (UTC)');
  assert.deepEqual(await saveSheet(page), ['User name,Role,State', 'ada You,Admin,Active', 'eva,Admin,Active']);
});

test('assets, of which none becomes a formula', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, '/assets');
  await sortBy(page, 'Type');
  await sortBy(page, 'Type');
  await page.getByRole('searchbox', { name: 'Search' }).fill('1');
  await rowsAre(page, [FORMULA, 'Rack one']);
  await toggleColumn(page, 'Tags');
  assert.deepEqual(await saveSheet(page), [
    'Name,ID,Type,Service type',
    `"'${FORMULA}",vm-101,Virtual machine,–`,
    'Rack one,node-1,Proxmox node,–',
  ]);
});

test('two reports that are compared', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `/compare?a=${good}&b=${bad}`);
  // What did not change stays away until somebody asks for it.
  await page.getByText('Shown: 1 of 3').waitFor();
  await rowsAre(page, ['Orders']);
  await page.getByRole('button', { name: 'Show 2 more that did not change' }).click();
  await page.getByText('Shown: 3 of 3').waitFor();
  await page.getByRole('main').getByRole('rowheader').first().getByText('Orders').waitFor();
  await sortBy(page, 'Name');
  await rowsAre(page, ['Mail relay', 'Orders', 'Web shop']);
  await sortBy(page, 'Points');
  await page.getByRole('main').getByRole('rowheader').first().getByText('Orders').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('ord');
  await rowsAre(page, ['Orders']);
  await toggleColumn(page, 'Overall, by cause');
  assert.deepEqual(await saveSheet(page), [
    'Name,Overall,Before,After,Points,"Its own score, by cause"',
    'Orders,−33.3,Good 100.0%,Critical 0.0%,−100.0,Failures −100.0',
  ]);
});

test('services on a dashboard, as they are at the moment', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `/availability/reports/${bad}?at=2025-09-02T02:20:00Z`);
  await page.getByRole('radio', { name: 'Table' }).check({ force: true });
  await sortBy(page, 'Name');
  await rowsAre(page, ['Mail relay', 'Orders', 'Web shop']);
  await sortBy(page, 'Failures');
  await sortBy(page, 'Failures');
  await page.getByRole('main').getByRole('rowheader').first().getByText('Orders').waitFor();
  await toggleColumn(page, 'Budget left');
  await toggleColumn(page, 'Weight');
  await page.getByRole('group', { name: 'Show only' }).getByRole('button', { name: /^Good/ }).click();
  await rowsAre(page, ['Mail relay', 'Web shop']);
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('shop');
  await rowsAre(page, ['Web shop']);
  const save = 'Save what is shown as CSV';
  assert.deepEqual(await saveSheet(page, save), [
    'service_id,name,score,status,failures,error_budget',
    'nginx_web,Web shop,1,GOOD,0,5',
  ]);
  await page.getByRole('group', { name: 'Show only' }).getByRole('button', { name: /^Good/ }).click();
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('orders');
  await rowsAre(page, ['Orders']);
  assert.match((await saveSheet(page, save))[1], /^orders-db,Orders,0\.5,\w+,3,3$/);
});

test('assets on a dashboard', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `/resilience/reports/${week.report_id}?view=table`);
  await sortBy(page, 'Name');
  await rowsAre(page, [FORMULA, 'Rack one']);
  await sortBy(page, 'Backup age');
  await sortBy(page, 'Backup age');
  await rowsAre(page, ['Rack one', FORMULA]);
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('1+');
  await rowsAre(page, [FORMULA]);
  const [head, line, ...rest] = await saveSheet(page, 'Save what is shown as CSV');
  assert.match(head, /^asset_id,name,score,status,/);
  assert(line.startsWith(`vm-101,"'${FORMULA}",`), line);
  assert.deepEqual(rest, []);
});

/** Waits until the address asks for just this. */
function asks(page, wanted) {
  return page.waitForURL(({ searchParams }) => {
    const asked = [...searchParams].sort(([one], [other]) => one.localeCompare(other));
    return JSON.stringify(Object.fromEntries(asked)) === JSON.stringify(wanted);
  });
}
