// What every file of journeys begins with: a Vedetta that ada has set up and vito looks around in, and a browser.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { openBrowser, openProfile } from './browser.mjs';
import { ADA, VITO, addUser, setUp, signIn } from './people.mjs';
import { Vedetta } from './program.mjs';

/** Starts both; they end with the tests of the file. What ada does through the API, she does with the cookies here. */
export async function begin() {
  const { vedetta, browser } = await beginFirstRun();
  await setUp(vedetta);
  const ada = await signIn(vedetta, ADA);
  await addUser(vedetta, ada, VITO);
  return { vedetta, browser, ada };
}

/** The same before anybody has set up anything. */
export async function beginFirstRun() {
  const [vedetta, browser] = await Promise.all([Vedetta.start(), openBrowser()]);
  after(async () => {
    await browser.close();
    await vedetta.stop();
  });
  return { vedetta, browser };
}

/**
 * Opens a browser profile for one test, signed in already if a person is given. The test fails if a page in it does
 * something that it should not; the options are those of `openProfile`.
 */
export async function openContext(t, { vedetta, browser }, person, options) {
  const { context, complaints } = await openProfile(browser, { baseURL: vedetta.url, ...options });
  t.after(async () => {
    // What a page was still fetching when its profile is closed is given up, and that is no fault of the page.
    const found = [...complaints];
    await context.close();
    found.forEach((complaint) => t.diagnostic(complaint));
    assert(found.length === 0, 'a page did something that it should not');
  });
  if (person) await context.addCookies(await signIn(vedetta, person));
  return context;
}

/** Opens a page in a profile of its own. */
export async function openPage(t, journey, person, options) {
  const context = await openContext(t, journey, person, options);
  return context.newPage();
}
