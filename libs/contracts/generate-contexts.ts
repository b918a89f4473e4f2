import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the list of contracts: a folder here whose `index.ts` declares `<folder>Contract` is that of the context of this name. */
const folder = import.meta.dirname;
const sources = (context: string): readonly string[] =>
  readdirSync(join(folder, context))
    .filter((name) => /^[a-z-]+\.ts$/.test(name))
    .sort();
const contexts = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'dist' && sources(entry.name).includes('index.ts'))
  .map(({ name }) => name)
  .filter((name) => readFileSync(join(folder, name, 'index.ts'), 'utf8').includes(`const ${name}Contract =`))
  .sort();
const lines = (line: (context: string) => string, separator = '\n'): string => contexts.map(line).join(separator);

writeFileSync(
  join(folder, 'contexts.ts'),
  `// Written by \`npm run generate\` from the folders beside it.
import type { EventData } from './definition.ts';
${lines((context) => `import { ${context}Contract } from './${context}/index.ts';`)}

${lines((context) =>
  sources(context)
    .map((name) => `export * from './${context}/${name}';`)
    .join('\n'),
)}

/** The contexts and what each publishes. */
export const contracts = {
${lines((context) => `  ${context}: ${context}Contract,`)}
};

/** Every event by its full name with the data it carries: the type that projections and consumers are written against. */
export type GrappeEvents = ${lines((context) => `EventData<'${context}', typeof ${context}Contract>`, ' &\n  ')};
`,
);
