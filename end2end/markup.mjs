// What a part of a page is made of, so that two renderings of it can be compared.

/** The elements and texts within an element, one a line; without those that `except` selects. */
export function readMarkup(page, selector, except = 'none') {
  return page.evaluate(readLines, [selector, except]);
}

/** What is different, for `what` caused it. */
export function findDifferences(before, after, what) {
  const complaints = [];
  for (let line = 0; line < Math.max(before.length, after.length); line += 1) {
    if (before[line] !== after[line]) complaints.push(`${what} makes ${after[line]} of ${before[line]}`);
  }
  // What follows the first differences is mostly out of step.
  return complaints.slice(0, 3);
}

/** The words among the lines: texts, and what elements are called for those who do not see them. */
export function wordsOf(lines) {
  return lines.flatMap((line) => (line.startsWith('<') ? namesIn(line) : [line]));
}

function namesIn(tag) {
  return [...tag.matchAll(/ (?:aria-label|placeholder|title|data-tip)="([^"]*)"/g)].map(([, name]) => name);
}

/**
 * Runs in the page. Left out are comments, what only carries parts of the page to their place, moments, which move on,
 * whether a button waits for its turn: a form can be sent only once the browser half is there to do it, and how many
 * pixels a canvas has, which only the browser knows.
 */
function readLines([selector, except]) {
  const lines = [];
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE && node.data.trim()) lines.push(node.data.trim());
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(`script, template, time, ${except}`)) return;
    const ignored = node.localName === 'canvas' ? ['disabled', 'width', 'height'] : ['disabled'];
    const attributes = [...node.attributes].filter(({ name, value }) => !ignored.includes(name) && (name !== 'class' || value));
    const written = attributes.map(({ name, value }) => `${name}=${JSON.stringify(value)}`);
    lines.push(`<${[node.localName, ...written.sort()].join(' ')}>`);
    node.childNodes.forEach(read);
  };
  read(document.querySelector(selector));
  return lines;
}
