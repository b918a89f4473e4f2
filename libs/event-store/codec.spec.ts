import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { catalog } from '#libs/contracts';
import type { JsonObject } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { EventCodec, NO_KEYS, type EventCatalog } from './index.ts';
import { columnsOf } from './codec.ts';
import { ContractSamples } from './testing/index.ts';

const samples = new ContractSamples(6);
const anything: EventCatalog = {
  currentVersion: () => 2,
  check: () => [],
  upcast: (_type, schemaVersion, data) => ({ schemaVersion, data }),
};

describe('the codec', () => {
  it('refuses by its limit in bytes, not in characters', () => {
    const event = samples.renamed('€'.repeat(100));
    const stream = samples.organisation();
    const bytes = Buffer.byteLength(new EventCodec(catalog).encode(stream, event).record);
    const atLimit = new EventCodec(catalog, { maxEventBytes: bytes });
    const below = new EventCodec(catalog, { maxEventBytes: bytes - 1 });
    expect(() => atLimit.encode(stream, event)).not.toThrow();
    expect(() => below.encode(stream, event)).toThrow(
      expect.objectContaining({
        reason: 'too-large',
        found: `${String(bytes)} bytes`,
        required: `at most ${String(bytes - 1)} bytes`,
      }),
    );
  });

  it('says the first reason in the documented order', () => {
    const codec = new EventCodec(catalog, { maxEventBytes: 10 });
    const event = samples.renamed('');
    const wrong = [
      ['schema', { ...event }, 10_000],
      ['unknown-version', { ...event, schemaVersion: 9 }, 10_000],
      ['too-large', { ...event, schemaVersion: 9 }, undefined],
      ['not-json', { ...event, schemaVersion: Number.NaN }, undefined],
      ['unknown-type', { ...event, type: 'membership.Nothing', schemaVersion: Number.NaN }, undefined],
    ] as const;
    for (const [reason, bad, limit] of wrong) {
      const own = limit === undefined ? codec : new EventCodec(catalog, { maxEventBytes: limit });
      expect(() => own.encode(samples.organisation(), bad)).toThrow(expect.objectContaining({ reason }));
    }
  });

  it.each([
    '2016-03-31T10:00:00Z',
    '2016-03-31T10:00:00.000+01:00',
    '2016-02-30T10:00:00.000Z',
    '2016-03-31T24:00:00.000Z',
    '',
  ])('a recording instant written %p is refused', (recordedAt) => {
    const event = samples.renamed();
    const bad = {
      ...event,
      metadata: { ...event.metadata, recordedAt: recordedAt as typeof event.metadata.recordedAt },
    };
    expect(() => new EventCodec(catalog).encode(samples.organisation(), bad)).toThrow(
      expect.objectContaining({ reason: 'metadata' }),
    );
  });

  it('brings data of an older version to the current one when reading, and leaves the record as it was', () => {
    const upcasting: EventCatalog = {
      ...anything,
      upcast: (_type, _version, data) => ({ schemaVersion: 2, data: { ...data, kind: 'company' } }),
    };
    const codec = new EventCodec(upcasting);
    const stream = samples.organisation();
    const event = samples.renamed();
    const { record } = codec.encode(stream, event);
    expect(codec.decode(record, columnsOf({ ...event, stream }), 3n, NO_KEYS)).toEqual({
      ...event,
      schemaVersion: 2,
      data: { ...event.data, kind: 'company' },
      stream,
      revision: 3n,
    });
    expect(record).not.toContain('company');
  });

  it.each([
    ['id', { id: '0193f6a0-0000-7000-8000-00000000beef' }],
    ['stream', { stream: 'membership.organisation-0193f6a0-0000-7000-8000-00000000beef' }],
    ['type', { type: 'governance.MandateStarted' }],
  ])('a record whose row has another %s is not read', (_what, other) => {
    const codec = new EventCodec(anything);
    const [stream, event] = [samples.organisation(), samples.renamed()];
    const { record } = codec.encode(stream, event);
    const columns = columnsOf({ ...event, stream, ...other });
    const differs = expect.objectContaining({ name: 'RecordDiffers', columns });
    expect(() => codec.decode(record, columns, 0n, NO_KEYS)).toThrow(differs);
    expect(() => codec.decodeAt({ record, revision: 0n }, columns, 0n, NO_KEYS)).toThrow(differs);
  });

  it('members that are undefined are left out', () => {
    const codec = new EventCodec(anything);
    const event = samples.renamed('a', { data: { name: 'a', nothing: undefined, inside: { also: undefined } } });
    const stream = samples.organisation();
    expect(codec.decode(codec.encode(stream, event).record, columnsOf({ ...event, stream }), 0n, NO_KEYS).data).toEqual(
      {
        name: 'a',
        inside: {},
      },
    );
  });

  it('whatever JSON goes in comes out, and its text is that of RFC 8785', () => {
    const codec = new EventCodec(anything);
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (data) => {
        const sane = JSON.parse(JSON.stringify(data)) as JsonObject;
        const stream = samples.organisation();
        const event = samples.renamed('a', { data: sane });
        const { record } = codec.encode(stream, event);
        expect(record).toBe(canonicalize({ ...event, stream }));
        expect(codec.decode(record, columnsOf({ ...event, stream }), 0n, NO_KEYS).data).toEqual(sane);
        expect(record).not.toContain('\n');
      }),
      { seed: propertySeed() },
    );
  });
});
