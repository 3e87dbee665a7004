// Runs the golden vectors in a WebAssembly module and prints what it found: node run.mjs golden.wasm
import { readFile } from "node:fs/promises";

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]));
const { memory, found_text, found_length } = instance.exports;
// The memory grows while the vectors run, so its bytes are looked up afterwards.
const start = found_text();
process.stdout.write(new Uint8Array(memory.buffer, start, found_length()));
