import { describe, expect, it } from '@jest/globals';
import { jsonLines } from './api.ts';

async function read(chunks: readonly Uint8Array[]): Promise<unknown[]> {
  async function* body(): AsyncGenerator<Uint8Array, void> {
    yield* chunks;
  }
  const values: unknown[] = [];
  for await (const value of jsonLines(body())) values.push(value);
  return values;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('JSON lines', () => {
  it.each([
    ['no body', [], []],
    ['one line', ['{"a":1}\n'], [{ a: 1 }]],
    ['several lines at once', ['1\n2\n3\n'], [1, 2, 3]],
    ['a line in pieces', ['{"a"', ':', '1}', '\n2\n'], [{ a: 1 }, 2]],
    ['a last line that is not ended', ['1\n2'], [1, 2]],
    ['empty lines', ['1\n\n  \n2\n\n'], [1, 2]],
  ] as const)('%s', async (_what, chunks, values) => {
    expect(await read(chunks.map(bytes))).toEqual(values);
  });

  it('puts a letter together that was cut in the middle of its bytes', async () => {
    const all = bytes('"Numélink – Clust’R"\n');
    const singly = Array.from(all, (byte) => Uint8Array.of(byte));
    expect(await read(singly)).toEqual(['Numélink – Clust’R']);
  });

  it('does not take half a value for one', async () => {
    await expect(read([bytes('1\n{"a":')])).rejects.toMatchObject({ name: 'SyntaxError' });
  });

  it('gives a line before the next one is there', async () => {
    const taken: string[] = [];
    async function* body(): AsyncGenerator<Uint8Array, void> {
      yield bytes('1\n');
      taken.push('asked for more');
      yield bytes('2\n');
    }
    const lines = jsonLines(body());
    expect((await lines.next()).value).toBe(1);
    expect(taken).toEqual([]);
    expect((await lines.next()).value).toBe(2);
    expect(taken).toEqual(['asked for more']);
  });
});
