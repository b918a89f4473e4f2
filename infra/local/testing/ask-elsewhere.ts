import { askEngine } from './container-engine.ts';

/** `run.mjs infra/local/testing/ask-elsewhere.ts <ms>`: what a process of its own hears of the engine within that time, as one line of JSON. */
process.stdout.write(JSON.stringify(await askEngine(Number(process.argv[2]))));
process.exit(0);
