import type { ContextDefinition } from '#libs/hosting';
import { developmentTokens } from '../auth/development-issuer.ts';
import { healthTable } from '../http/health.queries.ts';
import { adminTable } from '../http/admin.queries.ts';
import { servicesTable } from '../http/services.queries.ts';
import { queryTablesOf } from '../context-module.ts';
import { openApiDocument, type OpenApiDocument } from './document.ts';

/** The API document of a system of these contexts, for the reference; no service is started. */
export function systemDocument(contexts: readonly ContextDefinition[]): OpenApiDocument {
  const process = [healthTable(idle), developmentTokens({ issue: idle }), adminTable(idle), servicesTable(contexts)];
  const commands = contexts.flatMap((context) => context.commands);
  return openApiDocument(commands, [...process, ...contexts.flatMap(queryTablesOf)]);
}

function idle(): never {
  throw new TypeError('nothing runs behind a document');
}
