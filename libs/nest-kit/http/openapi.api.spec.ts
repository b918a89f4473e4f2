import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { asyncApiDocument } from '#libs/contracts';
import { incubationContext } from '../../../apps/incubation/src/incubation.context.ts';
import { TestApplication } from '../testing/test-application.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

describe('the OpenAPI document', () => {
  let app: TestApplication;
  let document: {
    readonly openapi: string;
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  beforeAll(async () => {
    app = await TestApplication.start([incubationContext]);
    document = (await app.get('/openapi.json')).body as typeof document;
  });
  afterAll(async () => {
    await app.stop();
  });

  it('is valid OpenAPI 3.1 under an independent validator', async () => {
    expect(document.openapi).toBe('3.1.0');
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('holds every command with its refusal codes', () => {
    for (const table of incubationContext.commands) {
      for (const row of table.rows) {
        const path = `/api/v1/${table.context}/${table.resource}${row.verb === undefined ? '' : `/{id}/${row.verb}`}`;
        const operation = document.paths[path]?.['post'];
        expect(operation?.operationId).toBe(`${table.context}.${table.resource}.${row.verb ?? 'create'}`);
        const codes = Object.values(operation?.responses ?? {}).flatMap((response) => response.description.split(', '));
        expect(codes).toEqual(expect.arrayContaining([...row.refusals, 'API_MALFORMED', 'API_TOKEN_EXPIRED']));
      }
    }
  });

  it('stands beside the AsyncAPI document of the events', async () => {
    expect((await app.get('/asyncapi.json')).body).toEqual(asyncApiDocument());
  });
});
