import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { command, commandTable } from '#libs/commands';
import { dateSchema, uuidSchema } from '#libs/contracts';
import { EDGE_REFUSALS } from '#libs/hosting';
import { accept, aggregate, type DomainEventShape } from '#libs/kernel';
import { bodyJsonSchema, jsonSchemaOf, refusalResponses } from './command-openapi.ts';

const shelf = aggregate({
  context: 'shelf',
  name: 'book',
  initial: null,
  evolve: (state: null, _event: DomainEventShape) => state,
  decide: () => accept<DomainEventShape>(),
});

const declared = (verb?: string) =>
  command(shelf, {
    ...(verb === undefined ? {} : { verb }),
    summary: 'Put a book on the shelf.',
    body: z.strictObject({ title: z.string(), shelfId: uuidSchema.optional() }).meta({ id: 'PutBook' }),
    roles: ['admin'],
    refusals: ['SHF_WRONG', 'SHF_FULL', 'SHF_UNKNOWN', 'SHF_LOCKED'],
    run: () => undefined,
  });

const table = commandTable({
  context: 'shelf',
  resource: 'books',
  rows: [declared(), declared('move')],
  refusals: {
    SHF_WRONG: { status: 400, title: 'Wrong.', path: '/title' },
    SHF_FULL: { status: 409, title: 'Full.' },
    SHF_UNKNOWN: { status: 404, title: 'Unknown.' },
    SHF_LOCKED: { status: 409, title: 'Locked.' },
  },
});
const row = (verb?: string) => table.rows.find((each) => each.verb === verb)!;

describe('the JSON Schema of a body', () => {
  it('has no references: named parts stand where they are used, and names do not stand in it', () => {
    const named = z.strictObject({ n: z.int() }).meta({ id: 'NamedPart' });
    const schema = jsonSchemaOf(z.strictObject({ one: named, two: z.array(named) }).meta({ id: 'Whole' }));
    const text = JSON.stringify(schema);
    expect(text).not.toContain('$ref');
    expect(text).not.toContain('$defs');
    expect(schema).not.toHaveProperty('id');
    expect(schema).toMatchObject({
      type: 'object',
      required: ['one', 'two'],
      properties: { one: { properties: { n: { type: 'integer' } } }, two: { items: { type: 'object' } } },
    });
  });

  it('keeps a member that is called id', () => {
    const schema = jsonSchemaOf(z.strictObject({ id: uuidSchema, since: dateSchema }));
    expect(schema).toMatchObject({ properties: { id: { type: 'string' }, since: { type: 'string' } } });
  });

  it('says what goes in, not what comes out: what has a value that holds without is not required', () => {
    const schema = jsonSchemaOf(z.strictObject({ a: z.string().default('x'), b: z.string() }));
    expect(schema).toMatchObject({ required: ['b'] });
  });

  it.each([
    ['a creation', undefined, ['title', 'shelfId', 'effectiveAt', 'capacity', 'evidence', 'id']],
    ['a verb', 'move', ['title', 'shelfId', 'effectiveAt', 'capacity', 'evidence']],
  ])('of %s has its own members and those of every command, and no others', (_what, verb, members) => {
    const schema = bodyJsonSchema(row(verb));
    expect(Object.keys(schema['properties'] as object)).toEqual(expect.arrayContaining(members));
    expect(Object.keys(schema['properties'] as object)).toHaveLength(members.length);
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false, required: ['title'] });
  });
});

describe('the responses of a command', () => {
  const responses = refusalResponses(table, row());
  const codesUnder = (status: number): readonly string[] =>
    responses.find((response) => response.status === status)?.description?.split(', ') ?? [];

  it('begin with the accepted one and go up', () => {
    const statuses = responses.map(({ status }) => Number(status));
    expect(statuses[0]).toBe(201);
    expect(statuses.slice(1)).toEqual(statuses.slice(1).toSorted((a, b) => a - b));
    expect(new Set(statuses).size).toBe(statuses.length);
    expect(refusalResponses(table, row('move'))[0]?.status).toBe(200);
  });

  it.each([
    [400, ['SHF_WRONG', 'API_MALFORMED']],
    [401, ['API_UNAUTHENTICATED', 'API_TOKEN_EXPIRED']],
    [404, ['SHF_UNKNOWN']],
    [409, ['SHF_FULL', 'SHF_LOCKED', 'API_CONFLICT']],
    [412, ['API_PRECONDITION_FAILED']],
    [413, ['API_TOO_LARGE']],
    [422, ['API_IDEMPOTENCY_KEY_REUSED']],
    [429, ['API_TOO_MANY_REQUESTS']],
    [503, ['API_STORE_UNAVAILABLE']],
  ])('%i has the codes %j in their precedence', (status, codes) => {
    expect(codesUnder(status)).toEqual(codes);
  });

  it('name no code of the edge under another status than its own', () => {
    for (const [code, { status }] of Object.entries(EDGE_REFUSALS)) {
      const told = responses.find(({ description }) => description?.split(', ').includes(code));
      expect([code, told?.status ?? status]).toEqual([code, status]);
    }
  });
});
