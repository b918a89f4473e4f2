import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startKafka, type LocalKafka } from '../../infra/local/kafka/index.ts';
import type { EventStore } from '../../libs/event-store/index.ts';
import { quantile, roundTo } from '../measure.ts';
import { postgresParts, processorsBetween, readProcessors, type Parts } from '../processors.ts';
import { openStore } from '../product.ts';
import { startProgram, type RunningProgram } from '../programs.ts';
import { membershipHistory } from '../replay/register-history.ts';
import type { Figures, Suite, SuiteOptions } from '../report.ts';
import type { BenchServer } from '../server.ts';
import { watchTable } from './visible.ts';

/** Commands a second. */
const RATE = 200;
const WARM_UP_MS = 3_000;
const PATIENCE_MS = 30_000;

/** One event from its append's answer to its visibility in the read model, by way of a position, the relay, Kafka and a consumer. */
export const pipelineSuite: Suite = {
  name: 'pipeline',
  async run(server, options) {
    const folder = await mkdtemp(path.join(tmpdir(), 'grappe-bench-kafka-'));
    const kafka = await startKafka({ dataFolder: folder, diesWithParent: true, onProgress: options.say });
    try {
      return await throughKafka(server, kafka, options);
    } finally {
      await kafka.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function throughKafka(server: BenchServer, kafka: LocalKafka, options: SuiteOptions): Promise<Figures> {
  const url = await server.database('pipeline');
  const settings = { DATABASE_URL: url, KAFKA_BROKERS: kafka.brokers.join(',') };
  const store = await openStore(url, { holder: 'append', sequencer: false });
  const programs: RunningProgram[] = [];
  try {
    const relay = await startProgram('apps/relay/src/main.ts', settings);
    programs.push(relay);
    const readModel = await startProgram('bench/pipeline/read-model-main.ts', settings);
    programs.push(readModel);
    const parts = async (): Promise<Parts> => ({
      append: [process.pid],
      'positions and relay': [relay.pid],
      'Kafka broker': kafka.nodes.flatMap(({ pid }) => pid ?? []),
      'consumer and read model': [readModel.pid],
      ...(await postgresParts(server.adminUrl, partOfPostgres)),
    });
    return await measure(url, store, parts, options);
  } finally {
    for (const program of programs.reverse()) await program.stop();
    await store.close();
  }
}

/** Which part a connection serves, by what it calls itself. */
function partOfPostgres(application: string): string {
  if (application.startsWith('grappe append')) return 'PostgreSQL for append';
  if (application.startsWith('grappe relay')) return 'PostgreSQL for positions and relay';
  if (application.startsWith('grappe read model')) return 'PostgreSQL for the read model';
  return 'PostgreSQL, everything else';
}

async function measure(
  url: string,
  store: EventStore,
  parts: () => Promise<Parts>,
  { quick, say }: SuiteOptions,
): Promise<Figures> {
  const sightings = new Sightings();
  const watch = await watchTable(url, '"membership"."memberships"', sightings.seen);
  try {
    say(`${String(RATE)} commands a second`);
    await flow(store, sightings, WARM_UP_MS);
    const before = await readProcessors(await parts());
    const delays = await flow(store, sightings, quick ? 10_000 : 60_000);
    const busy = processorsBetween(before, await readProcessors(await parts()));
    const row = (name: string, share: number) => ({ name, unit: 'ms', value: roundTo(quantile(delays, share), 1) });
    return {
      rows: [
        { name: 'commands', unit: 'commands', value: delays.length },
        row('from the answer to the read model, p50', 0.5),
        row('from the answer to the read model, p99', 0.99),
        row('from the answer to the read model, longest', 1),
        ...[...busy].map(([part, value]) => ({ name: part, unit: 'processors', value: roundTo(value, 3) })),
      ],
      ratios: {},
    };
  } finally {
    await watch.end();
  }
}

/** The instant at which each key became visible, and its waiters. */
class Sightings {
  readonly #seen = new Map<string, number>();
  readonly #waiting = new Map<string, (atMs: number) => void>();

  readonly seen = (key: string, atMs: number): void => {
    const resolve = this.#waiting.get(key);
    if (resolve === undefined) this.#seen.set(key, atMs);
    else resolve(atMs);
    this.#waiting.delete(key);
  };

  of(key: string): Promise<number> {
    const seen = this.#seen.get(key);
    this.#seen.delete(key);
    return seen === undefined ? new Promise((resolve) => this.#waiting.set(key, resolve)) : Promise.resolve(seen);
  }
}

/** Appends at a steady rate, whatever became of the ones before; gives back the delays in milliseconds. */
async function flow(store: EventStore, sightings: Sightings, forMs: number): Promise<readonly number[]> {
  const delays: Promise<number>[] = [];
  const began = performance.now();
  for (let index = 0; performance.now() - began < forMs; index += 1) {
    const dueAt = began + (index * 1_000) / RATE;
    const early = dueAt - performance.now();
    if (early > 0) await delay(early);
    delays.push(visible(store, sightings, index));
  }
  const late = delay(PATIENCE_MS, undefined, { ref: false }).then(() => {
    throw new Error(`a command is not in the read model after ${String(PATIENCE_MS)} ms`);
  });
  return Promise.race([Promise.all(delays), late]);
}

async function visible(store: EventStore, sightings: Sightings, index: number): Promise<number> {
  // Histories of the sixth kind begin with the admission that makes a membership.
  const { stream, events } = membershipHistory(index * 10 + 5);
  const [event] = events;
  if (event === undefined) throw new Error('a history without an event');
  await store.append(stream, 'no-stream', [event]);
  const answered = performance.now();
  const { membershipId } = event.data as { readonly membershipId: string };
  return Math.max(0, (await sightings.of(membershipId)) - answered);
}
