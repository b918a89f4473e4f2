import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ProposedEvent, StreamName } from '#libs/kernel';
import { EventCodec, NO_KEYS, hashedText, leafHash, type EventCatalog } from './index.ts';
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
  'full-metadata': 'a4ec6c19a88c0e42a2d425c6e06aa6d9af63c1a5ae7997a6c70c8f26e309edf8',
  'late-revision': 'acb8aa431dad3c9b4e2db480dc6fbfce75c00828f390911a968bc52a5d48d853',
  plain: '3382f56283492a2e0164e8daaa5adfed12c1842019b80d6697111d3e36a249b0',
  'text-and-numbers': '0b93555eab6f54300de5f7866fe435425268a4c0fce31a9d521ea97cfc3f3366',
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
      expect(codec.decode(record, columnsOf({ ...sample.event, stream: sample.stream }), revision, NO_KEYS)).toEqual({
        ...sample.event,
        stream: sample.stream,
        revision,
      });
    });
  });
});
