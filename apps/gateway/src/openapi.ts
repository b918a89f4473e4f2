import { operationsOf } from './routes.ts';

type Operations = Readonly<Record<string, { readonly operationId?: string }>>;

type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** As much of an OpenAPI document as is needed to put several together. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Operations>>;
  readonly components?: Components;
  readonly tags?: readonly { readonly name: string }[];
  readonly [more: string]: unknown;
}

/** Two services name different things alike. */
export class ComponentsDiffer extends Error {
  override readonly name = 'ComponentsDiffer';
  constructor(readonly component: string) {
    super(`the component ${component} is not the same in every service`);
  }
}

const OPERATIONS = '/api/v1/operations';

/**
 * One document of the API as the gateway shows it: what every service has stands there once, operations by service.
 * @throws ComponentsDiffer
 */
export function mergedDocument(documents: readonly (readonly [service: string, document: ApiDocument])[]): ApiDocument {
  const [first] = documents;
  if (first === undefined) throw new TypeError('no document');
  const paths = documents.flatMap(([service, document]) =>
    Object.entries(document.paths).map(([path, operations]) => pathOf(service, path, operations)),
  );
  const all = documents.map(([, document]) => document);
  const tags = new Map(all.flatMap((document) => document.tags ?? []).map((tag) => [tag.name, tag]));
  return { ...first[1], paths: Object.fromEntries(paths), tags: [...tags.values()], components: componentsOf(all) };
}

function pathOf(service: string, path: string, operations: Operations): readonly [string, Operations] {
  if (!path.startsWith(`${OPERATIONS}/`)) return [path, operations];
  const named = Object.entries(operations).map(([method, operation]) => [
    method,
    { ...operation, operationId: `${service}.${String(operation.operationId)}` },
  ]);
  return [`${operationsOf(service)}${path.slice(OPERATIONS.length)}`, Object.fromEntries(named) as Operations];
}

function componentsOf(documents: readonly ApiDocument[]): Components {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const [section, parts] of documents.flatMap(({ components = {} }) => Object.entries(components))) {
    const known = (merged[section] ??= {});
    for (const [name, part] of Object.entries(parts)) {
      const other = Object.hasOwn(known, name) ? known[name] : part;
      if (JSON.stringify(other) !== JSON.stringify(part)) throw new ComponentsDiffer(name);
      known[name] = part;
    }
  }
  return merged;
}

/** Asks every context for its document. @throws when one does not answer */
export async function documentOf(services: ReadonlyMap<string, string>): Promise<ApiDocument> {
  const asked = [...services].map(async ([service, address]) => {
    const answer = await fetch(`${address}/openapi.json`, { signal: AbortSignal.timeout(10_000) });
    return [service, (await answer.json()) as ApiDocument] as const;
  });
  return mergedDocument(await Promise.all(asked));
}
