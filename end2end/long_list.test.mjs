// Lists of more rows than come with the page, and of more than are shown at first.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { visit } from './browser.mjs';
import { ingest } from './data.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO } from './people.mjs';
import { saveSheet } from './sheets.mjs';

/** All have the last id in theirs, and come before it. */
const IDS = [...Array.from({ length: 1049 }, (_, index) => `a-${String(index).padStart(4, '0')}-x`), 'x'];
const NEXT_PAGES = /\/api\/v1\/assets\?.*cursor=/;

const journey = await begin();
const { vedetta, ada } = journey;
const rows = IDS.map((asset_id) => ({ asset_id, display_name: asset_id, asset_type: 'service', service_type: 'default' }));
await ingest(vedetta, ada, 'assets', rows);

test('what is shown is counted, and a sheet has all that fits', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, '/assets');
  await page.getByText('Shown: 200 of 1,050').waitFor();
  // Its words say how many come, not how many there are.
  const more = (count) => page.getByRole('button', { name: `Show ${count} more`, exact: true });
  for (const shown of [400, 600, 800, '1,000']) {
    await more(200).click();
    await page.getByText(`Shown: ${shown} of 1,050`).waitFor();
  }
  await more(50).waitFor();
  const [, ...lines] = await saveSheet(page);
  assert.deepEqual(lines.map((line) => line.split(',')[0]), IDS);
});

test('a list that is not whole says so, and goes on where it broke off', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [503] });
  await page.route(NEXT_PAGES, (route) => route.fulfill({ status: 503, body: 'away' }));
  await visit(page, '/assets');
  await page.getByText('The rest of the list could not be loaded.').waitFor();
  await page.getByText('Shown: 200 of 1,000').waitFor();
  await page.unroute(NEXT_PAGES);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Shown: 200 of 1,050').waitFor();
  await page.getByText('The rest of the list could not be loaded.').waitFor({ state: 'detached' });
});

test('an id is taken wherever in the list it stands', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/assets');
  await page.getByRole('button', { name: 'Add asset' }).click();
  const drawer = page.getByRole('dialog', { name: 'Add an asset' });
  await drawer.getByLabel('ID').fill('x');
  await drawer.getByLabel('Name').fill('Another one');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.getByText('There is an asset with this ID already.').waitFor();
});

test('a choice from a list that is not whole is not started', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [503] });
  await page.route(NEXT_PAGES, (route) => route.fulfill({ status: 503, body: 'away' }));
  await visit(page, '/availability/new');
  await page.getByText('1,000 of 1,000 selected').waitFor();
  await page.getByRole('checkbox', { name: /a-0000-x/ }).uncheck({ force: true });
  await page.getByRole('button', { name: 'Start analysis' }).click();
  await page.getByText('The list is still on its way. Go on once all of it is there.').first().waitFor();
  await page.getByRole('button', { name: 'Select none' }).click();
  await page.unroute(NEXT_PAGES);
  await page.getByRole('button', { name: 'Try again' }).click();
  // What comes later is no part of a choice of nothing.
  await page.getByText('0 of 1,050 selected').waitFor();
});
