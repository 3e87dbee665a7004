// From nothing to the first report, with the demo data, as the overview leads there.

import { test } from 'node:test';

import { visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA } from './people.mjs';

const journey = await begin();

/** Loading a month of data takes its time on a busy machine. */
const LOADING_MS = 90_000;

test('where there is nothing to analyse, links lead to where data are brought in', async (t) => {
  const page = await openPage(t, journey, ADA);
  for (const place of [0, 1]) {
    await visit(page, '/availability/new');
    await page.getByRole('main').getByRole('link', { name: 'Import data' }).nth(place).click();
    await page.getByRole('dialog', { name: 'Import data' }).waitFor();
  }
});

test('three steps lead to the first report, and are gone then', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/');
  await page.getByRole('heading', { name: 'Three steps to the first report' }).waitFor();
  await page.getByRole('button', { name: 'Load the demo data' }).click();
  await page.getByText('There are data to analyse.').waitFor({ timeout: LOADING_MS });
  await page.getByRole('button', { name: 'Analyse the latest day' }).click();
  await page.waitForURL(/\/availability\/reports\//, { timeout: LOADING_MS });
  await visit(page, '/');
  await page.getByRole('heading', { name: 'Three steps to the first report' }).waitFor({ state: 'detached' });
  // A notice of the job's end may lead there, too.
  await page.getByRole('main').getByRole('link', { name: 'Open report' }).waitFor();

  await visit(page, '/assets?bring=1');
  const drawer = page.getByRole('dialog', { name: 'Import data' });
  await drawer.getByRole('button', { name: 'Remove the demo data' }).click();
  await page.getByText('The demo data were removed.').waitFor({ timeout: LOADING_MS });
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'No assets yet' }).waitFor();
});
