// The main thread of a page as Chromium traces it: its tasks, and how much of them each frame took.

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'];
/** The main thread's events while something is done. */
export async function trace(page, work) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const ofThread = ({ pid, tid }) => traceEvents.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X');
  // The busiest renderer is the page's.
  return threads.map(ofThread).sort((one, other) => other.length - one.length)[0] ?? [];
}

/** For each animation frame, the milliseconds of all tasks from its own on until the next frame's. */
export function frameWork(events) {
  const tasks = tasksOf(events);
  const starts = events.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts).sort((a, b) => a - b);
  const works = new Map();
  let frame = null;
  for (const task of tasks) {
    const holdsFrame = starts.find((ts) => ts >= task.start && ts < task.end);
    if (holdsFrame !== undefined) frame = holdsFrame;
    if (frame !== null) works.set(frame, (works.get(frame) ?? 0) + (task.end - task.start) / 1000);
  }
  return [...works.values()];
}

export function percentile(figures, share) {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

function tasksOf(events) {
  const tasks = events.filter(({ name }) => name === 'RunTask').map(({ ts, dur = 0 }) => ({ start: ts, end: ts + dur }));
  return tasks.sort((one, other) => one.start - other.start);
}
