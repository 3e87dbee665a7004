// Opens every page in both themes and both languages at three widths, and fails on whatever should not be there. Node.js
// takes the files by their names: this one, which takes the longest by far, is among the first.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { findViolations } from './accessibility.mjs';
import { followLink, openBrowser, openProfile, pressAll, settled, visit } from './browser.mjs';
import { WORDS, bringIn, runJob } from './data.mjs';
import { findDifferences, readMarkup, wordsOf } from './markup.mjs';
import { addressOf, isKnown, pagesOf, routesOfTheApp } from './pages.mjs';
import { ADA, VITO, addUser, answerTo, setUp, signIn } from './people.mjs';
import { Vedetta } from './program.mjs';

const THEMES = ['dark', 'light'];
const LANGUAGES = ['en', 'it'];
const WIDTHS = [360, 768, 1440];
/** Accessibility is measured where the layouts differ most; words have no part in it. */
const AUDITED = { language: 'en', widths: [360, 1440] };
const MOST_LAYOUT_SHIFT = 0.02;
/** Words that are the same in both languages, and data of these tests. */
const NOT_TRANSLATED = /^(Vedetta|English|Italiano|Password|Account|Container|Database|CI\/CD|Budget|Budget \d+ → \d+|Replay|Ok|SQLite|UTC|Ctrl K|ada|vito.*|unknown|a test|[\d.:%×–−+ -]+(\s(h|ms))?|[0-9a-f]{32}|…[0-9a-f]{12})$/;
/** What only the browser makes, from a whole report: the server renders what stands around it. */
const MADE_IN_BROWSER = '.dash, .panel, .replay, .compare, .compare-loading';
const LONGEST_SWEEP_MS = 900_000;
const PICTURES = process.env.VEDETTA_SCREENSHOTS ?? fileURLToPath(new URL('../target/end2end', import.meta.url));

await mkdir(PICTURES, { recursive: true });
const [fresh, used, busy, browser] = await Promise.all([Vedetta.start(), Vedetta.start(), Vedetta.start(), openBrowser()]);
after(async () => {
  await browser.close();
  await Promise.all([fresh.stop(), used.stop(), busy.stop()]);
});

await setUp(used);
const admin = await signIn(used, ADA);
await addUser(used, admin, VITO);
await setUp(busy);
const busyAdmin = await signIn(busy, ADA);
await bringIn(busy, busyAdmin);
await addUser(busy, busyAdmin, VITO);
const reportOn = async (configuration) => (await runJob(busy, busyAdmin, configuration)).report_id;
const ids = {
  before: await reportOn({ kind: 'availability', day: '2025-09-01' }),
  day: await reportOn({ kind: 'availability', day: '2025-09-02' }),
  week: await reportOn({ kind: 'resilience', until: '2025-09-03T00:00:00Z' }),
  failed: (await runJob(busy, busyAdmin, { kind: 'availability', day: '2020-01-01' })).id,
};

const visitors = {
  first: { baseURL: fresh.url, cookies: [] },
  nobody: { baseURL: used.url, cookies: [] },
  viewer: { baseURL: used.url, cookies: await signIn(used, VITO) },
  admin: { baseURL: used.url, cookies: admin },
  busy: { baseURL: busy.url, cookies: busyAdmin },
  // Whom something is refused adds to the trail, which nobody looks at there.
  outsider: { baseURL: busy.url, cookies: await signIn(busy, VITO) },
};
// The trail tells of people who are no users, too.
await answerTo(used, null, 'POST', '/api/v1/auth/login', { username: 'nobody.here', password: 'not the password' });
const { ok: hasStyleguide } = await answerTo(used, admin, 'GET', '/styleguide');
const swept = pagesOf(hasStyleguide);

test('every route of the app is swept', async () => {
  assert.deepEqual((await routesOfTheApp()).filter((path) => !isKnown(path)), []);
});

test('every page', { concurrency: 3, timeout: LONGEST_SWEEP_MS }, async (t) => {
  const sweeps = swept.map((entry) => t.test(entry.name, () => sweep(entry)));
  await Promise.all(sweeps);
});

async function sweep(entry) {
  const { context, complaints: sinceLast } = await openFor(entry);
  const page = await context.newPage();
  const complaints = [];
  for (const width of WIDTHS) {
    // Before the page is opened, because a change would be taken for a shift of its layout.
    await page.setViewportSize({ width, height: 900 });
    await sweepLooks(page, entry, width, sinceLast, complaints);
  }
  await compareRenderings(page, entry, complaints).catch(({ message }) => complaints.push(message));
  await context.close();
  assert(complaints.length === 0, complaints.join('\n'));
}

/** Opens the page once in each language. Its theme is that of the device, which becomes another one while it is open. */
async function sweepLooks(page, entry, width, complaints, allComplaints) {
  for (const language of LANGUAGES) {
    await choose(page, { theme: 'system', language });
    for (const theme of THEMES) {
      const name = [entry.name, theme, language, width].join('-');
      const isFirst = theme === THEMES[0];
      const isAudited = language === AUDITED.language && AUDITED.widths.includes(width);
      const looked = look(page, entry, { name, theme, language, isFirst, isAudited }, complaints);
      await looked.catch(({ message }) => complaints.push(message));
      allComplaints.push(...complaints.splice(0).map((complaint) => `${name}: ${complaint}`));
    }
  }
}

/** Opens a profile of whom the page is for. */
async function openFor({ visitor, status }) {
  const { baseURL, cookies } = visitors[visitor];
  const profile = await openProfile(browser, { baseURL, expected: status ? [status] : [] });
  await profile.context.addCookies(cookies);
  await profile.context.addInitScript(observeLayoutShifts);
  return profile;
}

