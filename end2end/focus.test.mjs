// The keyboard stays where it is while what stands there is made anew.

import { test } from 'node:test';

import { visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA } from './people.mjs';

const journey = await begin();
const { vedetta } = journey;

test('after "Load more" it is at the first of the new rows', async (t) => {
  const page = await openPage(t, journey, ADA);
  // The same rows again make a list of two pages.
  let shown;
  await page.route('**/api/v1/audit*', async (route) => {
    const { items } = await (await route.fetch({ url: `${vedetta.url}/api/v1/audit` })).json();
    shown ??= items.length;
    const isFirst = !route.request().url().includes('cursor');
    await route.fulfill({ json: { items, next_cursor: isFirst ? 'more' : null } });
  });
  await visit(page, '/');
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByRole('button', { name: 'Load more' }).press('Enter');
  await page.waitForFunction((row) => document.activeElement === document.querySelectorAll('tbody tr')[row], shown);
});

test('after a change to a row it is at the same menu', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/users');
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'vito' }) });
  for (const [deed, state] of [['Disable', 'Disabled'], ['Enable', 'Active']]) {
    await page.getByRole('button', { name: 'Actions for vito' }).press('Enter');
    // A menu takes the focus a moment after it is shown; a key pressed in between would go to its first item.
    await page.waitForFunction(() => document.activeElement?.role === 'menuitem');
    await page.getByRole('menuitem', { name: deed }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: deed }).press('Enter');
    await row.getByRole('cell', { name: state, exact: true }).waitFor();
    await page.waitForFunction(() => document.activeElement?.ariaLabel === 'Actions for vito');
  }
});

test('a window with something to type begins there', async (t) => {
  const page = await openPage(t, journey, ADA);
  for (const [path, opener, field] of [['/users', 'Add user', 'User name'], ['/assets', 'Add asset', 'ID']]) {
    await visit(page, path);
    await page.getByRole('button', { name: opener }).click();
    await page.getByRole('dialog').getByLabel(field, { exact: true }).and(page.locator(':focus')).waitFor();
  }
});

test('after a row has gone it is at the row that took its place', async (t) => {
  const page = await openPage(t, journey, ADA);
  await openPage(t, journey, ADA);
  await visit(page, '/profile');
  const button = await page.getByRole('table').getByRole('button', { name: 'Sign out' }).first().elementHandle();
  await button.press('Enter');
  await button.waitForElementState('hidden');
  await page.waitForFunction(() => document.activeElement?.closest('tbody tr'));
});
