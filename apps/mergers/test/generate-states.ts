import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { statesPage } from './states-page.ts';

/** Writes the drawing of the states of an operation into the reference. */
writeFileSync(fileURLToPath(new URL('../../../docs/reference/operation-states.md', import.meta.url)), statesPage());
