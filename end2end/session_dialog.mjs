// The sign-in that is asked for over a page, when the one behind the page has ended.

/** The dialog; it opens at the first request that is refused. */
export const sessionDialog = (page) => page.getByRole('dialog', { name: 'Your sign-in has ended' });

/** Signs in over the page. */
export async function signInAgain(page, { password }) {
  const dialog = sessionDialog(page);
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}
