// A dashboard while something else ends: the sign-in, the connection, or the light of the screen.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO, signIn } from './people.mjs';
import { analyse, badDay, sendBadDay } from './reports.mjs';

const OFFLINE = 'net::ERR_INTERNET_DISCONNECTED';

const journey = await begin();
const { vedetta } = journey;
const cookies = await signIn(vedetta, ADA);
await sendBadDay(vedetta, cookies);
const day = await analyse(vedetta, cookies, badDay());

test('a report that cannot be had is had once the connection is back', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [OFFLINE] });
  await visit(page, '/availability');
  await visit(page, day);
  await page.getByRole('link', { name: 'Availability', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Availability', level: 1 }).waitFor();
  await page.context().setOffline(true);
  await page.getByRole('link', { name: '2025-09-01' }).first().click();
  await page.getByRole('alert').getByText('Vedetta does not answer.').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Play' }).waitFor();
});

test('less motion stills a dashboard that nobody plays', async (t) => {
  const page = await openPage(t, journey, VITO, { reducedMotion: 'reduce' });
  await visit(page, day);
  await page.getByRole('button', { name: 'Orders database', exact: true }).first().click();
  await page.getByRole('complementary').waitFor();
  assert.deepEqual(await page.evaluate(() => document.getAnimations().map(({ effect }) => effect.target.className)), []);
});

test('paper shows the report, and nothing that is to be pressed', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, day);
  await page.emulateMedia({ media: 'print' });
  await page.getByText('1 of 4 services overspent').waitFor();
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Play' }).waitFor({ state: 'hidden' });
});
