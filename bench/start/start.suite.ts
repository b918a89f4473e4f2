import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { median, roundTo } from '../measure.ts';
import { startPlatform } from '../platform-process.ts';
import { processorSeconds } from '../processors.ts';
import type { Row, Suite } from '../report.ts';

/** The idle time before its memory is read. */
const REST_MS = { quick: 3_000, full: 20_000 };

/** `npm start` on an empty data folder and on the same one again, to the first *ready*; and the memory of the platform at rest. */
export const startSuite: Suite = {
  name: 'start',
  async run(_server, { quick, say }) {
    // What is compiled at the first start after a change is no part of the others.
    say('compiling');
    await oneRound(0);
    const rounds: Awaited<ReturnType<typeof oneRound>>[] = [];
    for (let round = 1; round <= (quick ? 3 : 9); round += 1) {
      say(`round ${String(round)}`);
      rounds.push(await oneRound(quick ? REST_MS.quick : REST_MS.full));
    }
    const warm = rounds.map((round) => round.warm);
    const memory = warm.flatMap(({ megabytes }) => megabytes ?? []);
    return {
      rows: [
        ...rowsOf(
          'cold start',
          rounds.map(({ cold }) => cold),
        ),
        ...rowsOf('warm start', warm),
        ...(memory.length === 0
          ? []
          : [{ name: 'memory at rest without the database, p50', unit: 'MB', value: roundTo(median(memory), 0) }]),
      ],
      ratios: {},
    };
  },
};

async function oneRound(restMs: number) {
  const folder = await mkdtemp(path.join(tmpdir(), 'grappe-bench-start-'));
  try {
    return { cold: await measureStart(folder, 0), warm: await measureStart(folder, restMs) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Start = Awaited<ReturnType<typeof measureStart>>;

async function measureStart(dataFolder: string, restMs: number) {
  const platform = await startPlatform(dataFolder);
  try {
    const { startedIn, pid } = platform;
    // Of the platform alone: neither npm nor the database.
    const processor = await processorSeconds(pid);
    await delay(restMs);
    return { seconds: startedIn, processor, megabytes: await residentMegabytes(pid) };
  } finally {
    await platform.stop();
  }
}

function rowsOf(name: string, starts: readonly Start[]): readonly Row[] {
  const seconds = starts.map((start) => start.seconds);
  return [
    { name: `${name}, p50`, unit: 's', value: roundTo(median(seconds), 2) },
    { name: `${name}, longest`, unit: 's', value: roundTo(Math.max(...seconds), 2) },
    {
      name: `${name}, processor time of the platform, p50`,
      unit: 's',
      value: roundTo(median(starts.map(({ processor }) => processor)), 2),
    },
  ];
}

/** What Linux says of a process; undefined elsewhere. */
async function residentMegabytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1_024;
}
