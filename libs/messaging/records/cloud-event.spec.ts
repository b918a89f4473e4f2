import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EventCodec, leafHash, type EventCatalog, type LedgerRow } from '#libs/event-store';
import { canonicalJson, uuid, type ProposedEvent, type StreamName } from '#libs/kernel';
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

const EPOCH = uuid('01500000-0000-4000-8000-00000000e70c');

/** A stored event of the released samples of the store, as a row of the ledger. */
function rowOf(sample: string): LedgerRow {
  const file = new URL(`../../event-store/golden/${sample}.json`, import.meta.url);
  const { stream, event, ...stored } = JSON.parse(readFileSync(file, 'utf8')) as Stored;
  const revision = BigInt(stored.revision);
  const { id, type, record } = new EventCodec(anything).encode(stream, event);
  const place = { position: 42n, epoch: EPOCH, stream, revision };
  return { ...place, eventId: id, type, record, leafHash: leafHash(record, revision) };
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

  it.each([
    ['2016-03-31', '2016-03-30T22:00:00.000Z'],
    ['2016-01-01', '2015-12-31T23:00:00.000Z'],
    ['1901-07-01', '1901-06-30T23:50:39.000Z'],
  ])('happened on %s, which begins at %s where the seat is, and was stored when it was', (day, time) => {
    const row = rowOf('plain');
    const moved = { ...row, record: row.record.replace('"effectiveAt":"2016-03-31"', `"effectiveAt":"${day}"`) };
    const record = recordOf(moved, PLACE, 0);
    expect(record.headers).toMatchObject({ ce_time: time, ce_recordedtime: '2016-03-31T10:00:00.000Z' });
    expect(publishedEvent(record).metadata.effectiveAt).toBe(day);
  });

  it('has a sequence that sorts as text, the epoch in which it is one, and the leaf of the ledger', () => {
    const of = (position: bigint) => recordOf({ ...rowOf('plain'), position }, { ...PLACE, position }, 0).headers;
    const positions = [9n, 10n, 99n, 100n, 10n ** 18n];
    const sequences = positions.map((position) => of(position)['ce_sequence']);
    expect(sequences.toSorted()).toEqual(sequences);
    expect(of(42n)).toMatchObject({
      ce_ledgerepoch: EPOCH,
      ce_leafhash: Buffer.from(rowOf('plain').leafHash).toString('hex'),
    });
  });

  it.each([
    ['staff:jb', 'app_user'],
    ['process:membership.embargo', 'system'],
  ])('says who asked for it: %s is %s', (subject, authtype) => {
    const row = rowOf('plain');
    const record = row.record.replace('"id":"staff:jb"', `"id":"${subject}"`);
    expect(recordOf({ ...row, record }, PLACE, 0).headers).toMatchObject({ ce_authtype: authtype, ce_authid: subject });
  });

  it('is a CloudEvent 1.0 in binary mode: texts under ce_, names of small letters and digits', () => {
    const { headers } = recordOf(rowOf('full-metadata'), PLACE, 0);
    expect(headers).toMatchObject({ ce_specversion: '1.0', 'content-type': 'application/json' });
    for (const name of Object.keys(headers)) expect(name).toMatch(/^(content-type|traceparent|ce_[a-z0-9]{1,20})$/);
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
    'ce_recordedtime',
    'ce_authid',
    'ce_correlationid',
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
    ['ce_time', '2016-03-31T10:00:00.000Z'],
    ['ce_time', '2016-03-31'],
    ['ce_time', 'today'],
    ['ce_dataclassification', 'public'],
    ['ce_dataclassification', 'embargoed:tomorrow'],
    ['ce_evidence', 'none'],
    ['ce_evidence', '{}'],
  ])('has %s: %j', (name, value) => {
    expect(() => publishedEvent(withHeader(name, value))).toThrow(InvalidRecord);
  });

  it.each([
    ['ce_sequence', undefined],
    ['ce_sequence', '42'],
    ['ce_sequence', '00000000000000000042,00000000000000000042'],
    ['ce_sequence', '99999999999999999999'],
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
