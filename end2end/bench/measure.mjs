// What `cargo xtask bench` measures in a browser, written as one line of JSON for each figure: what was measured, the
// figure, its limit, its unit, and what else there is to say of it.

import { setTimeout as pause } from 'node:timers/promises';

import { openBrowser, openProfile, settled, visit } from '../browser.mjs';
import { ADA, setUp, signIn } from '../people.mjs';
import { Vedetta } from '../program.mjs';
import { SERVICES, backups, failures, minutes } from './data.mjs';
import { frameWork, percentile, trace } from './trace.mjs';

const SECONDS = Number(process.env.VEDETTA_BENCH_SECONDS ?? 10);
const FASTEST = '3600';
/** Loads of a page of which the middle one counts, and figures that are tried. */
const LOADS = 5;
const TRIES = 9;
/** In which everything has followed from an input, the address too. */
const AFTER_INPUT_MS = 1000;
const WIDTH = { width: 1440, height: 900 };

const [vedetta, browser] = await Promise.all([Vedetta.start(), openBrowser()]);
let cookies = [];
try {
  await setUp(vedetta);
  cookies = await signIn(vedetta, ADA);
  const reports = {
    minutes: await minutes(vedetta, cookies, process.env.VEDETTA_BENCH_SAMPLES),
    failures: await failures(vedetta, cookies),
    backups: await backups(vedetta, cookies),
  };
  await inProfile(leastFrame);
  await inProfile((page) => replay(page, reports.minutes, '200 services x 7 days'));
  await inProfile((page) => replay(page, reports.backups, '1000 assets x 168 h'));
  await inProfile((page) => whatIf(page, reports.failures));
  await inProfile((page) => scroll(page, reports.failures));
  await opening(reports.failures);
  await paint(reports.minutes);
} finally {
  await browser.close();
  await vedetta.stop();
}

async function replay(page, report, of) {
  await visit(page, `${report}?speed=${FASTEST}`);
  await page.keyboard.press('Home');
  await pause(500);
  const events = await trace(page, async () => {
    await page.keyboard.press('Space');
    await pause(SECONDS * 1000);
    await page.keyboard.press('Space');
  });
  tellWork(`work of a frame while ${of} replay at ${FASTEST}x`, frameWork(events), 4);
}

/** What this browser on this machine needs for the least that a replay can do: a line that moves and a time that is written. */
async function leastFrame(page) {
  await page.goto('about:blank');
  const events = await trace(page, async () => {
    await page.evaluate(moveAndWrite);
    await pause(SECONDS * 1000);
  });
  tellWork('limit: work of a frame that moves one line and writes the time on an empty page', frameWork(events));
}

async function whatIf(page, report) {
  await visit(page, report);
  await page.getByRole('switch', { name: 'What if' }).check({ force: true });
  const budget = page.getByRole('spinbutton', { name: /^Error budget of/ }).first();
  await page.evaluate(watchFigures);
  const answers = [];
  // The first one wakes what sleeps until then, and does not count.
  for (let value = 20; value <= 20 + TRIES; value += 1) {
    await budget.fill(String(value));
    await pause(AFTER_INPUT_MS);
    answers.push(await page.evaluate(() => window.benchAnswer()));
  }
  answers.shift();
  const middle = (name) => percentile(answers.map((answer) => answer[name]), 0.5).toFixed(1);
  const figure = Math.max(...answers.map(({ work }) => work));
  const said = `the slowest of ${TRIES}; the middle one took ${middle('work')} ms, with the wait for the screen's next picture ${middle('figures')} ms, and until charts and track had followed ${middle('pictures')} ms`;
  tell({ what: `what-if, ${SERVICES} services, 120,000 failures, work until every figure has followed`, figure, limit: 16, unit: 'ms', said });
}

