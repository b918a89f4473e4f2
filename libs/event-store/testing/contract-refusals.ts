import { describe, expect, it } from '@jest/globals';
import {
  canonicalJson,
  type EventMetadata,
  type JsonObject,
  type ProposedEvent,
  type StreamName,
  type Uuid,
} from '#libs/kernel';
import type { AppendOptions, ExpectedRevision, InvalidAppendReason, StreamAppend } from '../index.ts';
import type { ContractSubject } from './contract-harness.ts';
import { collect, untilSettled, type ContractSamples } from './contract-samples.ts';

interface BadAppend {
  readonly appends: readonly StreamAppend[];
  readonly options?: AppendOptions;
}

/** Values that the type system would not let through, as they come from plain JavaScript. */
const asStream = (value: unknown) => value as StreamName;
const asExpected = (value: unknown) => value as ExpectedRevision;
const asUuid = (value: unknown) => value as Uuid;
const asData = (value: unknown) => value as JsonObject;
const asMetadata = (value: unknown) => value as EventMetadata;

function one(samples: ContractSamples, event: ProposedEvent, stream: StreamName = samples.organisation()): BadAppend {
  return { appends: [{ stream, expected: 'any', events: [event] }] };
}

function withData(samples: ContractSamples, data: object): BadAppend {
  const event = samples.renamed();
  return one(samples, { ...event, data: asData({ ...event.data, ...data }) });
}

function withMetadata(samples: ContractSamples, metadata: object): BadAppend {
  const event = samples.renamed();
  return one(samples, { ...event, metadata: asMetadata({ ...event.metadata, ...metadata }) });
}

const EMBARGOED = { visibility: { kind: 'embargoed', until: '2016-06-01' } };

/** A lawful event whose record has exactly so many bytes: the title of its evidence is as long as that needs. */
function ofBytes(samples: ContractSamples, bytes: number, metadata: object = {}): BadAppend {
  const stream = samples.organisation();
  const event = samples.renamed();
  const filled = (capacity: string) => {
    const actor = { ...event.metadata.actor, capacity };
    return { ...event, metadata: asMetadata({ ...event.metadata, ...metadata, actor }) } as ProposedEvent;
  };
  const empty = Buffer.byteLength(canonicalJson({ ...filled(''), stream }));
  return one(samples, filled('x'.repeat(bytes - empty)), stream);
}

function cyclic(): object {
  const self: Record<string, unknown> = {};
  self['again'] = self;
  return self;
}

type Row = readonly [what: string, reason: InvalidAppendReason, make: (samples: ContractSamples) => BadAppend];
const ROWS: readonly Row[] = [
  ['no stream at all', 'empty-append', () => ({ appends: [] })],
  [
    'a stream without events',
    'empty-append',
    (s) => ({ appends: [{ stream: s.organisation(), expected: 'any', events: [] }] }),
  ],
  ['a stream name without a context', 'stream-name', (s) => one(s, s.renamed(), asStream('organisation-1'))],
  [
    'a stream name with a line break',
    'stream-name',
    (s) => one(s, s.renamed(), asStream('membership.organisation-1\n')),
  ],
  ['a stream name that is no text', 'stream-name', (s) => one(s, s.renamed(), asStream(7))],
  [
    'a stream name of 201 characters',
    'stream-name',
    (s) => one(s, s.renamed(), asStream('membership.organisation-'.padEnd(201, 'x'))),
  ],
  [
    'an expectation that does not exist',
    'expected-revision',
    (s) => ({ appends: [{ stream: s.organisation(), expected: asExpected('whatever'), events: [s.renamed()] }] }),
  ],
  [
    'a negative expectation',
    'expected-revision',
    (s) => ({ appends: [{ stream: s.organisation(), expected: -1n, events: [s.renamed()] }] }),
  ],
  [
    'an expectation that is a number',
    'expected-revision',
    (s) => ({ appends: [{ stream: s.organisation(), expected: asExpected(0), events: [s.renamed()] }] }),
  ],
  ['an id that is no UUID', 'event-id', (s) => one(s, s.renamed('a', { id: asUuid('1') }))],
  [
    'an id in upper case',
    'event-id',
    (s) => one(s, s.renamed('a', { id: asUuid('01500000-0000-7000-8000-00000000000A') })),
  ],
  [
    'a type that no context publishes',
    'unknown-type',
    (s) => one(s, s.renamed('a', { type: 'membership.OrganisationExploded' })),
  ],
  ['a type in the stream of another context', 'wrong-context', (s) => one(s, s.renamed(), s.incubator())],
  ['a recording instant that is none', 'metadata', (s) => withMetadata(s, { recordedAt: '2016-03-31' })],
  ['an effective day that is none', 'metadata', (s) => withMetadata(s, { effectiveAt: '2016-02-30' })],
  ['a bigint in the data', 'not-json', (s) => withData(s, { name: 1n })],
  ['a function in the data', 'not-json', (s) => withData(s, { name: () => 'x' })],
  ['NaN in the data', 'not-json', (s) => withData(s, { name: Number.NaN })],
  ['a date object in the data', 'not-json', (s) => withData(s, { since: new Date(0) })],
  ['half a character in the data', 'not-json', (s) => withData(s, { name: '\ud800' })],
  ['a cycle in the data', 'not-json', (s) => withData(s, { name: cyclic() })],
  ['a bigint in the metadata', 'not-json', (s) => withMetadata(s, { actor: { id: 1n } })],
  ['more than 48,000 bytes', 'too-large', (s) => ofBytes(s, 48_001)],
  [
    'more than 48,000 bytes in characters of three bytes',
    'too-large',
    (s) => withData(s, { name: '€'.repeat(16_000) }),
  ],
  ['more than 1 MiB', 'too-large', (s) => withData(s, { name: 'x'.repeat(1_048_576) })],
  ['an embargoed event that leaves no room for its lifting', 'too-large', (s) => ofBytes(s, 46_001, EMBARGOED)],
  ['a version that does not exist', 'unknown-version', (s) => one(s, s.renamed('a', { schemaVersion: 2 }))],
  ['a member too few', 'schema', (s) => withData(s, { name: undefined })],
  ['a member too many', 'schema', (s) => withData(s, { nickname: 'x' })],
  ['a day that does not exist', 'schema', (s) => withData(s, { since: '2016-02-30' })],
  [
    'a command id that is no UUID',
    'command-id',
    (s) => ({ ...one(s, s.renamed()), options: { commandId: asUuid('c') } }),
  ],
];

