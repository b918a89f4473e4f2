import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '#libs/kernel/testing';
import { Supervised, type ProgramToRun } from './index.ts';

const BACKOFF = { firstMs: 5, longestMs: 20, forgottenAfterMs: 60_000 };
/** Says in a file that it lives once it listens to signals, and does until it is asked to end. */
const LIVES = `process.on('SIGTERM', () => process.exit(0));setInterval(() => {}, 1000);require('fs').appendFileSync(process.argv[1], 'life ')`;

describe('a supervised program', () => {
  const started = new Set<Supervised>();
  const folders: string[] = [];
  afterEach(async () => {
    for (const each of started) await each.stop();
    started.clear();
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  async function program(script: string, changes: Partial<ProgramToRun> = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'grappe-supervised-'));
    folders.push(folder);
    const file = join(folder, 'lives');
    const reports: string[] = [];
    const lives = async (): Promise<number> => (await readFile(file, 'utf8').catch(() => '')).split(' ').length - 1;
    const supervised = new Supervised({
      name: 'sample',
      command: [process.execPath, '-e', script, file],
      cwd: folder,
      environment: { PATH: process.env['PATH'] },
      isReady: async () => (await lives()) > 0,
      onReport: (line) => reports.push(line),
      backoff: BACKOFF,
      ...changes,
    });
    started.add(supervised);
    return { supervised, reports, lives, file };
  }

  it('is started, and stops when it is asked to', async () => {
    const { supervised, reports, lives } = await program(LIVES);
    await supervised.start();
    const { pid = 0 } = supervised;
    await supervised.stop();
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    expect([await lives(), supervised.restarts, reports]).toEqual([1, 0, []]);
  });

  it('that is killed is started again, and that is reported', async () => {
    const { supervised, reports, lives } = await program(LIVES);
    await supervised.start();
    for (let life = 1; life <= 3; life += 1) {
      await eventually('the program lives again', async () => expect(await lives()).toBe(life));
      process.kill(supervised.pid ?? 0, 'SIGKILL');
    }
    await eventually('the program lives a fourth time', async () => expect(await lives()).toBe(4));
    expect(supervised.restarts).toBe(3);
    expect(reports).toEqual([
      'sample ended (SIGKILL); starting it again in 5 ms.',
      'sample ended (SIGKILL); starting it again in 10 ms.',
      'sample ended (SIGKILL); starting it again in 20 ms.',
    ]);
  });

  it('that does not start is an error with what it said', async () => {
    const { supervised } = await program(`console.error('no database');process.exit(3)`);
    await expect(supervised.start()).rejects.toThrow('sample does not start:\nno database');
  });

  it('that is no program is an error too', async () => {
    const { supervised, reports } = await program('', { command: ['/nowhere/at/all'] });
    await expect(supervised.start()).rejects.toThrow('sample does not start');
    expect(reports[0]).toMatch(/ENOENT/);
  });

  it('that does not stop is killed', async () => {
    const stubborn = LIVES.replace('process.exit(0)', '0');
    const { supervised, reports } = await program(stubborn, { stopTimeoutMs: 50 });
    await supervised.start();
    await supervised.stop();
    expect(reports).toEqual(['sample does not stop: killed']);
  });

  it('is not started again once it was asked to stop', async () => {
    const { supervised, lives, file } = await program(LIVES, { backoff: { ...BACKOFF, firstMs: 60_000 } });
    await supervised.start();
    process.kill(supervised.pid ?? 0, 'SIGKILL');
    await eventually('the program is to be started again', () => expect(supervised.restarts).toBe(1));
    await supervised.stop();
    expect(await lives()).toBe(1);
    await writeFile(file, '');
  });

  it('whose start is aborted rejects with the reason', async () => {
    const { supervised } = await program(LIVES, { isReady: () => Promise.resolve(false) });
    await expect(supervised.start(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
