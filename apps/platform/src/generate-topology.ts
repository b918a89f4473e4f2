import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { contracts } from '#libs/contracts';
import { contextsOf } from '#libs/messaging';
import { consumersOf } from '#libs/hosting';
import { contexts } from './contexts.ts';

/** Writes what launchers, gateway and provisioning need to know of the contexts, who load none of their code. */
const file = fileURLToPath(new URL('../../../infra/topology/contexts.ts', import.meta.url));
const rows = contexts.map((context) => ({
  name: context.name,
  port: context.port,
  publishes: context.name in contracts,
  reads: [...contextsOf(consumersOf(context).flatMap(({ on }) => on))].sort(),
}));

writeFileSync(
  file,
  `// Written by \`npm run generate\` from the definitions of the contexts.
import type { ContextRow } from './services.ts';

export const CONTEXTS: readonly ContextRow[] = [
${rows.map((row) => `  ${JSON.stringify(row)},\n`).join('')}];
`,
);
