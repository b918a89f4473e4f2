import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts } from '#libs/contracts';
import { consumersOf } from '#libs/hosting';
import { contextsOf } from '#libs/messaging';
import { queryTablesOf, systemDocument } from '#libs/nest-kit';
import { contexts } from './contexts.ts';

/** Writes the API document of the whole system, and the facts about contexts for programs that load none of their code: launchers, gateway, provisioning. */
const root = join(import.meta.dirname, '..', '..', '..');
const rows = contexts.map((context) => ({
  name: context.name,
  port: context.port,
  serves: queryTablesOf(context).map((table) => table.context),
  publishes: context.name in contracts,
  reads: [...contextsOf(consumersOf(context).flatMap(({ on }) => on))].sort(),
}));

writeFileSync(
  join(root, 'docs', 'reference', 'openapi.json'),
  `${JSON.stringify(systemDocument(contexts), undefined, 1)}\n`,
);
writeFileSync(
  join(root, 'infra', 'topology', 'contexts.ts'),
  `// Written by \`npm run generate\` from the definitions of the contexts.
import type { ContextRow } from './services.ts';

export const CONTEXTS: readonly ContextRow[] = [
${rows.map((row) => `  ${JSON.stringify(row)},\n`).join('')}];
`,
);
