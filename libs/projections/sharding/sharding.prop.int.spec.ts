import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { discardParked, NotParked, retryAll, retryKey } from '../parking/dead-letters.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import {
  accounts,
  fixedAccounts,
  parkingAccounts,
  tolerantAccounts,
  type AccountsProjection,
} from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';
import { closed, credited, moved, opened, renamed, type BankEvent } from '../test/histories.ts';
import { ShardedWorld } from '../test/sharded-world.ts';

const ACCOUNTS = ['a', 'b', 'c', 'd', 'e', 'f'];
const account = fc.constantFrom(...ACCOUNTS);
const anyEvent: fc.Arbitrary<BankEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(account, fc.nat(9)).map(([key, amount]) => credited(key, amount)) },
  { weight: 4, arbitrary: fc.tuple(account, account, fc.nat(9)).map(([from, to, amount]) => moved(from, to, amount)) },
  account.map(closed),
  fc.tuple(account, fc.constantFrom('poison', 'n')).map(([key, name]) => renamed(key, name)),
  fc.constant(opened('office')),
);

/** One thing that happens, and how a counterexample names it. */
interface Step {
  readonly [fc.toStringMethod]: () => string;
  readonly run: (world: ShardedWorld) => Promise<void>;
}
const step = (name: string, given: unknown, run: Step['run']): Step => ({
  [fc.toStringMethod]: () => `${name} ${JSON.stringify(given)}`,
  run,
});

const size = fc.integer({ min: 1, max: 9 });
const number = fc.integer({ min: 1, max: 4 });
const range = fc.tuple(fc.nat(3), size);

const happened = fc
  .array(anyEvent, { minLength: 1, maxLength: 8 })
  .map((events) => step('happened', events, (world) => world.happened(...events)));
const batch = range.map((part) => step('batch', part, (world) => world.batch(...part)));
const crash = range.map((part) => step('crash', part, (world) => world.crash(...part)));
const lostAnswer = range.map((part) => step('lost answer', part, (world) => world.twice(...part)));
const takenOver = range.map((part) => step('taken over', part, (world) => world.stale(...part)));
const reshard = number.map((of) => step('reshard', of, (world) => world.reshard(of)));
const rebuilt = fc
  .boolean()
  .map((switchOver) => step('rebuild', switchOver, (world) => world.rebuild(world.live, switchOver)));
const mended = fc
  .boolean()
  .map((switchOver) => step('mend', switchOver, (world) => world.rebuild(world.fixed, switchOver)));
const resumed = fc.constant(step('resume', '', (world) => world.resume()));
const retried = account.map((key) => step('retry', key, (world) => retry(world, world.live, key)));
const released = account.map((key) => step('release', key, (world) => retry(world, world.fixed, key)));
const discarded = account.map((key) =>
  step('discard', key, async (world) => {
    const position = await world.headOf(key);
    if (position === undefined) return;
    await discardParked(world.live, { key, position, reason: 'spec' }, world.options);
    world.discarded(key, position);
  }),
);

async function retry({ options }: ShardedWorld, projection: AccountsProjection, key: string): Promise<void> {
  await retryKey(projection, key, options).catch((error: unknown) => {
    if (!(error instanceof NotParked)) throw error;
  });
}

/** Everything that may happen to a model, at once. */
const storm = fc
  .tuple(fc.array(size, { maxLength: 4 }), number, account, fc.boolean())
  .map(([sizes, of, key, switchOver]) =>
    step('storm', [sizes, of, key, switchOver], async (world) => {
      const batches = sizes.map((most, which) => world.batch(which, most));
      await Promise.all([
        ...batches,
        world.reshard(of),
        world.rebuild(world.live, switchOver),
        retry(world, world.fixed, key),
      ]);
    }),
  );

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: happened },
    { weight: 8, arbitrary: batch },
    crash,
    lostAnswer,
    takenOver,
    { weight: 2, arbitrary: reshard },
    rebuilt,
    mended,
    resumed,
    retried,
    released,
    discarded,
    storm,
  ),
  { minLength: 10, maxLength: 40, size: 'max' },
);

describe('a sharded model, whatever happens to it in whatever order', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await Workbench.open();
  });
  afterAll(async () => {
    await bench.close();
  });

  it.each([
    ['parks', [parkingAccounts, fixedAccounts]],
    ['pauses', [accounts, tolerantAccounts]],
  ] as const)(
    'that %s is what one worker makes of the same events, none twice and none lost',
    async (_what, projections) => {
      let worlds = 0;
      const check = async (script: readonly Step[]): Promise<void> => {
        const world = await ShardedWorld.open(bench.pool, (worlds += 1), projections);
        for (const { run } of script) {
          await run(world);
          await world.expectCounts();
        }
        await world.finish();
        for await (const _release of retryAll(world.fixed, world.options));
        expect(await world.documents()).toEqual(world.fold());
        await world.expectCounts();
        const { comparison } = await rebuild(world.fixed, { ...world.options, holder: 'spec', switch: false });
        expect(comparison).toMatchObject({ same: true, parked: { keys: 0 } });
      };
      await fc.assert(fc.asyncProperty(steps, check), { numRuns: 25, seed: propertySeed(), endOnFailure: true });
    },
  );
});

afterAll(() => Workbench.end());
