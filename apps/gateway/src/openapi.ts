import { operationsOf } from './routes.ts';

type Operations = Readonly<Record<string, { readonly operationId?: string }>>;

/** As much of an OpenAPI document as is needed to put several together. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Operations>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
  readonly [more: string]: unknown;
}

/** Two services name different things alike. */
export class SchemasDiffer extends Error {
  override readonly name = 'SchemasDiffer';
  constructor(readonly schema: string) {
    super(`the schema ${schema} is not the same in every service`);
  }
}

const OPERATIONS = '/api/v1/operations';

/**
 * One document of the API as the gateway shows it: what every service has stands there once, operations by service.
 * @throws SchemasDiffer
 */
export function mergedDocument(documents: readonly (readonly [service: string, document: ApiDocument])[]): ApiDocument {
  const [first] = documents;
  if (first === undefined) throw new TypeError('no document');
  const paths = documents.flatMap(([service, document]) =>
    Object.entries(document.paths).map(([path, operations]) => pathOf(service, path, operations)),
  );
  const components = { ...first[1].components, schemas: schemasOf(documents.map(([, document]) => document)) };
  return { ...first[1], paths: Object.fromEntries(paths), components };
}

function pathOf(service: string, path: string, operations: Operations): readonly [string, Operations] {
  if (!path.startsWith(`${OPERATIONS}/`)) return [path, operations];
  const named = Object.entries(operations).map(([method, operation]) => [
    method,
    { ...operation, operationId: `${service}.${String(operation.operationId)}` },
  ]);
  return [`${operationsOf(service)}${path.slice(OPERATIONS.length)}`, Object.fromEntries(named) as Operations];
}

function schemasOf(documents: readonly ApiDocument[]): Readonly<Record<string, unknown>> {
  const schemas = new Map<string, unknown>();
  for (const { components } of documents) {
    for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
      const known = schemas.get(name);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) throw new SchemasDiffer(name);
      schemas.set(name, schema);
    }
  }
  return Object.fromEntries(schemas);
}

/** Asks every context for its document. @throws when one does not answer */
export async function documentOf(services: ReadonlyMap<string, string>): Promise<ApiDocument> {
  const asked = [...services].map(async ([service, address]) => {
    const answer = await fetch(`${address}/openapi.json`, { signal: AbortSignal.timeout(10_000) });
    return [service, (await answer.json()) as ApiDocument] as const;
  });
  return mergedDocument(await Promise.all(asked));
}
