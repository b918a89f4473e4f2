import { connectProduct } from './contenders.ts';
import { openBare } from './bare.ts';
import { interleave, ratioOf, rowsOf, runOnce } from '../measure.ts';
import type { Suite } from '../report.ts';
import { newStream } from '../sample-events.ts';

const STREAMS = 100;
const EACH = 10;

const manyStreams = (): readonly string[] => Array.from({ length: STREAMS }, newStream);

/** Batches of 1,000 events, one after the other, each one commit. */
export const bulkSuite: Suite = {
  name: 'append --bulk',
  async run(server, { quick, say }) {
    const batches = quick ? 20 : 100;
    const product = await connectProduct(await server.database('grappe'));
    const bare = await openBare(await server.database('bare'), 1);
    const round = (append: (streams: readonly string[], each: number) => Promise<unknown>) => () =>
      runOnce(async () => {
        for (let batch = 0; batch < batches; batch += 1) await append(manyStreams(), EACH);
        return batches * STREAMS * EACH;
      });
    const contenders = {
      product: () => round(product.appendMany)().finally(product.settle),
      bare: round(bare.appendMany),
    };
    say(`${String(batches)} batches of ${String(STREAMS * EACH)} events a round`);
    await interleave(contenders, 1);
    await server.checkpoint();
    const results = await interleave(contenders, quick ? 3 : 5);
    await product.close();
    await bare.close();
    return {
      rows: [
        ...rowsOf('grappe, batches of 1,000', 'events/s', results.product),
        { name: 'grappe, most events without position', unit: 'events', value: product.mostBehind() },
        ...rowsOf('one insert of many rows', 'events/s', results.bare),
      ],
      ratios: { 'grappe/insert, batches of 1,000': ratioOf(results.product, results.bare) },
    };
  },
};
