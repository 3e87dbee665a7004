// The first run: whoever can read the console of the server makes the first admin.

import { test } from 'node:test';

import { settled, visit } from './browser.mjs';
import { beginFirstRun, openPage } from './journey.mjs';
import { ADA } from './people.mjs';

const journey = await beginFirstRun();

test('the first visit leads to set-up, and from there into the overview', async (t) => {
  // The wrong code is refused as an invalid field.
  const page = await openPage(t, journey, null, { expected: [422] });
  await visit(page, '/audit');
  await page.waitForURL('/setup');
  await page.getByRole('heading', { name: 'Welcome to Vedetta' }).waitFor();

  const make = page.getByRole('button', { name: 'Make the admin and sign in' });
  await page.getByLabel('One-time code').fill('AAAA-BBBB-CCCC-DDDD');
  await page.getByLabel('User name').fill(ADA.username);
  await page.getByLabel('Password', { exact: true }).fill('too short');
  await make.click();
  await page.getByText('Use 12 to 128 characters.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(ADA.password);
  await make.click();
  await page.getByText('This is not the code that Vedetta printed at its last start.').waitFor();

  // Codes are read off a screen: lower case is forgiven.
  await page.getByLabel('One-time code').fill(journey.vedetta.firstRunCode.toLowerCase());
  await make.click();
  await page.waitForURL('/');
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await settled(page);

  await visit(page, '/setup');
  await page.waitForURL('/');
});

test('afterwards nobody is led to set-up any more', async (t) => {
  const page = await openPage(t, journey, null);
  await visit(page, '/setup');
  await page.waitForURL('/sign-in');
});
