import { describe, expect, it } from '@jest/globals';
import { FoldDocuments } from './fold-documents.ts';

/** When a write beside the fold is worth it: mostly new documents, and enough of them. */
describe('documents that wait to be written', () => {
  const changed = (documents: FoldDocuments, from: number, to: number): void => {
    for (let index = from; index < to; index += 1) documents.set(`key ${String(index)}`, { index, touched: to });
  };

  it('are worth a write once there are so many', () => {
    const documents = new FoldDocuments(true);
    changed(documents, 0, 99);
    expect(documents.hasNewToWrite(100)).toBe(false);
    changed(documents, 99, 100);
    expect(documents.hasNewToWrite(100)).toBe(true);
  });

  it('count once, however often they change before it', () => {
    const documents = new FoldDocuments(true);
    for (let time = 0; time < 10; time += 1) documents.set('the same', { time });
    expect(documents.hasNewToWrite(2)).toBe(false);
  });

  it('are none after a write', () => {
    const documents = new FoldDocuments(true);
    changed(documents, 0, 100);
    expect(documents.flush().keys).toHaveLength(100);
    expect(documents.hasNewToWrite(1)).toBe(false);
  });

  it('are refused together where JSON cannot carry them', () => {
    const documents = new FoldDocuments(true);
    changed(documents, 0, 3);
    documents.set('big', { big: 1n });
    documents.set('bigger', { bigger: 2n });
    expect(() => documents.flush()).toThrow(expect.objectContaining({ keys: ['big', 'bigger'] }));
  });

  it.each([
    [90, 10, true],
    [89, 11, false],
    [0, 100, false],
  ])('%s new and %s that the table has already: %s', (fresh, rewritten, worth) => {
    const documents = new FoldDocuments(true);
    changed(documents, 0, 100);
    documents.flush();
    for (let index = 0; index < rewritten; index += 1) documents.set(`key ${String(index)}`, { again: index });
    changed(documents, 1_000, 1_000 + fresh);
    expect(documents.hasNewToWrite(100)).toBe(worth);
  });
});
