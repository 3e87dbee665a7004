// A connection that is lost is said, and mends.

import { test } from 'node:test';

import { visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA } from './people.mjs';

const OFFLINE = 'net::ERR_INTERNET_DISCONNECTED';
const REFUSED = 'net::ERR_CONNECTION_REFUSED';

const journey = await begin();
const { vedetta } = journey;

test('a page that cannot be loaded says so, and loads at the next try', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [OFFLINE] });
  await visit(page, '/');
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('alert').getByText('Vedetta does not answer.').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('rowheader', { name: 'ada' }).waitFor();
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
