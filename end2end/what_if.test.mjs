// What if: every figure that can be tried on a dashboard, and what can become of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseFrom, visit } from './browser.mjs';
import { ingest } from './data.mjs';
import { openPage } from './journey.mjs';
import { ADA, call } from './people.mjs';
import { HOSTILE_NAME, analyse, beginWithReports } from './reports.mjs';

const { journey, day, week } = await beginWithReports();
const { vedetta, ada } = journey;

test('budget and weight are tried together, undone one by one, and travel in the link', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, day);
  const before = await scoreOf(page);
  await open(page);
  await page.getByRole('spinbutton', { name: 'Error budget of Orders database' }).fill('10');
  await trial(page).getByText(/^[\d.+]+ points better$/).waitFor();
  await overspent(page, 'none').waitFor();
  await page.getByRole('spinbutton', { name: 'Weight of Grafana' }).fill('10');
  await page.waitForURL(/what-if=b10-orders-db\*w10-grafana/);
  const tried = await scoreOf(page);
  assert.notEqual(tried, before);
  await visit(page, page.url());
  assert.equal(await scoreOf(page), tried);
  await overspent(page, 'none').waitFor();
  await trial(page).getByRole('listitem').filter({ hasText: 'Orders database' }).getByRole('button').click();
  await page.waitForURL(/what-if=w10-grafana/);
  await overspent(page, '1').waitFor();
  await trial(page).getByRole('button', { name: 'Undo this change' }).click();
  await page.waitForURL((url) => !url.searchParams.has('what-if'));
  assert.equal(await scoreOf(page), before);
});

test('target, weights and curve of a week are tried, and a switch shows the report as it was', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, week);
  await open(page);
  await page.getByRole('spinbutton', { name: 'Target of vm-101 in hours' }).fill('5');
  await trial(page).getByText(/Target .* → 5/).waitFor();
  await page.getByText('Older than promised: 2 of 2 backups').waitFor();
  await page.getByRole('slider', { name: 'Weight of age' }).fill('25');
  await trial(page).getByText(/Weight of age .* → 25%/).waitFor();
  await page.getByRole('radio', { name: 'Threshold' }).check({ force: true });
  await trial(page).getByText('Curve Linear → Threshold').waitFor();
  await page.getByRole('switch', { name: 'What if' }).uncheck({ force: true });
  await page.getByText('Older than promised: 1 of 2 backups').waitFor();
  await open(page);
  await trial(page).getByText('Curve Linear → Threshold').waitFor();
});

test('what is tried is saved as a preset', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, `${week}?what-if=t5-vm-101`);
  await page.getByRole('button', { name: 'Save as preset' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as preset' });
  await dialog.getByRole('button', { name: 'Save preset' }).click();
  await dialog.getByText('Enter a name of up to 256 characters.').waitFor();
  await dialog.getByLabel('Save as', { exact: true }).fill('Strict week');
  await dialog.getByRole('button', { name: 'Save preset' }).click();
  await page.getByText('Strict week was saved.').waitFor();
  await visit(page, '/resilience/new');
  await page.getByRole('button', { name: 'Strict week', exact: true }).click();
  assert.equal(await page.getByLabel('Target (hours): vm-101').inputValue(), '5');
});

test('what is tried becomes a report of its own, which says the same', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, `${day}?what-if=b10-orders-db*w9-orders-db`);
  await overspent(page, 'none').waitFor();
  const tried = await scoreOf(page);
  await page.getByRole('button', { name: 'Run as analysis' }).click();
  await page.waitForURL(({ pathname }) => /^\/availability\/reports\//.test(pathname) && pathname !== day);
  await page.getByText('Recomputed here: equal').waitFor();
  assert.equal(await scoreOf(page), tried);
});

