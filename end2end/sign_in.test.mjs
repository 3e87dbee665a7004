// The door: one clear refusal, password managers, and the way back to the page that was asked for.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { holdBack, visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO, answerTo } from './people.mjs';

const journey = await begin();
const { vedetta, ada } = journey;

for (const [whose, username] of [['a known name', VITO.username], ['an unknown name', 'nobody.here']]) {
  test(`a wrong password for ${whose} says one thing`, async (t) => {
    const page = await openPage(t, journey, null, { expected: [401] });
    await visit(page, '/sign-in');
    await enter(page, { username, password: 'not the password' });
    await page.getByRole('alert').getByText('The user name or the password is wrong.').waitFor();
    assert.equal(await page.getByRole('alert').filter({ hasText: /\S/ }).count(), 1);
    assert.equal(await page.getByLabel('User name').inputValue(), username);
  });
}

test('what is missing is named before anything is sent', async (t) => {
  const page = await openPage(t, journey, null);
  await visit(page, '/sign-in');
  await enter(page, { username: '', password: '' });
  await page.getByText('Enter a user name.').waitFor();
  await page.getByText('Enter the password.').waitFor();
  assert.equal(await page.getByLabel('User name').getAttribute('aria-invalid'), 'true');
});

test('password managers understand the form, and a password can be looked at', async (t) => {
  const page = await openPage(t, journey, null);
  await visit(page, '/sign-in');
  const password = page.getByLabel('Password', { exact: true });
  assert.equal(await page.getByLabel('User name').getAttribute('autocomplete'), 'username');
  assert.equal(await password.getAttribute('autocomplete'), 'current-password');
  assert.equal(await password.getAttribute('type'), 'password');
  await page.getByRole('button', { name: 'Show password' }).click();
  assert.equal(await password.getAttribute('type'), 'text');
  await page.getByRole('button', { name: 'Hide password' }).click();
  assert.equal(await password.getAttribute('type'), 'password');
});

test('what was filled in before the browser half woke up is sent', async (t) => {
  const page = await openPage(t, journey, null);
  const wake = await holdBack(page, '**/*.wasm');
  await page.goto('/sign-in');
  await page.getByLabel('User name').fill(ADA.username);
  await page.getByLabel('Password', { exact: true }).fill(ADA.password);
  wake();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('/');
});

test('sign-in leads back to the page that was asked for, with its query', async (t) => {
  const page = await openPage(t, journey, null);
  await visit(page, '/audit?user=ada&action=setup');
  await page.waitForURL('/sign-in?next=**');
  await enter(page, ADA);
  await page.waitForURL('/audit?user=ada&action=setup');
  await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
});

const FOREIGN = [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  'javascript:alert(1)',
  'data:text/html,evil',
];
test('sign-in leads to no other host and to no script', async (t) => {
  // A page that is left without its cookies may still be looking for jobs.
  const page = await openPage(t, journey, null, { expected: [401] });
  for (const next of FOREIGN) {
    const door = `/sign-in?next=${encodeURIComponent(next)}`;
    await visit(page, door);
    await enter(page, ADA);
    await page.waitForURL('/');
    await page.context().clearCookies();
    // Whoever is signed in already is sent on by the server.
    assert.equal((await answerTo(vedetta, ada, 'GET', door)).url, `${vedetta.url}/`, next);
  }
});

async function enter(page, { username, password }) {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
