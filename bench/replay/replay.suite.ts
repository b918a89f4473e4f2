import type { EventStore } from '../../libs/event-store/index.ts';
import { connectPool } from '../../libs/postgres/index.ts';
import { rebuild } from '../../libs/projections/index.ts';
import { memberships } from '../../apps/membership/src/read-models/memberships/memberships.projection.ts';
import { interleave, ratioOf, roundTo, rowsOf, runOnce } from '../measure.ts';
import { openStore, waitUntilSequenced } from '../product.ts';
import type { Suite, SuiteOptions } from '../report.ts';
import { bareRead } from './bare-read.ts';
import { openEmmettReplay } from './emmett-replay.ts';
import { histories } from './register-history.ts';

const CHUNK = 1_000;

/** The member register rebuilt from all events: folded, written, indexed, its digest compared with the live one, switched. */
export const replaySuite: Suite = {
  name: 'replay',
  async run(server, options) {
    const { quick, say } = options;
    const url = await server.database('grappe');
    const store = await openStore(url);
    const pool = connectPool(url, { max: 10 });
    await seed(store, quick ? 100_000 : 1_000_000, say);
    const emmett = await openEmmettReplay(await server.database('emmett'), quick ? 5_000 : 50_000);
    await server.checkpoint();
    const rebuilding = { pool, reader: store, holder: 'bench', switch: true };
    let megabytes = 0;
    const contenders = {
      product: () =>
        runOnce(async () => {
          const { point, comparison } = await rebuild(memberships, rebuilding);
          if (comparison?.same === false) throw new Error('a rebuild differs from the live model');
          megabytes = Math.max(megabytes, process.memoryUsage.rss() / 1e6);
          return Number(point.position);
        }),
      bare: () => runOnce(() => bareRead(url)),
      emmett: (round: number) => runOnce(() => emmett.replay(round)),
    };
    say('rebuilding');
    await rebuild(memberships, rebuilding);
    const results = await interleave(contenders, quick ? 3 : 3);
    await emmett.close();
    await pool.end();
    await store.close();
    return {
      rows: [
        ...rowsOf('grappe, rebuild with digest and switch', 'events/s', results.product),
        { name: 'grappe, most memory of the whole process', unit: 'MB', value: roundTo(megabytes, 0) },
        ...rowsOf('bare cursor read', 'events/s', results.bare),
        ...rowsOf('emmett consumer, batch 1,000, upserts', 'events/s', results.emmett),
      ],
      ratios: {
        'grappe/cursor read': ratioOf(results.product, results.bare),
        'grappe/emmett consumer': ratioOf(results.product, results.emmett),
      },
    };
  },
};

async function seed(store: EventStore, events: number, say: SuiteOptions['say']): Promise<void> {
  let chunks = 0;
  for (const chunk of histories(events, CHUNK)) {
    await store.appendAll(chunk.map(({ stream, events: own }) => ({ stream, expected: 'no-stream', events: own })));
    chunks += 1;
    if (chunks % 50 === 0)
      say(`stored ${(chunks * CHUNK).toLocaleString('en')} of ${events.toLocaleString('en')} events`);
  }
  await waitUntilSequenced(store);
}
