// The replay and the charts of both dashboards: by keys, by hand, and by a link.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { trace } from './bench/trace.mjs';
import { pressAll, visit } from './browser.mjs';
import { openPage } from './journey.mjs';
import { VITO } from './people.mjs';
import { beginWithReports } from './reports.mjs';

const { journey, day, week } = await beginWithReports();
const noon = `${day}?at=2025-09-01T12:00:00Z`;

test('a link opens at its moment, with its speed, order, filters and details', async (t) => {
  const page = await openPage(t, journey, VITO);
  const choices = 'speed=600&view=table&sort=failures-down&status=critical,good&q=d&open=orders-db&lines=orders-db';
  await visit(page, `${day}?at=2025-09-01T02:14:30Z&${choices}`);
  await shows(page, '02:14:30');
  await page.getByText('Services overspent: none of 4').waitFor();
  assert.equal(await speedOf(page), '600');
  assert.match(await slider(page).getAttribute('aria-valuetext'), /^Mon 1 Sep, 02:14: Health score \d+\.\d%$/);
  await page.getByRole('complementary', { name: 'Orders database' }).waitFor();
  await page.getByRole('columnheader', { name: 'Failures' }).and(page.locator('[aria-sort=descending]')).waitFor();
  assert.equal(await page.getByRole('searchbox', { name: 'Search by name' }).inputValue(), 'd');
  await page.getByRole('button', { name: 'Orders database in the chart', pressed: true }).first().waitFor();
});

test('the keyboard alone moves the replay, and the address follows', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, noon);
  const check = async (key, time) => {
    await page.keyboard.press(key);
    await shows(page, time);
  };
  await check('ArrowRight', '12:01:00');
  await check('ArrowLeft', '12:00:00');
  await check('End', '23:50:00');
  await check('[', '18:00:00');
  await check('[', '09:30:00');
  await check(']', '18:00:00');
  await check('Home', '00:00:00');
  await page.getByText('Nothing has failed up to this moment.').waitFor();
  await check(']', '02:14:00');
  await page.waitForURL(/[?&]at=2025-09-01T02:14:00Z/);
  // As fast as they can be pressed.
  for (let event = 0; event < 3; event += 1) await page.keyboard.press(']');
  await page.waitForURL(/[?&]at=2025-09-01T02:20:00Z/);
  await check('ArrowRight', '02:21:00');
  await page.waitForURL(/[?&]at=2025-09-01T02:21:00Z/);
  await check('End', '23:50:00');
  await page.getByText('Services overspent: 1 of 4').waitFor();
});

test('it plays to the end, where it stops, and from the beginning again', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${day}?at=2025-09-01T20:00:00Z&speed=3600`);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await shows(page, '23:50:00');
  await page.getByRole('button', { name: 'Play' }).waitFor();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('1');
  await page.waitForURL(/[?&]speed=1\b/);
  await page.getByRole('button', { name: 'Play' }).click();
  await shows(page, /^00:00:0[1-9]$/);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Back to the beginning' }).click();
  await shows(page, '00:00:00');
});

test('a frame in which nothing happened moves a line and changes nothing else', async (t) => {
  const page = await openPage(t, journey, VITO);
  // Just after a step of the small lines; the next is almost a minute away.
  await visit(page, `${day}?view=table&at=2025-09-01T12:00:22Z&speed=20`);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  const changed = await page.evaluate(async () => {
    const changed = [];
    const watch = new MutationObserver((changes) => changed.push(...changes.map(({ target }) => target)));
    watch.observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
    // For a second, or until the next step is near: on a busy machine a second may become many.
    const end = performance.now() + 1000;
    const isOver = () => performance.now() > end || document.querySelector('.replay-time').textContent >= '12:01:10';
    await new Promise((done) => {
      const look = () => (isOver() ? done() : requestAnimationFrame(look));
      look();
    });
    watch.disconnect();
    const elements = changed.map((node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node));
    return [...new Set(elements.filter((element) => !element.closest('.replay')).map(({ className }) => className))];
  });
  assert.deepEqual(changed, ['chart-moment']);
});

test('a figure that changes is laid out alone', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${day}?view=table&at=2025-09-01T12:00:00Z`);
  const figures = ['.replay-time', '.verdict .gauge-value', '.status-chip-count', 'tbody .subject-name', 'tbody .row-score', 'tbody .status', 'tbody .wordy-cell'];
  const events = await trace(page, () =>
    page.evaluate((figures) => {
      for (const figure of figures) {
        const texts = document.createTreeWalker(document.querySelector(figure), NodeFilter.SHOW_TEXT);
        texts.nextNode().data = '7';
        // The browser lays out what has changed when it is asked how large something is.
        document.body.getBoundingClientRect();
      }
    }, figures),
  );
  const layouts = events.filter(({ name }) => name === 'Layout').map(({ args }) => args.beginData);
  assert.deepEqual(layouts.map(({ partialLayout }) => partialLayout), figures.map(() => true));
});

