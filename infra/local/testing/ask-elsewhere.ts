import { askEngine } from './container-engine.ts';

/** `run.mjs infra/local/testing/ask-elsewhere.ts`: what a process of its own hears of the engine, as one line of JSON. */
process.stdout.write(JSON.stringify(await askEngine(1_500)));
process.exit(0);
