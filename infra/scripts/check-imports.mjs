/**
 * Runs dependency-cruiser with the rules of dependency-rules.cjs, and asserts that it saw the modules it judges: with a compiler it
 * does not know it reports "0 modules, no violations", and a wrong path does the same.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { cruise, format } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fewest = 100;
const rules = createRequire(import.meta.url)('../../dependency-rules.cjs');
const typescript = JSON.parse(readFileSync(`${root}/node_modules/typescript/package.json`, 'utf8')).version;
if (!typescript.startsWith('6.'))
  fail(`TypeScript ${typescript}: the rules are read with the compiler API of version 6`);

process.chdir(root);
const options = { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true };
const { output } = await cruise(['apps', 'libs', 'infra', 'tests'], options, undefined, {
  tsConfig: extractTSConfig('tsconfig.json'),
});
const report = typeof output === 'string' ? JSON.parse(output) : output;
const ours = report.modules.filter(({ source }) => /^(apps|libs|infra|tests)\/.*\.ts$/.test(source));
const unresolved = ours.flatMap(({ source, dependencies }) =>
  dependencies.filter((to) => to.couldNotResolve).map((to) => `${source} → ${to.module}`),
);
const { output: violations } = await format(report, { outputType: 'err' });
const complaints = [
  ours.length < fewest ? `only ${ours.length} modules were seen, at least ${fewest} stand in the tree` : undefined,
  unresolved.length > 0 ? `imports that were not resolved, so not judged:\n${unresolved.join('\n')}` : undefined,
  report.summary.error > 0 ? violations : undefined,
].filter((complaint) => complaint !== undefined);
if (complaints.length > 0) fail(complaints.join('\n'));
process.stdout.write(
  `${ours.length} modules, ${report.summary.totalDependenciesCruised} arrows, ${rules.forbidden.length} rules\n`,
);

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
