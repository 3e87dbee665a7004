// Assets, and the ways that data come in.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseFrom, holdBack, refuse, settled, visit } from './browser.mjs';
import { bringIn } from './data.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO } from './people.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>';

const journey = await begin();
const { vedetta, ada } = journey;
await bringIn(vedetta, ada, { names: { nginx_web: HOSTILE } });

test('assets are found, sorted, added, changed and removed', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/assets');
  await page.getByText('Shown: 5 of 5').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('NODE');
  await page.getByText('Shown: 1 of 5').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('');
  await page.getByLabel('Type', { exact: true }).selectOption('vm');
  assert.deepEqual(await names(page), ['Files']);
  await page.getByLabel('Type', { exact: true }).selectOption('');
  await page.getByRole('button', { name: 'ID', exact: true }).click();
  assert.deepEqual(await names(page), ['Mail relay', HOSTILE, 'Rack one', 'Orders', 'Files']);

  await page.getByRole('button', { name: 'Add asset' }).click();
  const drawer = page.getByRole('dialog', { name: 'Add an asset' });
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.getByText('Enter the ID that the data use, up to 256 characters.').waitFor();
  await drawer.getByLabel('ID').fill('ct-7');
  await drawer.getByLabel('Name').fill('Cache');
  await drawer.getByLabel('Type', { exact: true }).selectOption('container');
  await drawer.getByLabel('Tags').fill('fast, cheap');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Cache was saved.').waitFor();

  await chooseFrom(page, 'Actions for Cache', 'Edit');
  await page.getByRole('dialog').getByLabel('Name').fill('Cache two');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('rowheader', { name: 'Cache two' }).waitFor();
  await chooseFrom(page, 'Actions for Cache two', 'Remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('rowheader', { name: 'Cache two' }).waitFor({ state: 'detached' });
});

test('rows are pasted and chosen as files, and each bad one is named', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/assets');
  await page.getByRole('button', { name: 'Import data' }).click();
  const drawer = page.getByRole('dialog', { name: 'Import data' });
  await drawer.getByRole('radio', { name: 'Status checks' }).check({ force: true });
  const good = { timestamp: '2025-09-04T00:00:00Z', service_id: 'nginx_web', status: 'ok' };
  const bad = { ...good, timestamp: 'yesterday' };
  await drawer.getByLabel('Or paste rows').fill([good, bad].map((row) => JSON.stringify(row)).join('\n'));
  await drawer.getByRole('button', { name: 'Send rows' }).click();
  await drawer.getByText('Rows kept: 1.').waitFor();
  await drawer.getByRole('listitem').filter({ hasText: 'Row 2' }).waitFor();

  await drawer.getByRole('radio', { name: 'Assets' }).check({ force: true });
  const content = `asset_id,display_name,asset_type\nct-9,${HOSTILE},container\n`;
  await drawer.locator('input[type=file]').setInputFiles({ name: 'assets.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
  await drawer.getByText('assets.csv').waitFor();
  await drawer.getByText('Rows kept: 1.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Shown: 6 of 6').waitFor();
});

test('what became of rows is told to whoever closed the drawer meanwhile', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [400] });
  const answer = await holdBack(page, '**/api/v1/ingest/assets');
  await visit(page, '/assets');
  const open = page.getByRole('button', { name: 'Import data' });
  const drawer = page.getByRole('dialog', { name: 'Import data' });
  await open.click();
  await drawer.getByLabel('Or paste rows').fill('asset_id,colour\nct-1,red\n');
  await drawer.getByRole('button', { name: 'Send rows' }).click();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  answer();
  await open.click();
  await drawer.getByText('the heading colour is not a known field').waitFor();
});

test('rows that were pasted are still there when the drawer is opened again', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/assets');
  await page.getByRole('button', { name: 'Import data' }).click();
  await page.getByRole('radio', { name: 'Status checks' }).check({ force: true });
  await page.getByLabel('Or paste rows').fill('timestamp,service_id');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Import data' }).click();
  assert.equal(await page.getByLabel('Or paste rows').inputValue(), 'timestamp,service_id');
  assert(await page.getByRole('radio', { name: 'Status checks' }).isChecked());
});

test('rows that are pasted while others are on their way stay', async (t) => {
  const page = await openPage(t, journey, ADA);
  const answer = await holdBack(page, '**/api/v1/ingest/samples');
  await visit(page, '/assets');
  await page.getByRole('button', { name: 'Import data' }).click();
  const drawer = page.getByRole('dialog', { name: 'Import data' });
  await drawer.getByRole('radio', { name: 'Status checks' }).check({ force: true });
  const pasted = drawer.getByLabel('Or paste rows');
  const row = (timestamp) => JSON.stringify({ timestamp, service_id: 'nginx_web', status: 'ok' });
  await pasted.fill(row('2025-09-04T00:10:00Z'));
  await drawer.getByRole('button', { name: 'Send rows' }).click();
  const next = row('2025-09-04T00:20:00Z');
  await pasted.fill(next);
  answer();
  await drawer.getByText('Rows kept: 1.').waitFor();
  assert.equal(await pasted.inputValue(), next);
  await drawer.getByRole('button', { name: 'Send rows' }).click();
  await page.waitForFunction(() => document.querySelector('.paste-box').value === '');
});

