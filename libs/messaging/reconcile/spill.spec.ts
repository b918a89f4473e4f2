import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Spill } from './spill.ts';

describe('a spill', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grappe-spill-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function linesOf(spill: Spill, bucket: number): Promise<readonly string[]> {
    const all: string[] = [];
    for await (const line of spill.lines(bucket)) all.push(line);
    return all;
  }

  it.each([0, 10, 1_000, 1_000_000])(
    'gives each bucket its lines in order when %i characters may wait',
    async (buffered) => {
      const spill = new Spill(folder, buffered);
      const expected = new Map<number, string[]>();
      for (let count = 0; count < 500; count += 1) {
        const bucket = (count * 7) % 5;
        const line = JSON.stringify({ count, text: '\u2028 é \n 🍇' });
        spill.add(bucket, line);
        expected.set(bucket, [...(expected.get(bucket) ?? []), line]);
        await spill.relieve();
      }
      expect(spill.buckets).toEqual([0, 1, 2, 3, 4]);
      for (const [bucket, lines] of expected) expect(await linesOf(spill, bucket)).toEqual(lines);
      expect(await linesOf(spill, 99)).toEqual([]);
      await spill.close();
    },
  );

  it('touches the disk when it must, and takes everything away in the end', async () => {
    const spill = new Spill(folder, 20);
    spill.add(1, 'short');
    await spill.relieve();
    expect(await readdir(folder)).toEqual([]);
    spill.add(1, 'a line of some length');
    await spill.relieve();
    expect(await readdir(folder)).toHaveLength(1);
    await spill.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('reads lines longer than what is read at once', async () => {
    const spill = new Spill(folder, 0);
    const lines = ['é'.repeat(100_000), 'x', 'y'.repeat(70_000)];
    for (const line of lines) spill.add(0, line);
    await spill.relieve();
    expect(await linesOf(spill, 0)).toEqual(lines);
    await spill.close();
  });

  it('says that the place is not there', async () => {
    const spill = new Spill(path.join(folder, 'nowhere'), 0);
    spill.add(0, 'x');
    await expect(spill.relieve()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
