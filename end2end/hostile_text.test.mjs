// Names and devices come from people who may mean harm. They are shown as what they are: text.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chooseFrom, visit } from './browser.mjs';
import { begin, openPage } from './journey.mjs';
import { ADA, addUser, signIn } from './people.mjs';

// User names have no spaces; HTML does not need any.
const MALLORY = { username: '<img/src=x/onerror=alert(1)>', password: 'a lookout at noon', role: 'admin' };
const DEVICE = '</script><img src=x onerror="alert(2)">\'"&amp;';

const journey = await begin();
const { vedetta, ada } = journey;
await addUser(vedetta, ada, MALLORY);
await signIn(vedetta, MALLORY, DEVICE);

for (const [path, ...texts] of [
  ['/users', MALLORY.username],
  ['/profile', MALLORY.username, DEVICE],
  ['/audit', MALLORY.username, DEVICE],
]) {
  test(`hostile text is text on ${path}`, async (t) => {
    const page = await openPage(t, journey, MALLORY);
    const alerts = [];
    page.on('dialog', (dialog) => alerts.push(dialog.message()));
    await visit(page, path);
    for (const text of texts) await page.getByRole('main').getByText(text, { exact: true }).first().waitFor();
    assert.equal(await page.locator('img').count(), 0);
    assert.deepEqual(alerts, []);
  });
}

test('a hostile name is text in a question and in the news of what was done', async (t) => {
  const page = await openPage(t, journey, ADA);
  await visit(page, '/users');
  await chooseFrom(page, `Actions for ${MALLORY.username}`, 'Make viewer');
  const dialog = page.getByRole('dialog', { name: `Make ${MALLORY.username} a viewer?` });
  await dialog.getByRole('button', { name: 'Make viewer' }).click();
  await page.getByText(`${MALLORY.username} is a viewer now.`).waitFor();
  assert.equal(await page.locator('img').count(), 0);
});
