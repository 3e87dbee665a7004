// Asking for analyses and following them to their reports.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { followLink, holdBack, refuse, settled, visit } from './browser.mjs';
import { bringIn, ingest, runJob } from './data.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, VITO, answerTo, call, signIn } from './people.mjs';

const journey = await begin();
const { vedetta, ada } = journey;
await bringIn(vedetta, ada);

test('the wizard names what is wrong while one types, and starts what is right', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability/new');
  const budget = page.getByLabel('Error budget: Orders');
  assert.equal(await budget.getAttribute('placeholder'), '3');
  await budget.fill('51');
  await page.getByText('1 to 50').waitFor();
  const start = page.getByRole('button', { name: 'Start analysis' });
  await start.click();
  await page.getByText('Some figures are out of bounds').waitFor();
  await page.waitForFunction(() => document.activeElement.matches('[aria-invalid=true]'));
  await budget.fill('7');
  await page.getByText('1 to 50').waitFor({ state: 'hidden' });

  await page.getByRole('radio', { name: 'Range' }).check({ force: true });
  await start.click();
  await page.getByText('Choose the first and the last day in the calendar.').waitFor();
  await page.getByRole('button', { name: /^2025-09-01/ }).click();
  await page.getByRole('button', { name: /^2025-09-03/ }).click();
  await page.getByText('2025-09-01 – 2025-09-03, 3 days').first().waitFor();
  await page.getByRole('checkbox', { name: /Mail relay/ }).uncheck({ force: true });
  await page.getByText('2 of 3 selected').waitFor();

  const asked = startOf(page);
  await start.click();
  assert.deepEqual((await asked).postDataJSON(), {
    kind: 'availability',
    from: '2025-09-01T00:00:00Z',
    to: '2025-09-04T00:00:00Z',
    services: [{ service_id: 'nginx_web' }, { service_id: 'orders-db', error_budget: 7 }],
  });
  await page.waitForURL(/\/availability\/reports\//);
});

test('the wizard lists what is analysed first, by name', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/resilience/new');
  const lines = await page.locator('.choice-words').evaluateAll((words) =>
    words.map((words) => [!words.closest('tr').querySelector('input').checked, words.querySelector('bdi').textContent]),
  );
  assert(lines.some(([isLeftOut]) => isLeftOut) && lines.some(([isLeftOut]) => !isLeftOut), JSON.stringify(lines));
  assert.deepEqual(lines, [...lines].sort());
});

test('the wizard leaves names their room on screens of every width', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability/new');
  const names = page.locator('.choice-words bdi');
  for (const width of [1440, 1280, 1100, 900]) {
    await page.setViewportSize({ width, height: 900 });
    const cut = await names.evaluateAll((names) => names.filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent));
    assert.deepEqual(cut, [], `at ${width} px`);
  }
  assert(await names.count() > 0);
});

test('what is out of bounds is shown, however the list was searched', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability/new');
  const budget = page.getByLabel('Error budget: Orders', { exact: true });
  await budget.fill('51');
  await page.getByRole('searchbox', { name: 'Search' }).fill('mail');
  await budget.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Start analysis' }).click();
  await budget.and(page.locator(':focus')).waitFor();
  assert.equal(await budget.getAttribute('aria-description'), '1 to 50');
});

test('what is prepared stays through a reload, another language and the way back, until somebody begins anew', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability/new');
  await page.getByLabel('Error budget: Orders').fill('7');
  await page.getByRole('checkbox', { name: /Mail relay/ }).uncheck({ force: true });
  await page.getByRole('button', { name: /^2025-09-02/ }).click();
  await page.getByText('2 of 3 selected').waitFor();
  await page.reload();
  await page.getByText('2 of 3 selected').waitFor();
  await page.getByRole('button', { name: /^2025-09-02/, pressed: true }).waitFor();
  assert.equal(await page.getByLabel('Error budget: Orders').inputValue(), '7');

  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Italiano' }).click();
  await page.getByText('Selezione: 2 su 3').waitFor();
  const budget = page.getByLabel('Budget di errore: Orders');
  assert.equal(await budget.inputValue(), '7');
  await page.getByRole('button', { name: 'Avvia analisi' }).click();
  await page.waitForURL(/\/availability\/reports\//);
  await page.goBack();
  await page.getByText('Selezione: 2 su 3').waitFor();
  assert.equal(await budget.inputValue(), '7');

  const anew = page.getByRole('button', { name: 'Torna ai valori predefiniti' });
  await anew.click();
  await page.getByText('Selezione: 3 su 3').waitFor();
  assert.equal(await budget.inputValue(), '');
  await anew.waitFor({ state: 'hidden' });
  await page.reload();
  await settled(page);
  await page.getByText('Selezione: 3 su 3').waitFor();
  assert.equal(await budget.inputValue(), '');
});