/** Chooses a look by its cookies; that the menus set them is for the journeys to tell. */
async function choose(page, { theme, language }) {
  const cookie = { domain: '127.0.0.1', path: '/' };
  await page.context().addCookies([
    { ...cookie, name: 'vedetta_theme', value: theme },
    { ...cookie, name: 'vedetta_language', value: language },
  ]);
}

async function look(page, entry, { name, theme, language, isFirst, isAudited }, complaints) {
  await page.emulateMedia({ colorScheme: theme });
  if (isFirst) {
    await open(page, entry, language, complaints);
  } else {
    await settled(page);
  }
  // Words have no part in how a theme looks.
  if (language === LANGUAGES[0] || isFirst) {
    await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true, animations: 'disabled' });
  }
  if (isAudited) {
    const rules = { ofColours: theme !== THEMES[0] };
    complaints.push(...(await findViolations(page, rules)));
    await auditWindows(page, entry.windows, rules, complaints);
  }
}

/** Opens the page, and looks for what is the same in all colours. */
async function open(page, entry, language, complaints) {
  const answer = await visit(page, addressOf(entry, ids));
  await prepare(page, entry, language);
  if (answer.status() !== (entry.status ?? 200)) complaints.push(`answered ${answer.status()}`);
  complaints.push(...(await page.evaluate(findLayoutFaults, entry.mostLayoutShift ?? MOST_LAYOUT_SHIFT)));
  complaints.push(...(await findUnknownLinks(page)));
}

/** Presses what is pressed before the page is looked at. */
async function prepare(page, { press }, language) {
  if (!press) return;
  await pressAll(page, press[language]);
  // It is looked at from its top, wherever the last button stands.
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  await settled(page);
}

/** The menus and dialogs of a page, each while it is open. */
async function auditWindows(page, windows = [], rules, complaints) {
  for (const name of windows) {
    await page.getByRole('button', { name, exact: true }).first().click();
    await page.locator('dialog:modal, [popover]:popover-open').waitFor();
    const found = await findViolations(page, rules);
    complaints.push(...found.map((violation) => `with "${name}" open: ${violation}`));
    await page.keyboard.press('Escape');
  }
}

async function findUnknownLinks(page) {
  const paths = await page.evaluate(() =>
    [...document.links].filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname),
  );
  const unknown = [...new Set(paths)].filter((path) => !isKnown(path));
  return unknown.map((path) => `it links to ${path}, which pages.mjs does not list`);
}

/** A page is the same whether the server rendered it, the browser took it over, or the browser alone made it. */
async function compareRenderings(page, entry, complaints) {
  const words = [];
  for (const [index, language] of LANGUAGES.entries()) {
    // Here the theme is chosen, and not that of the device.
    await choose(page, { theme: THEMES[index], language });
    const path = addressOf(entry, ids);
    const rendered = await renderWithoutBrowserHalf(page, path);
    await visit(page, path);
    const hydrated = await readMarkup(page, 'body', MADE_IN_BROWSER);
    complaints.push(...findDifferences(rendered, hydrated, `${language}: hydration`));
    // Before the sign-in there is nowhere else to come from.
    if (['admin', 'busy'].includes(entry.visitor)) {
      const before = await readMarkup(page, 'main');
      await arriveFromElsewhere(page, path);
      const alone = await readMarkup(page, 'main');
      complaints.push(...findDifferences(before, alone, `${language}: the browser alone`));
    }
    await prepare(page, entry, language);
    words.push(wordsOf(await readMarkup(page, 'body')));
  }
  if (!entry.isEnglishOnly) complaints.push(...findUntranslated(words));
}

function findUntranslated([english, italian]) {
  const same = english.filter((word) => italian.includes(word) && !NOT_TRANSLATED.test(word) && !WORDS.includes(word));
  return same.map((word) => `"${word}" is the same in both languages`);
}

async function renderWithoutBrowserHalf(page, path) {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(path);
  const markup = await readMarkup(page, 'body', MADE_IN_BROWSER);
  await page.unroute('**/*.wasm');
  return markup;
}

/** Comes to the same page again by a link within the app, so that no server renders it. */
async function arriveFromElsewhere(page, path) {
  const title = await page.title();
  await visit(page, '/another-missing-page');
  await followLink(page, path);
  await page.waitForFunction((title) => document.title === title, title);
  await settled(page);
}

// The functions below run in the page.

function observeLayoutShifts() {
  const shifts = [];
  const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  window.layoutShifts = () => [...shifts, ...observer.takeRecords()].filter(({ hadRecentInput }) => !hadRecentInput);
}

function findLayoutFaults(mostLayoutShift) {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const reachesOut = (element) => element.getBoundingClientRect().right > root.clientWidth;
    const last = [...document.querySelectorAll('*')].filter(reachesOut).at(-1);
    faults.push(`scrolls sideways to ${root.scrollWidth} px: ${last?.outerHTML.slice(0, 200)}`);
  }
  const shifts = window.layoutShifts();
  const total = shifts.reduce((sum, { value }) => sum + value, 0);
  if (total > mostLayoutShift) {
    const moved = shifts.flatMap(({ sources }) => sources.map(({ node }) => (node?.outerHTML ?? node?.data)?.slice(0, 100)));
    faults.push(`the layout shifts by ${total.toFixed(3)}: ${moved.join(' ')}`);
  }
  return faults;
}
