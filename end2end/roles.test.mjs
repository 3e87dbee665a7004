// What a viewer sees and may do, and what an admin does to users.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseFrom, visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO, answerTo, signIn } from './people.mjs';

const journey = await begin();
const { vedetta } = journey;

test('a viewer is shown nothing that is for admins', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [403] });
  await visit(page, '/');
  const navigation = page.getByRole('navigation', { name: 'Main navigation' });
  await navigation.getByRole('link', { name: 'Overview' }).waitFor();
  for (const name of ['Users', 'Audit']) {
    assert.equal(await navigation.getByRole('link', { name }).count(), 0, name);
  }
  for (const path of ['/users', '/audit']) {
    const answer = await visit(page, path);
    assert.equal(answer.status(), 403, path);
    await page.getByRole('heading', { name: 'This is for admins' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Add user' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Save as CSV' }).count(), 0);
  }
});

test('the server refuses a viewer, whatever the app shows', async () => {
  const cookies = await signIn(vedetta, VITO);
  const asked = [
    ['GET', '/users'],
    ['POST', '/users', { username: 'eve', password: 'a lookout at noon', role: 'admin' }],
    ['PATCH', '/users/x', { role: 'admin' }],
    ['DELETE', '/users/x'],
    ['GET', '/audit'],
  ];
  for (const [method, path, body] of asked) {
    const answer = await answerTo(vedetta, cookies, method, `/api/v1${path}`, body);
    assert.equal(answer.status, 403, `${method} ${path}`);
  }
});

test('an admin adds a user, makes them an admin and removes them', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/users');
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await dialog.getByLabel('User name').fill('Eva');
  await dialog.getByLabel('Password', { exact: true }).fill('a lookout at noon');
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await page.getByText('eva was added.').waitFor();
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'eva' }) });
  await row.getByRole('cell', { name: 'Viewer' }).waitFor();

  const act = async (item, question) => {
    await chooseFrom(row, 'Actions for eva', item);
    await page.getByRole('dialog', { name: question }).getByRole('button', { name: item }).click();
  };
  await act('Make admin', 'Make eva an admin?');
  await row.getByRole('cell', { name: 'Admin' }).waitFor();
  await act('Remove', 'Remove eva?');
  await row.waitFor({ state: 'detached' });
});

test('the last admin stays', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [409] });
  await visit(page, '/users');
  await chooseFrom(page, 'Actions for ada', 'Make viewer');
  const dialog = page.getByRole('dialog', { name: 'Make ada a viewer?' });
  await dialog.getByRole('button', { name: 'Make viewer' }).click();
  await dialog.getByRole('alert').getByText('This is the last admin').waitFor();
});
