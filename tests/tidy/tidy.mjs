/** `npm run check -- tidy`: sizes, proportions, words and names, with limits that only get stricter (limits.mjs). */
import { rules } from './rules.mjs';
import { sources } from './sources.mjs';

if (sources.length === 0) throw new Error('no source files were seen');
const results = Object.entries(rules).map(([name, rule]) => ({ name, ...rule() }));
const complaints = results.flatMap(({ name, complaints: found }) => found.map((line) => `${name}: ${line}`));
const figures = results.flatMap(({ figure }) => figure ?? []);
process.stdout.write(`${[...complaints, figures.join('; ')].join('\n')}\n`);
process.exitCode = complaints.length === 0 ? 0 : 1;
