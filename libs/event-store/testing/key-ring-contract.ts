import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KEY_BYTES, type KeyRing } from '../index.ts';

export interface KeyRingHarness {
  readonly ring: KeyRing;
  /** A second ring on the same keys, as another process would have one; the same where keys live in one process. */
  readonly neighbour: KeyRing;
  /** Destroys the last key of a subject; both rings know of it at the next call. */
  destroy(subject: string): Promise<void>;
  close(): Promise<void>;
}

/** What every key ring promises. */
export function keyRingContract(name: string, open: () => Promise<KeyRingHarness>): void {
  describe(`${name}: the contract of key rings`, () => {
    let harness: KeyRingHarness;
    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness.close());

    it('draws a key of 32 bytes at the first use of a subject, which is then the same for everybody', async () => {
      const { ring, neighbour } = harness;
      const first = await ring.keysFor(['a', 'b']);
      const again = await neighbour.keysFor(['b', 'c', 'a']);
      expect([...first.keys()].sort()).toEqual(['a', 'b']);
      expect([...again.keys()].sort()).toEqual(['a', 'b', 'c']);
      expect(again.get('a')).toEqual(first.get('a'));
      expect(again.get('a')).toEqual({ id: 'a/1', bytes: expect.anything() });
      const bytes = [...again.values()].map((key) => (key === 'destroyed' ? key : key.bytes.toString('hex')));
      expect(new Set(bytes).size).toBe(3);
      expect(bytes.map((text) => text.length)).toEqual(bytes.map(() => KEY_BYTES * 2));
    });

    it('draws one key where many meet a subject at once', async () => {
      const { ring, neighbour } = harness;
      const found = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? ring : neighbour).keysFor(['met', `by ${String(index)}`]),
        ),
      );
      expect(new Set(found.map((keys) => JSON.stringify(keys.get('met')))).size).toBe(1);
    });

    it('gives keys by their ids, and leaves out those that it does not know', async () => {
      const { ring, neighbour } = harness;
      const key = (await ring.keysFor(['governance.office-1'])).get('governance.office-1');
      const found = await neighbour.resolve(['governance.office-1/1', 'governance.office-1/2', 'nobody/1']);
      expect([...found]).toEqual([['governance.office-1/1', key !== 'destroyed' && key?.bytes]]);
    });

    it('says of a key that it is destroyed, for sealing and for opening', async () => {
      const { ring, neighbour, destroy } = harness;
      await ring.keysFor(['gone']);
      await destroy('gone');
      expect([...(await ring.keysFor(['gone']))]).toEqual([['gone', 'destroyed']]);
      expect([...(await neighbour.resolve(['gone/1']))]).toEqual([['gone/1', 'destroyed']]);
    });

    it('answers nothing to nothing', async () => {
      expect([await harness.ring.keysFor([]), await harness.ring.resolve([])]).toEqual([new Map(), new Map()]);
    });
  });
}
