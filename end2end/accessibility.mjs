// The rules of WCAG 2.2 AA that a machine can check, by axe.

import axe from 'axe-core';

const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The rules about colours, which alone can be broken in one theme and kept in the other. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What breaks a rule on the page as it stands, or a rule about colours where only those are asked for. */
export async function findViolations(page, { ofColours = false } = {}) {
  await page.evaluate(endOfMotion);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const runOnly = ofColours ? { type: 'rule', values: COLOURS } : { type: 'tag', values: WCAG_AA };
  const options = { runOnly, resultTypes: ['violations'] };
  const { violations } = await page.evaluate((options) => window.axe.run(options), options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target}: ${failureSummary}`),
  );
}

/** Runs in the page, and waits: half-faded colours would be measured as they are. What moves for ever is let be. */
function endOfMotion() {
  const moving = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
  return Promise.allSettled(moving.map((animation) => animation.finished));
}
