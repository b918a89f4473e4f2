import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { open, type PublishedEvent, type SealedText } from '#libs/contracts';
import { propertySeed } from '#libs/kernel/testing';
import { openText, sealText } from './seal.ts';

interface SealedSample {
  readonly name: string;
  readonly key: string;
  readonly bound: string;
  readonly text: string;
  readonly sealed: SealedText;
}

const file = new URL('../../contracts/sealed/texts.v1.json', import.meta.url);
const samples = JSON.parse(readFileSync(file, 'utf8')) as readonly SealedSample[];

describe('a sealed text of the golden samples', () => {
  it.each(samples)('$name: the same bytes come of it today, and it opens', ({ key, bound, text, sealed }) => {
    const bytes = Buffer.from(key, 'base64');
    expect(sealText({ id: sealed.k, bytes }, bound, text)).toEqual(sealed);
    expect(openText(bytes, bound, sealed)).toBe(text);
  });
});

const ID = '018f2c5e-7a10-7000-8000-00000000e001';
/** The place of a text in an event: a member of the data. */
const place = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((name) => name !== 'event' && name !== '__proto__');
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((one) => Buffer.from(one));
const anyText = fc.string({ unit: 'binary', maxLength: 200 });

/** What a subscriber does, by WebCrypto. */
async function openAsSubscriber(key: Buffer, name: string, sealed: SealedText, id = ID): Promise<unknown> {
  const event: object = { id, data: { [name]: sealed } };
  const opened = await open(event as PublishedEvent & { readonly id: string }, {
    resolve: (ids) => Promise.resolve(new Map(ids.map((each) => [each, key]))),
  });
  const data: object = opened.data;
  return (data as Readonly<Record<string, unknown>>)[name];
}

/** Sealed by another implementation, with a vector of its own. */
async function sealElsewhere(key: Buffer, iv: Buffer, bound: string, text: string): Promise<SealedText> {
  const imported = await webcrypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const settings = { name: 'AES-GCM', iv, additionalData: Buffer.from(bound) };
  const ct = Buffer.from(await webcrypto.subtle.encrypt(settings, imported, Buffer.from(text)));
  return { $personal: 1, k: 'p/1', iv: iv.toString('base64'), ct: ct.toString('base64') };
}

function flipped(base64: string, bit: number): string {
  const changed = Buffer.from(base64, 'base64');
  const at = (bit >> 3) % changed.length;
  changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit & 7)), at);
  return changed.toString('base64');
}

describe('both implementations of the sealed form', () => {
  const options = { numRuns: 200, seed: propertySeed() };

  it('open what the other seals', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(32), bytes(12), place, anyText, async (key, iv, name, text) => {
        const bound = `${ID}/data/${name}`;
        const sealed = sealText({ id: 'p/1', bytes: key }, bound, text);
        expect(await openAsSubscriber(key, name, sealed)).toBe(text);
        expect(openText(key, bound, sealed)).toBe(text);
        const elsewhere = await sealElsewhere(key, iv, bound, text);
        expect(openText(key, bound, elsewhere)).toBe(text);
        expect(await openAsSubscriber(key, name, elsewhere)).toBe(text);
      }),
      options,
    );
  });

  it('open nothing with a flipped bit, at another place, in another event or under another key', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(32), place, place, anyText, fc.nat(), async (key, name, other, text, bit) => {
        fc.pre(name !== other);
        const bound = `${ID}/data/${name}`;
        const sealed = sealText({ id: 'p/1', bytes: key }, bound, text);
        const key2 = Buffer.from(flipped(key.toString('base64'), bit), 'base64');
        const elsewhere = ID.replace('e001', 'e002');
        const attempts: readonly (readonly [Buffer, string, SealedText, string])[] = [
          [key, name, { ...sealed, ct: flipped(sealed.ct, bit) }, ID],
          [key, name, { ...sealed, iv: flipped(sealed.iv, bit) }, ID],
          [key, other, sealed, ID],
          [key, name, sealed, elsewhere],
          [key2, name, sealed, ID],
        ];
        for (const [used, at, altered, id] of attempts) {
          const broken = { name: 'BrokenSeal', bound: `${id}/data/${at}` };
          await expect(openAsSubscriber(used, at, altered, id)).rejects.toMatchObject(broken);
          expect(() => openText(used, `${id}/data/${at}`, altered)).toThrow(expect.objectContaining(broken));
        }
      }),
      options,
    );
  });

  it('have another vector for every text and every place', () => {
    const key = { id: 'p/1', bytes: Buffer.alloc(32, 3) };
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(place, anyText), { selector: String, minLength: 2 }), (texts) => {
        const vectors = texts.map(([name, text]) => sealText(key, `${ID}/data/${name}`, text).iv);
        expect(new Set(vectors).size).toBe(new Set(texts.map((each) => JSON.stringify(each))).size);
      }),
      options,
    );
  });
});
