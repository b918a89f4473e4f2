import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EVERYWHERE, PROVISION, SERVICES, topicsText, type ServiceRow } from './services.ts';

/** Writes the service table into the reference. */
const file = fileURLToPath(new URL('../../docs/reference/services.md', import.meta.url));
const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const line = ({ name, port, databaseRole = '', reads, writes, variables, after }: ServiceRow): string =>
  `| ${[
    name,
    port === 0 ? '' : String(port),
    databaseRole,
    topicsText(reads),
    topicsText(writes),
    after.join(', '),
    code(variables),
  ].join(' | ')} |\n`;

writeFileSync(
  file,
  `# Service table

Written by \`npm run generate\` from the definitions of the contexts; \`docker-compose.yml\` and \`npm run start:distributed\` follow it.

| service | port | database role | reads | writes | after | variables |
| --- | --- | --- | --- | --- | --- | --- |
${[PROVISION, ...SERVICES].map(line).join('')}
Every program takes ${code(EVERYWHERE.always)} too; in production ${code(EVERYWHERE.production)}, in development ${code(EVERYWHERE.development)}.
`,
);
