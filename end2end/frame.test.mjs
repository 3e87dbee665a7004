// What surrounds every page: theme, language, rail, and the keyboard as the only way around.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { holdBack, settled, visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA } from './people.mjs';

const journey = await begin();

for (const [device, chosen] of [['dark', 'Light'], ['light', 'Dark']]) {
  test(`${chosen} on a ${device} device survives a reload without a flash`, async (t) => {
    const page = await openPage(t, journey, ADA, { colorScheme: device });
    await page.addInitScript(noteGrounds);
    await visit(page, '/');
    const [before] = await groundsOf(page);
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio', { name: chosen }).click();
    const after = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    assert.notEqual(after, before);
    await page.reload();
    await settled(page);
    assert.deepEqual(await groundsOf(page), [after]);
  });
}

test('the system theme follows the device', async (t) => {
  const page = await openPage(t, journey, ADA, { colorScheme: 'dark' });
  await page.addInitScript(noteGrounds);
  await visit(page, '/');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForFunction(() => window.grounds.size === 2);
});

test('a font that comes late moves nothing', async (t) => {
  const page = await openPage(t, journey, ADA);
  const deliver = await holdBack(page, '**/inter-*.woff2');
  await page.goto('/', { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length === 1);
  const before = await page.evaluate(widthOfTitle);
  deliver();
  await settled(page);
  assert.equal(await page.evaluate(widthOfTitle), before);
});

test('the language choice changes everything, and stays', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/');
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Italiano' }).click();
  await page.getByRole('heading', { name: 'Panoramica', level: 1 }).waitFor();
  await settled(page);
  await page.getByRole('navigation', { name: 'Navigazione principale' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'it');
  assert.match(await page.title(), /^Panoramica/);
  await visit(page, '/profile');
  await page.getByRole('heading', { name: 'Profilo', level: 1 }).waitFor();
  // By the keyboard as well, and not before it is asked for.
  await page.getByRole('button', { name: 'Italiano', pressed: true }).focus();
  await page.keyboard.press('Shift+Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'English');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
});

test('a browser that asks for Italian gets it', async (t) => {
  const page = await openPage(t, journey, ADA, { locale: 'it-IT' });
  await visit(page, '/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'it');
});

test('the keyboard stops nowhere that cannot be seen', async (t) => {
  const page = await openPage(t, journey, ADA, { viewport: { width: 320, height: 640 } });
  await visit(page, '/users');
  const hidden = await page.evaluate(() => {
    const stops = [...document.querySelectorAll('a[href], button, input, select')].filter((stop) => stop.checkVisibility());
    const isClipped = (stop) => getComputedStyle(stop).clipPath === 'inset(50%)' || stop.getBoundingClientRect().width < 2;
    return stops.filter((stop) => isClipped(stop) && !stop.matches('.skip-link, [type=radio], [type=checkbox]')).map((stop) => stop.outerHTML.slice(0, 80));
  });
  assert.deepEqual(hidden, []);
});

test('the rail collapses, keeps its names, and stays so', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/');
  const rail = page.getByRole('navigation', { name: 'Main navigation' });
  const wide = (await rail.boundingBox()).width;
  await page.getByRole('button', { name: 'Collapse navigation' }).click();
  const expand = page.getByRole('button', { name: 'Expand navigation', expanded: false });
  await expand.waitFor();
  await page.reload();
  await settled(page);
  assert((await rail.boundingBox()).width < wide / 2);
  await rail.getByRole('link', { name: 'Overview' }).waitFor();
  await expand.click();
  await page.getByRole('button', { name: 'Collapse navigation', expanded: true }).waitFor();
});

test('the keyboard alone: skip link and navigation', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/');
  await page.keyboard.press('Tab');
  await focused(page, page.getByRole('link', { name: 'Skip to content' }));
  await page.keyboard.press('Enter');
  await focused(page, page.getByRole('main'));
  await tabTo(page, page.getByRole('link', { name: 'Users' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  await focused(page, page.getByRole('main'));
  assert.equal(await page.getByRole('link', { name: 'Users' }).getAttribute('aria-current'), 'page');
});

test('the keyboard alone: a menu', async (t) => {
  const page = await openPage(t, journey, ADA, { colorScheme: 'dark' });
  await visit(page, '/');
  const button = page.getByRole('button', { name: 'Theme' });
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  const item = (name) => page.getByRole('menuitemradio', { name });
  await focused(page, item('Like the device'));
  await page.keyboard.press('Home');
  await focused(page, item('Dark'));
  await page.keyboard.press('ArrowDown');
  await focused(page, item('Light'));
  await page.keyboard.press('End');
  await focused(page, item('Like the device'));
  await page.keyboard.press('ArrowDown');
  await focused(page, item('Dark'));
  await page.keyboard.press('Enter');
  await focused(page, button);
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await page.keyboard.press('Enter');
  await focused(page, item('Dark'));
  await page.keyboard.press('Escape');
  await focused(page, button);
});

test('the keyboard alone: a dialog keeps the focus and gives it back', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/users');
  const button = page.getByRole('button', { name: 'Add user' });
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await dialog.waitFor();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press(presses < 6 ? 'Tab' : 'Shift+Tab');
    assert(await dialog.evaluate(holdsFocus), `the focus left the dialog after ${presses + 1} presses`);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await focused(page, button);
});

test('nothing moves for those who asked for less motion', async (t) => {
  const page = await openPage(t, journey, ADA, { reducedMotion: 'reduce' });
  await visit(page, '/users');
  // What takes no time is no motion, though it may be listed until the next frame.
  const moving = () =>
    page.evaluate(() => {
      const lasting = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime > 0);
      return lasting.map(({ playState, effect }) => [playState, effect.target.className]);
    });
  await page.getByRole('button', { name: 'Collapse navigation' }).click();
  assert.deepEqual(await moving(), []);
  await page.getByRole('button', { name: 'Add user' }).click();
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await moving(), []);
});

function groundsOf(page) {
  return page.evaluate(() => [...window.grounds]);
}

/** Waits until an element has the focus. */
async function focused(page, locator) {
  const element = await locator.elementHandle();
  await page.waitForFunction((element) => document.activeElement === element, element);
}

/** Presses Tab until the element has the focus; everything must be within forty presses. */
async function tabTo(page, locator, key = 'Tab') {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press(key);
    if (await locator.evaluate((element) => document.activeElement === element)) return;
  }
  assert.fail(`${locator} is out of the keyboard's reach`);
}

// The functions below run in the page.

/** Notes the ground of every frame that is painted. */
function noteGrounds() {
  window.grounds = new Set();
  const note = () => {
    window.grounds.add(getComputedStyle(document.documentElement).backgroundColor);
    requestAnimationFrame(note);
  };
  document.addEventListener('DOMContentLoaded', note);
  requestAnimationFrame(note);
}

/** Whether the focus is in the dialog, or on its way around through the browser's own controls. */
function holdsFocus(dialog) {
  return dialog.contains(document.activeElement) || document.activeElement === document.body;
}

function widthOfTitle() {
  const words = document.createRange();
  words.selectNodeContents(document.querySelector('h1'));
  return words.getBoundingClientRect().width;
}
