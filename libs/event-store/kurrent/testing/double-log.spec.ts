import { describe, expect, it } from '@jest/globals';
import { DoubleLog, type LogEvent, type LogOutcome } from './double-log.ts';

const event = (id: string): LogEvent => ({ id, type: 'a.B', isJson: false, data: Buffer.from('{}') });
const ANY = -2n;
const NO_STREAM = -1n;
const EXISTS = -4n;

function logWith(length: number): DoubleLog {
  const log = new DoubleLog();
  for (let index = 0; index < length; index += 1) append(log, ANY, `old-${String(index)}`);
  return log;
}

function append(log: DoubleLog, expected: bigint, ...ids: readonly string[]): LogOutcome {
  return log.append([{ stream: 's', expected, events: ids.map(event) }]);
}

describe('the log of the double, as the documentation of KurrentDB describes it', () => {
  it.each<readonly [number, bigint, 'stored' | bigint]>([
    [0, ANY, 'stored'],
    [0, NO_STREAM, 'stored'],
    [0, EXISTS, -1n],
    [0, 0n, -1n],
    [2, ANY, 'stored'],
    [2, NO_STREAM, 1n],
    [2, EXISTS, 'stored'],
    [2, 0n, 1n],
    [2, 1n, 'stored'],
    [2, 2n, 1n],
  ])('with %i records, expecting %s: %s', (length, expected, outcome) => {
    const log = logWith(length);
    const answer = append(log, expected, 'new');
    if (outcome === 'stored') expect(answer).toMatchObject({ stored: [{ stream: 's', revision: BigInt(length) }] });
    else expect(answer).toEqual({ conflict: { stream: 's', expected, actual: outcome } });
    expect(log.records).toHaveLength(outcome === 'stored' ? length + 1 : length);
  });

  it.each([ANY, NO_STREAM, 0n])('the same ids in the same place again (%s): success, one copy', (expected) => {
    const log = logWith(expected === 0n ? 1 : 0);
    append(log, ANY, 'one', 'two');
    const length = log.records.length;
    expect(append(log, expected, 'one', 'two')).toMatchObject({ stored: [{ revision: BigInt(length - 1) }] });
    expect(log.records).toHaveLength(length);
  });

  it('over several streams: all or none, one commit position, prepare positions that rise', () => {
    const log = logWith(1);
    const appends = (expected: bigint) => [
      { stream: 'x', expected: NO_STREAM, events: [event('x1'), event('x2')] },
      { stream: 's', expected, events: [event('s1')] },
    ];
    expect(log.append(appends(NO_STREAM))).toMatchObject({ conflict: { stream: 's', actual: 0n } });
    expect(log.stream('x')).toBeUndefined();
    log.append(appends(0n));
    const stored = log.records.slice(1);
    expect(new Set(stored.map(({ commit }) => commit)).size).toBe(1);
    expect(stored.map(({ prepare }) => prepare)).toEqual([200n, 300n, 400n]);
  });

  it.each<readonly [number, bigint, boolean]>([
    [0, NO_STREAM, true],
    [0, EXISTS, false],
    [2, 1n, true],
    [2, 0n, false],
  ])('records with a check of another stream with %i records, expecting %s: %s', (length, expected, stored) => {
    const log = logWith(length);
    const answer = log.appendChecked(
      [{ stream: 'x', expected: ANY, events: [event('x1')] }],
      [
        { stream: 'x', expected: NO_STREAM },
        { stream: 's', expected },
      ],
    );
    const conflict = { stream: 's', expected, actual: BigInt(length) - 1n };
    expect(answer).toMatchObject(stored ? { stored: [{ stream: 'x', revision: 0n }] } : { conflict });
    expect(log.records).toHaveLength(length + (stored ? 1 : 0));
  });

  it('a stream that is a repetition beside one that is new: refused', () => {
    const log = logWith(0);
    append(log, ANY, 'one');
    const answer = log.append([
      { stream: 's', expected: ANY, events: [event('one')] },
      { stream: 'x', expected: NO_STREAM, events: [event('x1')] },
    ]);
    expect(answer).toMatchObject({ conflict: { stream: 's' } });
  });
});
