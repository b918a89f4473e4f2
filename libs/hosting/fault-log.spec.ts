import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { FaultLog } from './fault-log.ts';

const WHAT = 'a consumer met a fault';

/** Looks again when the test says so. */
function faultLog() {
  let looks: (() => void)[] = [];
  const lookAgain = (): void => {
    const due = looks;
    looks = [];
    for (const look of due) look();
  };
  const lines: Readonly<Record<string, unknown>>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const faults = new FaultLog(pino({ base: null, timestamp: false }, { write }), (look) => looks.push(look));
  return { lines, faults, lookAgain };
}

describe('the log of faults', () => {
  it('logs a fault at once, with its error and who met it', () => {
    const { lines, faults } = faultLog();
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
    const { lines, faults } = faultLog();
    faults.report('gone', 'the store met a fault');
    expect(lines).toEqual([{ level: 50, err: 'gone', msg: 'the store met a fault' }]);
  });

  it('logs each fault that is another one: other words, other kind, met elsewhere', () => {
    const { lines, faults } = faultLog();
    faults.report(new TypeError('no'), WHAT);
    faults.report(new TypeError('yes'), WHAT);
    faults.report(new RangeError('no'), WHAT);
    faults.report(new TypeError('no'), 'the store met a fault');
    expect(lines).toHaveLength(4);
  });

  it('logs the same one again as a count, with all consumers that met it, as long as it goes on', () => {
    const { lines, faults, lookAgain } = faultLog();
    for (const by of ['b', 'a', 'b', 'a']) faults.report(new Error('away'), WHAT, by);
    expect(lines).toHaveLength(1);
    lookAgain();
    expect(lines).toHaveLength(2);
    expect(lines[1]).toEqual({ level: 50, times: 3, consumers: ['a', 'b'], msg: `again: ${WHAT}: Error: away` });
    faults.report(new Error('away'), WHAT, 'c');
    lookAgain();
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatchObject({ times: 1, consumers: ['c'] });
  });

  it('logs it anew when it comes back after it was gone', () => {
    const { lines, faults, lookAgain } = faultLog();
    faults.report(new Error('away'), WHAT);
    lookAgain();
    faults.report(new Error('away'), WHAT);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatchObject({ err: { message: 'away' }, msg: WHAT });
  });
});
