import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '#libs/kernel/testing';
import { instant } from '#libs/kernel';
import { fileClock, systemClock } from './clock.ts';

it('the time of the machine is an instant in UTC with milliseconds', () => {
  const [before, now, after] = [Date.now(), systemClock.now(), Date.now()];
  expect(instant(now)).toBe(now);
  expect(Date.parse(now)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(now)).toBeLessThanOrEqual(after);
});

describe('a clock in a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grappe-clock-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('stands where the file says, at each look, and follows the other clock without one', async () => {
    const file = join(folder, 'clock');
    const other = new ManualClock();
    const clock = fileClock(file, other);
    expect(clock.now()).toBe(other.now());
    await writeFile(file, '2015-06-30T08:30:00.000Z\n');
    expect(clock.now()).toBe('2015-06-30T08:30:00.000Z');
    await writeFile(file, '2016-03-31T10:30:00+02:00');
    expect(clock.now()).toBe('2016-03-31T08:30:00.000Z');
    await rm(file);
    expect(clock.now()).toBe(other.now());
  });

  it('that holds something else, or is no file, is an error and not another time', async () => {
    const file = join(folder, 'clock');
    await writeFile(file, 'yesterday');
    expect(() => fileClock(file, new ManualClock()).now()).toThrow(RangeError);
    expect(() => fileClock(folder, new ManualClock()).now()).toThrow(/EISDIR/);
  });
});
