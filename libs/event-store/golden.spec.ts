import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ProposedEvent, StreamName } from '#libs/kernel';
import { EventCodec, hashedText, leafHash, type EventCatalog } from './index.ts';
import { columnsOf } from './codec.ts';

interface GoldenSample {
  readonly stream: StreamName;
  readonly revision: string;
  readonly event: ProposedEvent;
  readonly hashedText: string;
  readonly leafHash: string;
}

/** Leaf hashes as released. A row is added for a new sample and never changed: ledgers in use hold such hashes. */
const RELEASED: Readonly<Record<string, string>> = {
  'full-metadata': '5aa28d5c524798a845249417054ddd01349e80626aca26e486a3eb82ac8766e2',
  'late-revision': 'b6f49167212750127b00578e37bb0eb8c5c15562043f10186c32c2e2cdb6c8de',
  plain: '5bdc3901a6049651416e8cc962122fadfeb890fa478be80062a5f768504ca2e3',
  'text-and-numbers': 'e59ce8830558294e070788fd777ee092c51a8ccdcf877576cc58037f739be721',
};

/** The bytes may not depend on what today's contracts know, so this catalog knows everything. */
const anything: EventCatalog = {
  currentVersion: () => 1,
  check: () => [],
  upcast: (_type, schemaVersion, data) => ({ schemaVersion, data }),
};

const folder = new URL('./golden/', import.meta.url);

function sampleOf(name: string): GoldenSample {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as GoldenSample;
}

describe('the hashed bytes are frozen', () => {
  const codec = new EventCodec(anything);

  it('each released sample is still there, and each file is released', () => {
    const files = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(files.toSorted()).toEqual(Object.keys(RELEASED).toSorted());
  });

  describe.each(Object.keys(RELEASED))('%s', (name) => {
    const sample = sampleOf(name);
    const revision = BigInt(sample.revision);

    it('encodes to the same text', () => {
      expect(hashedText(codec.encode(sample.stream, sample.event).record, revision)).toBe(sample.hashedText);
    });

    it('has the same leaf hash, also computed by hand', () => {
      const { record } = codec.encode(sample.stream, sample.event);
      const byHand = createHash('sha256')
        .update(Buffer.from(`\u0000${sample.hashedText}`, 'utf8'))
        .digest('hex');
      expect(Buffer.from(leafHash(record, revision)).toString('hex')).toBe(RELEASED[name]);
      expect(sample.leafHash).toBe(RELEASED[name]);
      expect(byHand).toBe(RELEASED[name]);
    });

    it('decodes to the event that went in', () => {
      const { record } = codec.encode(sample.stream, sample.event);
      expect(codec.decode(record, columnsOf({ ...sample.event, stream: sample.stream }), revision)).toEqual({
        ...sample.event,
        stream: sample.stream,
        revision,
      });
    });
  });
});
