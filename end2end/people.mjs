// The people of the tests, and what they do through the API when how they do it is not what is tested.

import assert from 'node:assert/strict';

export const ADA = { username: 'ada', password: 'a lookout at night', role: 'admin' };
export const VITO = { username: 'vito', password: 'only looks around', role: 'viewer' };

/** Makes the first admin. */
export async function setUp(vedetta, { username, password } = ADA) {
  await call(vedetta, null, 'POST', '/api/v1/setup', { username, password, setup_token: vedetta.firstRunCode });
}

/** Signs in as a browser of this name would, and returns the cookies that it was given. */
export async function signIn(vedetta, { username, password }, device = 'a test') {
  const answer = await answerTo(vedetta, null, 'POST', '/api/v1/auth/login', { username, password }, device);
  assert(answer.ok, `the sign-in of ${username}: ${answer.status} ${await answer.text()}`);
  return cookiesOf(answer);
}

/** Ends all of somebody's sign-ins, as they themselves could from another device. */
export async function endEverySignIn(vedetta, person) {
  const cookies = await signIn(vedetta, person);
  await call(vedetta, cookies, 'DELETE', '/api/v1/auth/sign-ins');
  await call(vedetta, cookies, 'POST', '/api/v1/auth/logout');
}

/** Adds a user; the cookies are an admin's. */
export async function addUser(vedetta, cookies, user) {
  await call(vedetta, cookies, 'POST', '/api/v1/users', user);
}

/** Sends a request with these cookies, which must not be refused, and returns what the server says. */
export async function call(vedetta, cookies, method, path, body) {
  const answer = await answerTo(vedetta, cookies, method, path, body);
  const text = await answer.text();
  assert(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** Sends a request with these cookies, and returns its answer, whatever that is. */
export function answerTo(vedetta, cookies, method, path, body, device = 'a test') {
  const headers = { 'content-type': 'application/json', 'user-agent': device };
  if (cookies) headers.cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return fetch(`${vedetta.url}${path}`, { method, headers, body: body && JSON.stringify(body) });
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
