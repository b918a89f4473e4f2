import { connectEmmett, connectProduct } from './contenders.ts';
import { openBare } from './bare.ts';
import { interleave, ratioOf, rowsOf, runWriters } from '../measure.ts';
import type { Figures, Row, Suite, SuiteOptions } from '../report.ts';
import { newStream } from '../sample-events.ts';
import type { BenchServer } from '../server.ts';

const WRITERS = [1, 8, 32, 128];
const UNIT = 'appends/s';

/** Every other append begins a new stream, and the next one goes on in it. */
export function streamsOfWriters() {
  const current = new Map<number, string>();
  return (writer: number, turn: number): { stream: string; revision: number } => {
    const known = current.get(writer);
    if (known !== undefined && turn % 2 === 1) return { stream: known, revision: 1 };
    const stream = newStream();
    current.set(writer, stream);
    return { stream, revision: 0 };
  };
}

export const appendSuite: Suite = {
  name: 'append',
  async run(server, options) {
    const rows: Row[] = [];
    const ratios: Record<string, number> = {};
    for (const writers of WRITERS) {
      const figures = await atOneLevel(server, writers, options);
      rows.push(...figures.rows);
      Object.assign(ratios, figures.ratios);
    }
    return { rows, ratios };
  },
};

async function atOneLevel(server: BenchServer, writers: number, { quick, say }: SuiteOptions): Promise<Figures> {
  say(`append with ${String(writers)} writers`);
  const url = (name: string): Promise<string> => server.database(`${name}_${String(writers)}`);
  const product = await connectProduct(await url('grappe'));
  const bare = await openBare(await url('bare'), writers);
  const emmett = await connectEmmett(await url('emmett'), writers);
  const forMs = quick ? 1_500 : 5_000;
  const round = (append: (stream: string, revision: number) => Promise<unknown>) => {
    const next = streamsOfWriters();
    return () =>
      runWriters(writers, forMs, (writer, turn) => {
        const { stream, revision } = next(writer, turn);
        return append(stream, revision);
      });
  };
  const contenders = { product: round(product.append), bare: round(bare.append), emmett: round(emmett.append) };
  const settled = { ...contenders, product: () => contenders.product().finally(product.settle) };
  await interleave(settled, 1);
  await server.checkpoint();
  const results = await interleave(settled, quick ? 3 : 5);
  for (const contender of [product, bare, emmett]) await contender.close();
  const at = `${String(writers)} writers`;
  return {
    rows: [
      ...rowsOf(`grappe, ${at}`, UNIT, results.product),
      { name: `grappe, ${at}, most events without position`, unit: 'events', value: product.mostBehind() },
      ...rowsOf(`insert, ${at}`, UNIT, results.bare),
      ...rowsOf(`emmett, ${at}`, UNIT, results.emmett),
    ],
    ratios: {
      [`grappe/insert, ${at}`]: ratioOf(results.product, results.bare),
      [`grappe/emmett, ${at}`]: ratioOf(results.product, results.emmett),
    },
  };
}