test('a list that nobody sees rests while the replay plays, and has caught up when it is seen', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${week}?at=2025-09-05T03:00:00Z&speed=3600`);
  const list = page.locator('.dash-subjects');
  const before = await list.innerText();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.evaluate(() => {
    window.changed = { '.verdict': 0, '.dash-subjects': 0 };
    for (const part of Object.keys(window.changed)) {
      const watch = new MutationObserver((changes) => (window.changed[part] += changes.length));
      watch.observe(document.querySelector(part), { subtree: true, childList: true, characterData: true, attributes: true });
    }
  });
  await page.waitForFunction(() => window.changed['.verdict'] > 3);
  assert.equal(await page.evaluate(() => window.changed['.dash-subjects']), 0);
  await list.scrollIntoViewIfNeeded();
  await page.waitForFunction((before) => document.querySelector('.dash-subjects').innerText !== before, before);
});

test('a row that shows another service is filled anew, and leads to that one', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${day}?view=table&at=2025-09-01T18:30:00Z&sort=failures-down`);
  const row = page.locator('tbody tr:not(.spacer)').first();
  const name = row.getByRole('rowheader');
  await name.getByText('Orders database').waitFor();
  await row.evaluate((row) => (row.marked = true));
  for (let press = 0; press < 2; press += 1) await page.getByRole('button', { name: 'Name', exact: true }).click();
  await name.getByText('Shop').waitFor();
  assert(await row.evaluate((row) => row.marked), 'the row is another one');
  await row.getByRole('button', { name: 'Shop', exact: true }).click();
  await page.getByRole('complementary', { name: 'Shop' }).waitFor();
  await page.waitForURL(/open=nginx_web/);
});

