import { describe, expect, it } from '@jest/globals';
import { withProgress, type WorkLine } from './with-progress.ts';

async function linesOf(lines: AsyncIterable<WorkLine>): Promise<readonly WorkLine[]> {
  const all: WorkLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

describe('long work with progress', () => {
  it('ends with its result', async () => {
    expect(await linesOf(withProgress('x', () => Promise.resolve({ done: true })))).toEqual([
      { kind: 'result', of: 'x', result: { done: true } },
    ]);
  });

  it('ends with its failure when it fails', async () => {
    const work = (): Promise<object> => Promise.reject(new Error('poison'));
    expect(await linesOf(withProgress('x', work))).toEqual([{ kind: 'failure', of: 'x', message: 'poison' }]);
  });

  it('gives progress to a reader that keeps up', async () => {
    let go: () => void = () => undefined;
    const lines = withProgress('x', async (onProgress) => {
      onProgress({ n: 1 });
      await new Promise<void>((resolve) => (go = resolve));
      onProgress({ n: 2 });
      return { n: 3 };
    });
    expect(await lines.next()).toMatchObject({ value: { kind: 'progress', progress: { n: 1 } } });
    go();
    expect(await lines.next()).toMatchObject({ value: { kind: 'progress', progress: { n: 2 } } });
    expect(await lines.next()).toMatchObject({ value: { kind: 'result', result: { n: 3 } } });
    expect(await lines.next()).toEqual({ done: true, value: undefined });
  });

  it('keeps only the newest for a slow reader, and holds the work up for nobody', async () => {
    const lines = withProgress('x', (onProgress) => {
      for (let n = 0; n < 10_000; n += 1) onProgress({ n });
      return Promise.resolve({ all: 10_000 });
    });
    expect(await linesOf(lines)).toEqual([
      { kind: 'progress', of: 'x', progress: { n: 9_999 } },
      { kind: 'result', of: 'x', result: { all: 10_000 } },
    ]);
  });
});
