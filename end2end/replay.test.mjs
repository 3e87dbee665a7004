// The replay and the charts by their samples on the styleguide, which only a development build has.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, callAs, signIn } from './people.mjs';

const STYLEGUIDE = '/styleguide';
const NOON = `${STYLEGUIDE}?at=2025-09-01T10:00:00Z`;

const journey = await begin();
const { ok: hasStyleguide } = await callAs(await signIn(journey.vedetta, ADA), 'GET', journey.vedetta.url + STYLEGUIDE);
const options = { skip: !hasStyleguide && 'this build has no styleguide' };

test('a link opens at its moment, on the server already', options, async () => {
  const answer = await callAs(await signIn(journey.vedetta, ADA), 'GET', journey.vedetta.url + NOON);
  const page = await answer.text();
  assert.match(page, /class="replay-time">12:00:00</);
  assert.match(page, /aria-valuetext="Mon 1 Sep, 12:00: \d+\.\d%"/);
});

test('the keyboard alone moves the replay, and the address follows', options, async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, NOON);
  const check = async (key, time) => {
    await page.keyboard.press(key);
    await shows(page, time);
  };
  await check('ArrowRight', '12:01:00');
  await check('ArrowLeft', '12:00:00');
  await check('Home', '00:00:00');
  await check('End', '23:59:00');
  await check('Home', '00:00:00');
  await page.keyboard.press(']');
  const [event] = await timeOf(page);
  await page.keyboard.press(']');
  await page.keyboard.press('[');
  assert.deepEqual(await timeOf(page), [event]);
  await page.waitForURL(/[?&]at=2025-08-31T22:\d\d:\d\dZ/);
  await check('End', '23:59:00');
  await page.waitForURL(/[?&]at=2025-09-01T21:59:00Z/);
});

test('it plays to the end, where it stops', options, async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, `${STYLEGUIDE}?at=2025-09-01T20:00:00Z&speed=3600`);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await shows(page, '23:59:00');
  await page.getByRole('button', { name: 'Play' }).waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Speed' }).inputValue(), '3600');
});

test('what is typed into a field stays there', options, async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, NOON);
  const field = page.getByRole('textbox', { name: 'User name' });
  await field.focus();
  await page.keyboard.type('a b[c]');
  await page.keyboard.press('Home');
  assert.equal(await field.inputValue(), 'a b[c]');
  await shows(page, '12:00:00');
});

test('the track is pressed and dragged', options, async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, NOON);
  const { x, y, width, height } = await slider(page).boundingBox();
  await page.mouse.move(x + width / 4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.up();
  const [time] = await timeOf(page);
  assert.match(time, /^(11:5|12:0)\d:\d\d$/);
});

test('a chart tells its values to the keyboard, and takes the replay there', options, async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, NOON);
  const chart = page.getByRole('group', { name: 'Health score over the day' });
  await chart.focus();
  await page.keyboard.press('Home');
  await chart.getByText(/^Mon 1 Sep, 00:00: Health score 100\.0%/).waitFor({ state: 'attached' });
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await shows(page, '23:59:00');
});

test('a chart is looked at closely by dragging, and whole again', options, async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, NOON);
  const chart = page.getByRole('group', { name: 'Health score over the day' });
  await chart.scrollIntoViewIfNeeded();
  const { x, y, width } = await chart.boundingBox();
  await page.mouse.move(x + width * 0.3, y + 60);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + 60);
  await page.mouse.up();
  await page.getByRole('button', { name: 'Show the whole window' }).waitFor();
  await shows(page, '12:00:00');
  await page.mouse.dblclick(x + width * 0.4, y + 60);
  await page.getByRole('button', { name: 'Show the whole window' }).waitFor({ state: 'detached' });
});

test('charts are tables for whoever prefers them', options, async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, NOON);
  const buttons = page.getByRole('button', { name: 'Show as table' });
  while (await buttons.count()) await buttons.first().click();
  await page.getByRole('row', { name: /Mon 1 Sep, 06:00 \d+\.\d%/ }).first().waitFor();
  await page.getByRole('row', { name: /^vm-100 / }).waitFor();
});

const slider = (page) => page.getByRole('slider', { name: 'Moment of the replay' });

const timeOf = (page) => page.locator('.replay-time').allInnerTexts();

const shows = (page, time) => page.locator('.replay-time', { hasText: time }).waitFor();
