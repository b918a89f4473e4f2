import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { MemoryKeyRing } from '#libs/event-store/memory';
import { sealing } from '#libs/event-store/testing';
import { contextOf } from '#libs/kernel';
import { ensureTopics, KafkaPublisher, type KafkaSettings } from '#libs/messaging/kafka';
import { testBrokers, uniquePrefix } from '#libs/messaging/kafka/testing';
import { goldenSamples, recordsOf, type EventRecord, type Placed } from './golden-records.ts';
import { startKeys, type KeysServer } from './keys-server.ts';
import { SubscriberProcess } from './subscriber-process.ts';
import type { Subscriber } from './subscriber.ts';

const LIMIT_MS = 240_000;
const TOPICS = ['grappe.membership.v1', 'grappe.governance.v1', 'grappe.membership.restricted.v1'];

const isRead = ({ record }: Placed): boolean => TOPICS.includes(record.topic);

/** Events of three contexts, of which the subscriber reads two: the samples in turns, on eleven streams of each context. */
function happened() {
  const samples = goldenSamples().filter(({ type }) => /^(membership|governance|mergers)\./.test(type));
  return Array.from({ length: 140 }, (_, at) => {
    const golden = samples[(at * 7) % samples.length]!;
    const stream = `${contextOf(golden.type)}.sample-${String(at % 11)}`;
    return { golden, stream, metadata: at % 5 === 4 ? { visibility: { kind: 'private' } as const } : {} };
  });
}

/** The first position from there on that the subscriber reads: which one it is changes with every event that a contract gets. */
function readFrom(position: bigint): bigint {
  const known = recordsOf(happened(), (each) => each).filter(isRead);
  const found = known.find((placed) => placed.position >= position);
  if (found === undefined) throw new TypeError(`the subscriber reads nothing from position ${String(position)} on`);
  return found.position;
}

/** The position that is on its way while the others are there; all later ones wait for it. */
const LATE = readFrom(60n);
const LOST = readFrom(126n);

/** Personal texts are sealed, as a store seals them. */
const keyRing = new MemoryKeyRing();
const personal = sealing(keyRing);
const inClear: EventRecord[] = [];
recordsOf(happened(), undefined, (event) => {
  inClear.push(event);
  return event;
});
const sealingKeys = await personal.sealingKeys(
  inClear.map((event) => ({ stream: event.stream, expected: 'any', events: [event] })),
);
const all = recordsOf(
  happened(),
  (position) => (position > LOST || position < LATE ? position : LATE),
  (event) => ({ ...personal.seal(event.stream, event, sealingKeys), stream: event.stream }),
);
const seen = all.filter(isRead);
const line = ({ position, record: { headers } }: Placed): string =>
  `${String(position)} ${headers['ce_type']!} ${headers['ce_subject']!}`;
const linesOf = (from: bigint, below: bigint): readonly string[] =>
  seen.filter(({ position }) => position >= from && position < below).map(line);

const TOKEN = 'of a subscriber';
const isSealed = ({ record }: Placed): boolean => record.value.includes('"$personal"');

