import { adminPathOf } from './routes.ts';

type PathItem = Readonly<Record<string, { readonly operationId?: string }>>;

type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** As much of an OpenAPI document as is needed to put several together. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components?: Components;
  readonly tags?: readonly { readonly name: string }[];
  readonly [more: string]: unknown;
}

/** Two services use one name for different schemas. */
export class ComponentsDiffer extends Error {
  override readonly name = 'ComponentsDiffer';
  constructor(readonly component: string) {
    super(`the component ${component} is not the same in every service`);
  }
}

const ADMIN = '/api/v1/admin';

/**
 * One document of the API as the gateway shows it: what every service has stands there once, admin routes by service.
 * @throws ComponentsDiffer
 */
export function mergedDocument(documents: readonly (readonly [service: string, document: ApiDocument])[]): ApiDocument {
  const [first] = documents;
  if (first === undefined) throw new TypeError('no document');
  const paths = documents.flatMap(([service, document]) =>
    Object.entries(document.paths).map(([path, item]) => pathOf(service, path, item)),
  );
  const all = documents.map(([, document]) => document);
  const tags = new Map(all.flatMap((document) => document.tags ?? []).map((tag) => [tag.name, tag]));
  return { ...first[1], paths: Object.fromEntries(paths), tags: [...tags.values()], components: componentsOf(all) };
}

function pathOf(service: string, path: string, item: PathItem): readonly [string, PathItem] {
  if (!path.startsWith(`${ADMIN}/`)) return [path, item];
  const named = Object.entries(item).map(([method, operation]) => [
    method,
    { ...operation, operationId: `${service}.${String(operation.operationId)}` },
  ]);
  return [`${adminPathOf(service)}${path.slice(ADMIN.length)}`, Object.fromEntries(named) as PathItem];
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
