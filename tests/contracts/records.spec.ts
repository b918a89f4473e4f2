import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument, contracts, recordHeadersSchema } from '#libs/contracts';
import { calendarDate, contextOf, type EventMetadata } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { topicsOf } from '#libs/messaging/records';
import { goldenSamples, recordsOf } from './support/golden-records.ts';
import { dataValidators, messageValidators } from './support/validators.ts';

const dataOf = dataValidators();
const messages = messageValidators();

/** All metadata that an event may have. */
const everything: Partial<EventMetadata> = {
  actor: { id: 'amélie', capacity: 'secretary', clusterId: countedUuid(3, 7) },
  commandId: countedUuid(1, 7),
  commandHash: 'a'.repeat(64),
  causationId: countedUuid(2, 7),
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  evidence: [{ title: 'Procès-verbal', date: calendarDate('2026-01-04'), link: 'https://example.org/pv' }],
};
const embargoed = { ...everything, visibility: { kind: 'embargoed', until: calendarDate('2026-03-01') } } as const;
const hidden = { visibility: { kind: 'private' } } as const;

const samples = goldenSamples();
/** Each sample four times: the least metadata, all of it, and on the restricted topic. */
const records = recordsOf(
  samples.flatMap((golden, at) =>
    [{}, everything, embargoed, hidden].map((metadata) => ({
      golden,
      stream: `${contextOf(golden.type)}.sample-${String(at)}`,
      metadata,
    })),
  ),
  (position) => position - (position % 50n),
).map(({ record }) => record);
const rows = records.map((record) => [record.headers['ce_type']!, record.topic, record] as const);

describe('a record of a golden sample', () => {
  it('is there for every version of every event, on both topics of its context', () => {
    const stood = new Set(rows.map(([type, topic]) => `${topic} ${type}`));
    const expected = samples.flatMap(({ type, schemaVersion }) =>
      topicsOf([contextOf(type)]).map((topic) => `${topic} ${type}.v${String(schemaVersion)}`),
    );
    expect([...stood].sort()).toEqual(expected.sort());
    expect([...messages.keys()].sort()).toEqual([...dataOf.keys()].sort());
  });

  it.each(rows)('%s on %s fits its JSON Schema and the AsyncAPI document', (type, _topic, { value, headers, key }) => {
    const data: unknown = JSON.parse(value);
    expect(dataOf.get(type)!(data)).toEqual([]);
    expect(messages.get(type)!.payload(data)).toEqual([]);
    expect(messages.get(type)!.headers(headers)).toEqual([]);
    expect(key).toBe(headers['ce_subject']);
  });

  it('has no header that the document does not explain, and between them they have all', () => {
    const explained = Object.keys(recordHeadersSchema['properties'] as object);
    expect([...new Set(records.flatMap(({ headers }) => Object.keys(headers)))].sort()).toEqual(explained.sort());
  });

  it('stands on a topic of the document', () => {
    const channels = Object.values(asyncApiDocument()['channels'] as Record<string, { readonly address: string }>);
    expect(channels.map(({ address }) => address).sort()).toEqual([...topicsOf(Object.keys(contracts))].sort());
  });
});

describe('what is no record of an event', () => {
  const { headers } = records[1]!;
  const judged = (changed: Readonly<Record<string, string | undefined>>): readonly string[] =>
    messages.get(headers['ce_type']!)!.headers(JSON.parse(JSON.stringify({ ...headers, ...changed })));

  it.each(recordHeadersSchema['required'] as readonly string[])('a record without %s', (name) => {
    expect(judged({ [name]: undefined })).toContain(`: must have required property '${name}'`);
  });

  it.each([
    ['ce_sequence', '7'],
    ['ce_sequence', '-1'],
    ['ce_ledgerepoch', 'first'],
    ['ce_leafhash', 'F00'],
    ['ce_authtype', 'nobody'],
    ['ce_dataschema', 'membership.ClusterNamed.v1'],
    ['ce_revision', '1.0'],
    ['ce_settled', ''],
    ['ce_frontier', 'grappe.governance.v1=4'],
    ['ce_frontier', 'governance=4,'],
    ['ce_type', 'governance.BodyCreated.v1'],
    ['ce_source', '/grappe/mergers'],
    ['ce_specversion', '0.3'],
    ['ce_dataclassification', 'secret'],
    ['ce_time', '2026-01-05'],
    ['ce_recordedtime', '2026-01-05'],
    ['ce_id', 'F00'],
    ['content-type', 'text/plain'],
  ])('a record whose %s is %j', (name, text) => {
    expect(judged({ [name]: text })).toEqual([expect.stringMatching(new RegExp(`^/${name}: `))]);
  });

  it.each(samples)(
    'data of $type with a member that there is not, or without all of them',
    ({ type, schemaVersion, data }) => {
      const judge = dataOf.get(`${type}.v${String(schemaVersion)}`)!;
      expect(judge({ ...data, colour: 'red' })).toEqual([': must NOT have additional properties']);
      expect(judge({})).not.toEqual([]);
      expect(judge([])).toEqual([': must be object']);
    },
  );
});
