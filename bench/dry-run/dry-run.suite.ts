import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { caughtUp } from '../caught-up.ts';
import { quantile, roundTo, runTimes } from '../measure.ts';
import { startPlatform } from '../platform-process.ts';
import { openStore, waitUntilSequenced } from '../product.ts';
import type { Row, Suite, SuiteOptions } from '../report.ts';
import { tokenFor } from '../tokens.ts';
import { Merger } from './merger.ts';
import { memberships, type Stored } from './two-clusters.ts';

const CHUNK = 1_000;

/** A merger of two clusters with as many members, a fifth of them in both, over HTTP: its dry run, the one that is kept, and the effect beside it. */
export const dryRunSuite: Suite = {
  name: 'dry-run',
  async run(server, { quick, say }) {
    const url = await server.database('grappe');
    const members = quick ? 2_000 : 10_000;
    const inBoth = members / 5;
    await seed(url, memberships(members, inBoth), say);
    const folder = await mkdtemp(path.join(tmpdir(), 'grappe-bench-dry-run-'));
    const platform = await startPlatform(folder, { DATABASE_URL: url, RATE_LIMIT_PER_SECOND: '1000000' });
    try {
      const token = await tokenFor(platform.url, { sub: 'bench', roles: ['admin'] });
      const merger = new Merger(platform.url, token);
      const settled = (): Promise<number> => caughtUp(platform.url, token);
      say('waiting until every membership is in the read models');
      await settled();
      await merger.found();
      await settled();
      await merger.prepare();
      await settled();
      await server.checkpoint();
      return { rows: await measured(merger, { members, inBoth, times: quick ? 10 : 30, say, settled }), ratios: {} };
    } finally {
      await platform.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function seed(url: string, events: Iterable<Stored>, say: SuiteOptions['say']): Promise<void> {
  const store = await openStore(url);
  let chunk: Stored[] = [];
  const append = async (): Promise<void> => {
    if (chunk.length === 0) return;
    await store.appendAll(chunk.map(({ stream, event }) => ({ stream, expected: 'no-stream', events: [event] })));
    chunk = [];
  };
  say('storing organisations and memberships');
  for (const event of events) if (chunk.push(event) === CHUNK) await append();
  await append();
  await waitUntilSequenced(store);
  await store.close();
}

interface Measuring {
  readonly members: number;
  readonly inBoth: number;
  readonly times: number;
  readonly say: SuiteOptions['say'];
  readonly settled: () => Promise<number>;
}

async function measured(merger: Merger, { members, inBoth, times, say, settled }: Measuring): Promise<readonly Row[]> {
  const id = v7();
  say('dry run');
  const first = await merger.dryRun();
  const counted = first['members'] as DryRun['members'];
  const hash = String(first['hash']);
  require(counted.total === 2 * members - inBoth && counted.merged === inBoth, `counted ${JSON.stringify(counted)}`);
  const dryRun = await rowsFor('dry run', times, () => merger.dryRun());
  say('kept, and read again');
  const keep = await rowsFor('kept', 1, () => merger.keep(id));
  await settled();
  const permalink = await rowsFor('permalink', times, () => merger.kept(id));
  say('effect, and what every context moves');
  const began = performance.now();
  await merger.vote();
  await settled();
  const moved = {
    ...{ name: 'votes, effect, moved in every context', unit: 's' },
    value: roundTo((performance.now() - began) / 1_000, 1),
  };
  const compared = await rowsFor('effect beside it', Math.ceil(times / 3), () => merger.effect());
  require(isIdentical(await merger.effect(), hash), 'the effect is not the dry run');
  return [...dryRun, ...keep, ...permalink, ...compared, moved];
}

interface DryRun {
  readonly members: { readonly total: number; readonly merged: number };
}

interface Effect {
  readonly effect?: { readonly hash: string; readonly comparison?: { readonly isIdentical: boolean } };
}

function isIdentical(answer: Effect, hash: string): boolean {
  return answer.effect?.hash === hash && answer.effect.comparison?.isIdentical === true;
}

function require(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

async function rowsFor(name: string, times: number, ask: () => Promise<unknown>): Promise<readonly Row[]> {
  const { latencies } = await runTimes(times, ask);
  return [0.5, 0.99].map((share) => {
    return { name: `${name}, p${String(share * 100)}`, unit: 'ms', value: roundTo(quantile(latencies, share), 0) };
  });
}