test('small lines stay what they are when their status changes', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${day}?view=table&at=2025-09-01T00:00:00Z`);
  const lines = page.locator('tbody .burn-line');
  assert.equal(await lines.count(), 4);
  await page.keyboard.press('End');
  await page.locator('tbody .burn-line.tone-critical').first().waitFor();
  assert.equal(await lines.count(), 4);
});

test('what is typed into a field stays there', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, noon);
  const field = page.getByRole('searchbox', { name: 'Search by name' });
  await field.focus();
  await page.keyboard.type('a b[c]');
  await page.keyboard.press('Home');
  await page.getByText('Nothing matches the filters.').waitFor();
  assert.equal(await field.inputValue(), 'a b[c]');
  await shows(page, '12:00:00');
});

test('the track is pressed and dragged', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, noon);
  const { x, y, width, height } = await slider(page).boundingBox();
  await page.mouse.move(x + width / 4, y + height / 2);
  await page.mouse.down();
  await shows(page, /^0(5:5|6:0)\d:/);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.up();
  await shows(page, /^11:5\d:/);
});

test('a chart tells its values to the keyboard, and takes the replay there', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, noon);
  await chart(page).focus();
  await page.keyboard.press('Home');
  await chart(page).getByText('Mon 1 Sep, 00:00: Health score 100.0%').waitFor({ state: 'attached' });
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await shows(page, '23:50:00');
  await page.keyboard.press('+');
  await page.getByRole('button', { name: 'Show the whole window' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show the whole window' }).waitFor({ state: 'detached' });
});

test('a chart is looked at closely by dragging, and whole again', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, noon);
  await chart(page).scrollIntoViewIfNeeded();
  const { x, y, width } = await chart(page).boundingBox();
  await page.mouse.move(x + width * 0.3, y + 60);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + 60);
  await page.mouse.up();
  await page.getByRole('button', { name: 'Show the whole window' }).waitFor();
  await shows(page, '12:00:00');
  await page.mouse.dblclick(x + width * 0.4, y + 60);
  await page.getByRole('button', { name: 'Show the whole window' }).waitFor({ state: 'detached' });
});

test('charts are tables for whoever prefers them', async (t) => {
  const page = await openPage(t, journey, VITO);
  for (const [address, ...rows] of [
    [day, /^Mon 1 Sep, 06:00 \d+\.\d%/],
    [week, /^Wed 10 Sep, 12:00 \d+\.\d%/, /^vm-102 Severe 0 0 0 0 168$/],
  ]) {
    await visit(page, address);
    await pressAll(page, 'Show as table');
    for (const name of rows) await page.getByRole('row', { name }).first().waitFor();
  }
});

test('the tables of charts follow the moment and what is tried', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, week);
  await pressAll(page, 'Show as table');
  await page.getByText('Hours at each level, until Wed 10 Sep, 12:00').waitFor();
  await page.keyboard.press('Home');
  await page.getByText('Hours at each level, until Wed 3 Sep, 13:00').waitFor();
  await page.getByRole('row', { name: /^vm-102 Severe 0 0 0 0 1$/ }).waitFor();
  await visit(page, day);
  await pressAll(page, 'Show as table');
  const last = page.getByRole('row', { name: /^Mon 1 Sep, 22:00/ });
  const before = await last.innerText();
  await page.getByRole('switch', { name: 'What if' }).check({ force: true });
  await page.getByRole('spinbutton', { name: 'Error budget of Orders database' }).fill('50');
  await last.filter({ hasNotText: before.split('\t').pop() }).waitFor();
});

test('a chart takes Escape only where it has something to leave', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${day}?open=orders-db`);
  const panel = page.getByRole('complementary', { name: 'Orders database' });
  await panel.locator('.chart-area').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Escape');
  await panel.waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
});

test('a failure that is gone to by keys keeps the keyboard', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${day}?open=orders-db`);
  const failure = page.getByRole('complementary').getByRole('button', { name: /02:15/ });
  await failure.focus();
  await page.keyboard.press('Enter');
  await shows(page, '02:15:00');
  await page.waitForFunction(() => document.activeElement.matches('.cost') && document.activeElement.textContent.includes('02:15'));
});

test('a week moves by hours, and its map by cells', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, week);
  await shows(page, '12:00:00');
  await page.keyboard.press('Home');
  await shows(page, '13:00:00');
  await page.keyboard.press('ArrowRight');
  await shows(page, '14:00:00');
  await page.waitForURL(/[?&]at=2025-09-03T14:00:00Z/);
  const map = page.getByRole('group', { name: 'The week, hour by hour' });
  await map.focus();
  await page.keyboard.press('End');
  await page.getByText(/^vm-102, Wed 10 Sep, 12:00: Severe \d+\.\d%$/).waitFor({ state: 'attached' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await page.getByText(/^vm-101, Wed 10 Sep, 11:00: \w+ \d+\.\d%$/).waitFor({ state: 'attached' });
  await page.keyboard.press('Enter');
  await shows(page, '11:00:00');
});

const slider = (page) => page.getByRole('slider', { name: 'Moment of the replay' });

const chart = (page) => page.getByRole('group', { name: 'Over time' });

const speedOf = (page) => page.getByRole('combobox', { name: 'Speed' }).inputValue();

const shows = (page, time) => page.locator('.replay-time', { hasText: time }).waitFor();