test('the link of what is tried is copied', async (t) => {
  const page = await openPage(t, journey, ADA, { permissions: ['clipboard-read', 'clipboard-write'] });
  await visit(page, `${day}?at=2025-09-01T02:40:00Z&what-if=b10-orders-db`);
  await trial(page).getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('The link is on the clipboard.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  // The address follows a little later; the link does not.
  await page.getByRole('spinbutton', { name: 'Weight of Grafana' }).fill('10');
  const before = await page.evaluate(() => navigator.clipboard.readText());
  await trial(page).getByRole('button', { name: 'Copy link' }).click();
  // The notice of the first link may still stand there, and the clipboard takes its time.
  await page.waitForFunction(async (before) => (await navigator.clipboard.readText()) !== before, before);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(new URL(link).searchParams.get('what-if'), 'b10-orders-db*w10-grafana');
});

test('a link keeps the form that was chosen, whichever the page was opened in', async (t) => {
  const page = await openPage(t, journey, ADA, { permissions: ['clipboard-read', 'clipboard-write'] });
  await visit(page, `${day}?view=table&what-if=b10-orders-db`);
  await trial(page).getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('The link is on the clipboard.').waitFor();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(link.searchParams.get('view'), 'table');
  await page.getByRole('radio', { name: 'Cards' }).check({ force: true });
  await page.waitForURL((url) => !url.searchParams.has('view'));
  await page.getByRole('radio', { name: 'Table' }).check({ force: true });
  await page.waitForURL((url) => url.searchParams.get('view') === 'table');
});

test('lines of the chart are in the link, whatever ids are made of', async (t) => {
  const ids = ['db,main', 'db%2Cmain', 'db main'];
  const samples = ids.map((service_id) => ({ timestamp: '2025-09-05T00:00:00Z', service_id, status: 'ok' }));
  await ingest(vedetta, ada, 'samples', samples);
  const other = await analyse(vedetta, ada, { kind: 'availability', day: '2025-09-05', services: ids.map((service_id) => ({ service_id })) });
  const page = await openPage(t, journey, ADA);
  await visit(page, other);
  const line = (name, pressed) => page.getByRole('button', { name: `${name} in the chart`, exact: true, pressed });
  for (const name of ids.slice(0, 2)) await line(name, false).click();
  await page.waitForURL((url) => url.search.includes('lines=db%2Cmain,db%252Cmain'));
  await visit(page, page.url());
  for (const name of ids.slice(0, 2)) await line(name, true).waitFor();
  await line('db main', false).waitFor();
});

test('undoing leaves the keyboard where the next thing is', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, `${day}?what-if=b10-orders-db*w10-grafana`);
  const undo = trial(page).getByRole('button', { name: 'Undo this change' });
  await undo.first().press('Enter');
  await page.waitForFunction(() => document.activeElement.matches('.trial-change'));
  await undo.press('Enter');
  await page.waitForFunction(() => document.activeElement.matches('.trial'));
  const weight = page.getByRole('spinbutton', { name: 'Weight of Grafana' });
  await weight.fill('9');
  await page.getByRole('button', { name: /^Back to \d/ }).press('Enter');
  assert(await weight.evaluate((field) => field === document.activeElement));
});

test('a preset takes no name of the other kind', async (t) => {
  const page = await openPage(t, journey, ADA);
  await call(vedetta, ada, 'PUT', '/api/v1/presets/Night', { configuration: { kind: 'resilience' } });
  await visit(page, `${day}?what-if=b10-orders-db`);
  await page.getByRole('button', { name: 'Save as preset' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as preset' });
  const name = dialog.getByLabel('Save as', { exact: true });
  await name.fill('Night');
  await dialog.getByRole('button', { name: 'Save preset' }).click();
  await dialog.getByText('A preset of the other kind has this name. Choose another.').waitFor();
  assert.equal((await call(vedetta, ada, 'GET', '/api/v1/presets/Night')).configuration.kind, 'resilience');
  await name.fill('Day');
  await dialog.getByRole('button', { name: 'Save preset' }).click();
  await page.getByText('Day was saved.').waitFor();
});

test('a preset that nobody sees is not replaced before that was said', async (t) => {
  const page = await openPage(t, journey, ADA);
  const services = [{ service_id: 'orders-db', error_budget: 4 }];
  for (const name of ['Known', 'Known too']) {
    await call(vedetta, ada, 'PUT', `/api/v1/presets/${encodeURIComponent(name)}`, { configuration: { kind: 'availability', services } });
  }
  const saved = async (name) => (await call(vedetta, ada, 'GET', `/api/v1/presets/${encodeURIComponent(name)}`)).configuration;
  await visit(page, `${day}?what-if=b10-orders-db`);
  await page.getByRole('button', { name: 'Save as preset' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as preset' });
  const name = dialog.getByLabel('Save as', { exact: true });
  const save = dialog.getByRole('button', { name: 'Save preset' });
  const asked = dialog.getByText('There is a preset of this name already. Save again to replace it.');
  await name.fill('Known');
  await save.click();
  await asked.waitFor();
  // Another name is another question.
  await name.fill('Known too');
  const listed = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/v1/presets');
  await save.click();
  await listed;
  await asked.waitFor();
  for (const one of ['Known', 'Known too']) assert.deepEqual((await saved(one)).services, services);
  await save.click();
  await page.getByText('Known too was replaced.').waitFor();
  const budgets = (await saved('Known too')).services.map(({ service_id, error_budget }) => [service_id, error_budget]);
  assert.deepEqual(budgets.find(([id]) => id === 'orders-db'), ['orders-db', 10]);
  assert.deepEqual((await saved('Known')).services, services);
});

test('the link of a film that plays is of the moment that it shows', async (t) => {
  const page = await openPage(t, journey, ADA, { permissions: ['clipboard-read', 'clipboard-write'] });
  await visit(page, `${day}?at=2025-09-01T02:00:00Z&speed=3600`);
  await page.getByRole('button', { name: 'Play' }).click();
  await page.waitForFunction(() => document.querySelector('.replay-time').textContent >= '05');
  await chooseFrom(page, 'Actions for the report', 'Copy link');
  await page.getByText('The link is on the clipboard.').waitFor();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assert(link.searchParams.get('at') > '2025-09-01T05', link.href);
});

test('where the clipboard is forbidden the link is shown', async (t) => {
  const page = await openPage(t, journey, ADA);
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
  });
  await visit(page, `${day}?what-if=b10-orders-db`);
  const shown = new Promise((resolve) => {
    page.once('dialog', (dialog) => dialog.dismiss().then(() => resolve(dialog.defaultValue())));
  });
  await trial(page).getByRole('button', { name: 'Copy link' }).click();
  assert.match(await shown, /what-if=b10-orders-db/);
  assert.equal(await page.getByText('The link is on the clipboard.').count(), 0);
});

test('hostile words in a link are tried by nobody, and shown as text', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, `${day}?what-if=b10-mail*b99-orders-db&at=never&open=<img/src=x>&sort="&status=<b>&lines=%00`);
  await page.getByText('Recomputed here: equal').waitFor();
  assert.equal(await page.locator('img').count(), 0);
  await visit(page, `${day}?what-if=b10-mail`);
  await trial(page).getByText(HOSTILE_NAME).waitFor();
  assert.equal(await page.locator('img').count(), 0);
});

