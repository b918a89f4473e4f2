import { interleave, median, ratioOf, roundTo, rowsOf, type Round } from '../measure.ts';
import { postgresParts, processorsBetween, readProcessors } from '../processors.ts';
import type { Figures, Row, Suite, SuiteOptions } from '../report.ts';
import type { BenchServer } from '../server.ts';
import { connectBare, connectPlatform, type Contender } from './contenders.ts';
import { CONNECTIONS, load } from './load.ts';

const PARTS = ['service', 'PostgreSQL', 'load'] as const;

/** A command over HTTP to the whole platform, beside a bare Nest + Fastify `POST` with one `INSERT`; each a process of its own. */
export const apiSuite: Suite = {
  name: 'api',
  async run(server, options) {
    const contenders: Contender[] = [];
    try {
      contenders.push(await connectPlatform(await server.database('grappe')));
      contenders.push(await connectBare(await server.database('bare')));
      return await compared(server, contenders, options);
    } finally {
      for (const contender of contenders) await contender.stop();
    }
  },
};

async function compared(
  server: BenchServer,
  [platform, bare]: readonly Contender[],
  { quick, say }: SuiteOptions,
): Promise<Figures> {
  if (platform === undefined || bare === undefined) throw new Error('both are needed');
  const [product, baseline] = [measure(server, platform), measure(server, bare)];
  const amount = (round: Round): number => Math.round((round.done / round.seconds) * (quick ? 4 : 15));
  say(`${String(CONNECTIONS)} connections: warming up`);
  const warm = await interleave({ product: product.round(2_000), bare: baseline.round(4_000) }, 2);
  const [first, other] = [warm.product.at(-1), warm.bare.at(-1)];
  if (first === undefined || other === undefined) throw new Error('no round');
  await server.checkpoint();
  product.forget();
  baseline.forget();
  say('measuring');
  const contenders = { product: product.round(amount(first)), bare: baseline.round(amount(other)) };
  const results = await interleave(contenders, quick ? 3 : 5);
  return {
    rows: [
      ...rowsOf('grappe', 'requests/s', results.product),
      ...product.rows('grappe'),
      ...rowsOf('one INSERT', 'requests/s', results.bare),
      ...baseline.rows('one INSERT'),
    ],
    ratios: { [`grappe/one INSERT, ${String(CONNECTIONS)} connections`]: ratioOf(results.product, results.bare) },
  };
}

/** Rounds of one contender, and how many processors each part kept busy while they ran. */
function measure(server: BenchServer, contender: Contender) {
  const busy: ReadonlyMap<string, number>[] = [];
  const settling: number[] = [];
  const parts = async () => ({
    service: [contender.pid],
    load: [process.pid],
    ...(await postgresParts(server.adminUrl)),
  });
  const round = (amount: number) => async (): Promise<Round> => {
    const storedBefore = await contender.settled();
    const before = await readProcessors(await parts());
    const done = await load(contender.url, amount, contender.next);
    busy.push(processorsBetween(before, await readProcessors(await parts())));
    const ended = performance.now();
    const stored = (await contender.settled()) - storedBefore;
    settling.push((performance.now() - ended) / 1_000);
    if (stored !== amount) throw new Error(`${String(amount)} requests were accepted and ${String(stored)} stored`);
    return done;
  };
  const rows = (name: string): readonly Row[] => [
    { name: `${name}, until everything has caught up, longest`, unit: 's', value: roundTo(Math.max(...settling), 1) },
    ...PARTS.map((part) => ({
      name: `${name}, processors of ${part}`,
      unit: 'processors',
      value: roundTo(median(busy.map((shares) => shares.get(part) ?? Number.NaN)), 2),
    })),
  ];
  const forget = (): void => {
    busy.length = 0;
    settling.length = 0;
  };
  return { round, rows, forget };
}