test('what a job was asked is changed and asked again, and stays changed', async (t) => {
  const services = [{ service_id: 'orders-db', error_budget: 9 }];
  const job = await runJob(vedetta, ada, { kind: 'availability', day: '2025-09-01', services });
  const page = await openPage(t, journey, ADA);
  await visit(page, `/jobs/${job.id}`);
  await page.getByRole('link', { name: 'Change the analysis and start it again' }).click();
  // The address asks for it once.
  await page.waitForURL('/availability/new');
  await page.getByText('1 of 3 selected').waitFor();
  const budget = page.getByLabel('Error budget: Orders');
  assert.equal(await budget.inputValue(), '9');
  await budget.fill('8');
  await page.reload();
  await page.getByText('1 of 3 selected').waitFor();
  assert.equal(await budget.inputValue(), '8');
});

test('the calendar is walked by keys', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability/new');
  await page.getByRole('button', { name: /^2025-09-03/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^2025-09-02/, pressed: true }).waitFor();
  await page.keyboard.press('PageUp');
  await page.getByText('August 2025').waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'day-2025-08-02');
  // A day without data is no choice.
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '2025-08-02, 2: no data', pressed: false }).waitFor();
});

test('a resilience analysis keeps its weights at one whole, and is saved and begun again', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/resilience/new');
  await page.getByRole('slider').fill('75');
  await page.getByText('25%').waitFor();
  await page.getByRole('radio', { name: 'Threshold' }).check({ force: true });
  await page.getByLabel('Target (hours): Files').fill('4,5');
  await page.getByLabel('Save as').fill('Strict nights');
  await page.getByRole('button', { name: 'Save preset' }).click();
  await page.getByText('Strict nights was saved.').waitFor();

  await visit(page, '/resilience/new');
  await page.getByRole('button', { name: 'Strict nights', exact: true }).click();
  assert.equal(await page.getByLabel('Target (hours): Files').inputValue(), '4.5');
  const asked = startOf(page);
  await page.getByRole('button', { name: 'Start analysis' }).click();
  const { weights, curve, assets } = (await asked).postDataJSON();
  assert.deepEqual(weights, { rpo: 0.75, success: 0.25 });
  assert.equal(curve, 'threshold');
  assert.deepEqual(assets.find(({ asset_id }) => asset_id === 'vm-101'), { asset_id: 'vm-101', target_rpo_hours: 4.5 });
  await page.waitForURL(/\/resilience\/reports\//);
});

test('what is missing is marked where it is missing when a preset is saved, too', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability/new');
  await page.getByLabel('Save as').fill('Half done');
  const save = page.getByRole('button', { name: 'Save preset' });
  await page.getByRole('radio', { name: 'Day', exact: true }).check({ force: true });
  await save.click();
  await page.getByText('Choose a day in the calendar first.').waitFor();
  await page.getByRole('button', { name: /^2025-09-01/ }).click();
  await page.getByRole('button', { name: 'Select none' }).click();
  await save.click();
  await page.getByText('Select at least one.').waitFor();
  await page.getByText('Choose a day in the calendar first.').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Select all' }).click();
  await save.click();
  await page.getByText('Half done was saved.').waitFor();
});

