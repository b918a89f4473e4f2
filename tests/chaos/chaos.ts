import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../system/support/random.ts';
import { Traffic } from '../system/support/traffic.ts';
import { faultsAfter } from './checks.ts';
import { drawFault, FAULT_KINDS, type FaultKind } from './faults.ts';
import { World } from './world.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly nodes: 1 | 3;
  readonly say: (line: string) => void;
}

export interface ChaosReport {
  readonly acknowledged: number;
  readonly lostAnswers: number;
  readonly unavailable: number;
  readonly counts: Readonly<Record<FaultKind, number>>;
  /** Processes that ended without having been killed and were started again, with their exit codes and last words. */
  readonly endedByThemselves: readonly string[];
  /** What was wrong, with the round; the run ends at the first round in which something is. */
  readonly wrong: readonly string[];
}

/** Eight callers, each this often. */
const EVERY_MS = 100;
const FAULTS_A_ROUND = 3;
const BETWEEN_MS = 700;

/**
 * Commands flow at a steady rate while the seed decides what is harmed. After each round everything has to be there once, on the
 * topics too, and every read model has to be what its events make of it.
 */
export async function runChaos({ seed, rounds, nodes, say }: ChaosOptions): Promise<ChaosReport> {
  const random = new Random(seed);
  const traffic = new Traffic(random);
  const counts = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  const wrong: string[] = [];
  const world = await World.start({ nodes, say });
  try {
    await traffic.registerCluster(await world.api());
    for (let round = 1; round <= rounds && wrong.length === 0; round += 1) {
      const before = performance.now();
      const done = await harm(world, traffic, random, counts);
      wrong.push(...(await faultsAfter(world, traffic)).map((fault) => `round ${String(round)}: ${fault}`));
      const seconds = ((performance.now() - before) / 1_000).toFixed(1);
      say(
        `round ${String(round)}/${String(rounds)}, ${seconds} s: ${done.join('; ')}; ${String(traffic.acknowledged.length)} acknowledged`,
      );
    }
    return {
      acknowledged: traffic.acknowledged.length,
      lostAnswers: traffic.lostAnswers,
      unavailable: traffic.unavailable,
      counts,
      endedByThemselves: world.programs.flatMap(({ spec, endedByItself }) =>
        endedByItself.map((how) => `${spec.label}: ${how}`),
      ),
      wrong,
    };
  } finally {
    await world.stop();
  }
}

/** One round: commands flow, and some faults happen one after the other. Every command is answered in the end. */
async function harm(
  world: World,
  traffic: Traffic,
  random: Random,
  counts: Record<FaultKind, number>,
): Promise<readonly string[]> {
  const ended = new AbortController();
  const api = await world.api();
  const flowing = traffic.flow(api, ended.signal, EVERY_MS);
  const done: string[] = [];
  try {
    for (let count = 0; count < FAULTS_A_ROUND; count += 1) {
      await delay(random.below(BETWEEN_MS));
      const fault = drawFault(world, random);
      counts[fault.kind] += 1;
      done.push(`${fault.kind} (${fault.target})`);
      await fault.run();
    }
    await world.ready();
  } finally {
    ended.abort();
    await flowing;
  }
  await traffic.all(api, [...traffic.open.values()]);
  return done;
}
