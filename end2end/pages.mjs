// Every page of the app: who sees it, with which status it is answered, and which buttons of it open a window.

import { readFile } from 'node:fs/promises';

/** A page that a development build has and a shipped one has not. */
const STYLEGUIDE = {
  name: 'styleguide',
  path: '/styleguide',
  visitor: 'admin',
  windows: ['Open the dialog', 'Open the drawer'],
};

const PAGES = [
  { name: 'setup', path: '/setup', visitor: 'first' },
  { name: 'sign-in', path: '/sign-in', visitor: 'nobody' },
  { name: 'overview', path: '/', visitor: 'admin', windows: ['Theme', 'Language', 'Your account'] },
  { name: 'users', path: '/users', visitor: 'admin', windows: ['Add user', 'Actions for vito'] },
  { name: 'audit', path: '/audit', visitor: 'admin' },
  { name: 'profile', path: '/profile', visitor: 'admin' },
  { name: 'forbidden', path: '/users', visitor: 'viewer', status: 403 },
  { name: 'not-found', path: '/no-such-page', visitor: 'admin', status: 404 },
];

/** The pages of the build that is tested. */
export function pagesOf(hasStyleguide) {
  return hasStyleguide ? [...PAGES, STYLEGUIDE] : PAGES;
}

/** Whether an address within the app belongs to a page that is listed here. */
export function isKnown(path) {
  return pagesOf(true).some((page) => page.path === path);
}

/** The addresses that the app's own table of routes names. */
export async function routesOfTheApp() {
  const table = await readFile(new URL('../app/src/routes.rs', import.meta.url), 'utf8');
  return [...table.matchAll(/path!\("([^"]*)"\)/g)].map(([, path]) => path);
}
