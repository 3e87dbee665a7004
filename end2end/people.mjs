// The people of the tests, and what they do through the API when how they do it is not what is tested.

import assert from 'node:assert/strict';

export const ADA = { username: 'ada', password: 'a lookout at night', role: 'admin' };
export const VITO = { username: 'vito', password: 'only looks around', role: 'viewer' };

/** Makes the first admin. */
export async function setUp(vedetta, { username, password } = ADA) {
  const body = { username, password, setup_token: vedetta.firstRunCode };
  await expectOk(await callAs(null, 'POST', `${vedetta.url}/api/v1/setup`, body));
}

/** Signs in as a browser of this name would, and returns the cookies that it was given. */
export async function signIn(vedetta, { username, password }, device = 'a test') {
  const headers = { 'content-type': 'application/json', 'user-agent': device };
  const body = JSON.stringify({ username, password });
  const answer = await fetch(`${vedetta.url}/api/v1/auth/login`, { method: 'POST', headers, body });
  await expectOk(answer);
  return cookiesOf(answer);
}

/** Ends all of somebody's sign-ins, as they themselves could from another device. */
export async function endEverySignIn(vedetta, person) {
  const cookies = await signIn(vedetta, person);
  await expectOk(await callAs(cookies, 'DELETE', `${vedetta.url}/api/v1/auth/sign-ins`));
  await expectOk(await callAs(cookies, 'POST', `${vedetta.url}/api/v1/auth/logout`));
}

/** Adds a user; the cookies are an admin's. */
export async function addUser(vedetta, cookies, user) {
  await expectOk(await callAs(cookies, 'POST', `${vedetta.url}/api/v1/users`, user));
}

/** Sends a request with these cookies. */
export function callAs(cookies, method, address, body) {
  const headers = { 'content-type': 'application/json' };
  if (cookies) headers.cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return fetch(address, { method, headers, body: body && JSON.stringify(body) });
}

/** The cookies that an answer sets, in the form that a browser context takes. */
export function cookiesOf(answer) {
  const { hostname } = new URL(answer.url);
  return answer.headers.getSetCookie().map((line) => {
    const [pair] = line.split(';');
    const [name, value] = pair.split(/=(.*)/s);
    const sameSite = /SameSite=(\w+)/.exec(line)[1];
    return { name, value, domain: hostname, path: '/', httpOnly: true, secure: /; Secure/.test(line), sameSite };
  });
}

async function expectOk(answer) {
  assert(answer.ok, `${answer.url}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
}