async function scroll(page, report) {
  await visit(page, `${report}?view=table`);
  await page.mouse.move(WIDTH.width / 2, WIDTH.height / 2);
  const events = await trace(page, async () => {
    for (let turn = 0; turn < 60; turn += 1) {
      await page.mouse.wheel(0, 400);
      await pause(16);
    }
  });
  const tasks = events.filter(({ name }) => name === 'RunTask').map(({ dur = 0 }) => dur / 1000);
  const said = `the longest ${Math.max(...tasks).toFixed(1)} ms, of ${tasks.length}`;
  tell({ what: `scrolling the table of ${SERVICES} services, p99 of the tasks`, figure: percentile(tasks, 0.99), limit: 16, unit: 'ms', said });
}

/** From asking for a dashboard until it is alive and at rest. */
async function opening(report) {
  const times = await timesOf(LOADS, (page) =>
    visit(page, report).then(() => page.evaluate(() => performance.now())),
  );
  tellMiddle(`opening a dashboard of ${SERVICES} services`, times, 1000);
}

async function paint(report) {
  const shifts = [];
  const times = await timesOf(LOADS, async (page) => {
    await page.addInitScript(watchPaint);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(report);
    await settled(page);
    await pause(500);
    const { painted, shift } = await page.evaluate(() => window.benchPaint);
    shifts.push(shift);
    return painted;
  });
  tellMiddle('largest contentful paint of a dashboard of 200 services, CPU slowed four times', times, 1000);
  tell({ what: 'layout shift while it opens', figure: Math.max(...shifts), limit: 0, unit: '' });
}

/**
 * Runs in the page: notes how long after an input the last figure that followed from it was painted, how much of that was
 * work, and how long the pictures took, which follow the figures.
 */
function watchFigures() {
  const isPicture = ({ target }) => (target.closest ? target : target.parentElement)?.closest('svg, .chart');
  let began = 0;
  let last = {};
  const note = (of) => {
    const written = performance.now();
    requestAnimationFrame(() => {
      const frame = performance.now();
      // The first task after this frame: one that waits for its turn would come after the work on the pictures.
      scheduler.postTask(() => (last[of] = { written, frame, painted: performance.now() }), { priority: 'user-blocking' });
    });
  };
  document.addEventListener('input', () => ([began, last] = [performance.now(), {}]), { capture: true });
  const every = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver((changes) => note(changes.every(isPicture) ? 'pictures' : 'figures')).observe(document.querySelector('main'), every);
  window.benchAnswer = () => {
    const { figures, pictures = figures } = last;
    const work = figures.written - began + (figures.painted - figures.frame);
    return { work, figures: figures.painted - began, pictures: pictures.painted - began };
  };
}

/** Runs in an empty page. */
function moveAndWrite() {
  document.body.innerHTML = '<div style="position: fixed; inset: 0 auto 0 0; width: 2px; background: black; will-change: translate"></div><p></p>';
  const [line, time] = document.body.children;
  const draw = (now) => {
    line.style.translate = `${now / 100}px`;
    time.textContent = now;
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
}

/** Runs in the page, before it. */
function watchPaint() {
  window.benchPaint = { painted: 0, shift: 0 };
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch('largest-contentful-paint', ({ startTime }) => (window.benchPaint.painted = startTime));
  watch('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) window.benchPaint.shift += value;
  });
}

async function timesOf(count, measure) {
  const times = [];
  for (let turn = 0; turn < count; turn += 1) times.push(await inProfile(measure));
  return times;
}

/** Each measurement in a browser profile of its own, with nothing in its cache. */
async function inProfile(work) {
  const { context } = await openProfile(browser, { baseURL: vedetta.url, viewport: WIDTH });
  await context.addCookies(cookies);
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

function tellWork(what, works, limit) {
  if (works.length === 0) throw new Error(`${what}: no frame was traced`);
  const said = `p99 of ${works.length} frames; median ${percentile(works, 0.5).toFixed(1)} ms, longest ${Math.max(...works).toFixed(1)} ms`;
  tell({ what, figure: percentile(works, 0.99), limit, unit: 'ms', said });
}

function tellMiddle(what, times, limit) {
  const said = `the middle one of ${times.length}; the longest ${Math.max(...times).toFixed(0)} ms`;
  tell({ what, figure: percentile(times, 0.5), limit, unit: 'ms', said });
}

function tell(figure) {
  console.log(JSON.stringify(figure));
}
