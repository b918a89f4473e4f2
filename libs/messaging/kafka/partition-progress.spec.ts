import { describe, expect, it } from '@jest/globals';
import { TopicReplaced } from './errors.ts';
import { PartitionProgress } from './partition-progress.ts';
import type { TopicMessage } from './received.ts';

const NAME = { topic: 'grappe.audit.v1', partition: 2 };

function message(offset: bigint, id = `event-${String(offset)}`): TopicMessage {
  return { ...NAME, offset, key: 'audit.log-1', value: '{}', headers: { ce_id: id }, timestampMs: 1 };
}

function messages(from: number, until: number): TopicMessage[] {
  return Array.from({ length: until - from }, (_, index) => message(BigInt(from + index)));
}

describe('how far a partition was read', () => {
  it('each record is new once, and offsets follow each other', () => {
    const progress = new PartitionProgress(NAME, 5n);
    expect(progress.advance(messages(5, 8))).toEqual(messages(5, 8));
    expect(progress.advance(messages(6, 10))).toEqual(messages(8, 10));
    expect(progress.advance([])).toEqual([]);
    expect(progress.next).toBe(10n);
  });

  it('a gap is another topic', () => {
    const progress = new PartitionProgress(NAME, 5n);
    expect(() => progress.advance(messages(7, 9))).toThrow(TopicReplaced);
    expect(() => progress.advance(messages(7, 9))).toThrow(
      'read up to offset 5, and now the next record has the offset 7',
    );
  });

  it('after a new start of the client the last record is asked for again, compared, and not given out', () => {
    const progress = new PartitionProgress(NAME, 0n);
    progress.advance(messages(0, 3));
    expect(progress.again()).toBe(2n);
    expect(progress.advance(messages(2, 5))).toEqual(messages(3, 5));
    expect(progress.again()).toBe(4n);
  });

  it('another record in its place is another topic', () => {
    const progress = new PartitionProgress(NAME, 0n);
    progress.advance(messages(0, 3));
    progress.again();
    expect(() => progress.advance([message(2n, 'stranger'), message(3n)])).toThrow(TopicReplaced);
  });

  it('of which nothing was read begins again where it was to begin', () => {
    const progress = new PartitionProgress(NAME, 4n);
    expect(progress.again()).toBe(4n);
    expect(progress.advance(messages(4, 6))).toEqual(messages(4, 6));
  });
});
