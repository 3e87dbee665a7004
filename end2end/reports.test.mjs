// The list of reports: out as a file, gone, back in from the file; chosen to be compared; and what bad files are told.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { chooseFrom, followLink, settled, visit } from './browser.mjs';
import { bringIn, runJob } from './data.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, call } from './people.mjs';

const journey = await begin();
const { vedetta, ada } = journey;
await bringIn(vedetta, ada);
await runJob(vedetta, ada, { kind: 'availability', day: '2025-09-01' });
await runJob(vedetta, ada, { kind: 'availability', day: '2025-09-02' });

test('a report goes out as a file, is removed, and comes back in', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability');
  const row = page.getByRole('row').filter({ hasText: '2025-09-02' });
  const score = await row.locator('.score-figure').textContent();
  const saved = page.waitForEvent('download');
  await chooseFrom(row, 'Actions for the report: 2025-09-02', 'Download as JSON');
  const file = await (await saved).path();
  assert.equal(JSON.parse(await readFile(file, 'utf8')).services['orders-db'].total_failures, 6);

  await chooseFrom(row, 'Actions for the report: 2025-09-02', 'Remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Report removed: 2025-09-02.').waitFor();
  await row.waitFor({ state: 'detached' });

  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText('Report imported: 2025-09-02.').waitFor();
  await row.getByText('Imported').waitFor();
  assert.equal(await row.locator('.score-figure').textContent(), score);
});

test('a file that is let fall on the list and is no report is refused with the reasons', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [400, 422] });
  await visit(page, '/availability');
  const before = await page.getByRole('row').count();
  await dropFile(page, '.drop-area', { name: '<b>no.json', content: '{"services": 7}' });
  await page.getByText('<b>no.json was refused.').waitFor();
  await settled(page);
  assert.equal(await page.getByRole('row').count(), before);
});

test('two reports are chosen and compared', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability');
  const boxes = page.getByRole('main').getByRole('checkbox');
  await boxes.nth(0).check({ force: true });
  await page.getByText('Choose a second report to compare with.').waitFor();
  await boxes.nth(1).check({ force: true });
  const address = await page.getByRole('main').getByRole('link', { name: 'Compare' }).getAttribute('href');
  assert.match(address, /^\/compare\?a=[^&]+&b=[^&]+$/);
  await page.getByRole('button', { name: 'Clear the choice' }).click();
  await boxes.nth(0).and(page.locator(':not(:checked)')).waitFor();
});

test('the overview shows what got worse and leads to the report', async (t) => {
  const page = await openPage(t, journey, ADA);
  await runJob(vedetta, ada, { kind: 'availability', day: '2025-09-01' });
  await runJob(vedetta, ada, { kind: 'availability', day: '2025-09-02' });
  await visit(page, '/');
  await page.getByText(/^Availability fell by \d/).waitFor();
  await page.getByText('Critical: 1 more').waitFor();
  const fallen = page.locator('.worse-fallen').getByRole('link').first();
  const name = await fallen.innerText();
  await fallen.click();
  await page.waitForURL(/\/availability\/reports\/.*open=/);
  await page.getByRole('complementary', { name, exact: true }).waitFor();
  await page.goBack();
  await page.getByRole('link', { name: 'Open report' }).click();
  await page.waitForURL(/\/availability\/reports\//);
  // What is made of an older day meanwhile is not how all stands now.
  await runJob(vedetta, ada, { kind: 'availability', day: '2025-09-01' });
  await visit(page, '/');
  await page.locator('.module-window').getByText('2025-09-02').waitFor();
});

test('that nothing fell by itself is no contradiction to the whole that fell', async (t) => {
  const page = await openPage(t, journey, ADA);
  await page.route('**/fallen', (route) => route.fulfill({ json: { count: 0, worst: [], other_figures: false } }));
  // A server that renders the page would tell it the truth.
  await visit(page, '/jobs');
  await followLink(page, '/');
  await page.getByText(/^Availability fell by \d/).waitFor();
  await page.getByText('No service fell by itself.').waitFor();
});

test('a score that a file gives and the formula does not is no equation', async (t) => {
  const file = {
    analysis_timestamp: '2024-09-04T10:30:00Z', analysis_dates: ['2024-09-01'],
    configuration: { service_error_budgets: { till: 5 }, service_weights: { till: 8 } },
    services: { till: {
      service_id: 'till', error_budget: 5, weight: 8, final_score: 75, final_status: 'ATTENZIONE', total_failures: 2,
      detailed_metrics: [{ timestamp: '2024-09-01T08:00:00Z', cumulative_failures: 2, score: 0.75, status_type: 'ATTENZIONE' }],
    } },
    summary: { aggregated_score: 70, total_services: 1, services_by_status: { ATTENZIONE: 1 } },
  };
  const { id } = await call(vedetta, ada, 'POST', '/api/v1/reports/import', file);
  const page = await openPage(t, journey, ADA);
  await visit(page, `/availability/reports/${id}?open=till`);
  const panel = page.getByRole('complementary', { name: 'till' });
  await panel.getByText('S = 75.0%', { exact: true }).waitFor();
  await panel.getByText('The file says so; not explained: −5.0').waitFor();
  await visit(page, `/availability/reports/${id}?why=score`);
  await page.getByText('100% − 25.0 − 5.0 = 70.0%').waitFor();
});

test('an imported week is replayed, explained and tried as the one that was analysed', async (t) => {
  const { report_id } = await runJob(vedetta, ada, { kind: 'resilience', until: '2025-09-03T12:00:00Z' });
  const page = await openPage(t, journey, ADA);
  const moment = '?at=2025-09-01T12:00:00Z&open=node-1';
  await visit(page, `/resilience/reports/${report_id}${moment}`);
  const before = await saidOfTheWeek(page);
  await visit(page, '/resilience');
  const analysed = page.getByRole('row').filter({ hasText: '2025-09-03' });
  const saved = page.waitForEvent('download');
  await chooseFrom(analysed, 'Actions for the report', 'Download as JSON');
  const file = await (await saved).path();
  await chooseFrom(analysed, 'Actions for the report', 'Remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText(/^Report removed: /).waitFor();

  await page.locator('input[type=file]').setInputFiles(file);
  const imported = page.getByRole('row').filter({ hasText: 'Imported' });
  const address = await imported.getByRole('link').first().getAttribute('href');
  assert.notEqual(address.split('/').pop(), report_id);
  await visit(page, `${address}${moment}`);
  assert.deepEqual(await saidOfTheWeek(page), before);
  await page.getByText('Recomputed here: equal').waitFor();
  await page.getByRole('switch', { name: 'What if' }).check({ force: true });
  await page.getByRole('spinbutton', { name: 'Target of Files in hours' }).fill('1');
  await page.getByText('Older than promised: 2 of 2 backups').waitFor();
});

/** What a week says at its moment: of the whole, of each asset, and of the one that is open. */
const saidOfTheWeek = async (page) => [
  await page.locator('.verdict').innerText(),
  await page.getByRole('article').allInnerTexts(),
  await page.getByRole('complementary').innerText(),
];

/** Lets a file fall as one dragged from the desktop would. */
async function dropFile(page, selector, { name, content }) {
  const data = await page.evaluateHandle(
    ({ name, content }) => {
      const data = new DataTransfer();
      data.items.add(new File([content], name, { type: 'application/json' }));
      return data;
    },
    { name, content },
  );
  await page.dispatchEvent(selector, 'dragover', { dataTransfer: data });
  await page.getByText('Drop report files to import them').waitFor();
  await page.dispatchEvent(selector, 'drop', { dataTransfer: data });
}
