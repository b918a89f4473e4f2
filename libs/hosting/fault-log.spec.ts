import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { eventually } from '#libs/kernel/testing';
import { FaultLog } from './fault-log.ts';

const WHAT = 'a consumer met a fault';

function faultLog(everyMs: number) {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, faults: new FaultLog(pino({ base: null, timestamp: false }, { write }), everyMs) };
}

describe('the log of faults', () => {
  it('logs a fault at once, with its error and who met it', () => {
    const { lines, faults } = faultLog(60_000);
    faults.report(new TypeError('no'), WHAT, 'membership.clusters');
    expect(lines).toEqual([
      {
        level: 50,
        err: expect.objectContaining({ type: 'TypeError', message: 'no', stack: expect.any(String) }),
        consumer: 'membership.clusters',
        msg: WHAT,
      },
    ]);
  });

  it('logs what is no error too, and what has no consumer', () => {
    const { lines, faults } = faultLog(60_000);
    faults.report('gone', 'the store met a fault');
    expect(lines).toEqual([{ level: 50, err: 'gone', msg: 'the store met a fault' }]);
  });

  it('logs each fault that is another one: other words, other kind, met elsewhere', () => {
    const { lines, faults } = faultLog(60_000);
    faults.report(new TypeError('no'), WHAT);
    faults.report(new TypeError('yes'), WHAT);
    faults.report(new RangeError('no'), WHAT);
    faults.report(new TypeError('no'), 'the store met a fault');
    expect(lines).toHaveLength(4);
  });

  it('logs the same one again as a count, with all consumers that met it, as long as it goes on', async () => {
    const { lines, faults } = faultLog(20);
    for (const by of ['b', 'a', 'b', 'a']) faults.report(new Error('away'), WHAT, by);
    expect(lines).toHaveLength(1);
    await eventually('the fault is counted', () => expect(lines).toHaveLength(2));
    expect(lines[1]).toEqual({ level: 50, times: 3, consumers: ['a', 'b'], msg: `again: ${WHAT}: Error: away` });
    faults.report(new Error('away'), WHAT, 'c');
    await eventually('the fault is counted again', () => expect(lines).toHaveLength(3));
    expect(lines[2]).toMatchObject({ times: 1, consumers: ['c'] });
  });

  it('logs it anew when it comes back after it was gone', async () => {
    const { lines, faults } = faultLog(5);
    faults.report(new Error('away'), WHAT);
    faults.report(new Error('away'), WHAT);
    await eventually('the fault is counted', () => expect(lines).toHaveLength(2));
    await eventually('the fault is forgotten', () => {
      faults.report(new Error('other'), WHAT);
      return lines.length > 5;
    });
    faults.report(new Error('away'), WHAT);
    expect(lines.at(-1)).toMatchObject({ err: { message: 'away' }, msg: WHAT });
  });
});
