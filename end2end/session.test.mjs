// A sign-in that runs out, ends in the middle of work, or is shared by several tabs.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseFrom, settled, visit } from './browser.mjs';
import { begin, openContext, openPage } from './journey.mjs';
import { ADA, VITO, answerTo, cookiesOf, endEverySignIn, signIn } from './people.mjs';
import { sessionDialog, signInAgain } from './session_dialog.mjs';

const ACCESS_COOKIE = '__Host-vedetta_access';
const REFRESH_COOKIE = '__Host-vedetta_refresh';
/** How long twenty pages that are opened at once may take to begin, on a busy machine. */
const MANY_TABS_MS = 60_000;

const journey = await begin();
const { vedetta } = journey;

test('an access token that has run out is renewed unseen, for a page and for a call', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [401] });
  await visit(page, '/profile');
  await page.context().clearCookies({ name: ACCESS_COOKIE });
  await page.reload();
  await settled(page);
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();

  await visit(page, '/');
  await page.context().clearCookies({ name: ACCESS_COOKIE });
  await openProfilePage(page);
  await page.getByText('This device').waitFor();
});

test('a link from another site leads on although only the refresh cookie is left', async (t) => {
  const page = await openPage(t, journey, VITO);
  await page.context().clearCookies({ name: ACCESS_COOKIE });
  const visits = await followFromElsewhere(page, '/profile');
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
  assert.deepEqual(visits, ['cross-site 200', 'same-origin 200']);
});

test('whoever is not signed in comes from another site to the door', async (t) => {
  const page = await openPage(t, journey, null);
  const visits = await followFromElsewhere(page, '/profile');
  await page.waitForURL('/sign-in?next=%2Fprofile');
  assert.deepEqual(visits, ['cross-site 200', 'same-origin 303', 'same-origin 200']);
});

test('a sign-in that ends in the middle of work is taken up over the page', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [401] });
  await visit(page, '/profile');
  await page.getByLabel('Current password', { exact: true }).fill(VITO.password);
  await page.getByLabel('New password', { exact: true }).fill(VITO.password);
  await endEverySignIn(vedetta, VITO);
  const change = page.getByRole('button', { name: 'Change password' });
  await change.click();

  const dialog = sessionDialog(page);
  const password = dialog.getByLabel('Password', { exact: true });
  const signInButton = dialog.getByRole('button', { name: 'Sign in', exact: true });
  await password.fill('not the password');
  await signInButton.click();
  await dialog.getByRole('alert').getByText('The user name or the password is wrong.').waitFor();
  await password.fill(VITO.password);
  await signInButton.click();
  await dialog.waitFor({ state: 'hidden' });

  assert.equal(await page.getByLabel('New password', { exact: true }).inputValue(), VITO.password);
  await change.click();
  await page.getByText('Your password was changed.').waitFor();
});

test('a page that looks again by itself interrupts nobody', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [401] });
  await visit(page, '/jobs');
  await page.context().clearCookies();
  await page.waitForResponse((answer) => answer.url().endsWith('/api/v1/jobs') && answer.status() === 401);
  await settled(page);
  assert.equal(await sessionDialog(page).count(), 0);
  await openProfilePage(page);
  await signInAgain(page, VITO);
});

test('a page that looks again by itself says that the sign-in has ended, and asks for another when it is told to', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [401] });
  for (const path of ['/jobs', '/']) {
    await visit(page, path);
    await page.context().clearCookies();
    const note = page.getByRole('status').filter({ hasText: 'Your sign-in has ended' });
    await note.getByRole('button', { name: 'Sign in' }).click();
    await signInAgain(page, VITO);
    await note.waitFor({ state: 'detached' });
  }
});

test('what could not be loaded is loaded after the sign-in over the page', async (t) => {
  const page = await openPage(t, journey, VITO, { expected: [401] });
  await visit(page, '/');
  await page.context().clearCookies();
  await openProfilePage(page);
  await signInAgain(page, VITO);
  await page.getByText('This device').waitFor();
});

