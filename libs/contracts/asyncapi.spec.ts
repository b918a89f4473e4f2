import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import asyncApiSchemas from '@asyncapi/specs';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type SchemaObject } from 'ajv';
import { asyncApiDocument, CONTRACTS_VERSION } from './asyncapi.ts';
import { contracts } from './contexts.ts';
import { versionSchemas } from './json-schema.ts';
import { isRecord } from './test/samples.ts';

const here = (path: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'));
const document = asyncApiDocument();

/** The published schema of AsyncAPI 3.0.0, with its own meta-schema inside of it. */
const valid = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
  asyncApiSchemas.schemasWithoutId['3.0.0'] as SchemaObject,
);

function errorsOf(value: unknown): readonly string[] {
  return valid(value)
    ? []
    : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${String(message)}`);
}

function at(path: string): unknown {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), document);
}

function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isRecord(value)) return [];
  return [...(typeof value['$ref'] === 'string' ? [value['$ref']] : []), ...Object.values(value).flatMap(referencesIn)];
}

describe('the AsyncAPI document', () => {
  it('is valid AsyncAPI 3 under the published schema', () => {
    expect(errorsOf(document)).toEqual([]);
  });

  it.each([
    ['a channel with a member that there is not', ['channels', 'governance'], { adress: 'grappe' }],
    ['an operation that does something else', ['operations', 'receive.governance'], { action: 'take' }],
    [
      'a binding of a version that there is not',
      ['channels', 'governance', 'bindings', 'kafka'],
      { bindingVersion: '9' },
    ],
    ['a payload that is no schema', ['components', 'schemas', 'membership.ClusterNamed.v1'], { required: 'all' }],
    ['no title', ['info'], { title: undefined }],
  ])('would not be with %s', (_what, path, change) => {
    const altered: unknown = JSON.parse(JSON.stringify(document));
    const place = path.reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), altered);
    Object.assign(place as object, change);
    expect(errorsOf(JSON.parse(JSON.stringify(altered)))).not.toEqual([]);
  });

  it('refers to nothing that it does not hold', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(versionSchemas('draft-7').length * 2);
    expect(references.filter((path) => !path.startsWith('#/') || at(path.slice(1)) === undefined)).toEqual([]);
  });

  it('says what a correction says of a fact by the schema of the fact', () => {
    const schemas = at('/components/schemas') as Record<string, { properties: Record<string, unknown> }>;
    const corrections = Object.entries(schemas).filter(([title]) => title.endsWith('Corrected.v1'));
    expect(corrections.length).toBeGreaterThan(50);
    for (const [title, { properties }] of corrections) {
      const fact = { $ref: `#/components/schemas/${title.replace('Corrected', '')}` };
      expect([properties['was'], properties['now']]).toEqual([fact, fact]);
    }
  });

  it('has both topics of each context, each with an operation that receives', () => {
    const contexts = Object.keys(contracts);
    const channels = document['channels'] as Record<string, { readonly address: string }>;
    expect(Object.values(channels).map(({ address }) => address)).toEqual(
      contexts.flatMap((context) => [`grappe.${context}.v1`, `grappe.${context}.restricted.v1`]),
    );
    expect(Object.values(document['operations'] as object)).toEqual(
      Object.keys(channels).map((id) =>
        expect.objectContaining({ action: 'receive', channel: { $ref: `#/channels/${id}` } }),
      ),
    );
  });

  it('has a message for each version of each event, on the topics of its context only', () => {
    const titles = versionSchemas('draft-7').map(({ title }) => title);
    expect(Object.keys(at('/components/messages') as object)).toEqual(titles);
    for (const context of Object.keys(contracts)) {
      const own = titles.filter((title) => title.startsWith(`${context}.`));
      expect(Object.keys(at(`/channels/${context}/messages`) as object)).toEqual(own);
      expect(Object.keys(at(`/channels/${context}.restricted/messages`) as object)).toEqual(own);
    }
  });

  it('speaks of position, frontier, settled, duplicates and revision, and explains every header', () => {
    const { description } = document['info'] as { readonly description: string };
    for (const word of ['ce_sequence', 'ce_frontier', 'ce_settled', 'ce_revision', 'Duplicates'])
      expect(description).toContain(word);
    const headers = Object.entries(at('/components/schemas/recordHeaders/properties') as object);
    expect(headers.filter(([, header]) => !/^.{15,}\.$/.test((header as { description: string }).description))).toEqual(
      [],
    );
  });

  it('has the version of the package', () => {
    expect(CONTRACTS_VERSION).toBe((here('package.json') as { readonly version: string }).version);
    expect(document['info']).toMatchObject({ version: CONTRACTS_VERSION });
  });

  it('is what stands in the reference (npm run generate writes it)', () => {
    expect(here('../../docs/reference/asyncapi.json')).toEqual(document);
  });
});
