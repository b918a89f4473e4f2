import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '#libs/kernel/testing';
import { supervise, type SupervisedServer } from './index.ts';

const SETTINGS = { pollMs: 2, backoff: { firstMs: 5, longestMs: 20, forgottenAfterMs: 60_000 } };

/** A process that does nothing until it is killed, and can be made to fail at its start. */
class Sample implements SupervisedServer {
  #child: ChildProcess | undefined;
  refusals = 0;
  starts = 0;
  looks = 0;

  get pid(): number | undefined {
    this.looks += 1;
    const isUp = this.#child?.exitCode === null && this.#child.signalCode === null;
    return isUp ? this.#child?.pid : undefined;
  }

  async start(): Promise<void> {
    this.starts += 1;
    if (this.refusals > 0) {
      this.refusals -= 1;
      throw new Error('no room');
    }
    this.#child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(this.#child, 'spawn');
  }

  async kill(): Promise<void> {
    if (this.#child === undefined || this.pid === undefined) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}

describe('servers that are kept up', () => {
  const samples: Sample[] = [];
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
    for (const sample of samples.splice(0)) await sample.kill();
  });

  async function sampled(): Promise<Sample> {
    const sample = new Sample();
    samples.push(sample);
    await sample.start();
    return sample;
  }

  function kept(servers: Readonly<Record<string, SupervisedServer>>) {
    const reports: string[] = [];
    const end = supervise(servers, { ...SETTINGS, onReport: (line) => reports.push(line) });
    ends.push(end);
    return { reports, end };
  }

  it('are left alone while they live', async () => {
    const sample = await sampled();
    const { reports } = kept({ sample });
    await eventually('the server was looked at', () => expect(sample.looks).toBeGreaterThan(3));
    expect([sample.starts, reports]).toEqual([1, []]);
  });

  it('are started again when they are killed, each for itself, and that is reported', async () => {
    const [one, other] = [await sampled(), await sampled()];
    const { reports } = kept({ one, other });
    for (let life = 2; life <= 4; life += 1) {
      await one.kill();
      await eventually('the server is back', () => expect(reports.length).toBe((life - 1) * 2));
    }
    expect(reports).toEqual([
      'one is down; starting it again in 5 ms',
      'one is back',
      'one is down; starting it again in 10 ms',
      'one is back',
      'one is down; starting it again in 20 ms',
      'one is back',
    ]);
    expect([one.pid, one.starts, other.starts]).toEqual([expect.any(Number), 4, 1]);
  });

  it('are tried again when they do not start, and the reason is reported', async () => {
    const sample = await sampled();
    sample.refusals = 2;
    const { reports } = kept({ sample });
    await sample.kill();
    await eventually('the server is back', () => expect(reports).toContain('sample is back'));
    expect(reports.filter((line) => line === 'sample does not start: no room')).toHaveLength(2);
    expect(sample.pid).toEqual(expect.any(Number));
  });

  it('are not started any more once that has ended', async () => {
    const sample = await sampled();
    const { reports, end } = kept({ sample });
    await end();
    await sample.kill();
    const { looks } = sample;
    const other = await sampled();
    kept({ other });
    await eventually('the other server was looked at', () => expect(other.looks).toBeGreaterThan(5));
    expect([sample.looks, sample.starts, reports]).toEqual([looks, 1, []]);
  });

  it('are not left half started: who ends it waits for the start that is under way', async () => {
    const sample = await sampled();
    let started = (): void => undefined;
    let letStart = (): void => undefined;
    const under = new Promise<void>((resolve) => (started = resolve));
    const allowed = new Promise<void>((resolve) => (letStart = resolve));
    const slow: SupervisedServer = {
      get pid() {
        return sample.pid;
      },
      start: async () => {
        started();
        await allowed;
        await sample.start();
      },
    };
    const { end } = kept({ slow });
    await sample.kill();
    await under;
    const ended = end();
    letStart();
    await ended;
    expect([sample.starts, sample.pid]).toEqual([2, expect.any(Number)]);
  });
});
