// What becomes of accounts: disabled, enabled, given another password; sign-ins ended; and all of it in the trail.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseFrom, visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO, addUser, answerTo, signIn } from './people.mjs';
import { saveSheet } from './sheets.mjs';

const EVA = { username: 'eva', password: 'a lookout at noon', role: 'viewer' };

const journey = await begin();
const { vedetta, ada } = journey;
await addUser(vedetta, ada, EVA);

test('a disabled account is shut out at once, and let in again', async (t) => {
  const page = await openPage(t, journey, ADA);
  const eva = await signIn(vedetta, EVA);
  await visit(page, '/users');
  await act(page, 'Disable');
  await page.getByText('eva was disabled.').waitFor();
  await page.getByRole('row').filter({ hasText: 'eva' }).getByText('Disabled', { exact: true }).waitFor();
  assert.equal((await meAs(eva)).status, 401);
  await assert.rejects(signIn(vedetta, EVA));
  await act(page, 'Enable');
  await page.getByText('eva was enabled.').waitFor();
  await signIn(vedetta, EVA);
});

test('a password that an admin resets is the only one that counts', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/users');
  await chooseFrom(page, 'Actions for eva', 'Reset password');
  const dialog = page.getByRole('dialog', { name: 'Reset the password of eva' });
  await dialog.getByLabel('New password', { exact: true }).fill('too short');
  await dialog.getByRole('button', { name: 'Reset password' }).click();
  await dialog.getByText('Use 12 to 128 characters.').waitFor();
  await dialog.getByLabel('New password', { exact: true }).fill('a lookout at dawn');
  await dialog.getByRole('button', { name: 'Reset password' }).click();
  await page.getByText('The password of eva was reset.').waitFor();
  await assert.rejects(signIn(vedetta, EVA));
  await signIn(vedetta, { ...EVA, password: 'a lookout at dawn' });
});

test('all other sign-ins end, and this one stays', async (t) => {
  const page = await openPage(t, journey, VITO);
  const elsewhere = await signIn(vedetta, VITO, 'a lost telephone');
  await visit(page, '/profile');
  await page.getByRole('button', { name: 'Sign out all others' }).click();
  await page.getByText('All other devices were signed out.').waitFor();
  await page.getByRole('row').filter({ hasText: 'a lost telephone' }).waitFor({ state: 'detached' });
  await page.getByText('This device').waitFor();
  assert.equal((await meAs(elsewhere)).status, 401);
});

test('the trail is filtered, paged, and saved as far as the filter finds', async (t) => {
  // Nobody may fill it faster than this.
  const viewers = [VITO, ...['vera', 'vico'].map((username) => ({ ...VITO, username }))];
  for (const viewer of viewers) {
    if (viewer !== VITO) await addUser(vedetta, ada, viewer);
    const cookies = await signIn(vedetta, viewer);
    for (let time = 0; time < 40; time += 1) {
      assert.equal((await answerTo(vedetta, cookies, 'GET', '/api/v1/users')).status, 403);
    }
  }
  const page = await openPage(t, journey, ADA);
  await visit(page, '/audit');
  await page.getByLabel('Action', { exact: true }).selectOption({ label: 'Access denied' });
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL('/audit?action=access_denied');
  await page.getByRole('row', { name: /Access denied/ }).nth(99).waitFor();
  await page.getByRole('button', { name: 'Load more' }).click();
  await page.getByRole('row', { name: /Access denied/ }).nth(119).waitFor();
  await page.getByLabel('User', { exact: true }).fill('vito');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL('/audit?user=vito&action=access_denied');
  await page.getByRole('row', { name: /vera Access denied/ }).first().waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /vito Access denied/ }).nth(39).waitFor();
  const [, ...lines] = await saveSheet(page);
  assert.equal(lines.length, 40);
  assert(lines.every((line) => line.includes('vito') && line.includes('access_denied')), lines[0]);
  await page.getByRole('link', { name: 'Clear' }).click();
  await page.waitForURL('/audit');
  await page.getByRole('button', { name: 'Load more' }).click();
  await page.getByRole('row', { name: /vito Sign-in/ }).first().waitFor();
});

const meAs = (cookies) => answerTo(vedetta, cookies, 'GET', '/api/v1/auth/me');

async function act(page, item) {
  await chooseFrom(page, 'Actions for eva', item);
  await page.getByRole('dialog').getByRole('button', { name: item }).click();
}
