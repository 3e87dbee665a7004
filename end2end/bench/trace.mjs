// The main thread of a page as Chromium traces it: its tasks, and how much of them each frame took.

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'];
/** A task below this is the browser's own bookkeeping. */
const TASK_MS = 0.2;

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

/** From an input event to the end of the last task that follows from it, in milliseconds. */
export function answerTime(events, type) {
  const input = events.find(({ name, args }) => name === 'EventDispatch' && args.data?.type === type);
  if (!input) throw new Error(`no ${type} event was traced`);
  const after = tasksOf(events).filter(({ start, end }) => end > input.ts && end - start >= TASK_MS * 1000);
  return Math.max(...after.map(({ end }) => end - input.ts)) / 1000;
}

export function percentile(figures, share) {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

function tasksOf(events) {
  const tasks = events.filter(({ name }) => name === 'RunTask').map(({ ts, dur = 0 }) => ({ start: ts, end: ts + dur }));
  return tasks.sort((one, other) => one.start - other.start);
}
