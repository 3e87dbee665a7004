// The first run: whoever can read the console of the server makes the first admin.

import { test } from 'node:test';

import { settled, visit } from './browser.mjs';
import { beginFirstRun, openPage } from './journey.mjs';
import { ADA } from './people.mjs';

const journey = await beginFirstRun();

/** Loading a month of data, or playing to the first failure of a day, takes its time on a busy machine. */
const LOADING_MS = 90_000;

test('the first visit leads to set-up, and from there to the first report and why it says what it says', async (t) => {
  // The wrong code is refused as an invalid field.
  const page = await openPage(t, journey, null, { expected: [422] });
  await visit(page, '/audit');
  await page.waitForURL('/setup');
  await page.getByRole('heading', { name: 'Welcome to Vedetta' }).waitFor();

  const make = page.getByRole('button', { name: 'Create the admin and sign in' });
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

  await page.getByRole('button', { name: 'Load the demo data' }).click();
  await page.getByText('There are data to analyse.').waitFor({ timeout: LOADING_MS });
  await page.getByRole('button', { name: 'Analyse the latest day' }).click();
  await page.waitForURL(/\/availability\/reports\//, { timeout: LOADING_MS });

  const main = page.getByRole('main');
  await main.getByText('Recomputed here: equal').waitFor();
  await page.getByRole('button', { name: 'Back to the beginning' }).click();
  await main.getByText('Nothing has failed up to this moment.').waitFor();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('3600');
  await page.getByRole('button', { name: 'Play' }).click();
  await main.getByText('Nothing has failed up to this moment.').waitFor({ state: 'detached', timeout: LOADING_MS });
  await page.keyboard.press('End');
  const worst = main.getByRole('article').first().getByRole('button').first();
  const name = await worst.innerText();
  await worst.click();
  const details = page.getByRole('complementary', { name, exact: true });
  await details.getByText('Why this number?').waitFor();
  await details.getByText(/^S = /).waitFor();

  await visit(page, '/setup');
  await page.waitForURL('/');
});

test('afterwards nobody is led to set-up any more', async (t) => {
  const page = await openPage(t, journey, null);
  await visit(page, '/setup');
  await page.waitForURL('/sign-in');
});
