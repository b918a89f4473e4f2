import { setTimeout as delay } from 'node:timers/promises';
import { catalog, contracts } from '#libs/contracts';
import { openPostgresEventStore } from '#libs/event-store/postgres';
import { derivedId } from '#libs/kernel';
import { KafkaPublisher, readTopics, type KafkaSettings } from '#libs/messaging/kafka';
import { topicsOf } from '#libs/messaging/records';
import { reconcile } from '#libs/messaging/reconcile';
import { findRelay } from '#libs/messaging/relay';
import { connectPool } from '#libs/postgres';
import { contexts } from '../../apps/platform/src/contexts.ts';
import type { Answer } from '../system/support/api.ts';
import { readWholeLedger } from '../system/support/ledger.ts';
import { actorOf } from '../system/support/actor-of.ts';
import { SUBJECT, type Traffic } from '../system/support/traffic.ts';
import type { World } from './world.ts';

const POLL_MS = 50;
const PATIENCE_MS = 90_000;

/** The faults that are found after a round; none in a system that kept its promises. */
export async function faultsAfter(world: World, traffic: Traffic): Promise<readonly string[]> {
  await world.ready();
  const behind = await untilSettled(world);
  if (behind.length > 0) return behind;
  return [...(await ledgerFaults(world, traffic)), ...(await topicFaults(world)), ...(await readModelFaults(world))];
}

interface Consumer {
  readonly name: string;
  readonly caughtUp: boolean;
  readonly position: string;
}

/** The consumers that have not handled everything after a long while: they look healthy and do nothing. */
async function untilSettled(world: World): Promise<readonly string[]> {
  let behind: readonly string[] = ['no service was asked'];
  for (let waited = 0; waited < PATIENCE_MS && behind.length > 0; waited += POLL_MS) {
    behind = await consumersBehind(world);
    if (behind.length > 0) await delay(POLL_MS);
  }
  return behind;
}

async function consumersBehind(world: World): Promise<readonly string[]> {
  const behind: string[] = [];
  for (const { name } of contexts) {
    const { status, body } = await statusOf(world, name);
    if (status !== 200) return [`${name} answers ${String(status)}: ${JSON.stringify(body)}`];
    if (body['ready'] !== true || body['unsequenced'] !== '0') behind.push(`${name}: ${JSON.stringify(body)}`);
    for (const consumer of (body['consumers'] as readonly Consumer[]).filter(({ caughtUp }) => !caughtUp))
      behind.push(`${consumer.name} is at ${consumer.position} of ${String(body['head'])}`);
  }
  return behind;
}

/** A service that ended over a fault of the brokers is being restarted. */
async function statusOf(world: World, name: string): Promise<Pick<Answer, 'status' | 'body'>> {
  try {
    return await (await world.apiOf(name)).get('admin/consumers');
  } catch (error) {
    return { status: 0, body: { error: String(error) } };
  }
}

async function ledgerFaults(world: World, traffic: Traffic): Promise<readonly string[]> {
  const { events, faults } = await readWholeLedger(world.databaseUrl);
  const stored = new Map<string | undefined, string[]>();
  for (const { id, metadata } of events)
    stored.set(metadata.commandId, [...(stored.get(metadata.commandId) ?? []), id]);
  const actor = await actorOf(world.databaseUrl, SUBJECT);
  const lost = traffic.acknowledged.filter(({ key, eventIds }) => {
    const found = stored.get(derivedId('command', actor, key)) ?? [];
    return eventIds.length === 0 || found.join() !== eventIds.join();
  });
  const answered = traffic.acknowledged.flatMap(({ eventIds }) => eventIds).length;
  const ofCallers = events.filter(({ metadata }) => metadata.actor.id === actor).length;
  return [
    ...faults,
    ...lost.map(({ key }) => `the acknowledged command ${key} is not in the store as it was answered`),
    ...(answered === ofCallers ? [] : [`${String(answered)} events were answered, ${String(ofCallers)} are stored`]),
  ];
}

async function topicFaults({ databaseUrl, brokers }: World): Promise<readonly string[]> {
  const settings: KafkaSettings = { brokers, clientId: 'chaos' };
  const pool = connectPool(databaseUrl, { max: 1 });
  const ledger = await openPostgresEventStore({ url: databaseUrl, catalog, holder: 'chaos', sequencer: false });
  const topics = topicsOf(Object.keys(contracts));
  try {
    const { ok, events, waiting, findings } = await reconcile({
      ledger,
      repair: false,
      signal: AbortSignal.timeout(PATIENCE_MS),
      topics: {
        read: (signal) => readTopics(settings, topics, { signal }),
        published: async () => (await findRelay(pool))?.position ?? 0n,
        publisher: () => Promise.resolve(new KafkaPublisher({ settings })),
      },
    });
    if (ok && events > 0 && waiting === 0) return [];
    return [
      `topics: ${String(events)} events, ${String(waiting)} waiting`,
      ...findings.map((each) => JSON.stringify(each)),
    ];
  } finally {
    await ledger.close();
    await pool.end();
  }
}

async function readModelFaults(world: World): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { name, projections } of contexts) {
    const api = await world.apiOf(name);
    for (const { name: readModel } of projections) {
      const last = (await api.lines('admin/rebuilds', { readModel, switch: false })).at(-1);
      const { comparison } = (last?.['result'] ?? {}) as { readonly comparison?: { readonly same: boolean } };
      if (comparison?.same !== true)
        faults.push(`${readModel} is not what its events make of it: ${JSON.stringify(last)}`);
    }
  }
  return faults;
}
