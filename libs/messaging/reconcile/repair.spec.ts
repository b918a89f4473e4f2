import { describe, expect, it } from '@jest/globals';
import type { EventStore, LedgerRow } from '#libs/event-store';
import { placeOf, publishedEvent } from '../records/index.ts';
import { Subject } from './test/subject.ts';

const EVENTS = 60;

describe('repair', () => {
  const subject = Subject.of(EVENTS);

  it('of topics that miss nothing does nothing, and connects to nobody', async () => {
    subject.topics.publisher = () => Promise.reject(new Error('asked for a connection'));
    expect(await subject.run({ repair: true })).toMatchObject({ ok: true, repair: { published: 0, refused: [] } });
  });

  it.each([[[17]], [[0]], [[EVENTS - 1]], [[3, 4, 5, 31, 32, 59]], [Array.from({ length: EVENTS }, (_, at) => at)]])(
    'publishes what is missing (%j), and is clean after it',
    async (positions) => {
      subject.lose(...positions);
      const { length } = positions;
      expect(await subject.run({ repair: true })).toMatchObject({
        ok: false,
        counts: { missing: length },
        repair: { published: length },
      });
      expect(await subject.run()).toMatchObject({ ok: true, findings: [], repairedBefore: length });
      expect(subject.topics.connections).toBe(0);
    },
  );

  it('makes the record again with its place of old, and says no more settled than was', async () => {
    const before = [12, 13, 40].map((position) => subject.topics.place(position).record);
    subject.lose(12, 13, 40);
    await subject.run({ repair: true });
    for (const [index, original] of before.entries()) {
      const { record } = subject.topics.place([12, 13, 40][index]!);
      const { settled, ...place } = placeOf(record);
      const { settled: _settled, ...placeBefore } = placeOf(original);
      expect(place).toEqual(placeBefore);
      expect(settled).toBeLessThanOrEqual(place.position);
      expect(publishedEvent(record)).toEqual(publishedEvent(original));
      expect([record.topic, record.key, record.value, record.timestampMs]).toEqual([
        original.topic,
        original.key,
        original.value,
        original.timestampMs,
      ]);
    }
  });

  it('of a record that is not where it belongs publishes it there, and cannot take the other back', async () => {
    const { record } = subject.topics.place(26);
    subject.lose(26);
    subject.topics.put([{ ...record, topic: record.topic.replace('.restricted', '') }]);
    expect(await subject.run({ repair: true })).toMatchObject({
      counts: { misplaced: 1, missing: 1 },
      repair: { published: 1 },
    });
    expect(await subject.run({ repair: true })).toMatchObject({
      ok: false,
      counts: { misplaced: 1, missing: 0 },
      repair: { published: 0 },
    });
  });

  it('leaves alone what is altered: a second record would be dropped by its position', async () => {
    subject.topics.replace(17, { ...subject.topics.place(17).record, value: '{}' });
    expect(await subject.run({ repair: true })).toMatchObject({
      ok: false,
      counts: { altered: 1, missing: 0 },
      repair: { published: 0 },
    });
  });

  it('publishes nothing of a ledger row that does not hash to its leaf', async () => {
    subject.lose(17, 18);
    const altering = (row: LedgerRow) =>
      row.position === 17n ? { ...row, record: row.record.replace('n', 'm') } : row;
    const ledger = {
      positionOf: subject.store().positionOf.bind(subject.store()),
      status: subject.store().status.bind(subject.store()),
      readLedger: async function* (...asked: Parameters<EventStore['readLedger']>) {
        for await (const rows of subject.store().readLedger(...asked)) yield rows.map(altering);
      },
    };
    expect(await subject.run({ ledger, repair: true })).toMatchObject({ repair: { published: 1, refused: ['17'] } });
  });

  it('that is stopped goes on where it was when it is asked for again', async () => {
    subject.lose(...Array.from({ length: 40 }, (_, at) => at));
    const gone = new AbortController();
    const stopped = subject.run({
      repair: true,
      signal: gone.signal,
      onProgress: ({ phase }) => phase === 'repair' && gone.abort(new Error('gone')),
    });
    await expect(stopped).rejects.toThrow('gone');
    expect(subject.topics.connections).toBe(0);
    const { repair, counts } = await subject.run({ repair: true });
    expect(repair?.published).toBe(counts.missing);
    expect(counts.missing).toBe(24);
    expect(await subject.run({ repair: true })).toMatchObject({ ok: true, repairedBefore: 40 });
  });

  it('a repair that is sent twice is a repeat like any other', async () => {
    subject.lose(17);
    await subject.run({ repair: true });
    subject.topics.put([subject.topics.place(17).record]);
    expect(await subject.run({ repair: true })).toMatchObject({ ok: true, counts: { duplicated: 1 } });
  });
});