test('a preset is removed for good, and not unasked', async (t) => {
  const page = await openPage(t, journey, ADA);
  const configuration = { kind: 'availability', services: [{ service_id: 'nginx_web', weight: 2 }] };
  await call(vedetta, ada, 'PUT', '/api/v1/presets/Only%20one', { configuration });
  await visit(page, '/availability/new');
  const remove = page.getByRole('button', { name: 'Remove preset: Only one' });
  const question = page.getByRole('dialog', { name: 'Remove the preset Only one?' });
  await remove.click();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'hidden' });
  await remove.click();
  await question.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Only one was removed.').waitFor();
  await remove.waitFor({ state: 'detached' });
});

test('the last day of a range leaves the calendar of a phone where it is', async (t) => {
  const august = [{ timestamp: '2025-08-30T12:00:00Z', service_id: 'nginx_web', status: 'ok' }];
  await ingest(vedetta, ada, 'samples', august);
  const page = await openPage(t, journey, ADA, { viewport: { width: 360, height: 740 } });
  await visit(page, '/availability/new');
  await page.getByRole('radio', { name: 'Range' }).check({ force: true });
  await page.getByRole('button', { name: 'Previous month' }).click();
  await page.getByRole('button', { name: /^2025-08-30, / }).click();
  await page.getByRole('button', { name: 'Next month' }).click();
  const last = page.getByRole('button', { name: /^2025-09-02, / });
  await last.click();
  assert(await last.evaluate((day) => day === document.activeElement));
});

test('a job of the list that was cancelled says so before the next look', async (t) => {
  const page = await openPage(t, journey, ADA);
  const job = { ...(await runJob(vedetta, ada, { kind: 'availability' })), state: 'queued', ended_at: null, report_id: null };
  let isCancelled = false;
  await page.route(/\/api\/v1\/jobs(\?|$)/, (route) =>
    isCancelled ? new Promise(() => {}) : route.fulfill({ json: { items: [job], next_cursor: null } }),
  );
  await page.route(`**/api/v1/jobs/${job.id}`, async (route) => {
    isCancelled = true;
    await route.fulfill({ json: { ...job, cancel_asked: true } });
  });
  // A server that renders the page would tell it the truth.
  await visit(page, '/');
  await followLink(page, '/jobs');
  const cancel = page.getByRole('main').getByRole('button', { name: /^Cancel/ });
  await cancel.click();
  await cancel.waitFor({ state: 'detached' });
});

test('the overview leaves the keyboard at a job while that goes on and others end', async (t) => {
  const page = await openPage(t, journey, ADA);
  const ended = [];
  for (const day of ['2025-09-01', '2025-09-02']) ended.push(await runJob(vedetta, ada, { kind: 'availability', day }));
  const jobs = ended.map((job) => ({ ...job, state: 'running', progress: 10, step: 'reading', ended_at: null, report_id: null }));
  await page.route((url) => url.pathname === '/api/v1/jobs', (route) => route.fulfill({ json: { items: jobs, next_cursor: null } }));
  await visit(page, '/');
  const lines = page.locator('.running-jobs');
  const link = lines.getByRole('link', { name: /2025-09-02/ });
  await link.focus();
  const focused = await link.elementHandle();
  jobs[1].progress = 60;
  await lines.getByText('60%').waitFor();
  assert(await focused.evaluate((link) => link === document.activeElement));
  jobs[0] = ended[0];
  await lines.getByRole('link', { name: /2025-09-01/ }).waitFor({ state: 'detached' });
  await page.waitForFunction((id) => document.activeElement.id === id, await focused.evaluate((link) => link.id));
});

test('of more jobs than come at once the one at work is shown, and followed to its end', async (t) => {
  const page = await openPage(t, journey, ADA);
  const job = await runJob(vedetta, ada, { kind: 'availability', day: '2025-09-01' });
  const atWork = { ...job, state: 'running', progress: 10, step: 'reading', ended_at: null, report_id: null };
  const younger = { ...atWork, state: 'queued', progress: 0, step: 'waiting', created_at: '2100-01-01T00:00:00Z', started_at: null };
  const waiting = Array.from({ length: 100 }, (_, index) => ({ ...younger, id: `waiting-${index}` }));
  const running = [atWork];
  await page.route(/\/api\/v1\/jobs(\?|$)/, (route) => {
    const { searchParams } = new URL(route.request().url());
    const newest = searchParams.has('cursor') ? { items: [atWork], next_cursor: null } : { items: waiting, next_cursor: 'more' };
    return route.fulfill({ json: searchParams.has('state') ? { items: running, next_cursor: null } : newest });
  });
  await visit(page, '/');
  await page.locator('.running-jobs').getByText('10%').waitFor();
  await followLink(page, '/jobs');
  await page.getByRole('row').getByText('10%').waitFor();
  atWork.progress = 60;
  await page.getByRole('row').getByText('60%').waitFor();
  // From here on the server tells the truth of it.
  running.pop();
  await page.getByRole('row').getByText('Completed').waitFor();
});

