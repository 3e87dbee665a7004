// A connection that is lost is said, and mends; so is what is on its way.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OFFLINE, holdBack, refuse, visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA } from './people.mjs';

/** What the console says of a part of the browser half that did not come. */
const PART_LOST = ['Failed to fetch', 'HTTP status code is not ok'];
/** The body of a refused part is not read, and the browser gives it up sooner or later. */
const GIVEN_UP = 'net::ERR_ABORTED';
const REFUSED = 'net::ERR_CONNECTION_REFUSED';
const SERVER_AWAY = 'Vedetta does not answer. Check that it is running and that the network reaches it.';
const DATABASE_AWAY = 'The database does not answer. Try again in a moment.';

const journey = await begin();
const { vedetta } = journey;

test('a page that cannot be loaded says so, and comes once the connection is back', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [OFFLINE, ...PART_LOST] });
  await visit(page, '/');
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('alert').getByText('Vedetta does not answer, or').waitFor();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole('rowheader', { name: 'ada' }).waitFor();
});

test('a page without a connection says so for as long as it is', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [OFFLINE] });
  await visit(page, '/users');
  const note = page.getByRole('status').getByText('Connection lost. What you see stays; updates resume by themselves.');
  await page.context().setOffline(true);
  await note.waitFor();
  await page.getByRole('rowheader', { name: 'ada' }).waitFor();
  await page.context().setOffline(false);
  await note.waitFor({ state: 'detached' });
});

test('a page that asks for nothing says that the server is away, and when it is back', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [REFUSED] });
  await visit(page, '/availability/new');
  await vedetta.pause();
  await noteOf(page, SERVER_AWAY).waitFor();
  await vedetta.resume();
  await noteOf(page, SERVER_AWAY).waitFor({ state: 'detached' });
});

test('a page says that the database is away, and not the server', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [503] });
  await page.route('**/readyz', (route) => refuse(route, 503, 'unavailable'));
  await visit(page, '/profile');
  await noteOf(page, DATABASE_AWAY).waitFor();
  await page.unroute('**/readyz');
  await noteOf(page, DATABASE_AWAY).waitFor({ state: 'detached' });
});

test('an outage is told but once where jobs are looked at', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [503] });
  for (const path of ['**/readyz', /\/api\/v1\/jobs(\?|$)/]) {
    await page.route(path, (route) => refuse(route, 503, 'unavailable'));
  }
  await visit(page, '/jobs');
  await noteOf(page, DATABASE_AWAY).waitFor();
  await page.getByText('You see what was known last.', { exact: true }).waitFor();
  await page.unrouteAll();
  await page.getByText('You see what was known last.').waitFor({ state: 'detached' });
});

test('the overview calls the system ready only as long as it answers', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [503] });
  await visit(page, '/');
  await page.getByRole('definition').getByText('Ready', { exact: true }).waitFor();
  await page.route('**/readyz', (route) => refuse(route, 503, 'unavailable'));
  await page.getByRole('definition').getByText('Unknown', { exact: true }).waitFor();
  await page.unroute('**/readyz');
  await page.getByRole('definition').getByText('Ready', { exact: true }).waitFor();
});

for (const [what, before, open] of [
  ['opened', () => {}, (page) => visit(page, '/users')],
  ['gone to', (page) => visit(page, '/'), (page) => page.getByRole('link', { name: 'Users' }).click()],
]) {
  test(`a page that is ${what} after its part of the program was replaced is loaded anew`, async (t) => {
    const page = await openPage(t, journey, ADA, { expected: [404, GIVEN_UP, ...PART_LOST] });
    await before(page);
    await page.route('**/part-*.pack', (route) => route.fulfill({ status: 404 }));
    await open(page);
    await page.getByRole('alert').getByText('The page was not fetched').waitFor();
    await page.unroute('**/part-*.pack');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('rowheader', { name: 'ada' }).waitFor();
    await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
  });
}

test('a page that was asked for during an outage comes by itself', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [REFUSED, GIVEN_UP, ...PART_LOST] });
  await visit(page, '/');
  await vedetta.pause();
  await noteOf(page, SERVER_AWAY).waitFor();
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('alert').getByText('The page was not fetched').waitFor();
  await vedetta.resume();
  await page.getByRole('rowheader', { name: 'ada' }).waitFor();
});

test('while a page is on its way its name stands there already', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/');
  const arrive = await holdBack(page, '**/part-*.pack');
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  await page.locator('main [aria-busy=true]').first().waitFor();
  await page.waitForFunction(() => document.title.startsWith('Users'));
  arrive();
  await page.getByRole('rowheader', { name: 'ada' }).waitFor();
});

test('what is asked for anew is marked until it comes', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/audit');
  const arrive = await holdBack(page, '**/api/v1/audit?*');
  await page.getByLabel('User', { exact: true }).fill('ada');
  await page.getByRole('button', { name: 'Filter' }).click();
  const outdated = page.locator('[aria-busy=true]').filter({ has: page.getByRole('table') });
  await outdated.waitFor();
  arrive();
  await outdated.waitFor({ state: 'detached' });
});

test('another try shows that it is on its way, and is made but once', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [500] });
  await visit(page, '/');
  const tries = [];
  page.on('request', (request) => request.url().endsWith('/api/v1/users') && tries.push(request));
  const arrive = await holdBack(page, '**/api/v1/users');
  await page.route('**/api/v1/users', (route) => refuse(route, 500, 'internal'), { times: 1 });
  await page.getByRole('link', { name: 'Users' }).click();
  const retry = page.getByRole('button', { name: 'Try again' });
  await retry.click();
  await page.locator('.loaded[aria-busy=true]').getByRole('button', { name: 'Try again' }).waitFor();
  await retry.click();
  arrive();
  await page.getByRole('rowheader', { name: 'ada' }).waitFor();
  assert.equal(tries.length, 2);
});

test('a form that cannot be sent says so and keeps what was typed', async (t) => {
  const page = await openPage(t, journey, null, { expected: [REFUSED] });
  await visit(page, '/sign-in');
  await page.getByLabel('User name').fill(ADA.username);
  await page.getByLabel('Password', { exact: true }).fill(ADA.password);
  await vedetta.pause();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('Vedetta does not answer.').waitFor();
  await vedetta.resume();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('/');
});

/** What stands above every page for as long as there is an outage. */
function noteOf(page, outage) {
  return page.locator('.connection').getByText(`${outage} This page checks again by itself.`);
}
