import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemDocument } from '#libs/nest-kit';
import { contexts } from './contexts.ts';

/** Writes the API document of the whole system into the reference. */
const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'reference', 'openapi.json');
writeFileSync(file, `${JSON.stringify(systemDocument(contexts), undefined, 2)}\n`);
process.stdout.write(`${file}\n`);
