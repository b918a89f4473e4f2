import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { CommandTable } from '#libs/commands';
import { asyncApiDocument, contracts } from '#libs/contracts';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { runPlatform, type RunningPlatform } from './support/running-platform.ts';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const tables: readonly CommandTable[] = contexts.flatMap(({ commands }) => commands);
const rows = tables.flatMap((table) =>
  table.rows.map((row) => {
    const verb = row.verb === undefined ? '' : `/{id}/${row.verb}`;
    return { table, row, path: `/api/v1/${table.context}/${table.resource}${verb}` };
  }),
);

describe('the OpenAPI document of the whole platform', () => {
  let running: RunningPlatform;
  let document: {
    readonly openapi: string;
    readonly paths: Paths;
    readonly components: { readonly schemas: Readonly<Record<string, object>> };
  };
  let contentType: string | null;

  beforeAll(async () => {
    running = await runPlatform();
    const response = await fetch(`${running.platform.url}/openapi.json`);
    contentType = response.headers.get('content-type');
    document = (await response.json()) as typeof document;
  });
  afterAll(async () => {
    await running.stop();
  });

  const operations = () => Object.values(document.paths).flatMap((methods) => Object.values(methods));

  it('is served to anybody and is valid OpenAPI 3.1 under an independent validator', async () => {
    expect(contentType).toContain('application/json');
    expect(document.openapi).toMatch(/^3\.1\./);
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('stands beside the AsyncAPI document of the events', async () => {
    const answer = await fetch(`${running.platform.url}/asyncapi.json`);
    expect(await answer.json()).toEqual(asyncApiDocument());
  });

  it('speaks of commands of every context that has some', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(new Set(rows.map(({ table }) => table.context))).toEqual(new Set(Object.keys(contracts)));
  });

  it.each(rows)('holds POST $path with its body and every code it can be refused with', ({ table, row, path }) => {
    const operation = document.paths[path]?.['post'];
    expect(operation?.operationId).toBe(`${table.context}.${table.resource}.${row.verb ?? 'create'}`);
    const body = operation?.requestBody?.content['application/json']?.schema;
    expect(body).toEqual({ $ref: `#/components/schemas/${String(row.body.meta()?.id)}` });
    expect(document.components.schemas[String(row.body.meta()?.id)]).toMatchObject({
      type: 'object',
      additionalProperties: false,
    });
    const responses = operation?.responses ?? {};
    expect(responses).toHaveProperty(row.verb === undefined ? '201' : '200');
    for (const code of row.refusals) {
      const spec = table.refusals[code];
      expect([code, responses[String(spec?.status)]?.description.split(', ')]).toEqual([
        code,
        expect.arrayContaining([code]),
      ]);
    }
  });

  it.each(tables)('$context/$resource: every code of a command has its row in the table of refusals', (table) => {
    const unknown = table.rows.flatMap(({ refusals }) => refusals.filter((code) => !(code in table.refusals)));
    expect(unknown).toEqual([]);
  });

  it('says of each operation in a sentence what it is for', () => {
    const silent = operations().filter(({ summary }) => !/^[A-Z].+\.$/.test(summary ?? ''));
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('names each operation once', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});