test('the mark of what cannot be goes with what is undone, and keys move the film beside the switch', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, day);
  await open(page);
  const budget = page.getByRole('spinbutton', { name: 'Error budget of Orders database' });
  await budget.fill('9');
  await overspent(page, 'none').waitFor();
  await budget.fill('99');
  assert.equal(await budget.getAttribute('aria-invalid'), 'true');
  await trial(page).getByRole('button', { name: 'Undo all' }).click();
  await overspent(page, '1').waitFor();
  assert.equal(await budget.inputValue(), '3');
  assert.equal(await budget.getAttribute('aria-invalid'), null);
  await page.getByRole('switch', { name: 'What if' }).focus();
  await page.keyboard.press('Home');
  await page.getByText('Nothing has failed up to this moment.').waitFor();
  await page.keyboard.press('Space');
  await trial(page).waitFor({ state: 'detached' });
});

test('what cannot be is marked and tried by nobody', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, day);
  await open(page);
  const budget = page.getByRole('spinbutton', { name: 'Error budget of Orders database' });
  await budget.fill('51');
  assert.equal(await budget.getAttribute('aria-invalid'), 'true');
  // What is in the address follows a little later; by the time that a step is in it, a trial would be, too.
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Back to the beginning' }).click();
  await page.waitForURL((url) => url.searchParams.has('at'));
  await page.getByText('Nothing has failed up to this moment.').waitFor();
  assert.equal(new URL(page.url()).searchParams.has('what-if'), false);
});

test('the order follows what is tried, once nobody is at a field any more', async (t) => {
  const page = await openPage(t, journey, ADA);
  const first = page.getByRole('rowheader').first();
  await visit(page, `${day}?view=table`);
  await open(page);
  await first.getByText('Orders database').waitFor();
  await page.getByRole('spinbutton', { name: 'Error budget of Orders database' }).fill('50');
  // The address follows later than the order would.
  await page.waitForURL(/what-if=b50-orders-db/);
  assert.match(await first.innerText(), /^Orders database/);
  await page.getByRole('searchbox', { name: 'Search by name' }).focus();
  await page.waitForFunction(() => !document.querySelector('.subject-table th[scope=row]').innerText.startsWith('Orders database'));
  await visit(page, `${day}?view=table&what-if=b50-orders-db`);
  assert.doesNotMatch(await first.innerText(), /^Orders database/);
});

test('a field that is emptied and left holds what was there', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, `${day}?what-if=b10-orders-db`);
  const budget = page.getByRole('spinbutton', { name: 'Error budget of Orders database' });
  await budget.fill('');
  await page.getByText('Enter a whole number from 1 to 50.').waitFor();
  await budget.press('Tab');
  await page.getByText('Enter a whole number from 1 to 50.').waitFor({ state: 'hidden' });
  assert.equal(await budget.inputValue(), '10');
});

test('what was typed stays with its service when another one takes its row', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, `${day}?view=table&sort=name`);
  await open(page);
  const field = page.locator('tbody tr:not(.spacer)').first().getByRole('spinbutton', { name: /^Error budget of/ });
  await field.fill('51');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await page.getByRole('rowheader').first().getByText('Shop').waitFor();
  assert.equal(await field.getAttribute('aria-label'), 'Error budget of Shop');
  assert.equal(await field.getAttribute('aria-invalid'), null);
  assert.notEqual(await field.inputValue(), '51');
});

const open = (page) => page.getByRole('switch', { name: 'What if' }).check({ force: true });

const trial = (page) => page.getByRole('region', { name: 'What if…' });

const overspent = (page, count) => page.getByText(`Services overspent: ${count} of 4`);

/** The score of the whole, as it is shown. */
const scoreOf = (page) => page.locator('.verdict-score').innerText();
