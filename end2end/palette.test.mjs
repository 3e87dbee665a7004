// The command palette and the keys that work everywhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { holdBack, refuse, visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO } from './people.mjs';
import { analyse, badDay, sendBackups, sendBadDay } from './reports.mjs';

const journey = await begin();
const { vedetta, ada } = journey;

test('the palette leads to pages and does deeds, by keys alone', async (t) => {
  const page = await openPage(t, journey, ADA, { colorScheme: 'dark' });
  await visit(page, '/');
  await openPalette(page);
  await take(page, 'resilience new', /New resilience analysis/);
  await page.waitForURL('/resilience/new');

  const field = await openPalette(page);
  await page.keyboard.type('theme');
  await page.getByRole('option', { name: /^Dark/, selected: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'light');
  await page.getByRole('button', { name: 'Search Ctrl K' }).click();
  await page.keyboard.type('nothing like it');
  await page.getByText('Nothing fits.').waitFor();
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });

  // What was typed to find something is nothing that a press beside it could lose.
  await openPalette(page);
  await field.fill('nothing like it');
  await page.mouse.click(5, 5);
  await field.waitFor({ state: 'detached' });
});

test('the palette finds services and machines, and shows them in the newest report', async (t) => {
  await sendBadDay(vedetta, ada);
  await sendBackups(vedetta, ada);
  const day = await analyse(vedetta, ada, badDay());
  const page = await openPage(t, journey, ADA);
  await visit(page, '/');
  await openPalette(page);
  await reportIsKnown(page);
  await take(page, 'orders', /^Orders database/);
  await page.waitForURL(new RegExp(`${day}[?].*open=orders-db`));
  await page.getByRole('complementary', { name: 'Orders database' }).waitFor();
  // From the very report that it is in, too.
  await openPalette(page);
  await reportIsKnown(page);
  await take(page, 'grafana', /^Grafana/);
  await page.getByRole('complementary', { name: 'Grafana' }).waitFor();
  // By its id, in no report yet.
  await openPalette(page);
  await take(page, 'vm-102', /^vm-102/);
  await page.waitForURL('/assets');
  // Bringing data in is asked for on the very page, too.
  await openPalette(page);
  await take(page, 'import d', /^Import data/);
  await page.getByRole('dialog', { name: 'Import data' }).waitFor();
  // What was typed there stays, however it is asked for again.
  await page.getByLabel('Or paste rows').fill('timestamp,service_id');
  await page.keyboard.press('Escape');
  await openPalette(page);
  await take(page, 'import d', /^Import data/);
  await page.getByRole('dialog', { name: 'Import data' }).waitFor();
  assert.equal(await page.getByLabel('Or paste rows').inputValue(), 'timestamp,service_id');
});

test('a machine is shown in the newest report of machines, however many others there are', async (t) => {
  await sendBackups(vedetta, ada);
  const week = await analyse(vedetta, ada, { kind: 'resilience', until: 'latest' });
  const page = await openPage(t, journey, ADA);
  // As if the newest ones were all of services.
  await page.route('**/api/v1/reports?limit=8', (route) => route.fulfill({ json: { items: [], next_cursor: null } }));
  await visit(page, '/');
  await openPalette(page);
  await take(page, 'vm-102', /^vm-102/);
  await page.waitForURL(new RegExp(`${week}[?].*open=vm-102`));
});

test('a machine is shown in the report that ends last, whichever was made last', async (t) => {
  await sendBackups(vedetta, ada);
  const latest = await analyse(vedetta, ada, { kind: 'resilience', until: '2025-09-10T12:00:00Z' });
  await analyse(vedetta, ada, { kind: 'resilience', until: '2025-09-05T00:00:00Z' });
  const page = await openPage(t, journey, ADA);
  await visit(page, '/');
  await openPalette(page);
  await take(page, 'vm-102', /^vm-102/);
  await page.waitForURL(new RegExp(`${latest}[?].*open=vm-102`));
});

test('the palette says that it searches, and what keeps it from finding', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [503] });
  await visit(page, '/');
  const arrive = await holdBack(page, '**/api/v1/assets?*', (route) => refuse(route, 503, 'unavailable'));
  const field = await openPalette(page);
  const [palette, nothing] = [page.getByRole('dialog'), page.getByText('Nothing fits.')];
  await field.fill('nothing like it');
  await palette.getByText('Searching', { exact: true }).waitFor();
  assert.equal(await nothing.count(), 0);
  arrive();
  await palette.getByText('The database does not answer.').waitFor();
  await page.unroute('**/api/v1/assets?*');
  await field.fill('nothing like that');
  await nothing.waitFor();
});

test('letters lead to pages, but not while one types', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await page.waitForURL('/jobs');
  await visit(page, '/audit');
  await page.getByLabel('User', { exact: true }).pressSequentially('gj?');
  assert.equal(new URL(page.url()).pathname, '/audit');
});

test('single keys are turned off in the profile, and stay so', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, '/profile');
  const single = page.getByRole('switch', { name: 'Single keys such as ? and g' });
  await single.uncheck({ force: true });
  await visit(page, '/');
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  // What works all the same tells that the keys have been heard.
  await openPalette(page);
  assert.equal(new URL(page.url()).pathname, '/');
  assert.equal(await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).count(), 0);
  await page.keyboard.press('Escape');
  await visit(page, '/profile');
  await single.check({ force: true });
  await page.keyboard.press('Tab');
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await page.waitForURL('/jobs');
});

test('a viewer is offered no deeds of admins', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, '/');
  await openPalette(page);
  await page.getByRole('option', { name: /^Assets/ }).waitFor();
  for (const name of [/New/, /Users/, /Audit/, /Import/]) {
    assert.equal(await page.getByRole('option', { name }).count(), 0, `${name}`);
  }
});

/** Opens the palette by its keys; they are at the field then. */
async function openPalette(page) {
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Search and commands' });
  await field.waitFor();
  return field;
}

/** Types words into the open palette, and takes what it finds first. */
async function take(page, words, option) {
  await page.keyboard.type(words);
  await page.getByRole('option', { name: option, selected: true }).waitFor();
  await page.keyboard.press('Enter');
}

/** What is found leads into the newest report that is known by then. */
async function reportIsKnown(page) {
  await page.getByRole('option', { name: /^Availability: 2025-09-01/ }).waitFor();
}
