import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { open, type KeyRing } from './open.ts';
import { isSealedText } from './personal.ts';
import {
  eventWith,
  SEALED_TEXTS,
  sealedSamples,
  textAt,
  type SealedEvent,
  type SealedSample,
} from './test/sealed-texts.ts';

const samples = sealedSamples();
const [sample] = samples as [SealedSample];
const sealedEvent = (event: object): SealedEvent => event as SealedEvent;
const ringOf = (...keys: readonly (readonly [id: string, key: Uint8Array | 'destroyed'])[]): KeyRing => ({
  resolve: (ids) => Promise.resolve(new Map(keys.filter(([id]) => ids.includes(id)))),
});
const keyOf = ({ sealed, key }: SealedSample) => [sealed.k, Buffer.from(key, 'base64')] as const;

describe('the golden samples of sealed texts', () => {
  it('are as they were released, and never edited: texts in use are sealed like this', () => {
    const digest = createHash('sha256').update(readFileSync(SEALED_TEXTS)).digest('hex');
    expect(digest).toBe('d67beb8e6e8f596a8400d8f7fae62a4e5034d5f70cd4b9fae8d1c9f21b22cf8a');
  });

  it.each(samples)(
    '$name: a sealed text by its form, which opens in its event',
    async ({ sealed, bound, text, ...rest }) => {
      expect(isSealedText(sealed)).toBe(true);
      const opened = await open(eventWith({ sealed, bound }), ringOf(keyOf({ sealed, bound, text, ...rest })));
      expect(textAt(opened, bound)).toBe(text);
    },
  );
});

describe('an event with sealed texts', () => {
  const { bound, sealed } = sample;
  const event = eventWith(sample);
  const flipped = (base64: string, byte: number): string => {
    const bytes = Buffer.from(base64, 'base64');
    bytes.writeUInt8(bytes.readUInt8(byte) ^ 1, byte);
    return bytes.toString('base64');
  };

  it('whose key is unknown does not open, and says which key and which text', async () => {
    await expect(open(event, ringOf())).rejects.toMatchObject({
      name: 'UnknownKey',
      keyId: sealed.k,
      bound,
      message: `the key ${sealed.k} of the text at ${bound} is not in the key ring`,
    });
  });

  it('whose key is destroyed says that it is erased', async () => {
    const ofStream = samples.find(({ name }) => name === 'the title of evidence') ?? sample;
    expect(textAt(await open(event, ringOf([sealed.k, 'destroyed'])), bound)).toBe('personne effacée');
    const opened = await open(eventWith(ofStream), ringOf([ofStream.sealed.k, 'destroyed']));
    expect(textAt(opened, ofStream.bound)).toBe('texte effacé');
  });

  it('of which a link of evidence is erased has none any more', async () => {
    const link = samples.find(({ name }) => name === 'the link of evidence') ?? sample;
    const opened = await open(eventWith(link), ringOf([link.sealed.k, 'destroyed']));
    const [evidence = {}] = (opened.metadata as { readonly evidence: readonly object[] }).evidence;
    expect(Object.keys(evidence)).toEqual([]);
  });

  it.each<[string, Partial<Pick<SealedSample, 'bound' | 'sealed'>>]>([
    ['whose ciphertext was altered', { sealed: { ...sealed, ct: flipped(sealed.ct, 0) } }],
    ['whose tag was altered', { sealed: { ...sealed, ct: flipped(sealed.ct, 30) } }],
    ['whose vector was altered', { sealed: { ...sealed, iv: flipped(sealed.iv, 11) } }],
    ['that was cut', { sealed: { ...sealed, ct: sealed.ct.slice(0, 16) } }],
    ['in another event', { bound: bound.replace('e001', 'e002') }],
    ['at another place', { bound: bound.replace('/name', '/title') }],
  ])('%s does not open, and says where', async (_what, change) => {
    const altered = { ...sample, ...change };
    const broken = { name: 'BrokenSeal', keyId: sealed.k, bound: altered.bound };
    await expect(open(eventWith(altered), ringOf(keyOf(sample)))).rejects.toMatchObject(broken);
  });

  it.each([
    ['another key', Buffer.alloc(32, 1)],
    ['a key that is too short', Buffer.alloc(31, 1)],
  ])('does not open under %s', async (_what, key) => {
    await expect(open(event, ringOf([sealed.k, key]))).rejects.toMatchObject({ name: 'BrokenSeal', bound });
  });

  it('that carries another opens the texts of that one, at its id', async () => {
    const [id = '', ...path] = bound.split('/');
    const inner = { ...eventWith(sample), stream: 'x' };
    const carrier = sealedEvent({ id: `${id.slice(0, -1)}9`, data: { event: inner, on: '2016-01-01' } });
    const opened = await open(carrier, ringOf(keyOf(sample)));
    expect(textAt(opened, ['', 'data', 'event', ...path].join('/'))).toBe(sample.text);
  });

  it('asks for each key once, for all texts together; without sealed texts for none', async () => {
    const asked: (readonly string[])[] = [];
    const ring = ringOf(keyOf(sample));
    const keyRing: KeyRing = {
      resolve: async (ids) => {
        asked.push(ids);
        return await ring.resolve(ids);
      },
    };
    const [emoji] = samples.filter(({ name }) => name.includes('emoji')) as [SealedSample];
    const together = {
      ...event,
      metadata: eventWith({ ...emoji, bound: bound.replace('/data', '/metadata') }).metadata,
    };
    await expect(open(together, keyRing)).rejects.toMatchObject({ name: 'BrokenSeal' });
    expect(asked).toEqual([[sealed.k]]);
    const clear = sealedEvent({ ...event, data: { name: 'Ada' } });
    expect(await open(clear, keyRing)).toBe(clear);
    expect(asked).toHaveLength(1);
  });
});
