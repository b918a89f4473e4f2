import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '#libs/kernel';
import { eventually, propertySeed } from '#libs/kernel/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { Api } from './support/api.ts';
import { readWholeLedger } from './support/ledger.ts';
import { prepareMerger, REPORTED } from './support/merger.ts';
import { killServer, newDataFolder, PlatformProcess, removeDataFolder } from './support/platform-process.ts';
import { Random } from './support/random.ts';
import { actorOf } from './support/actor-of.ts';
import { SUBJECT, Traffic } from './support/traffic.ts';

/** The seed is another one in each run, so that rounds add up over runs. */
const ROUNDS = 12;
/** Every so many rounds the database server is killed in the same moment. */
const SERVER_TOO = 4;
/** Every so many rounds the next process is killed before it is ready, too. */
const STARTING_TOO = 5;
/** About as long as a start takes. */
const STARTING_MS = 1_500;
const TIMEOUT_MS = 600_000;
/** In this round a merger takes effect, and its references move while the kills go on. */
const MERGER = 3;
const LEASES = { LEASE_TTL_MS: '700' };

describe('a platform that is killed again and again while commands run', () => {
  const seed = propertySeed();
  const random = new Random(seed);
  const traffic = new Traffic(random);
  let dataFolder: string;
  let platform: PlatformProcess | undefined;
  let api: Api;
  let databaseUrl: string;
  const startsMs: number[] = [];

  async function start(): Promise<void> {
    const began = performance.now();
    platform = PlatformProcess.spawn(dataFolder, LEASES);
    const address = await platform.ready();
    databaseUrl = address.databaseUrl;
    api = await Api.connect(address.url, SUBJECT);
    startsMs.push(Math.round(performance.now() - began));
  }

  /** Between none and sixty answers after the start, and some milliseconds more so that it is not always at an answer. */
  async function crash(round: number): Promise<void> {
    const running = platform;
    const answers = random.below(60);
    const afterMs = random.below(20);
    let reached: () => void = () => undefined;
    const due = new Promise<void>((resolve) => (reached = resolve));
    if (answers === 0) reached();
    const commands = traffic.run(api, (count) => {
      if (count === answers) reached();
    });
    await Promise.race([due, commands]);
    await delay(afterMs);
    if (round % SERVER_TOO === 0) await killServer(dataFolder);
    await running?.end('SIGKILL');
    await commands;
  }

  async function crashWhileStarting(): Promise<void> {
    platform = PlatformProcess.spawn(dataFolder, LEASES);
    await delay(random.below(STARTING_MS));
    await platform.end('SIGKILL');
  }

  beforeAll(async () => {
    process.stdout.write(`crash test: seed ${String(seed)} (SEED overrides it)\n`);
    dataFolder = await newDataFolder();
    await start();
    await traffic.registerCluster(api);
    const lastVote = await prepareMerger(traffic, api, () => settled(api));
    for (let round = 1; round <= ROUNDS; round += 1) {
      if (round === MERGER) traffic.queue(lastVote);
      await crash(round);
      if (round % STARTING_TOO === 0) await crashWhileStarting();
      await start();
    }
    await traffic.all(api, [...traffic.open.values()]);
    const [fastest, slowest] = [Math.min(...startsMs), Math.max(...startsMs)];
    const counts = `${String(traffic.acknowledged.length)} acknowledged, ${String(traffic.lostAnswers)} answers lost`;
    process.stdout.write(`crash test: ${counts}, starts in ${String(fastest)} to ${String(slowest)} ms\n`);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await platform?.end('SIGKILL');
    await removeDataFolder(dataFolder);
  }, TIMEOUT_MS);

  it('goes on by itself when its database server is killed alone', async () => {
    const enough = new AbortController();
    const flowing = traffic.flow(api, enough.signal, 20);
    const refused = traffic.unavailable;
    await killServer(dataFolder);
    await eventually('commands are answered that the database is away', () =>
      expect(traffic.unavailable).toBeGreaterThan(refused),
    );
    const after = traffic.acknowledged.length;
    await eventually('commands are acknowledged again', () =>
      expect(traffic.acknowledged.length).toBeGreaterThan(after + ROUNDS),
    );
    enough.abort();
    await flowing;
    await traffic.all(api, [...traffic.open.values()]);
  });

  it('has every acknowledged command exactly once, with the events that it answered', async () => {
    expect(traffic.open.size).toBe(0);
    expect(traffic.acknowledged.length).toBeGreaterThan(ROUNDS);
    expect(traffic.lostAnswers).toBeGreaterThan(0);
    await settled(api);
    const { events } = await readWholeLedger(databaseUrl);
    const stored = new Map<string | undefined, string[]>();
    for (const { id, metadata } of events) {
      stored.set(metadata.commandId, [...(stored.get(metadata.commandId) ?? []), id]);
    }
    const actor = await actorOf(databaseUrl, SUBJECT);
    const wrong = traffic.acknowledged.filter(({ key, eventIds }) => {
      const found = stored.get(derivedId('command', actor, key)) ?? [];
      return eventIds.length === 0 || found.join() !== eventIds.join();
    });
    expect(wrong).toEqual([]);
    const ofCallers = events.filter(({ metadata }) => metadata.actor.id === actor);
    expect(ofCallers).toHaveLength(traffic.acknowledged.flatMap(({ eventIds }) => eventIds).length);
  });

  it('has moved every reference of the merger once, though killed in the middle', async () => {
    await settled(api);
    const { events } = await readWholeLedger(databaseUrl);
    const named = (type: string) => events.filter((event) => event.type === type).map(({ data }) => data);
    expect(named('mergers.SuccessionTookEffect')).toHaveLength(1);
    expect(named('membership.SuccessionApplied')).toEqual([expect.objectContaining(REPORTED)]);
    expect(named('membership.MemberTransferred')).toHaveLength(REPORTED.moved - REPORTED.merged);
    expect(named('membership.MembershipOriginAdded')).toHaveLength(REPORTED.merged);
    expect(named('mergers.ReferencesMoved').map(({ context }) => context)).toEqual(
      expect.arrayContaining(['membership', 'governance', 'incubation', 'events']),
    );
    expect(named('mergers.ReferencesMoved')).toHaveLength(4);
  });

  it('has dense positions and revisions, each event once, and the hash of each', async () => {
    await settled(api);
    expect((await readWholeLedger(databaseUrl)).faults).toEqual([]);
  });

  it('has read models that equal a fold of the log', async () => {
    await settled(api);
    const names = contexts.flatMap(({ projections }) => projections.map(({ name }) => name));
    const compared: Record<string, unknown> = {};
    for (const readModel of names) {
      const last = (await api.lines('admin/rebuilds', { readModel, switch: false })).at(-1);
      compared[readModel] = (last?.['result'] as { comparison?: { same: boolean } } | undefined)?.comparison?.same;
    }
    expect(compared).toEqual(Object.fromEntries(names.map((name) => [name, true])));
  });

  it('has streams that each fold by their decider', async () => {
    const last = (await api.lines('admin/stream-folds', {})).at(-1);
    expect(last).toMatchObject({ kind: 'result', result: { unfoldable: [] } });
  });

  it('stops in order when it is asked to, and leaves no address behind', async () => {
    await expect(platform?.end('SIGTERM')).resolves.toBe(0);
    await expect(fetch(`${api.url}/health/live`)).rejects.toHaveProperty('cause.code', 'ECONNREFUSED');
  });
});

/** Waits until every consumer is at the head; a paused one ends the wait with its error. */
async function settled(api: Api): Promise<void> {
  const settling = async (): Promise<unknown> => {
    const { body } = await api.get('admin/consumers');
    const consumers = body['consumers'] as readonly { name: string; healthy: boolean; position: string }[];
    const paused = consumers.filter(({ healthy }) => !healthy).map(({ name }) => name);
    if (paused.length > 0) throw new Error(`not healthy: ${JSON.stringify(body)}`);
    return (body['unsequenced'] === '0' && consumers.every(({ position }) => position === body['head'])) || body;
  };
  await eventually('every consumer is at the head', settling, { deadlineMs: 60_000 });
}
