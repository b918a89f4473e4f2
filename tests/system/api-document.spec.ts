import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { systemDocument } from '#libs/nest-kit';
import { contexts } from '../../apps/platform/src/contexts.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Readonly<Record<string, unknown>>[];
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly content?: Readonly<Record<string, unknown>> }>
  >;
}

const document = systemDocument(contexts);
const operations = Object.values(document.paths).flatMap(
  (methods) => Object.values(methods) as unknown[],
) as Operation[];

describe('the API document', () => {
  it('is lint clean under the recommended rules', async () => {
    const source = await readFile('docs/reference/openapi.json', 'utf8');
    const config = await createConfig({ extends: ['recommended'] });
    const findings = await lintFromString({ source, config });
    expect(findings.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('stands in the reference as it is served', async () => {
    expect(JSON.parse(await readFile('docs/reference/openapi.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(document)),
    );
  });

  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    '%s has an answer, errors, one tag, and words and an example for each parameter',
    (_id, { tags, parameters, responses }) => {
      const statuses = Object.keys(responses);
      expect(statuses.filter((status) => status.startsWith('2')).length).toBeGreaterThan(0);
      expect(statuses.filter((status) => status.startsWith('4')).length).toBeGreaterThan(0);
      for (const response of Object.values(responses)) expect(response.$ref ?? response.content).toBeDefined();
      expect(tags).toHaveLength(1);
      for (const parameter of parameters) {
        if ('$ref' in parameter) continue;
        expect(parameter).toMatchObject({ description: expect.stringMatching(/\.$/), example: expect.anything() });
      }
    },
  );
});
