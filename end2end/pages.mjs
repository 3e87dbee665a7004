// Every page of the app: who sees it, with which status it is answered, which buttons are pressed before it is looked at,
// and which open a window.

import { readFile } from 'node:fs/promises';

/** A page that a development build has and a shipped one has not. */
const STYLEGUIDE = {
  name: 'styleguide',
  path: '/styleguide',
  visitor: 'admin',
  windows: ['Open the dialog', 'Open the drawer'],
  isEnglishOnly: true,
};

/** The button of a chart, in each language. */
const AS_TABLE = { en: 'Show as table', it: 'Mostra come tabella' };

const PAGES = [
  { name: 'setup', path: '/setup', visitor: 'first' },
  { name: 'sign-in', path: '/sign-in', visitor: 'nobody' },
  // Its steps take the place of two smaller cards that are awaited: on a first visit, and only then, the page moves.
  { name: 'onboarding', path: '/', visitor: 'admin', mostLayoutShift: 0.25, windows: ['Theme', 'Language', 'Your account', 'Search Ctrl K'] },
  { name: 'overview', path: '/', visitor: 'busy' },
  { name: 'availability-empty', path: '/availability', visitor: 'admin' },
  { name: 'availability', path: '/availability', visitor: 'busy', windows: ['Actions for the report: 2025-09-01'] },
  { name: 'resilience', path: '/resilience', visitor: 'busy' },
  { name: 'availability-dashboard', path: '/availability/reports/:day', visitor: 'busy', windows: ['Actions for the report'] },
  {
    name: 'availability-details',
    path: '/availability/reports/:day',
    query: '?at=2025-09-02T02:20:00Z&open=orders-db&lines=orders-db&what-if=b10-orders-db',
    visitor: 'busy',
  },
  {
    name: 'availability-tables',
    path: '/availability/reports/:day',
    query: '?at=2025-09-02T02:20:00Z&view=table&sort=failures-down&what-if=w9-orders-db',
    visitor: 'busy',
    press: AS_TABLE,
    windows: ['Columns', 'Save as preset'],
  },
  { name: 'resilience-dashboard', path: '/resilience/reports/:week', visitor: 'busy' },
  {
    name: 'resilience-details',
    path: '/resilience/reports/:week',
    query: '?at=2025-09-01T06:00:00Z&open=node-1&what-if=t48-node-1',
    visitor: 'busy',
  },
  {
    name: 'resilience-tables',
    path: '/resilience/reports/:week',
    query: '?at=2025-09-01T06:00:00Z&view=table',
    visitor: 'busy',
    press: AS_TABLE,
  },
  { name: 'compare', path: '/compare', query: '?a=:before&b=:day', visitor: 'busy' },
  { name: 'compare-empty', path: '/compare', visitor: 'admin' },
  { name: 'new-availability-empty', path: '/availability/new', visitor: 'admin' },
  { name: 'new-availability', path: '/availability/new', visitor: 'busy' },
  { name: 'new-resilience', path: '/resilience/new', visitor: 'busy' },
  { name: 'jobs-empty', path: '/jobs', visitor: 'admin' },
  { name: 'jobs', path: '/jobs', visitor: 'busy' },
  { name: 'job', path: '/jobs/:failed', visitor: 'busy' },
  { name: 'assets-empty', path: '/assets', visitor: 'admin', windows: ['Import data', 'Add asset'] },
  { name: 'assets', path: '/assets', visitor: 'busy', windows: ['Actions for Orders'] },
  { name: 'assets-for-viewers', path: '/assets', visitor: 'viewer' },
  { name: 'new-forbidden', path: '/availability/new', visitor: 'outsider', status: 403 },
  { name: 'users', path: '/users', visitor: 'admin', windows: ['Add user', 'Actions for vito'] },
  { name: 'audit', path: '/audit', visitor: 'admin' },
  { name: 'profile', path: '/profile', visitor: 'admin' },
  { name: 'forbidden', path: '/users', visitor: 'outsider', status: 403 },
  { name: 'not-found', path: '/no-such-page', visitor: 'admin', status: 404 },
];

/** The pages of the build that is tested. */
export function pagesOf(hasStyleguide) {
  return hasStyleguide ? [...PAGES, STYLEGUIDE] : PAGES;
}

/** Pages that show one of many; the name in a path stands for any of them. */
const PATTERNS = ['/jobs/:id', '/availability/reports/:id', '/resilience/reports/:id', '/compare'];

/** Whether an address within the app belongs to a page that is listed here. */
export function isKnown(path) {
  const patterns = PATTERNS.map((pattern) => new RegExp(`^${pattern.replace(/:\w+/, '[^/]+')}$`));
  return pagesOf(true).some((page) => page.path === path) || patterns.some((pattern) => pattern.test(path));
}

/** The page's address, with what it shows filled in: names of jobs and reports that the tests have made. */
export function addressOf({ path, query = '' }, ids) {
  return `${path}${query}`.replace(/:([a-z]+)/g, (_, name) => ids[name]);
}

/** The addresses that the app's own table of routes names. */
export async function routesOfTheApp() {
  const table = await readFile(new URL('../app/src/routes.rs', import.meta.url), 'utf8');
  return [...table.matchAll(/path!\("([^"]*)"\)/g)].map(([, path]) => path);
}
