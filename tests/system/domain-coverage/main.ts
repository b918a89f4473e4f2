import { join } from 'node:path';
import { clausesOf, faultsOf, namesIn, readCoverage, unnamed } from './coverage.ts';

/** `npm run check -- coverage`: the faults of docs/reference/coverage.yaml, else how much of the domain is carried, and by how much of the system. */
const root = join(import.meta.dirname, '..', '..', '..');
const [coverage, known] = [readCoverage(root), namesIn(root)];
const faults = faultsOf(coverage, known);
const clauses = clausesOf(coverage);
const missing = clauses.filter(({ clause }) => clause.missing !== undefined);
const rest = unnamed(coverage, known);

for (const fault of faults) process.stdout.write(`${fault}\n`);
if (process.argv.includes('--list')) {
  for (const { at, clause } of missing) process.stdout.write(`missing: ${at}: ${String(clause.missing)}\n`);
  for (const [kind, names] of Object.entries(rest))
    for (const name of names) process.stdout.write(`not named, ${kind}: ${name}\n`);
}
const numbers = Object.entries(rest).map(([kind, names]) => `${String(names.length)} ${kind}`);
process.stdout.write(
  `${String(clauses.length)} clauses, ${String(missing.length)} missing; no clause names ${numbers.join(', ')}\n`,
);
if (faults.length > 0) process.exitCode = 1;