test('jobs that cannot be looked at say why, and that they are old, for as long as it is so', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [429, 503] });
  let refusal;
  await page.route(/\/api\/v1\/jobs(\?|$)/, (route) => (refusal ? refuse(route, ...refusal) : route.continue()));
  await visit(page, '/jobs');
  const note = page.getByRole('main').getByRole('status').filter({ hasText: 'You see what was known last.' });
  refusal = [503, 'unavailable'];
  await note.getByText('The database does not answer.').waitFor();
  refusal = [429, 'too_many_requests'];
  await note.getByText('Too many requests in a short time.').waitFor();
  refusal = null;
  await note.waitFor({ state: 'detached' });
});

test('what the server refuses stands at its field, whatever is chosen while it answers', async (t) => {
  const page = await openPage(t, journey, ADA, { expected: [422] });
  await visit(page, '/availability/new');
  // Services are sent by their ids: mail-relay comes before nginx_web.
  await page.getByLabel('Weight: Web shop').fill('4');
  const errors = [{ pointer: '/services/1/weight', message: 'must be even this week' }];
  const answer = await holdBack(page, '**/api/v1/analyses', (route) => refuse(route, 422, 'invalid', errors));
  const asked = startOf(page);
  await page.getByRole('button', { name: 'Start analysis' }).click();
  await asked;
  await page.getByRole('checkbox', { name: /Mail relay/ }).uncheck({ force: true });
  await page.getByText('2 of 3 selected').waitFor();
  answer();
  const row = page.getByRole('row').filter({ hasText: 'Web shop' });
  await row.getByText('1 to 10').waitFor();
  assert.equal(await page.getByText('1 to 10').count(), 1);
  await page.getByLabel('Weight: Web shop').fill('5');
  await row.getByText('1 to 10').waitFor({ state: 'hidden' });
});

test('the progress survives a reload, is cancelled, and says what came of it', async (t) => {
  const page = await openPage(t, journey, ADA);
  const job = await runJob(vedetta, ada, { kind: 'availability' });
  const told = { state: 'running', progress: 40, step: 'reading', ended_at: null, report_id: null };
  await page.route(`**/api/v1/jobs/${job.id}`, async (route) => {
    if (route.request().method() === 'DELETE') Object.assign(told, { cancel_asked: true, state: 'cancelled' });
    await route.fulfill({ json: { ...job, ...told } });
  });
  // A server that renders the page would tell it the truth.
  await visit(page, '/');
  await followLink(page, `/jobs/${job.id}`);
  await page.getByText('Reading the data').waitFor();
  assert.equal(await page.getByRole('progressbar').getAttribute('value'), '40');
  told.progress = 60;
  await page.waitForFunction(() => document.querySelector('progress').value === 60);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('This analysis was cancelled and left no report.').waitFor();
});

test('whoever comes back to the tab of a job sees at once how far it is', async (t) => {
  const page = await openPage(t, journey, ADA);
  const job = await runJob(vedetta, ada, { kind: 'availability' });
  const told = { state: 'running', progress: 40, step: 'reading', ended_at: null, report_id: null };
  await page.route(`**/api/v1/jobs/${job.id}`, (route) => route.fulfill({ json: { ...job, ...told } }));
  await page.clock.install();
  await visit(page, '/');
  await followLink(page, `/jobs/${job.id}`);
  await page.getByText('40%').waitFor();
  await page.evaluate(setHidden, true);
  // From here on nothing comes about for its time having come.
  await page.clock.pauseAt(Date.now() + 60_000);
  told.progress = 60;
  await page.evaluate(setHidden, false);
  await page.getByText('60%').waitFor();
});