test('the address says whether data are being brought in', async (t) => {
  const page = await openPage(t, journey, ADA);
  const drawer = page.getByRole('dialog', { name: 'Import data' });
  await visit(page, '/assets?bring=1&type=vm');
  await drawer.waitFor();
  await page.keyboard.press('Escape');
  await page.waitForURL('/assets?type=vm');
  await page.reload();
  await settled(page);
  assert.equal(await drawer.count(), 0);
  await page.getByRole('button', { name: 'Import data' }).click();
  await page.waitForURL('/assets?type=vm&bring=1');
  await page.reload();
  await drawer.waitFor();
});

test('a file that is let fall beside the area takes nobody away from what is typed', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/assets');
  assert.deepEqual(await page.evaluate(areFilesIgnored), [false, false]);
  await page.getByRole('button', { name: 'Import data' }).click();
  await page.getByLabel('Or paste rows').fill('timestamp,service_id');
  assert.deepEqual(await page.evaluate(areFilesIgnored), [true, true]);
  assert.equal(await page.getByLabel('Or paste rows').inputValue(), 'timestamp,service_id');
  assert.equal(await page.getByText('Drop the files to import them').count(), 0);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.deepEqual(await page.evaluate(areFilesIgnored), [false, false]);
});

test('a press beside a drawer closes it, but not one that is filled in', async (t) => {
  const page = await openPage(t, journey, ADA, { viewport: { width: 1280, height: 1000 } });
  await visit(page, '/assets');
  const drawer = page.getByRole('dialog', { name: 'Add an asset' });
  const open = () => page.getByRole('button', { name: 'Add asset' }).click();
  await open();
  // Whatever can be pressed stands still.
  await drawer.getByLabel('ID').click();
  const { x, y, width, height } = await drawer.boundingBox();
  const pressBeside = () => page.mouse.click(x - 100, y + height / 2);
  // Below what stands in it is no place beside it.
  await page.mouse.click(x + width / 2, y + height - 8);
  assert(await drawer.isVisible());
  await pressBeside();
  await drawer.waitFor({ state: 'hidden' });
  for (const fill of [() => drawer.getByLabel('ID').fill('ct-8'), () => drawer.getByLabel('Type', { exact: true }).selectOption('vm')]) {
    await open();
    await fill();
    await pressBeside();
    assert(await drawer.isVisible());
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  }
  await open();
  assert.equal(await drawer.getByLabel('ID').inputValue(), '');
  await pressBeside();
  await drawer.waitFor({ state: 'hidden' });
});

test('an answer that comes late closes no other window, and a late failure is told', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [503] });
  const answer = await holdBack(page, '**/api/v1/assets/vm-101');
  await visit(page, '/assets');
  const drawer = page.getByRole('dialog');
  const saveAndLeave = async () => {
    await chooseFrom(page, 'Actions for Files', 'Edit');
    const asked = page.waitForRequest((request) => request.method() === 'PUT');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await asked;
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  };
  await saveAndLeave();
  await page.getByRole('button', { name: 'Add asset' }).click();
  await drawer.getByLabel('ID').fill('ct-8');
  answer();
  await page.getByText('Files was saved.').waitFor();
  assert.equal(await drawer.getByLabel('ID').inputValue(), 'ct-8');
  await page.keyboard.press('Escape');

  const fail = await holdBack(page, '**/api/v1/assets/vm-101', (route) => refuse(route, 503, 'unavailable'));
  await saveAndLeave();
  fail();
  await page.getByRole('status').getByText('The database does not answer.').waitFor();
});

test('what became of the demo data is told where it can be seen', async (t) => {
  const page = await openPage(t, journey, ADA);
  await page.route('**/api/v1/demo', (route) => route.fulfill({ status: 204 }));
  await visit(page, '/assets');
  await page.getByRole('button', { name: 'Import data' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the demo data' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByText('The demo data were removed.').waitFor();
});

test('a viewer looks at assets and changes none', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, '/assets');
  await page.getByRole('rowheader', { name: 'Orders' }).waitFor();
  assert.equal(await page.getByRole('button', { name: /^Actions for/ }).count(), 0);
});

async function names(page) {
  await settled(page);
  return page.getByRole('main').getByRole('rowheader').allTextContents();
}

/** Runs in the page: whether the browser is kept from what it does with a file that is dragged over the page, and dropped. */
function areFilesIgnored() {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(['[]'], 'rows.json', { type: 'application/json' }));
  const options = { dataTransfer, bubbles: true, cancelable: true };
  return ['dragover', 'drop'].map((name) => !document.body.dispatchEvent(new DragEvent(name, options)));
}