test('a sign-in over one tab is one for the other tabs too', async (t) => {
  const context = await openContext(t, journey, VITO, { expected: [401] });
  const [first, second] = [await context.newPage(), await context.newPage()];
  for (const page of [first, second]) await visit(page, '/');
  await context.clearCookies();
  await openProfilePage(first);
  await openProfilePage(second);
  await sessionDialog(second).waitFor();
  await signInAgain(first, VITO);
  await second.getByRole('dialog').waitFor({ state: 'hidden' });
  await second.getByText('This device').waitFor();
});

test('signing out in one tab leads the other to the door', async (t) => {
  // What a tab was asking at that moment is refused.
  const context = await openContext(t, journey, VITO, { expected: [401] });
  const [first, second] = [await context.newPage(), await context.newPage()];
  await visit(first, '/');
  await visit(second, '/profile');
  await chooseFrom(first, 'Your account', 'Sign out');
  await first.waitForURL('/sign-in');
  await second.waitForURL('/sign-in?next=%2Fprofile');
  await visit(first, '/');
  await first.waitForURL('/sign-in?next=%2F');
});

test('signing in at the door of one tab opens the other', async (t) => {
  const context = await openContext(t, journey, null);
  const [first, second] = [await context.newPage(), await context.newPage()];
  for (const page of [first, second]) await visit(page, '/profile');
  await first.getByLabel('User name').fill(VITO.username);
  await first.getByLabel('Password', { exact: true }).fill(VITO.password);
  await first.getByRole('button', { name: 'Sign in' }).click();
  for (const page of [first, second]) await page.waitForURL('/profile');
});

test('one device signs another one out', async (t) => {
  const page = await openPage(t, journey, ADA);
  await signIn(vedetta, ADA, 'a lost telephone');
  await visit(page, '/profile');
  const row = page.getByRole('row').filter({ hasText: 'a lost telephone' });
  await row.getByRole('button', { name: 'Sign out' }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByText('This device').waitFor();
});

test('twenty renewals at once make one rotation, and nobody is signed out', async () => {
  const cookies = (await signIn(vedetta, VITO)).filter(({ name }) => name === REFRESH_COOKIE);
  const answers = await Promise.all(Array.from({ length: 20 }, () => renew(cookies)));
  assert.deepEqual(answers.map(({ status }) => status), Array(20).fill(200));
  const given = answers.flatMap(cookiesOf).filter(({ name }) => name === REFRESH_COOKIE);
  assert.equal(given.length, 20);
  assert.equal(new Set(given.map(({ value }) => value)).size, 1, 'every answer carries the same successor');
  assert.equal((await renew(given.slice(0, 1))).status, 200);
});

test('a browser that restores twenty tabs after a night stays signed in', async (t) => {
  const context = await openContext(t, journey, VITO);
  await context.clearCookies({ name: ACCESS_COOKIE });
  const tabs = await Promise.all(Array.from({ length: 20 }, () => context.newPage()));
  await Promise.all(tabs.map((tab) => tab.goto('/profile', { waitUntil: 'commit', timeout: MANY_TABS_MS })));
  assert.deepEqual([...new Set(tabs.map((tab) => tab.url()))], [`${vedetta.url}/profile`]);
});

function renew(cookies) {
  return answerTo(vedetta, cookies, 'POST', '/api/v1/auth/refresh');
}

const openProfilePage = (page) => chooseFrom(page, 'Your account', 'Profile');

/** Follows a link on a page of nobody's; tells from where each document was asked for, and how that was answered. */
async function followFromElsewhere(page, path) {
  const visits = [];
  page.on('response', async (answer) => {
    const request = answer.request();
    if (request.isNavigationRequest() && request.url().startsWith(vedetta.url)) {
      visits.push(`${(await request.allHeaders())['sec-fetch-site']} ${answer.status()}`);
    }
  });
  await page.goto(`data:text/html,<a href="${vedetta.url}${path}">Vedetta</a>`);
  await page.getByRole('link', { name: 'Vedetta' }).click();
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  return visits;
}
