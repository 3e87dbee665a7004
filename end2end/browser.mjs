// Chromium, and a watch over its pages that notes what nobody would see and what should not be there all the same.

import { chromium } from 'playwright-core';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a page may take to show what a test waits for, on a busy machine. */
const PATIENCE_MS = 15_000;
const ABORTED = 'net::ERR_ABORTED';
/** What a request says that was sent while the browser was offline. */
export const OFFLINE = 'net::ERR_INTERNET_DISCONNECTED';
/** How the console begins to tell of a file that could not be had. */
const NOT_LOADED = /^(Failed to load resource|TypeError: Failed to (fetch|execute 'compile' on 'WebAssembly'))/;

/** Scrollbars that take room, as on many a desktop, are left out unless they are asked for. */
export function openBrowser({ hasScrollbars = false } = {}) {
  return chromium.launch({
    ignoreDefaultArgs: hasScrollbars ? ['--hide-scrollbars'] : [],
    executablePath: process.env.VEDETTA_TEST_CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: FLAGS,
  });
}

/**
 * Opens a browser profile of its own for the Vedetta at `baseURL`. `complaints` grows with what its pages do wrong; what
 * a test provokes is named in `expected`, a refusal by its status and a lost connection by its error.
 */
export async function openProfile(browser, { expected = [], ...options }) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints = [];
  const note = (complaint) => complaint && complaints.push(complaint);
  await context.addInitScript(reportPolicyViolations);
  context.on('page', (page) => watch(page, expected, note));
  context.on('weberror', (error) => note(`page error: ${error.error()}`));
  context.on('request', (request) => note(aboutRequest(request, options.baseURL)));
  context.on('response', (answer) => note(aboutAnswer(answer, expected)));
  return { context, complaints };
}

/**
 * What a page was fetching when it is left is given up, and its scripts may still say so. That is no failure; the same
 * on a page that stays is one. So it counts whether another document is on its way to take the page's place.
 */
function watch(page, expected, note) {
  let next = null;
  const isLeft = () => next !== null || page.isClosed();
  page.on('request', (request) => {
    if (request.isNavigationRequest()) next = request;
  });
  page.on('requestfailed', (request) => {
    note(aboutFailure(request, isLeft(), expected));
    if (request === next) next = null;
  });
  page.on('domcontentloaded', () => (next = null));
  page.on('console', (message) => note(aboutMessage(message, isLeft(), expected)));
}

/** Goes to a page and waits until it is alive and at rest. */
export async function visit(page, address) {
  const answer = await page.goto(address);
  await settled(page);
  return answer;
}

/** Goes to a page as by a link within the app: without a new document, so that no server renders it. */
export async function followLink(page, path) {
  await page.evaluate((path) => {
    const link = Object.assign(document.createElement('a'), { href: path });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
  await page.waitForURL(({ pathname, search }) => pathname + search === path);
}

/** Presses every button of this name, each of which has another name afterwards. */
export async function pressAll(page, name) {
  const buttons = page.getByRole('button', { name, exact: true });
  while (await buttons.count()) await buttons.first().click();
}

/** Opens a menu by its button, on a page or in a row of it, and takes what it offers. */
export async function chooseFrom(place, menu, item) {
  await place.getByRole('button', { name: menu }).click();
  await place.getByRole('menuitem', { name: item }).click();
}

/** Waits until the browser half has taken the page over, nothing is loading, and what was shown last is painted. */
export async function settled(page) {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('main :is([aria-busy=true], .skeleton)'));
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  });
}

/** Keeps the answers to some requests back until the function that it returns is called; by itself, the server answers. */
export async function holdBack(page, pattern, answer = (route) => route.continue()) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(pattern, (route) => released.then(() => answer(route)));
  return release;
}

/** Answers a request as the server does that refuses it, with what is wrong with its fields if that is given. */
export function refuse(route, status, code, errors) {
  const headers = { 'content-type': 'application/problem+json' };
  const problem = { type: `/problems/${code}`, title: code, status, detail: '', code, errors };
  return route.fulfill({ status, headers, body: JSON.stringify(problem) });
}

/** Runs in the page: a violation becomes an error on the console, where it is noticed. */
function reportPolicyViolations() {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
    console.error(`the security policy (${violatedDirective}) stopped ${blockedURI} in ${sourceFile}`);
  });
}

function aboutMessage(message, isLeft, expected) {
  const text = message.text();
  const isExpected = NOT_LOADED.test(text) && (isLeft || expected.some((reason) => text.includes(reason)));
  const isBad = ['error', 'warning'].includes(message.type()) && !isExpected;
  return isBad && `console ${message.type()} at ${message.location().url}: ${text}`;
}

function aboutRequest(request, baseURL) {
  const { protocol, origin } = new URL(request.url());
  const isOwn = ['data:', 'blob:'].includes(protocol) || origin === new URL(baseURL).origin;
  return !isOwn && `request to another host: ${request.url()}`;
}

function aboutFailure(request, isLeft, expected) {
  const { errorText } = request.failure();
  const isGivenUp = errorText === ABORTED && isLeft;
  const isBad = !isGivenUp && !expected.includes(errorText);
  return isBad && `request failed: ${request.url()}: ${errorText}`;
}

function aboutAnswer(answer, expected) {
  const isBad = answer.status() >= 400 && !expected.includes(answer.status());
  return isBad && `answer ${answer.status()}: ${answer.url()}`;
}