test('a reload in the middle of a job goes on to its report', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability/new');
  await page.getByRole('button', { name: 'Start analysis' }).click();
  await page.waitForURL(/\/jobs\/|\/reports\//);
  await page.reload();
  await settled(page);
  // Whoever reloads after the end finds the way to the report instead.
  const open = page.getByRole('link', { name: 'Open report' });
  await Promise.race([page.waitForURL(/\/reports\//), open.waitFor().then(() => open.click())]);
  await page.waitForURL(/\/availability\/reports\//);
});

test('a job that ends while one is elsewhere is told of, and led to', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/availability/new');
  // The job takes as long as it is looked at here.
  let isHeld = true;
  await page.route('**/api/v1/jobs/*', async (route) => {
    const answer = await route.fetch();
    const job = await answer.json();
    await route.fulfill({ json: isHeld ? { ...job, state: 'running', report_id: null, ended_at: null } : job });
  });
  await page.getByRole('button', { name: 'Start analysis' }).click();
  await page.waitForURL(/\/jobs\//);
  await page.getByRole('link', { name: 'Assets' }).click();
  await page.getByRole('heading', { name: 'Assets', level: 1 }).waitFor();
  isHeld = false;
  const news = page.getByRole('status').filter({ hasText: 'The availability analysis is ready.' });
  await news.getByRole('link', { name: 'Open report' }).click();
  await page.waitForURL(/\/availability\/reports\//);
});

test('a job that found nothing says so and what to do', async (t) => {
  const job = await runJob(vedetta, ada, { kind: 'availability', day: '2020-01-01' });
  assert.equal(job.error.code, 'no_data');
  const page = await openPage(t, journey, ADA);
  await visit(page, `/jobs/${job.id}`);
  await page.getByText('There is nothing to score in this window.').waitFor();
  await page.getByText('Choose days that hold data').waitFor();
  await visit(page, '/jobs');
  await page.getByRole('row').filter({ hasText: '2020-01-01' }).getByText('Failed').waitFor();
});

test('a viewer starts and cancels nothing', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [403] });
  for (const path of ['/availability/new', '/resilience/new']) {
    const answer = await visit(page, path);
    assert.equal(answer.status(), 403, path);
    await page.getByRole('heading', { name: 'This is for admins' }).waitFor();
  }
  for (const path of ['/availability', '/resilience', '/assets', '/jobs', '/']) {
    await visit(page, path);
    const main = page.getByRole('main');
    for (const name of [/New analysis/, /Import/, /Add asset/, /Cancel/, /demo/]) {
      assert.equal(await main.getByRole('button', { name }).count(), 0, `${path}: ${name}`);
      assert.equal(await main.getByRole('link', { name }).count(), 0, `${path}: ${name}`);
    }
  }
  const cookies = await signIn(vedetta, VITO);
  for (const [method, path] of [['POST', '/analyses'], ['DELETE', '/jobs/x'], ['DELETE', '/reports/x'], ['POST', '/demo']]) {
    assert.equal((await answerTo(vedetta, cookies, method, `/api/v1${path}`, {})).status, 403, `${method} ${path}`);
  }
});

test('the whole of it in Italian', async (t) => {
  const page = await openPage(t, journey, ADA, { locale: 'it-IT' });
  await visit(page, '/availability/new');
  await page.getByLabel('Budget di errore: Orders').fill('0');
  await page.getByText('Da 1 a 50').waitFor();
  await page.getByLabel('Budget di errore: Orders').fill('');
  await page.getByRole('button', { name: 'Avvia analisi' }).click();
  await page.waitForURL(/\/availability\/reports\//);
  await visit(page, '/availability');
  await page.getByText(/\d,\d%/).first().waitFor();
});

/** The request that starts an analysis. */
const startOf = (page) => page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/analyses'));

/** Runs in the page: takes its tab out of sight, or brings it back. */
function setHidden(isHidden) {
  Object.defineProperty(document, 'hidden', { configurable: true, value: isHidden });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}
