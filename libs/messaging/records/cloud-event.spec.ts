import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EventCodec, type EventCatalog, type LedgerRow } from '#libs/event-store';
import { canonicalJson, type ProposedEvent, type StreamName } from '#libs/kernel';
import {
  InvalidRecord,
  placeOf,
  publicTopic,
  publishedEvent,
  recordOf,
  restrictedTopic,
  type TopicRecord,
} from './index.ts';

const anything: EventCatalog = {
  currentVersion: () => 1,
  check: () => [],
  upcast: (_type, schemaVersion, data) => ({ schemaVersion, data }),
};

interface Stored {
  readonly stream: StreamName;
  readonly revision: string;
  readonly event: ProposedEvent;
}

/** A stored event of the released samples of the store, as a row of the ledger. */
function rowOf(sample: string): LedgerRow {
  const file = new URL(`../../event-store/golden/${sample}.json`, import.meta.url);
  const { stream, revision, event } = JSON.parse(readFileSync(file, 'utf8')) as Stored;
  const { id, type, record } = new EventCodec(anything).encode(stream, event);
  return { position: 42n, stream, revision: BigInt(revision), eventId: id, type, record, leafHash: new Uint8Array(32) };
}

const PLACE = {
  position: 42n,
  settled: 40n,
  frontier: new Map([
    [publicTopic('governance'), 41n],
    [restrictedTopic('membership'), 7n],
  ]),
};
const SAMPLES = ['full-metadata', 'late-revision', 'plain', 'text-and-numbers'];

describe('the record of an event', () => {
  it.each(SAMPLES)('%s is the one that was released: subscribers of other languages read it', (sample) => {
    const released = JSON.parse(
      readFileSync(new URL(`./golden/${sample}.json`, import.meta.url), 'utf8'),
    ) as TopicRecord;
    expect(recordOf(rowOf(sample), PLACE, 1_459_382_400_000)).toEqual(released);
  });

  it.each(SAMPLES)('%s leads back to the very text that was stored and hashed', (sample) => {
    const row = rowOf(sample);
    const { revision, ...stored } = publishedEvent(recordOf(row, PLACE, 0));
    expect(canonicalJson(stored)).toBe(row.record);
    expect(revision).toBe(row.revision);
  });

  it('says its place', () => {
    expect(placeOf(recordOf(rowOf('plain'), PLACE, 0))).toEqual(PLACE);
  });

  it('is a CloudEvent 1.0 in binary mode: texts under ce_, names of small letters and digits', () => {
    const { headers } = recordOf(rowOf('full-metadata'), PLACE, 0);
    expect(headers).toMatchObject({ ce_specversion: '1.0', 'content-type': 'application/json' });
    for (const name of Object.keys(headers)) expect(name).toMatch(/^(content-type|ce_[a-z0-9]{1,20})$/);
  });
});

describe('a record that is not one of ours', () => {
  const good = recordOf(rowOf('full-metadata'), PLACE, 0);
  const withHeader = (name: string, value: string | undefined) => ({
    ...good,
    headers: { ...good.headers, [name]: value },
  });

  it.each([
    'ce_id',
    'ce_type',
    'ce_subject',
    'ce_revision',
    'ce_time',
    'ce_effectiveat',
    'ce_actor',
    'ce_correlationid',
    'ce_visibility',
  ])('has no %s', (name) => {
    expect(() => publishedEvent(withHeader(name, undefined))).toThrow(InvalidRecord);
    expect(() => publishedEvent(withHeader(name, undefined))).toThrow(name);
  });

  it.each([
    ['ce_id', 'not-a-uuid'],
    ['ce_id', (good.headers['ce_id'] ?? '').toUpperCase()],
    ['ce_subject', 'no stream'],
    ['ce_type', 'membership.OrganisationRenamed'],
    ['ce_type', 'membership.OrganisationRenamed.v0'],
    ['ce_type', 'OrganisationRenamed.v1'],
    ['ce_revision', '-1'],
    ['ce_revision', '1e3'],
    ['ce_visibility', 'secret'],
    ['ce_visibility', 'embargoed:tomorrow'],
    ['ce_evidence', 'none'],
    ['ce_evidence', '{}'],
  ])('has %s: %j', (name, value) => {
    expect(() => publishedEvent(withHeader(name, value))).toThrow(InvalidRecord);
  });

  it.each([
    ['ce_position', undefined],
    ['ce_position', '42,42'],
    ['ce_position', '007'],
    ['ce_settled', undefined],
    ['ce_settled', '43'],
    ['ce_frontier', undefined],
    ['ce_frontier', 'governance'],
    ['ce_frontier', 'governance=42'],
  ])('has no place that can be: %s is %j', (name, value) => {
    expect(() => placeOf(withHeader(name, value))).toThrow(InvalidRecord);
  });

  it.each(['', 'text', '[]', 'null', '1', '{"a":'])('has a body that is no JSON object: %j', (value) => {
    expect(() => publishedEvent({ ...good, value })).toThrow(InvalidRecord);
  });
});
