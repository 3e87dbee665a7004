// The rules of WCAG 2.2 AA that a machine can check, by axe.

import axe from 'axe-core';

const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What breaks a rule on the page as it stands. */
export async function findViolations(page) {
  // Half-faded colours would be measured as they are.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options = { runOnly: WCAG_AA, resultTypes: ['violations'] };
  const { violations } = await page.evaluate((options) => window.axe.run(options), options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target}: ${failureSummary}`),
  );
}
