import { describe, expect, it } from '@jest/globals';
import { openLog } from './run-program.ts';

describe('the log of a program', () => {
  it('holds what callers sent, and nothing that acts on a terminal', () => {
    const lines: string[] = [];
    const log = openLog('info', { write: (line) => void lines.push(line) });
    const sent = 'a\u001b[2J\u009b31m\u202egnorw\u007f\r\nready';
    log.info({ url: sent, err: new Error(sent) }, sent);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/\p{Bidi_Control}|(?!\n)\p{Cc}/u);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: sent, url: sent, err: { message: sent } });
  });

  it('is silent below its level', () => {
    const lines: string[] = [];
    openLog('error', { write: (line) => void lines.push(line) }).info('nothing');
    expect(lines).toEqual([]);
  });

  it('holds nothing of the row that a database refused', () => {
    const lines: string[] = [];
    const refused = {
      code: '23514',
      detail: 'Failing row contains (Bérard).',
      parameters: ['Bérard'],
      query: "… 'Bérard'",
    };
    const error = Object.assign(new Error('a check failed'), refused, { driverError: { ...refused } });
    openLog('info', { write: (line) => lines.push(line) }).error({ err: error }, 'refused');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { message: 'a check failed', code: '23514' } });
    expect(lines[0]).not.toContain('Bérard');
  });

  it.each(['no error', 7, null])('holds %j where that was thrown', (thrown) => {
    const lines: string[] = [];
    openLog('info', { write: (line) => lines.push(line) }).error({ err: thrown }, 'thrown');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: thrown });
  });
});
