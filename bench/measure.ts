/** What one contender did in one round. */
export interface Round {
  readonly done: number;
  readonly seconds: number;
  /** Of each operation, in milliseconds; empty where the whole round is one operation. */
  readonly latencies: readonly number[];
}

export function perSecond({ done, seconds }: Round): number {
  return done / seconds;
}

/** Several writers at once until the time is up; `operation` gets the writer's number and how many it did before. */
export async function runWriters(
  writers: number,
  forMs: number,
  operation: (writer: number, turn: number) => Promise<unknown>,
): Promise<Round> {
  const latencies: number[] = [];
  const began = performance.now();
  const deadline = began + forMs;
  const write = async (writer: number): Promise<void> => {
    for (let turn = 0; performance.now() < deadline; turn += 1) {
      const before = performance.now();
      await operation(writer, turn);
      latencies.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return { done: latencies.length, seconds: (performance.now() - began) / 1_000, latencies };
}

/** The same operation so many times, one after the other. */
export async function runTimes(times: number, operation: () => Promise<unknown>): Promise<Round> {
  const latencies: number[] = [];
  const began = performance.now();
  for (let turn = 0; turn < times; turn += 1) {
    const before = performance.now();
    await operation();
    latencies.push(performance.now() - before);
  }
  return { done: times, seconds: (performance.now() - began) / 1_000, latencies };
}

/** One operation that handles many items. */
export async function runOnce(work: () => Promise<number>): Promise<Round> {
  const began = performance.now();
  const done = await work();
  return { done, seconds: (performance.now() - began) / 1_000, latencies: [] };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Rounds of several contenders, taken in turn: a noisy neighbour then disturbs all of them alike. */
export async function interleave<Name extends string>(
  contenders: Readonly<Record<Name, (round: number) => Promise<Round>>>,
  rounds: number,
): Promise<Readonly<Record<Name, readonly Round[]>>> {
  const names = Object.keys(contenders) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Round[]])) as Record<Name, Round[]>;
  for (let round = 0; round < rounds; round += 1) {
    const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
    for (const name of turned) results[name].push(await contenders[name](round));
  }
  return results;
}

/** How many times the rate of the other, as the median over rounds that stood beside each other. */
export function ratioOf(of: readonly Round[], beside: readonly Round[]): number {
  const ratios = of.map((round, index) => {
    const other = beside[index];
    return other === undefined ? Number.NaN : perSecond(round) / perSecond(other);
  });
  return roundTo(median(ratios), 2);
}

export function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** The rows that every contender of an append suite has. */
export function rowsOf(name: string, unit: string, rounds: readonly Round[]) {
  const latencies = rounds.flatMap((round) => round.latencies);
  const rate = { name, unit, value: roundTo(median(rounds.map(perSecond)), 0) };
  if (latencies.length === 0) return [rate];
  return [
    rate,
    { name: `${name}, p50`, unit: 'ms', value: roundTo(quantile(latencies, 0.5), 2) },
    { name: `${name}, p99`, unit: 'ms', value: roundTo(quantile(latencies, 0.99), 2) },
  ];
}
