import type { CommandTable } from '#libs/commands';
import { routeOf, VERSION, type QueryTable } from '#libs/hosting';
import { commandOperation } from './command-operation.ts';
import { Components, type JsonSchema } from './components.ts';
import { queryOperation } from './query-operation.ts';

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string } & JsonSchema;
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: Readonly<Record<string, JsonSchema>>;
  readonly [more: string]: unknown;
}

/** The OpenAPI 3.1 document of a process, from the rows of its commands and queries. */
export function openApiDocument(commands: readonly CommandTable[], queries: readonly QueryTable[]): OpenApiDocument {
  const components = new Components();
  const paths = new Map<string, Record<string, JsonSchema>>();
  const add = (path: string, method: string, operation: JsonSchema): void => {
    paths.set(path, { ...paths.get(path), [method]: operation });
  };
  for (const table of queries) {
    for (const row of table.rows) {
      const path = `/${routeOf(table)}/${row.path}`.replaceAll(/:([A-Za-z]+)/g, '{$1}');
      add(path, row.method.toLowerCase(), queryOperation(components, table, row));
    }
  }
  for (const table of commands) {
    for (const row of table.rows) {
      const path = `/api/v1/${table.context}/${table.resource}${row.verb === undefined ? '' : `/{id}/${row.verb}`}`;
      add(path, 'post', commandOperation(components, table, row));
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Grappe',
      description: 'Clusters of companies: members, governance, incubation and mergers, replayable to any day.',
      version: VERSION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'Where this document was read.' }],
    security: [{ bearer: [] }],
    tags: tagsOf(commands, queries),
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      ...components.toJSON(),
    },
  };
}

function tagsOf(commands: readonly CommandTable[], queries: readonly QueryTable[]): readonly JsonSchema[] {
  const names = new Set([...queries, ...commands].map(({ context }) => context));
  return [...names].map((name) => {
    const summary = queries.find(({ context }) => context === name)?.summary;
    return { name, description: summary ?? `What ${name} decides and tells.` };
  });
}
