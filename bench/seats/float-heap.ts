import type { Method } from '../../libs/apportionment/index.ts';

/** As a textbook in doubles does it: no fractions, no ties, no limits. */
export function floatSeats(method: Method, weights: readonly number[], house: number): readonly number[] {
  if (method === 'hamilton') return byRemainders(weights, house);
  return method === 'quota-method'
    ? seatBySeat(weights, house)
    : byHeap(DIVISORS[method] ?? DIVISORS.adams, weights, house);
}

const DIVISORS: Readonly<Partial<Record<Method, (seats: number) => number>>> & {
  readonly adams: (seats: number) => number;
} = {
  'sainte-lague': (seats) => seats + 0.5,
  'd-hondt': (seats) => seats + 1,
  'huntington-hill': (seats) => Math.sqrt(seats * (seats + 1)),
  adams: (seats) => seats,
  dean: (seats) => (seats * (seats + 1)) / (seats + 0.5),
};

/** One step of a heap for each seat, from an empty house on. */
function byHeap(divisor: (seats: number) => number, weights: readonly number[], house: number): readonly number[] {
  const seats = new Array<number>(weights.length).fill(0);
  const claims = Float64Array.from(weights, (weight) => weight / divisor(0));
  const heap = Int32Array.from(weights.keys());
  const claim = (at: number): number => claims[heap[at] ?? 0] ?? 0;
  const sink = (from: number): void => {
    for (let at = from; ;) {
      const left = 2 * at + 1;
      if (left >= heap.length) return;
      const child = left + 1 < heap.length && claim(left + 1) > claim(left) ? left + 1 : left;
      if (claim(child) <= claim(at)) return;
      [heap[at], heap[child]] = [heap[child] ?? 0, heap[at] ?? 0];
      at = child;
    }
  };
  for (let at = heap.length >> 1; at >= 0; at -= 1) sink(at);
  for (let seat = 0; seat < house; seat += 1) {
    const unit = heap[0] ?? 0;
    const now = (seats[unit] ?? 0) + 1;
    seats[unit] = now;
    claims[unit] = (weights[unit] ?? 0) / divisor(now);
    sink(0);
  }
  return seats;
}

function byRemainders(weights: readonly number[], house: number): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const quotas = weights.map((weight) => (weight * house) / total);
  const seats = quotas.map(Math.floor);
  const left = house - seats.reduce((sum, count) => sum + count, 0);
  const order = [...weights.keys()].sort((a, b) => ((quotas[b] ?? 0) % 1) - ((quotas[a] ?? 0) % 1));
  for (const unit of order.slice(0, left)) seats[unit] = (seats[unit] ?? 0) + 1;
  return seats;
}

/** A look at every unit for each seat. */
function seatBySeat(weights: readonly number[], house: number): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const seats = new Array<number>(weights.length).fill(0);
  for (let step = 1; step <= house; step += 1) {
    let [best, most] = [0, -1];
    for (const [unit, weight] of weights.entries()) {
      const has = seats[unit] ?? 0;
      const claim = weight / (has + 1);
      if (claim > most && has < (step * weight) / total) [best, most] = [unit, claim];
    }
    seats[best] = (seats[best] ?? 0) + 1;
  }
  return seats;
}
