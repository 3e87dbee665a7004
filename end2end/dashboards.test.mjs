// The dashboards: what went wrong, when, why, and what another budget would have changed.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OFFLINE, visit } from './browser.mjs';
import { openPage } from './journey.mjs';
import { VITO, answerTo, signIn } from './people.mjs';
import { analyse, badDay, beginWithReports } from './reports.mjs';

const { journey, day: report, week } = await beginWithReports();
const { vedetta, ada } = journey;
const wider = await analyse(vedetta, ada, badDay({ services: [{ service_id: 'orders-db', error_budget: 10 }] }));

const article = (page, name) => page.getByRole('article').filter({ has: page.getByRole('button', { name, exact: true }) });

test('the verdict names the worst service and leads to the moment it broke', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, report);
  const main = page.getByRole('main');
  await main.getByText('Services overspent: 1 of 4').waitFor();
  await main.getByText('Recomputed here: equal').waitFor();
  await main.getByRole('button', { name: 'Mon 1 Sep, 02:40' }).click();
  await page.waitForURL(/at=2025-09-01T02:40:00Z/);
  await main.getByRole('paragraph').getByRole('button', { name: 'Orders database' }).click();
  const details = page.getByRole('complementary', { name: 'Orders database' });
  await details.getByText('S = max(0, 0.5 − ((4 − 3) ÷ 3) × 0.5)').waitFor();
  await page.waitForURL(/open=orders-db/);
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
  // Whoever read the details goes on where they were opened, even with the keyboard elsewhere meanwhile.
  const opener = main.getByRole('paragraph').getByRole('button', { name: 'Orders database' });
  assert(await opener.evaluate((button) => button === document.activeElement));
  await opener.click();
  await main.getByRole('button', { name: 'Mon 1 Sep, 02:40', exact: true }).focus();
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
});

test('a link leads on again after one came back from it', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, report);
  await page.keyboard.press('Home');
  await page.waitForURL(/at=/);
  const jobs = page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Jobs' });
  await jobs.click();
  await page.waitForURL('/jobs');
  await page.goBack();
  await page.getByText('Nothing has failed up to this moment.').waitFor();
  await jobs.click();
  await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
  await page.waitForURL('/jobs');
});

test('a viewer may try figures, and neither save nor run them', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${report}?what-if=b10-orders-db`);
  const undo = page.getByRole('button', { name: 'Undo all' });
  await undo.waitFor();
  await page.getByText('Services overspent: none of 4').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Save as preset' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Run as analysis' }).count(), 0);
  await undo.click();
  await page.getByText('Services overspent: 1 of 4').waitFor();
});

test('a viewer takes a report along, and does not remove it', async (t) => {
  const page = await openPage(t, journey, VITO);
  for (const path of [report, week]) {
    await visit(page, path);
    await page.getByRole('button', { name: 'Actions for the report' }).click();
    await page.getByRole('menuitem', { name: 'Download as JSON' }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: 'Remove' }).count(), 0, path);
    const id = path.split('/').pop();
    assert.equal((await answerTo(vedetta, await signIn(vedetta, VITO), 'DELETE', `/api/v1/reports/${id}`)).status, 403);
  }
});

test('a replay goes on without the server', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [OFFLINE] });
  await visit(page, `${report}?at=2025-09-01T02:00:00Z`);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByText('Services overspent: 1 of 4').waitFor();
  await page.context().setOffline(false);
});

test('a link to what is not in the report says so', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, `${report}?open=vm-101`);
  await page.getByText('Not in this report: vm-101').waitFor();
  await visit(page, `${report}?open=orders-db`);
  await page.getByRole('complementary', { name: 'Orders database' }).waitFor();
  assert.equal(await page.getByText('Not in this report:').count(), 0);
});

test('on a phone one goes back from the details to the report, and from there to where one was', async (t) => {
  const page = await openPage(t, journey, VITO, { viewport: { width: 360, height: 740 } });
  await visit(page, '/availability');
  await visit(page, `${report}?at=2025-09-01T03:00:00Z`);
  const details = (name) => page.getByRole('complementary', { name });
  const opener = article(page, 'Orders database').getByRole('button', { name: 'Orders database', exact: true });
  await opener.click();
  await details('Orders database').waitFor();
  await page.waitForURL(/open=orders-db/);
  await page.goBack();
  await details('Orders database').waitFor({ state: 'detached' });
  assert(await opener.evaluate((button) => button === document.activeElement));
  assert.doesNotMatch(page.url(), /open=/);
  await page.goForward();
  await details('Orders database').waitFor();
  // What changes meanwhile is in the address of the report, too.
  await page.keyboard.press('Home');
  await page.waitForURL(/at=2025-09-01T00:00:00Z.*open=orders-db|open=orders-db.*at=2025-09-01T00:00:00Z/);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await details('Orders database').waitFor({ state: 'detached' });
  await page.waitForURL(({ searchParams }) => searchParams.get('at') === '2025-09-01T00:00:00Z' && !searchParams.has('open'));
  await page.goBack();
  await page.waitForURL('/availability');
});

test('the table shows what the cards show', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, report);
  await article(page, 'Orders database').getByText('−67%').waitFor();
  await page.getByRole('radio', { name: 'Table' }).check({ force: true });
  await page.getByRole('row', { name: /Orders database.*−67%/ }).waitFor();
});

test('resilience says what would be lost now', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, week);
  await page.getByRole('button', { name: /vm-102 everything: no backup ever succeeded/ }).waitFor();
  await page.getByText('Older than promised: 1 of 2 backups').waitFor();
});

test('two reports are parted into causes', async (t) => {
  const page = await openPage(t, journey, VITO);
  const id = (path) => path.split('/').pop();
  await visit(page, `/compare?a=${id(report)}&b=${id(wider)}`);
  await page.getByRole('row', { name: /Orders database.*Budget \+/ }).waitFor();
});

test('the overview follows what others start', async (t) => {
  const page = await openPage(t, journey, VITO);
  await visit(page, '/');
  const newest = page.getByRole('main').getByRole('link', { name: 'Open report' }).first();
  assert.notEqual(await newest.getAttribute('href'), report);
  const made = await analyse(vedetta, ada, badDay({ services: [{ service_id: 'grafana' }] }));
  await page.locator(`main a.button[href="${made}"]`).waitFor();
});