/** What a subscriber of the guide promises. The tests are steps of one story: they run in this order. */
export function subscriberContract(prepare: () => Promise<Subscriber>): void {
  const settings: KafkaSettings = {
    brokers: testBrokers(),
    clientId: 'subscriber-contract',
    topicPrefix: `${uniquePrefix()}.`,
  };
  const publisher = new KafkaPublisher({ settings });
  let subscriber: Subscriber;
  let running: SubscriberProcess | undefined;
  let keys: KeysServer;

  const publish = async (records: readonly Placed[]): Promise<void> => {
    const ours = records.map(({ record }) => record).filter(({ topic }) => !topic.includes('mergers'));
    await publisher.publish(ours);
  };
  const start = (position = 'position.json', topics = TOPICS): SubscriberProcess => {
    const { command, args, cwd } = subscriber;
    const names = topics.map((topic) => `${settings.topicPrefix ?? ''}${topic}`).join(',');
    const brokers = testBrokers().join(',');
    running = new SubscriberProcess(
      command,
      [...args, '--brokers', brokers, '--topics', names, '--position', join(cwd, position), '--grappe', keys.url],
      cwd,
      { GRAPPE_TOKEN: TOKEN },
    );
    return running;
  };

  beforeAll(async () => {
    [subscriber, keys] = await Promise.all([
      prepare(),
      startKeys(keyRing, TOKEN),
      ensureTopics(settings, ['membership', 'governance'], { partitions: 3, replicationFactor: 1 }),
    ]);
    const early = all.filter(({ position }) => position < 120n && position !== LATE);
    await publish(early);
    await publish(early.slice(0, 50));
  }, LIMIT_MS);
  afterEach(async () => {
    await running?.stop('SIGKILL');
  });
  afterAll(async () => {
    await publisher.close();
    keys.close();
    await rm(subscriber.cwd, { recursive: true, force: true });
  });

  it(
    'prints in the order of the ledger, each once, and nothing behind a record that is on its way; it stops when it is asked to',
    async () => {
      const first = start();
      await first.untilPrinted(linesOf(0n, LATE).length);
      expect(await first.stop('SIGTERM')).toBe(0);
      expect(first.lines).toEqual(linesOf(0n, LATE));
    },
    LIMIT_MS,
  );

  it(
    'goes on where it was, also when it was killed',
    async () => {
      await publish(all.filter(({ position }) => position === LATE));
      const second = start();
      expect(await second.untilPrinted(linesOf(LATE, 120n).length)).toEqual(linesOf(LATE, 120n));
      await second.stop('SIGKILL');
      const third = start();
      await publish(all.filter(({ position }) => position >= 120n && position < LOST));
      const [first, ...rest] = await third.untilPrinted(linesOf(120n, LOST).length);
      // What it printed last before it was killed it may not have written down.
      const isRepeated = first === linesOf(LATE, 120n).at(-1);
      if (isRepeated) await third.untilPrinted(linesOf(120n, LOST).length + 1);
      expect(isRepeated ? third.lines.slice(1) : [first, ...rest]).toEqual(linesOf(120n, LOST));
      expect(await third.stop('SIGTERM')).toBe(0);
    },
    LIMIT_MS,
  );

  it('opened every personal text on its way, and asked for no other key', () => {
    const ids = seen.flatMap(({ record }) => [...record.value.matchAll(/"k":"([^"]+)"/g)].map(([, id]) => id));
    const read = seen.filter(({ position }) => position < LOST).filter(isSealed);
    expect(read.length).toBeGreaterThan(3);
    expect([...keys.asked].filter((id) => !ids.includes(id))).toEqual([]);
    for (const { record } of read) expect(keys.asked).toContain(/"k":"([^"]+)"/.exec(record.value)?.[1]);
  });

  it(
    'stops before a text whose key is missing, names it, and goes on once the key is back',
    async () => {
      const subjects = [...sealingKeys.keys()];
      subjects.forEach((subject) => {
        keyRing.lose(subject);
      });
      const stopped = start('without-keys.json');
      const { code, stderr } = await stopped.untilEnded();
      const before = linesOf(0n, seen.find(isSealed)?.position ?? 0n);
      expect([code, stderr]).toEqual([1, expect.stringContaining('UnknownKey')]);
      expect(stopped.lines).toEqual(before);
      subjects.forEach((subject) => {
        keyRing.restore(subject);
      });
      const again = start('without-keys.json');
      expect(await again.untilPrinted(linesOf(0n, LOST).length - before.length)).toEqual(
        linesOf(0n, LOST).slice(before.length),
      );
      expect(await again.stop('SIGTERM')).toBe(0);
    },
    LIMIT_MS,
  );

  it(
    'stops when a record is missing, names its position, and prints nothing behind it',
    async () => {
      await publish(all.filter(({ position }) => position > LOST));
      const last = start();
      const { code, stderr } = await last.untilEnded();
      expect(code).toBe(1);
      expect(stderr).toContain(`position ${String(LOST)} is missing on `);
      expect(last.lines).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'refuses a position that was kept for other topics',
    async () => {
      const { code, stderr } = await start('position.json', TOPICS.slice(0, 1)).untilEnded();
      expect(code).toBe(1);
      expect(stderr).toContain('begin with another file for membership');
    },
    LIMIT_MS,
  );
}
