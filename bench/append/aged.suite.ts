import { connectProduct } from './contenders.ts';
import { streamsOfWriters } from './append.suite.ts';
import { interleave, ratioOf, rowsOf, runWriters } from '../measure.ts';
import type { Figures, Row, Suite, SuiteOptions } from '../report.ts';
import { newStream } from '../sample-events.ts';
import type { BenchServer } from '../server.ts';

const WRITERS = 32;
const BATCH = 1_000;
type Product = Awaited<ReturnType<typeof connectProduct>>;

/** The same appends on a store that holds many events and on an empty one, side by side on one server. */
export const agedSuite: Suite = {
  name: 'append --aged',
  async run(server, options) {
    const aged = await connectProduct(await server.database('aged'));
    const rows: Row[] = [];
    const ratios: Record<string, number> = {};
    let events = 0;
    for (const age of options.quick ? [100_000] : [1_000_000, 10_000_000]) {
      await ageBy(aged, age - events, options.say);
      events = age;
      const figures = await beside(server, aged, age, options);
      rows.push(...figures.rows);
      Object.assign(ratios, figures.ratios);
    }
    await aged.close();
    return { rows, ratios };
  },
};

async function ageBy(product: Product, events: number, say: (line: string) => void): Promise<void> {
  for (let done = 0; done < events; done += BATCH) {
    await product.appendMany(
      Array.from({ length: BATCH / 10 }, () => newStream()),
      10,
    );
    if (done % 50_000 === 0) say(`aged by ${done.toLocaleString('en')} of ${events.toLocaleString('en')} events`);
  }
  await product.settle();
}

async function beside(server: BenchServer, aged: Product, age: number, { quick }: SuiteOptions): Promise<Figures> {
  const empty = await connectProduct(await server.database(`empty_${String(age)}`));
  const round = (product: Product) => {
    const next = streamsOfWriters();
    return () =>
      runWriters(WRITERS, quick ? 1_500 : 5_000, (writer, turn) => {
        const { stream, revision } = next(writer, turn);
        return product.append(stream, revision);
      }).finally(product.settle);
  };
  await server.checkpoint();
  const results = await interleave({ aged: round(aged), empty: round(empty) }, quick ? 4 : 6);
  await empty.close();
  const after = `after ${age.toLocaleString('en')} events`;
  return {
    rows: [
      ...rowsOf(`grappe, ${after}`, 'appends/s', results.aged),
      ...rowsOf(`grappe, empty, beside ${after}`, 'appends/s', results.empty),
    ],
    ratios: { [`aged/empty, ${after}`]: ratioOf(results.aged, results.empty) },
  };
}
