// A dashboard while something else ends: the sign-in, the connection, or the light of the screen.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OFFLINE, visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO, endEverySignIn } from './people.mjs';
import { analyse, badDay, sendBadDay } from './reports.mjs';
import { sessionDialog, signInAgain } from './session_dialog.mjs';

const journey = await begin();
const { vedetta, ada } = journey;
await sendBadDay(vedetta, ada);
const day = await analyse(vedetta, ada, badDay());

test('a report that cannot be had is had once the connection is back', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [OFFLINE] });
  await visit(page, '/availability');
  await visit(page, day);
  await page.getByRole('link', { name: 'Availability', exact: true }).first().click();
  // The dashboard has the same word in its heading; only a row says that the list is there.
  const report = page.getByRole('rowheader').getByRole('link', { name: '2025-09-01' });
  await report.waitFor();
  await page.context().setOffline(true);
  await report.click();
  await page.getByRole('alert').getByText('Vedetta does not answer.').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Play' }).waitFor();
});

test('less motion stills a dashboard that nobody plays', async (t) => {
  const page = await openPage(t, journey, VITO, { reducedMotion: 'reduce' });
  await visit(page, day);
  await page.getByRole('button', { name: 'Orders database', exact: true }).first().click();
  await page.getByRole('complementary').waitFor();
  // What takes no time is no motion, though it may be listed until the next frame.
  const moving = await page.evaluate(() =>
    document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime > 0).map(({ effect }) => effect.target.className),
  );
  assert.deepEqual(moving, []);
});

test('paper shows the report, and nothing that is to be pressed', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, day);
  await page.emulateMedia({ media: 'print' });
  await page.getByText('Services overspent: 1 of 4').waitFor();
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Play' }).waitFor({ state: 'hidden' });
  // A picture that was drawn for a wider screen is as wide as its place on the paper.
  const [picture, place] = await page.locator('.chart-area').first().evaluate((area) => {
    const canvas = area.querySelector('canvas');
    canvas.style.inlineSize = '3000px';
    return [canvas.getBoundingClientRect().width, area.clientWidth];
  });
  assert.equal(picture, place);
});

test('a replay goes on after the end of the sign-in, and so does what is tried in it', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [401] });
  await visit(page, `${day}?at=2025-09-01T02:35:00Z&speed=60`);
  // What is still being fetched would find the end by itself.
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Play' }).click();
  await endEverySignIn(vedetta, ADA);
  await page.getByText('Services overspent: 1 of 4').waitFor();
  await page.getByRole('switch', { name: 'What if' }).check({ force: true });
  await page.getByRole('spinbutton', { name: 'Error budget of Orders database' }).fill('10');
  await page.getByText('Services overspent: none of 4').waitFor();
  await moves(page);

  const run = page.getByRole('button', { name: 'Run as analysis' });
  await run.click();
  await sessionDialog(page).waitFor();
  await moves(page);
  await signInAgain(page, ADA);
  await moves(page);
  await run.click();
  await page.waitForURL(({ pathname }) => /^\/availability\/reports\//.test(pathname) && pathname !== day);
  await page.getByText('Services overspent: none of 4').waitFor();
});

test('a tab that slept for eight hours goes on where it was, signed in', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [401] });
  await page.clock.install();
  await visit(page, `${day}?at=2025-09-01T02:00:00Z&speed=60`);
  await page.getByRole('button', { name: 'Play' }).click();
  await moves(page);
  // By the time it wakes up the access token has run out.
  await page.context().clearCookies({ name: '__Host-vedetta_access' });
  const renewal = page.waitForResponse('**/api/v1/auth/refresh');
  await page.clock.fastForward('08:00:00');
  await moves(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.waitForURL(/at=2025-09-01T02:(?!00:00)/);
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Jobs' }).click();
  await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
  await page.getByRole('main').getByRole('link', { name: /^Availability/ }).first().waitFor();
  assert((await renewal).ok());
});

test('a preset is saved after the end of the sign-in, under the name that was typed before', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [401] });
  await visit(page, `${day}?what-if=b10-orders-db`);
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Save as preset' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as preset' });
  await dialog.getByLabel('Save as', { exact: true }).fill('Patient');
  await endEverySignIn(vedetta, ADA);
  const save = dialog.getByRole('button', { name: 'Save preset' });
  await save.click();
  await signInAgain(page, ADA);
  await save.click();
  await page.getByText('Patient was saved.').waitFor();
});

/** Waits until the replay shows another moment. */
async function moves(page) {
  const moment = page.locator('.replay-time');
  const before = await moment.innerText();
  await moment.filter({ hasNotText: before }).waitFor();
}
