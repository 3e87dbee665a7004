// Names of services that mean harm to the page: markup, marks that turn the line around, and no end of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pressAll, settled, visit } from './browser.mjs';
import { bringIn, runJob } from './data.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA } from './people.mjs';

const MARKUP = '<img src=x onerror="alert(4)"><script>alert(5)</script>';
/** What it is meant to do is to let everything behind it run from right to left. */
const TURNED = 'Orders \u202Efdp.exe\u2067';
const ENDLESS = 'x'.repeat(256);
const NAMES = { nginx_web: MARKUP, 'orders-db': TURNED, 'mail-relay': ENDLESS, 'vm-101': TURNED, 'node-1': ENDLESS };

const journey = await begin();
const { vedetta, ada } = journey;
await bringIn(vedetta, ada, { names: NAMES });
const before = await runJob(vedetta, ada, { kind: 'availability', day: '2025-09-01' });
const day = await runJob(vedetta, ada, { kind: 'availability', day: '2025-09-02' });
const week = await runJob(vedetta, ada, { kind: 'resilience', until: '2025-09-03T12:00:00Z' });
const [dayPath, weekPath] = [`/availability/reports/${day.report_id}`, `/resilience/reports/${week.report_id}`];

/** Of each page its address, and in what on it which of the names can be read. */
const PAGES = {
  'the cards of services and their lines': [`${dayPath}?lines=nginx_web,orders-db,mail-relay`, 'article', MARKUP],
  'the table of services': [`${dayPath}?view=table`, 'rowheader', MARKUP],
  'the details of a service': [`${dayPath}?open=orders-db`, 'complementary', TURNED],
  'the details of another service': [`${dayPath}?open=nginx_web`, 'complementary', MARKUP],
  'why the whole is what it is': [`${dayPath}?why=score`, 'complementary', TURNED],
  'what is tried': [`${dayPath}?what-if=b10-orders-db*b10-mail-relay*b10-nginx_web`, 'listitem', MARKUP],
  'the cards of assets': [weekPath, 'article', TURNED],
  'the table of assets': [`${weekPath}?view=table`, 'rowheader', TURNED],
  'the details of an asset': [`${weekPath}?open=node-1`, 'complementary', ENDLESS],
  'two reports compared': [`/compare?a=${before.report_id}&b=${day.report_id}`, 'rowheader', TURNED],
  'the wizard of availability': ['/availability/new', 'rowheader', MARKUP],
  'the wizard of resilience': ['/resilience/new', 'rowheader', MARKUP],
  'the assets': ['/assets', 'rowheader', MARKUP],
};

for (const [what, [path, place, name]] of Object.entries(PAGES)) {
  test(`hostile names are text in ${what}`, async (t) => {
    const page = await openPage(t, journey, ADA);
    const alerts = [];
    page.on('dialog', (dialog) => alerts.push(dialog.message()));
    await visit(page, path);
    await pressAll(page, 'Show as table');
    await settled(page);
    await page.getByRole(place).getByText(name, { exact: true }).first().waitFor();
    await page.getByText(TURNED).first().waitFor({ state: 'attached' });
    assert.equal(await page.locator('img, main script').count(), 0, 'a name has become markup');
    assert.deepEqual(await page.evaluate(findTurnedLines, TURNED), [], 'a name turns what stands beside it');
    assert.deepEqual(alerts, []);
  });
}

/** Runs in the page: the lines in which a name is not kept apart from what else they say. */
function findTurnedLines(name) {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.includes(name) || parentElement.closest('script, style')) continue;
    let around = parentElement;
    const isBound = (element) => {
      const { display, unicodeBidi } = getComputedStyle(element);
      return display !== 'inline' || /isolate|plaintext/.test(unicodeBidi);
    };
    while (!isBound(around)) around = around.parentElement;
    if (around.textContent.trim() !== name) lines.push(around.outerHTML.slice(0, 300));
  }
  return lines;
}
