// Tables, and the sheets that they are saved as.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

/** Waits until the rows are headed by these words, in this order. */
export async function rowsAre(page, expected) {
  // What the rows are instead says more than that one waited too long.
  const wanted = expected.join('|');
  await page.waitForFunction(readRows, wanted).catch(async () => assert.deepEqual(await page.evaluate(readRows), expected));
}

/** The names of the rows, or whether they are the wanted ones. A function, because a text would be read anew at each look,
 * which the policy of a page forbids. */
function readRows(wanted) {
  const heads = [...document.querySelectorAll('main tbody tr:not([hidden]) > th[scope=row]')];
  const rows = heads.map((head) => head.innerText.replace(/\s+/g, ' ').trim());
  return wanted === undefined ? rows : rows.join('|') === wanted;
}

/** Orders the rows by a column, as one presses its heading. */
export const sortBy = (page, column) => page.getByRole('columnheader').getByRole('button', { name: column, exact: true }).click();

/** Leaves a column out of the table, or puts it back. */
export async function toggleColumn(page, column) {
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menu', { name: 'Columns' }).getByText(column, { exact: true }).click();
  await page.keyboard.press('Escape');
}

/** Saves what is shown by the button of this name, and answers with the lines of the sheet. */
export async function saveSheet(page, button = 'Save as CSV') {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const text = await readFile(await (await saved).path(), 'utf8');
  assert(text.startsWith('\uFEFF'), 'spreadsheets need the mark');
  return text.slice(1).trimEnd().split('\r\n');
}
