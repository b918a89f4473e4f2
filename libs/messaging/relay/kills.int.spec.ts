import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countFrom, readEvents } from '#libs/event-store/testing';
import type { Uuid } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { placeOf, publishedEvent, type TopicRecord } from '../records/index.ts';
import { gate } from './test/memory-topics.ts';
import { RelayDatabase } from './test/relay-database.ts';

const KILLS = 100;
/** More than any of them publishes before it dies. */
const EVENTS_EACH = 12;

describe('the relay killed between produce and record of its position', () => {
  let db: RelayDatabase;
  beforeEach(async () => {
    db = await RelayDatabase.create();
  });
  afterEach(() => db.close());

  /** A consumer that keeps its position with its effect, as consumers do: a repeat is known by its position. */
  function effectsOf(records: readonly TopicRecord[]): readonly Uuid[] {
    const effects: Uuid[] = [];
    for (const record of records) {
      const { position } = placeOf(record);
      if (position < BigInt(effects.length)) continue;
      expect(position).toBe(BigInt(effects.length));
      effects.push(publishedEvent(record).id);
    }
    return effects;
  }

  it(`${String(KILLS)} times: duplicates on the topic only, the same ones, positions dense, effects once and in order`, async () => {
    const forever = gate();
    let killed = 0;
    let left = 0;
    // What is sent is there; the one that is to die hears nothing of it any more.
    db.topics.acknowledge = () => {
      if (killed === KILLS) return Promise.resolve();
      left -= 1;
      if (left >= 0) return Promise.resolve();
      killed += 1;
      return forever.opened;
    };
    for (let kill = 0; kill < KILLS; kill += 1) {
      left = kill % 3;
      await db.append(EVENTS_EACH);
      await db.expireLease();
      db.run({ holder: `relay ${String(kill)}`, limits: { maxRecords: 2 + (kill % 4) }, leaseTtlMs: 600_000 });
      await eventually('the relay is killed', () => expect(killed).toBe(kill + 1));
    }
    await db.expireLease();
    db.run({ holder: 'survivor' });
    await db.published(BigInt(KILLS * EVENTS_EACH));
    const published = [...db.topics.log];
    forever.open();
    await eventually('every dead relay is refused', () => expect(db.faults).toHaveLength(KILLS));

    expect(new Set(db.faults.map((fault) => (fault as Error).name))).toEqual(new Set(['StaleRelay']));
    expect(db.topics.log).toHaveLength(published.length);
    const events = await readEvents(db.store.readAll(0n));
    expect(effectsOf(published)).toEqual(events.map(({ id }) => id));
    expect(published.length - events.length).toBeGreaterThanOrEqual(2 * KILLS);
    expect([...new Set(db.topics.positions)]).toEqual(countFrom(0n, KILLS * EVENTS_EACH));
    const distinct = new Set(published.map(withoutSettled));
    expect(distinct.size).toBe(events.length);
  });

  /** A repeat says the same but for the batch it came in. */
  function withoutSettled({ headers, ...record }: TopicRecord): string {
    return JSON.stringify({ ...record, headers: { ...headers, ce_settled: '' } });
  }
});
