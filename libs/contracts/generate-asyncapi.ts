import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asyncApiDocument } from './asyncapi.ts';

/** Writes the AsyncAPI document into the reference, or to the file named: the package takes it along. */
const file = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'docs', 'reference', 'asyncapi.json');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(asyncApiDocument(), undefined, 1)}\n`);