export function refusalContract(subject: () => ContractSubject): void {
  describe('refused, and nothing stored', () => {
    it.each(ROWS)('%s: %s', async (_, reason, make) => {
      const { store, samples } = subject();
      const before = await untilSettled(store);
      const { appends, options } = make(samples);
      const good = { stream: samples.organisation(), expected: 'any' as const, events: [samples.registered()] };
      const attempt = store.appendAll(appends.length === 0 ? [] : [good, ...appends], options);
      await expect(attempt).rejects.toMatchObject({ name: 'InvalidAppend', reason });
      expect(await untilSettled(store)).toBe(before);
      expect(await collect(store.read(good.stream))).toEqual([]);
    });

    it.each([
      ['48,000 bytes', 48_000, {}],
      ['46,000 bytes with an embargo', 46_000, EMBARGOED],
    ])('but not an event of %s', async (_what, bytes, metadata) => {
      const { store, samples } = subject();
      const { appends } = ofBytes(samples, bytes, metadata);
      await store.appendAll(appends);
      const [{ stream } = { stream: samples.organisation() }] = appends;
      expect(await collect(store.read(stream))).toMatchObject(appends.flatMap(({ events }) => events));
    });

    it('an event that is too large with its size and the bound', async () => {
      const { store, samples } = subject();
      const attempt = store.appendAll(ofBytes(samples, 48_001).appends);
      await expect(attempt).rejects.toMatchObject({ found: '48001 bytes', required: 'at most 48000 bytes' });
    });

    it('the same stream twice in an append', async () => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      const append = () => ({ stream, expected: 'any' as const, events: [samples.renamed()] });
      await expect(store.appendAll([append(), append()])).rejects.toMatchObject({
        reason: 'stream-twice',
        found: `${stream} twice`,
      });
    });

    it('the same event id twice in an append', async () => {
      const { store, samples } = subject();
      const event = samples.renamed();
      const attempt = store.append(samples.organisation(), 'any', [event, event]);
      await expect(attempt).rejects.toMatchObject({ reason: 'event-id', found: `${event.id} twice` });
    });

    it('says what was found and what is required', async () => {
      const { store, samples } = subject();
      const { appends } = withData(samples, { since: 'yesterday' });
      await expect(store.appendAll(appends)).rejects.toMatchObject({
        found: expect.stringContaining('/since'),
        required: 'data as membership.OrganisationRenamed defines them',
      });
    });

    it('a bad append is refused although the same command was stored before', async () => {
      const { store, samples } = subject();
      const commandId = samples.id();
      await store.append(samples.organisation(), 'any', [samples.renamed()], { commandId });
      await expect(store.append(samples.organisation(), 'any', [], { commandId })).rejects.toMatchObject({
        reason: 'empty-append',
      });
    });
  });
}
