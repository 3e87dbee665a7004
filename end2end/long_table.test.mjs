// A table of more subjects than are in the page at once: wherever one scrolls, and whatever one leaves out, its rows stand
// in their order, and none is missing.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseFrom, openBrowser, openProfile, visit } from './browser.mjs';
import { ingest } from './data.mjs';
import { begin, openPage } from './journey.mjs';
import { VITO } from './people.mjs';
import { analyse } from './reports.mjs';
import { rowsAre, sortBy } from './sheets.mjs';

const RACKS = Array.from({ length: 150 }, (_, index) => `rack-${String(index).padStart(3, '0')}`);

const journey = await begin();
const { vedetta, ada } = journey;
const runs = RACKS.map((asset_id) => ({ timestamp: '2025-09-09T02:00:00Z', asset_id, status: 'success' }));
await ingest(vedetta, ada, 'backups', runs);
const report = await analyse(vedetta, ada, { kind: 'resilience', until: '2025-09-10T12:00:00Z' });

test('rows are in order and whole wherever one scrolls to', async (t) => {
  const page = await openTable(t);
  // Down and up, by a little, by more than is in the page, and to both ends.
  for (const row of [1, 13, 14, 60, 149, 146, 70, 40, 0, 149, 0]) {
    await scrollTo(page, row);
    await page.waitForFunction(isWholeFrom, row);
    assert.deepEqual((await placesInPage(page)).filter(([place, name]) => RACKS[place] !== name), []);
  }
});

test('what is left out while one is far down comes back', async (t) => {
  const page = await openTable(t);
  await scrollTo(page, 149);
  const search = page.getByRole('searchbox', { name: 'Search by name' });
  await search.fill('rack-14');
  await rowsAre(page, RACKS.slice(140));
  await search.fill('rack-140');
  await rowsAre(page, ['rack-140']);
  await search.fill('rack-1');
  await scrollTo(page, 0);
  await rowsAre(page, RACKS.slice(100, 134));
  await search.fill('');
  await rowsAre(page, RACKS.slice(0, 34));
});

test('all rows are on paper', async (t) => {
  const page = await openTable(t);
  await scrollTo(page, 70);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await rowsAre(page, RACKS);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.waitForFunction(isWholeFrom, 70);
});

test('a button below the cards says how many it brings', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${report}?view=cards`);
  const more = page.getByRole('button', { name: /^Show \d+ more$/ });
  for (const [shown, next] of [[48, 48], [96, 48], [144, 6]]) {
    await page.getByRole('article').nth(shown - 1).waitFor();
    assert.equal(await page.getByRole('article').count(), shown);
    assert.equal(await more.innerText(), `Show ${next} more`);
    await more.click();
  }
  await page.getByRole('article').nth(RACKS.length - 1).waitFor();
  await more.waitFor({ state: 'detached' });
});

test('the menu prints what belongs on paper, and of which moment it is', async (t) => {
  const page = await openTable(t);
  await page.evaluate(() => {
    window.print = () => {
      const rows = document.querySelectorAll('.subject-table tbody tr:not(.spacer, [hidden])').length;
      window.printed = [rows, document.querySelector('.dash-moment')?.innerText];
    };
  });
  await chooseFrom(page, 'Actions for the report', 'Print');
  const printed = await page.waitForFunction(() => window.printed);
  assert.deepEqual(await printed.jsonValue(), [RACKS.length, 'As of Wed 10 Sep 2025, 12:00:00 UTC']);
});

test('a table is as wide as the paper', async (t) => {
  const page = await openTable(t);
  await page.setViewportSize({ width: 720, height: 1000 });
  await page.emulateMedia({ media: 'print' });
  const [needed, given] = await page.locator('.subject-frame').evaluate((frame) => [frame.scrollWidth, frame.clientWidth]);
  assert(needed <= given, `${needed} of ${given}`);
});

test('the whole map of hours is on paper', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, report);
  const picture = page.locator('.heat-area canvas').first();
  const shown = await picture.evaluate((canvas) => canvas.height);
  // Nothing tells a page of its size on paper.
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.waitForFunction(isWhole, RACKS.length);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.waitForFunction((shown) => document.querySelector('.heat-area canvas').height === shown, shown);
});

test('the head of the table stays behind the line on top', async (t) => {
  const page = await openTable(t);
  const found = await page.evaluate(() => {
    window.scrollBy({ top: document.querySelector('.subject-table thead').getBoundingClientRect().top, behavior: 'instant' });
    const { x, y, width, height } = document.querySelector('.top-line button').getBoundingClientRect();
    const head = document.querySelector('.subject-table thead').getBoundingClientRect();
    return [head.top < y && y < head.bottom, document.elementFromPoint(x + width / 2, y + height / 2).closest('header, thead').className];
  });
  assert.deepEqual(found, [true, 'top-line']);
});

test('the map of hours leaves the scrollbar of its frame its room', async (t) => {
  const browser = await openBrowser({ hasScrollbars: true });
  t.after(() => browser.close());
  const { context, complaints } = await openProfile(browser, { baseURL: vedetta.url });
  await context.addCookies(ada);
  const page = await context.newPage();
  await visit(page, report);
  const widths = await page.locator('.heat-area').evaluate((area) => ({
    area: area.clientWidth,
    frame: area.querySelector('.heat-frame').clientWidth,
    picture: area.querySelector('canvas').getBoundingClientRect().width,
  }));
  assert(widths.frame < widths.area, JSON.stringify(widths));
  assert.equal(widths.picture, widths.frame);
  assert.deepEqual(complaints, []);
});

/** Runs in the page: whether the picture has room for so many rows. */
function isWhole(rows) {
  return document.querySelector('.heat-area canvas').height > rows * 20 * window.devicePixelRatio;
}

async function openTable(t) {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${report}?view=table`);
  await sortBy(page, 'Name');
  await rowsAre(page, RACKS.slice(0, 34));
  return page;
}

async function scrollTo(page, row) {
  await page.locator('.subject-frame').evaluate((frame, row) => {
    const { height } = frame.querySelector('tbody tr:not(.spacer)').getBoundingClientRect();
    frame.scrollTop = row * height;
  }, row);
}

/** Of each row in the page, in the order of the page: the place that it says it stands at, and its name. */
function placesInPage(page) {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('.subject-table tbody tr:not(.spacer, [hidden])')];
    return rows.map((row) => [row.ariaRowIndex - 2, row.querySelector('th').innerText.trim()]);
  });
}

/** Runs in the page: whether every row that can be seen is there, in its place, where this one or the last one is in view. */
function isWholeFrom(row) {
  const frame = document.querySelector('.subject-frame').getBoundingClientRect();
  const rows = [...document.querySelectorAll('.subject-table tbody tr:not(.spacer, [hidden])')];
  const places = rows.map((row) => row.ariaRowIndex - 2);
  const last = places.length - 1;
  const isInOrder = places.every((place, index) => place === places[0] + index);
  const [top, bottom] = [rows[0], rows[last]].map((row) => row.getBoundingClientRect());
  const reachesUp = places[0] === 0 || top.top <= frame.top;
  const reachesDown = places[last] === 149 || bottom.bottom >= frame.bottom;
  return isInOrder && reachesUp && reachesDown && places[0] <= row;
}
