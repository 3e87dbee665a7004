// Vedetta as the tests need it: the built program on a free port, with an empty data folder of its own.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM =
  process.env.VEDETTA_PROGRAM ?? fileURLToPath(new URL('../target/debug/vedetta', import.meta.url));

const FIRST_PORT = 20_000;
const PORTS = 12_000;
/** Other processes that look for one at the same time begin elsewhere. */
let nextPort = process.pid * 61;

/** Runs the program for as long as somebody holds the other end of its input: it ends with the test, however that ends. */
const TIED = 'exec 3<&0; "$0" serve & program=$!; { cat <&3; kill -9 $program; } & wait $program';

export class Vedetta {
  #folder;
  #port;
  #process = null;
  #said = '';

  /** Starts the program, and waits until it is ready. */
  static async start() {
    assert(existsSync(PROGRAM), `${PROGRAM} is missing: run \`cargo xtask build\`, or name it by VEDETTA_PROGRAM`);
    const vedetta = new Vedetta();
    vedetta.#folder = await mkdtemp(join(tmpdir(), 'vedetta-end2end-'));
    vedetta.#port = await freePort();
    await vedetta.resume();
    return vedetta;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The code that lets one make the first admin. */
  get firstRunCode() {
    return this.#said.match(/with the code (\S+)/)[1];
  }

  /** Starts the program again after a pause: the same address, the same data. */
  async resume() {
    const child = spawn('sh', ['-c', TIED, PROGRAM], {
      cwd: this.#folder,
      // The settings of the developer's own Vedetta stay out of it.
      env: { PATH: process.env.PATH, VEDETTA_LISTEN: `127.0.0.1:${this.#port}` },
      stdio: 'pipe',
    });
    this.#process = child;
    this.#said = '';
    await new Promise((ready, failed) => {
      const listen = (piece) => {
        this.#said += piece;
        if (this.#said.includes('Vedetta is ready')) ready();
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('exit', () => failed(new Error(`Vedetta ended:\n${this.#said}`)));
    });
    assert(!this.#said.includes('without the browser half'), `${PROGRAM} has no browser half: run \`cargo xtask build\``);
  }

  /** Ends the process at once and keeps the data. */
  async pause() {
    const ended = once(this.#process, 'exit');
    this.#process.stdin.end();
    await ended;
  }

  /** Ends the process and removes the data. */
  async stop() {
    await this.pause();
    await rm(this.#folder, { recursive: true });
  }
}

/**
 * A loopback port that nobody listens on. It is none of those that systems give to outgoing connections: one of these may
 * be taken before the program is started on it, or while it pauses.
 */
async function freePort() {
  for (let tries = 0; tries < PORTS; tries += 1) {
    const port = FIRST_PORT + (nextPort % PORTS);
    nextPort += 1;
    if (await isFree(port)) return port;
  }
  throw new Error('no free loopback port');
}

async function isFree(port) {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
